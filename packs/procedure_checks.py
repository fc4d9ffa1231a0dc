"""Whether every declared procedure comes to an end, whatever is answered: no blind alley, no circle. 自设程序检查.

What holds for the duty of a step (its ground, its period, its ladder) is asked in `packs.checks` like for any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from packs.pack import Pack
from packs.procedure_paths import always_before, first_circle, reached
from packs.procedure_step_checks import CODE, field_of, step_problems
from packs.reading import nearest
from packs.yaml_lines import refusal
from rules.declared import MAY_END_IN, MAY_OPEN, START, Declared, End, FieldKind, Step
from rules.duties import DUTIES
from rules.errors import Refused
from rules.vocabulary import ProcedureKind, Term


def procedure_problems(pack: Pack) -> Iterator[Refused]:
    """What is wrong with the declared procedures of a pack, in the order of its files."""
    asked_twice = Counter(step.duty for one in pack.procedures.values() for step in one.steps)
    for one in pack.procedures.values():
        yield from _head_problems(pack, one)
        for number, step in enumerate(one.steps):
            place = pack.places.get(f"procedure:{one.code}:steps:{number}", "")
            yield from step_problems(pack, one, step, place, twice=asked_twice[step.duty] > 1)
        yield from _end_problems(pack, one)
        yield from _course_problems(pack, one)
    yield from _unasked(pack)


def _head_problems(pack: Pack, one: Declared) -> Iterator[Refused]:
    place = pack.places.get(f"procedure:{one.code}", "")
    if not CODE.fullmatch(one.code) or one.code in {kind.value for kind in ProcedureKind} or one.code in DUTIES:
        yield refusal(
            place,
            f"自设程序的代码“{one.code}”应为小写英文、数字和下划线，且不与系统的程序、职责同名；请改名。",
            f"the code '{one.code}' must be lower-case letters, digits and underscores, and no procedure or duty of "
            "the software may have it: rename it.",
            field="code",
        )
    if not one.ground:
        yield refusal(
            place,
            f"自设程序“{one.code}”没有依据，请填写 ground。",
            f"the procedure '{one.code}' has no ground: write 'ground'.",
            field="ground",
        )
    for id in one.ground:
        if id not in pack.facts:
            yield refusal(
                place,
                f"依据“{id}”不在 facts.yaml 中，请补上该行或更正编号。",
                f"'{id}' is not in facts.yaml: add the row or correct its number.",
                field=id,
            )


# ------------------------------------------------------------------------------------------------ the whole course


def _end_problems(pack: Pack, one: Declared) -> Iterator[Refused]:
    led_to = {to for step in one.steps for to in step.next.values()}
    times = Counter([*(end.code for end in one.ends), *one.duties])
    for number, end in enumerate(one.ends):
        place = pack.places.get(f"procedure:{one.code}:ends:{number}", "")
        if times[end.code] > 1 or end.code == START or not CODE.fullmatch(end.code):
            yield refusal(
                place,
                f"终结的代码“{end.code}”重复，或者不是可用的名称（小写英文、数字、下划线）；请改名。",
                f"the end '{end.code}' stands there twice or is no name to use (lower-case letters, digits, "
                "underscores): rename it.",
                field="code",
            )
        elif end.code not in led_to:
            yield refusal(
                place,
                f"没有一步通向终结“{end.code}”；请在某步的 next 中写它，或删去。",
                f"no step leads to the end '{end.code}': name it under 'next' of a step, or remove it.",
                field="code",
            )
        if end.reason not in MAY_END_IN:
            yield _cannot_say(place, end, "reason", [end.reason], MAY_END_IN)
        if beyond := sorted(set(end.opens) - set(MAY_OPEN)):
            yield _cannot_say(place, end, "opens", beyond, MAY_OPEN)


def _cannot_say(place: str, end: End, key: str, wrong: Iterable[Term], known: Iterable[Term]) -> Refused:
    said, may = ", ".join(one.value for one in wrong), [one.value for one in known]
    return refusal(
        place,
        f"终结“{end.code}”的 {key} 不能写“{said}”，可用 {'、'.join(may)}。",
        f"'{key}' of the end '{end.code}' cannot say {said}: known are {', '.join(may)}.",
        field=key,
    )


def _course_problems(pack: Pack, one: Declared) -> Iterator[Refused]:
    if circle := first_circle(one):
        number = one.duties.index(circle[-2])
        yield refusal(
            pack.places.get(f"procedure:{one.code}:steps:{number}", ""),
            f"步骤转成了圈：{' → '.join(circle)}，这样的程序不会终结；要再来一次的，写成另外几步。",
            f"the steps go round in a circle: {' → '.join(circle)}; such a procedure never ends. What comes again is "
            "written as further steps.",
            field="next",
        )
        return
    there = reached(one)
    before = always_before(one)
    for number, step in enumerate(one.steps):
        place = pack.places.get(f"procedure:{one.code}:steps:{number}", "")
        if step.duty not in there:
            yield refusal(
                place,
                f"没有一步通向“{step.duty}”，它永远不会开始；请在某步的 next 中写它，或删去。",
                f"no step leads to '{step.duty}', so it never begins: name it under 'next' of a step, or remove it.",
                field="duty",
            )
            continue
        yield from _clock_problems(one, step, before[step.duty], place)


def _clock_problems(one: Declared, step: Step, before: frozenset[str], place: str) -> Iterator[Refused]:
    """What a clock is counted from must have been done by then, whichever way was taken."""
    known = (START, *(code for code in one.duties if code in before))
    if step.since and step.since not in known:
        zh, en = nearest(step.since, known)
        yield refusal(
            place,
            f"“{step.duty}”自“{step.since}”起算，但到这一步时它未必已办；{zh}。",
            f"the clock of '{step.duty}' runs from '{step.since}', which need not have been done by then: {en}.",
            field="since",
        )
    if not step.ends_on:
        return
    dated = field_of(one, step.ends_on)
    duty = step.ends_on.rpartition(".")[0]
    if dated is None or dated.kind is not FieldKind.DATE or duty not in before or _is_for_each(one, duty):
        yield refusal(
            place,
            f"“{step.duty}”的 ends_on 应写作“步骤.日期项”，指向此前必经步骤（不是 for_each 的）的一个 date；请更正。",
            f"'ends_on' of '{step.duty}' names a step that always comes before (and is not for each), a dot, and a "
            "field of kind date: correct it.",
            field="ends_on",
        )


def _is_for_each(one: Declared, duty: str) -> bool:
    step = one.step(duty)
    return step is not None and step.for_each


def _unasked(pack: Pack) -> Iterator[Refused]:
    """A duty that looks like a step, and is none: mostly a slip in its code."""
    steps = tuple(code for one in pack.procedures.values() for code in one.duties)
    for code in pack.duties:
        if "." in code and code not in steps:
            zh, en = nearest(code, steps) if steps else ("请写 procedures.yaml", "write procedures.yaml")
            yield refusal(
                pack.places.get(f"duty:{code}", ""),
                f"没有一个程序的步骤是“{code}”，{zh}，或删去。",
                f"'{code}' is no step of any procedure: {en}, or remove it.",
                field="code",
            )
