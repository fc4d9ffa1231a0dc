"""Whether one step of a declared procedure can be done and answered: its duty, its fields, where it leads. 步骤检查."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from packs.pack import Pack
from packs.reading import nearest
from packs.yaml_lines import refusal
from rules.declared import NAMED, RESERVED, Asked, Declared, FieldKind, Step
from rules.errors import Refused
from rules.forms import FIELD_ZH
from rules.period import Period

CODE = re.compile(r"[a-z][a-z0-9_]*")
"""What a code may be: of a procedure, a field, a choice, an end."""

_OF_EVERY_ANSWER = tuple(FIELD_ZH[name] for name in ("happened_at", "document_no", "note"))
"""Chinese names that every form has already."""


def step_problems(pack: Pack, one: Declared, step: Step, place: str, *, twice: bool) -> Iterator[Refused]:
    """What is wrong with one step. `twice`: its duty stands in another step as well."""
    yield from _duty_problems(pack, one, step, place, twice=twice)
    yield from _field_problems(step, place)
    yield from _next_problems(one, step, place)


def field_of(one: Declared, named: str) -> Asked | None:
    """The field that `ends_on` names: code of a step, a dot, name of its field."""
    duty, _, name = named.rpartition(".")
    step = one.step(duty)
    return step.field(name) if step else None


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
    dated = field_of(one, step.ends_on)
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


# ------------------------------------------------------------------------------------------------ its answer


def _field_problems(step: Step, place: str) -> Iterator[Refused]:
    for name, times in Counter(one.name for one in step.asks).items():
        if times > 1 or name in RESERVED or not CODE.fullmatch(name):
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
        if not enough or not unlike or not all(map(CODE.fullmatch, codes)):
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
