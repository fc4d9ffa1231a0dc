"""Whether every declared procedure comes to an end, whatever is answered: no blind alley, no circle. 自设程序检查.

What holds for the duty of a step (its ground, its period, its ladder) is asked in `packs.checks` like for any other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from packs.pack import Pack
from packs.procedure_paths import always_before, first_circle, reached
from packs.reading import nearest
from packs.yaml_lines import refusal
from rules.declared import MAY_END_IN, MAY_OPEN, NAMED, RESERVED, START, Asked, Declared, FieldKind, Step
from rules.duties import DUTIES
from rules.errors import Refused
from rules.forms import FIELD_ZH
from rules.period import Period
from rules.vocabulary import ProcedureKind

_OF_EVERY_ANSWER = tuple(FIELD_ZH[name] for name in ("happened_at", "document_no", "note"))
"""Chinese names that every form has already."""

_CODE = re.compile(r"[a-z][a-z0-9_]*")


def procedure_problems(pack: Pack) -> Iterator[Refused]:
    """What is wrong with the declared procedures of a pack, in the order of its files."""
    asked_twice = Counter(step.duty for one in pack.procedures.values() for step in one.steps)
    for one in pack.procedures.values():
        yield from _head_problems(pack, one)
        for number, step in enumerate(one.steps):
            place = pack.places.get(f"procedure:{one.code}:steps:{number}", "")
            yield from _duty_problems(pack, one, step, place, twice=asked_twice[step.duty] > 1)
            yield from _field_problems(step, place)
            yield from _next_problems(one, step, place)
        yield from _end_problems(pack, one)
        yield from _course_problems(pack, one)
    yield from _unasked(pack)


def _head_problems(pack: Pack, one: Declared) -> Iterator[Refused]:
    place = pack.places.get(f"procedure:{one.code}", "")
    if not _CODE.fullmatch(one.code) or one.code in {kind.value for kind in ProcedureKind} or one.code in DUTIES:
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


# ------------------------------------------------------------------------------------------------ the duty of a step


def _duty_problems(pack: Pack, one: Declared, step: Step, place: str, *, twice: bool) -> Iterator[Refused]:
    own, dot, _ = step.duty.partition(".")
    if own != one.code or not dot:
        yield refusal(
            place,
            f"步骤“{step.duty}”的代码应以程序代码开头：{one.code}.…，这样不会与系统或者别的程序的职责相混；请改名。",
            f"the step '{step.duty}' must begin with the code of its procedure, {one.code}.…, so that it can never be "
            "taken for a duty of the software or of another procedure: rename it.",
            field="duty",
        )
    if twice:
        yield refusal(
            place,
            f"步骤“{step.duty}”出现不止一次；一项职责只能是一个步骤，请为另一步另写一项职责。",
            f"the step '{step.duty}' stands there more than once: write a duty of its own for each step.",
            field="duty",
        )
    spec = pack.duties.get(step.duty)
    if spec is None:
        known = tuple(code for code in pack.duties if code.startswith(f"{one.code}."))
        zh, en = nearest(step.duty, known) if known else ("请在 duties.yaml 中写明", "write it in duties.yaml")
        yield refusal(
            place,
            f"步骤“{step.duty}”没有职责：{zh}；承办、依据、时限、阶梯写在 duties.yaml。",
            f"the step '{step.duty}' has no duty: {en}; who owes it, on what ground and by when stands in duties.yaml.",
            field="duty",
        )
        return
    same = [code for code, other in pack.duties.items() if other.zh == spec.zh and code != step.duty]
    if same:
        yield refusal(
            pack.places.get(f"duty:{step.duty}", place),
            f"“{step.duty}”与“{same[0]}”中文名称相同（{spec.zh}），办理时分不清；请改名。",
            f"'{step.duty}' has the Chinese name of '{same[0]}' ({spec.zh}), so that nobody can tell them apart: "
            "rename it.",
            field="zh",
        )
    if spec.routine:
        yield refusal(
            place,
            f"“{step.duty}”是周期职责（routine），不能作为步骤；请删去 routine。",
            f"'{step.duty}' is a routine duty and can be no step: remove 'routine'.",
            field="routine",
        )
    yield from _period_problems(one, step, spec.periods.items(), pack.places.get(f"duty:{step.duty}", place))


def _period_problems(one: Declared, step: Step, periods: Iterable[tuple[str, Period]], place: str) -> Iterator[Refused]:
    """One period; two where a date may be named and may not; counting back only where there is a date."""
    dated = _field_of(one, step.ends_on)
    backwards = {"default": dated is not None and not dated.optional}
    if dated is not None and dated.optional:
        backwards[NAMED] = True
    found = {variant: period.before_end for variant, period in periods}
    if found != backwards:
        yield refusal(
            place,
            f"“{step.duty}”的 periods 与 ends_on 不符：没有 ends_on 的只写 default；ends_on 指向必填日期的，"
            f"default 写 before_end；指向选填日期的，{NAMED} 写 before_end，default 写没有填日期时的期限。",
            f"the periods of '{step.duty}' do not go with 'ends_on': without it only 'default'; with a date that is "
            f"always given, 'default' counts back (before_end); with one that may be left out, '{NAMED}' counts back "
            "and 'default' holds where there is none.",
            field="periods",
        )


def _field_of(one: Declared, named: str) -> Asked | None:
    """The field that `ends_on` names: code of a step, a dot, name of its field."""
    duty, _, name = named.rpartition(".")
    step = one.step(duty)
    return step.field(name) if step else None


# ------------------------------------------------------------------------------------------------ its answer


def _field_problems(step: Step, place: str) -> Iterator[Refused]:
    for name, times in Counter(one.name for one in step.asks).items():
        if times > 1 or name in RESERVED or not _CODE.fullmatch(name):
            yield refusal(
                place,
                f"填写项“{name}”重复，或者不是可用的名称（小写英文、数字、下划线；不能是 "
                f"{'、'.join(sorted(RESERVED))}）；请改名。",
                f"the field '{name}' stands there twice or is no name to use (lower-case letters, digits, underscores; "
                f"none of {', '.join(sorted(RESERVED))}): rename it.",
                field=name,
            )
    for zh, times in Counter([*_OF_EVERY_ANSWER, *(one.zh for one in step.asks)]).items():
        if times > 1:
            yield refusal(
                place,
                f"“{step.duty}”有两个填写项都叫“{zh}”（每项职责另有 {'、'.join(_OF_EVERY_ANSWER)}），请改名。",
                f"two fields of '{step.duty}' are called '{zh}' (every duty has {', '.join(_OF_EVERY_ANSWER)} beside "
                "its own): rename one.",
                field=zh,
            )
    for one in step.asks:
        codes, names = [each.code for each in one.choices], [each.zh for each in one.choices]
        enough = len(codes) > 1 if one.kind is FieldKind.CHOICE else not codes
        unlike = len({*codes}) == len(codes) and len({*names}) == len(names)
        if not enough or not unlike or not all(map(_CODE.fullmatch, codes)):
            yield refusal(
                place,
                f"填写项“{one.name}”：choice 须有两个以上不同的 choices（代码用小写英文），其他种类不写；请更正。",
                f"the field '{one.name}': a choice has two or more different 'choices' (codes in lower case), other "
                "kinds have none: correct it.",
                field="choices",
            )


def _next_problems(one: Declared, step: Step, place: str) -> Iterator[Refused]:
    if step.decided_by:
        yield from _branch_problems(step, place)
    known = (*one.duties, *(end.code for end in one.ends))
    for to in dict.fromkeys(step.next.values()):
        if to not in known:
            zh, en = nearest(to, known)
            yield refusal(
                place,
                f"“{step.duty}”的下一步“{to}”既不是步骤也不是终结，{zh}。",
                f"'{to}', which comes after '{step.duty}', is neither a step nor an end: {en}.",
                field="next",
            )


def _branch_problems(step: Step, place: str) -> Iterator[Refused]:
    decides = step.field(step.decided_by)
    if decides is None or not decides.values or step.for_each:
        yield refusal(
            place,
            f"“{step.duty}”的 decided_by“{step.decided_by}”应当是本步骤 asks 中必填的 yes_no 或者 choice；"
            "for_each 的步骤各人答复不一，不能据以分支。请更正。",
            f"'decided_by' of '{step.duty}' ('{step.decided_by}') must be a required yes_no or choice among its "
            "'asks'; a step for each respondent has several answers and decides nothing: correct it.",
            field="decided_by",
        )
        return
    lacking = [value for value in decides.values if value not in step.next]
    if lacking:
        yield refusal(
            place,
            f"“{step.duty}”答“{'、'.join(lacking)}”时没有下一步，办到这里就断了；请在 next 中补上。",
            f"'{step.duty}' leads nowhere when the answer is {', '.join(lacking)}, a blind alley: add it to 'next'.",
            field="next",
        )
    for value in step.next:
        if value not in decides.values:
            zh, en = nearest(value, decides.values)
            yield refusal(
                place,
                f"“{step.duty}”的“{step.decided_by}”没有“{value}”这个值，{zh}。",
                f"'{step.decided_by}' of '{step.duty}' has no value '{value}': {en}.",
                field="next",
            )


# ------------------------------------------------------------------------------------------------ the whole course


def _end_problems(pack: Pack, one: Declared) -> Iterator[Refused]:
    led_to = {to for step in one.steps for to in step.next.values()}
    times = Counter([*(end.code for end in one.ends), *one.duties])
    for number, end in enumerate(one.ends):
        place = pack.places.get(f"procedure:{one.code}:ends:{number}", "")
        if times[end.code] > 1 or end.code == START or not _CODE.fullmatch(end.code):
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
        wrong = [*([end.reason] if end.reason not in MAY_END_IN else []), *(set(end.opens) - set(MAY_OPEN))]
        if wrong:
            known = (*(reason.value for reason in MAY_END_IN), *(kind.value for kind in MAY_OPEN))
            yield refusal(
                place,
                f"终结“{end.code}”不能写“{'、'.join(wrong)}”：reason、opens 可用 {'、'.join(known)}。",
                f"the end '{end.code}' cannot say {', '.join(wrong)}: known for 'reason' and 'opens' are "
                f"{', '.join(known)}.",
                field="reason",
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
    dated = _field_of(one, step.ends_on)
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
