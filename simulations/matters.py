"""What happens to children in the year and becomes known: who reports it, when, of which children. 事项来源."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice

from rules.calendar import Calendar
from rules.moments import at_clock
from rules.vocabulary import ProcedureKind, UnitKind
from simulations.census import Household
from simulations.chance import Chance, stream
from simulations.plan import Plan
from simulations.story import Story, story

BEGINS_IN_THE_MIDDLE = 0.07
"""Share of matters that come from a court, a prison or another county, without a report."""

UNITS: dict[UnitKind, float] = {
    UnitKind.SCHOOL: 30,
    UnitKind.COMMITTEE: 14,
    UnitKind.HOSPITAL: 12,
    UnitKind.CITIZEN: 12,
    UnitKind.RELATIVE: 9,
    UnitKind.GUARDIAN: 5,
    UnitKind.ANONYMOUS: 4,
    UnitKind.KINDERGARTEN: 4,
    UnitKind.CHILD: 3,
    UnitKind.SOCIAL_WORK: 3,
    UnitKind.STATE_ORGAN: 2,
    UnitKind.LODGING: 1,
    UnitKind.NETWORK_PROVIDER: 1,
}

IN_SCHOOL_HOURS = frozenset({UnitKind.SCHOOL, UnitKind.KINDERGARTEN})
HOLIDAYS_OF_SCHOOLS = (7, 8)
"""July and August; the winter holidays are inside the public ones here."""

OPENED_BY_HAND: dict[ProcedureKind, float] = {
    ProcedureKind.PROTECTION_ORDER: 18,
    ProcedureKind.GUARDIANSHIP_TRANSFER: 15,
    ProcedureKind.GUARDIANSHIP_RESTORATION: 15,
    ProcedureKind.SUPERVISION_ORDER: 12,
    ProcedureKind.FAMILY_EDUCATION_ORDER: 10,
    ProcedureKind.WRITTEN_WARNING: 8,
    ProcedureKind.POLICE_ADMONITION: 8,
    ProcedureKind.REFERRAL: 8,
    ProcedureKind.SERVICE_REFERRAL: 8,
    ProcedureKind.SUGGESTION: 4,
    ProcedureKind.CROSS_REGION: 6,
    ProcedureKind.EMERGENCY_PLACEMENT: 4,
    ProcedureKind.ACCOUNTABILITY: 2,
    ProcedureKind.DISSUASION: 6,
}


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One thing that becomes known. 事项.

    Args:
        number: from 0, in the order in which matters were drawn; names its streams of chance.
        concerned: places of the children in the household.
        stories: one per child.
        by: who reports it; None: it begins in the middle of the chain,
        opens: with this procedure.
        again: moments of further reports on the first child.
    """

    number: int
    household: Household
    concerned: tuple[int, ...]
    stories: tuple[Story, ...]
    at: datetime
    by: UnitKind | None
    opens: ProcedureKind | None
    again: tuple[datetime, ...]


def matters(plan: Plan, households: list[Household], calendar: Calendar) -> list[Matter]:
    """The matters of the whole time: as many children as there are to be cases."""
    shuffled = list(households)
    stream(plan.seed, "who").shuffle(shuffled)
    return list(_matters(plan, shuffled, calendar))


def _matters(plan: Plan, households: list[Household], calendar: Calendar) -> Iterator[Matter]:
    left = plan.cases
    for number, household in enumerate(households):
        if left == 0:
            return
        chance = stream(plan.seed, "matter", number)
        direct = chance.happens(BEGINS_IN_THE_MIDDLE)
        count = 1 if direct else min(_concerned(household, chance), left)
        left -= count
        by = None if direct else chance.one_of(UNITS)
        at = _moment(plan, by, calendar, chance)
        yield Matter(
            number=number,
            household=household,
            concerned=tuple(range(count)),
            stories=tuple(story(stream(plan.seed, "story", number, child)) for child in range(count)),
            at=at,
            by=by,
            opens=chance.one_of(OPENED_BY_HAND) if direct else None,
            again=tuple(islice(_again(plan, at, chance), 3)),
        )


def _concerned(household: Household, chance: Chance) -> int:
    """All the children of a household, or only the first."""
    return len(household.children) if chance.happens(0.6) else 1


def _again(plan: Plan, at: datetime, chance: Chance) -> Iterator[datetime]:
    """Further reports: soon after the first, or months later."""
    while chance.happens(0.12):
        at += timedelta(days=chance.expovariate(1 / 30), minutes=17)
        if at >= plan.ends:
            return
        yield at


def _moment(plan: Plan, by: UnitKind | None, calendar: Calendar, chance: Chance) -> datetime:
    """Some day and hour at which this kind of reporter notices and reports something."""
    day = plan.day(chance.random())
    for _ in range(30):  # a plan of three days may have no school day
        if _is_a_day_of(by, day.month, working=calendar.is_working_day(day)):
            break
        day = plan.day(chance.random())
    first, last = _hours(by)
    hour, minute = int(chance.triangular(first, last)), chance.randrange(60)
    return at_clock(day, time(min(hour, 23), minute))


def _is_a_day_of(by: UnitKind | None, month: int, *, working: bool) -> bool:
    if by is None:
        return working
    return by not in IN_SCHOOL_HOURS or (working and month not in HOLIDAYS_OF_SCHOOLS)


def _hours(by: UnitKind | None) -> tuple[int, int]:
    if by is None or by in {UnitKind.SOCIAL_WORK, UnitKind.STATE_ORGAN, UnitKind.COMMITTEE}:
        return 9, 17
    return (8, 18) if by in IN_SCHOOL_HOURS else (0, 24)
