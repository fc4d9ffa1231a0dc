"""Whether a local rhythm adds, or takes the place of nothing but a default of ours. 地方周期职责检查."""

from __future__ import annotations

from collections.abc import Iterator

from packs.pack import Pack
from packs.reading import nearest
from packs.yaml_lines import refusal
from rules.errors import Refused
from rules.period import Period
from rules.rhythm import Rhythm
from rules.vocabulary import Force


def has_rhythm(pack: Pack, duty: str, variant: str) -> bool:
    """Whether some rhythm asks for a period of a duty: a local pack may then add that period."""
    return any((one.duty, one.variant) == (duty, variant) for one in pack.rhythms.values())


def rhythm_problems(pack: Pack, parent: Pack, code: str) -> Iterator[Refused]:
    """What is wrong with the rows in whose place a local rhythm stands: unknown, of another duty, or law."""
    rhythm, place = pack.rhythms[code], pack.places[f"rhythm:{code}"]
    for other in rhythm.instead_of:
        theirs = parent.rhythms.get(other)
        if theirs is None:
            yield _unknown(place, other, parent)
        elif theirs.duty != rhythm.duty:
            yield _another_duty(place, rhythm, theirs)
        else:
            yield from _no_number_of_its_own(place, pack, rhythm)
            yield from _is_law(place, parent, theirs)


def _unknown(place: str, code: str, parent: Pack) -> Refused:
    zh, en = nearest(code, tuple(parent.rhythms))
    return refusal(
        place,
        f"instead_of 中的“{code}”不是上级规则的周期职责，{zh}。",
        f"'{code}' under 'instead_of' is no rhythm of the parent: {en}.",
        field="instead_of",
    )


def _another_duty(place: str, rhythm: Rhythm, theirs: Rhythm) -> Refused:
    return refusal(
        place,
        f"“{rhythm.code}”是职责 {rhythm.duty}，不能取代职责 {theirs.duty} 的“{theirs.code}”；请更正 instead_of。",
        f"'{rhythm.code}' asks for {rhythm.duty} and cannot stand in the place of '{theirs.code}', which asks for "
        f"{theirs.duty}: correct 'instead_of'.",
        field="instead_of",
    )


def _no_number_of_its_own(place: str, pack: Pack, rhythm: Rhythm) -> Iterator[Refused]:
    period = _period(pack, rhythm)
    if period is not None and period.set_by in pack.facts and pack.force_of(period) is Force.OUR_DEFAULT:
        yield refusal(
            place,
            f"只有当地文件写明的数字才能取代默认；“{rhythm.code}”的数字也是默认（{period.set_by}），"
            "请删去 instead_of。",
            f"only a number of a local text takes the place of a default, and that of '{rhythm.code}' is a default "
            f"itself ({period.set_by}): remove 'instead_of'.",
            field="instead_of",
            source=period.set_by,
        )


def _is_law(place: str, parent: Pack, theirs: Rhythm) -> Iterator[Refused]:
    period = _period(parent, theirs)
    if period is not None and parent.force_of(period) is not Force.OUR_DEFAULT:
        force = parent.force_of(period)
        yield refusal(
            place,
            f"“{theirs.code}”的数字是{force.zh}（{period.set_by}），不是本系统默认，地方不得取代；"
            "请从 instead_of 删去。",
            f"the number of '{theirs.code}' is no default ({force.value}, {period.set_by}), and nothing takes its "
            "place: remove it from 'instead_of'.",
            field="instead_of",
            source=period.set_by,
        )


def _period(pack: Pack, rhythm: Rhythm) -> Period | None:
    spec = pack.duties.get(rhythm.duty)
    return spec.periods.get(rhythm.variant) if spec else None
