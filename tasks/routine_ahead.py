"""What the routine of a child on the list will owe, told when it is listed: nobody waits for a visit that never comes.

将产生的周期职责 (民发〔2024〕35号 二（五）, J-04: 定期走访 of key children, without a number).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from packs.pack import Pack
from rules.moments import civil_day
from rules.monitoring import ROUTINE_VISIT
from rules.rhythm import Rhythm, Standing
from rules.screening import Condition
from rules.vocabulary import ChildCategory, ChildMark, Tier, WindowKind
from rules.windows import joins_in_time, window_of
from tasks.routine_entries import rhythms_of

MAKES_KEY = frozenset(
    {
        *(Condition.POVERTY, Condition.DISABILITY, Condition.GUARDIANSHIP),
        *(Condition.VAGRANCY, Condition.BEHAVIOUR, Condition.ASKS_FOR_HELP, Condition.OUT_OF_SCHOOL),
    }
)
"""家庭生活困难、自身残疾、监护缺失、流浪、心理和行为异常、主动求助的跨乡镇儿童 (民发〔2024〕35号 二（五）).

失辍学 is named by 天门 三（二）and 临沂 二（一）2; all of it is our reading (HT-222).
"""


_ANY = datetime(2026, 1, 1, tzinfo=UTC)
"""A moment that matters to no rhythm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A routine duty that will be owed for a child. 将产生的周期职责. `from_on`: first day of the first window."""

    duty: str
    zh: str
    en: str
    from_on: date


def marks_of(
    categories: Iterable[ChildCategory], conditions: Iterable[Condition], marks: Iterable[ChildMark]
) -> frozenset[ChildMark]:
    """The marks that were given, and the one that the conditions found call for by the text (HT-222)."""
    by_text = ChildCategory.MIGRANT in categories and not MAKES_KEY.isdisjoint(conditions)
    return frozenset(marks) | ({ChildMark.KEY} if by_text else frozenset())


def coming(pack: Pack, standing: Standing, today: date) -> tuple[Coming, ...]:
    """What the rules will ask for as the child stands now, in the order in which it begins."""
    found = [
        Coming(duty=rhythm.duty, zh=rhythm.zh, en=rhythm.en, from_on=_first_day(kind, standing, today))
        for rhythm, kind in rhythms_of(pack)
        if rhythm.counts(standing)
    ]
    return tuple(sorted(found, key=lambda one: (one.from_on, one.duty)))


def asked_by_mark(pack: Pack, standing: Standing) -> tuple[tuple[ChildMark, Rhythm], ...]:
    """What the rules would ask for, too, if the child had one more mark: nobody asks for what nobody mentions."""
    return tuple(
        (mark, rhythm)
        for mark in ChildMark
        for rhythm, _ in rhythms_of(pack)
        if mark not in standing.marks
        and rhythm.counts(replace(standing, marks=standing.marks | {mark}))
        and not rhythm.counts(standing)
    )


def no_visits(coming: Iterable[Coming]) -> bool:
    """Whether nobody will ever owe a visit."""
    return all(one.duty != ROUTINE_VISIT.code for one in coming)


def leaves_somebody_out(pack: Pack) -> bool:
    """Whether there is a way to stand on the list by which nothing is ever owed."""
    ways = (
        Standing(from_at=_ANY, categories=frozenset({category}), tier=tier)
        for category in ChildCategory
        for tier in Tier
    )
    return any(nothing_comes(pack, way) for way in ways)


def nothing_comes(pack: Pack, standing: Standing) -> bool:
    """Whether no rhythm counts a child that stands so."""
    return not any(rhythm.counts(standing) for rhythm, _ in rhythms_of(pack))


def _first_day(kind: WindowKind, standing: Standing, today: date) -> date:
    window = window_of(kind, today)
    joined = civil_day(standing.from_at)
    if joins_in_time(joined, window):
        return max(window.first, min(joined, today))
    return window.last + timedelta(days=1)
