"""Counting one stretch of a period, day by day. 期间的逐日计算.

A period and each of its extensions is one `Leg`: it knows what it counted and what it left out, so that
`rules.explain` tells what was done and counts nothing again.  `rules.clock` strings the legs together.

A civil day is left out only if the *whole* day lies in pauses: a day in which the clock ran for an hour counts.  No
text says so; it is our own rule, the one that is stricter on agencies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from rules.calendar import Calendar
from rules.moments import day_ended_by, midnight_after
from rules.period import Unit
from rules.standstill import StandStill

_ONE_DAY = timedelta(days=1)


class Mark(StrEnum):
    """What became of a day in a count. 该日如何计."""

    COUNTED = "counted"
    REST = "rest"  # a rest day in a period of working days
    PAUSED = "paused"  # the whole day lies in pauses


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """How much is to be counted, and why. 应计的长度.

    Args:
        amount, unit: what is counted.
        basis: what sets the number.
    """

    amount: int
    unit: Unit
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """From where a leg counts. 起点.

    Args:
        at: UTC; hours run from here.
        day: the civil day that is not counted; days are counted from the next.
    """

    at: datetime
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One stretch, counted. 一段期间.

    Args:
        span: what was to be counted.
        start: from where.
        days: the days looked at in order, each with its mark.  In a period of months only the days wholly paused and
            those by which the end moved on for them; in one of hours none.
        corresponding: in a period of months, the day on which it would end without pauses.
        last_day: the day that ends it; None while the clock stands.
        ends_at: UTC; the end, never rolled over; None while the clock stands.
    """

    span: Span
    start: Start
    days: tuple[tuple[date, Mark], ...] = ()
    corresponding: date | None = None
    last_day: date | None = None
    ends_at: datetime | None = None

    @property
    def status_of(self) -> tuple[date, ...]:
        """The days for which it mattered whether they are working days."""
        if self.span.unit is not Unit.WORKING_DAYS:
            return ()
        return tuple(day for day, mark in self.days if mark is not Mark.PAUSED)


def count(span: Span, start: Start, *, calendar: Calendar, still: StandStill) -> Leg:
    """One stretch counted from its start. 计算一段期间.

    Args:
        span: what to count.
        start: from where.
        calendar: asked only in a period of working days.
        still: when the clock stands.
    Returns: the leg; without an end if the clock stands, with no end in sight, before it is reached.
    """
    if span.unit is Unit.HOURS:
        return _hours(span, start, still)
    if span.unit is Unit.MONTHS:
        return _months(span, start, still)

    def mark(day: date) -> Mark:
        if still.holds_whole(day):
            return Mark.PAUSED
        rests = span.unit is Unit.WORKING_DAYS and calendar.is_rest_day(day)
        return Mark.REST if rests else Mark.COUNTED

    days = tuple(_walk(start.day, span.amount, mark, still))
    reached = sum(one is Mark.COUNTED for _, one in days) == span.amount
    return _day_leg(span, start, days, days[-1][0] if reached else None)


def _hours(span: Span, start: Start, still: StandStill) -> Leg:
    ends_at = still.run(start.at, timedelta(hours=span.amount))
    last_day = None if ends_at is None else day_ended_by(ends_at)
    return Leg(span=span, start=start, last_day=last_day, ends_at=ends_at)


def _months(span: Span, start: Start, still: StandStill) -> Leg:
    """The corresponding day (P-02), moved on by the days wholly paused, and by those among the days added."""
    corresponding = start.day + relativedelta(months=span.amount)
    between = _days_between(start.day, corresponding) if still.stretches else ()
    paused = [(day, Mark.PAUSED) for day in between if still.holds_whole(day)]

    def mark(day: date) -> Mark:
        return Mark.PAUSED if still.holds_whole(day) else Mark.COUNTED

    added = list(_walk(corresponding, len(paused), mark, still))
    reached = sum(one is Mark.COUNTED for _, one in added) == len(paused)
    last_day = added[-1][0] if added else corresponding
    stands = not reached or still.keeps_from_ending(last_day)
    return _day_leg(span, start, (*paused, *added), None if stands else last_day, corresponding)


def _day_leg(
    span: Span,
    start: Start,
    days: tuple[tuple[date, Mark], ...],
    last_day: date | None,
    corresponding: date | None = None,
) -> Leg:
    """A leg that ends at 24:00 of its last day (P-04)."""
    return Leg(
        span=span,
        start=start,
        days=days,
        corresponding=corresponding,
        last_day=last_day,
        ends_at=None if last_day is None else midnight_after(last_day),
    )


def _walk(after: date, amount: int, mark: Callable[[date], Mark], still: StandStill) -> Iterator[tuple[date, Mark]]:
    """The days after a day until `amount` of them counted, or until one that an open pause keeps from ending."""
    day = after
    while amount > 0:
        day += _ONE_DAY
        if still.keeps_from_ending(day):
            return
        marked = mark(day)
        amount -= marked is Mark.COUNTED
        yield day, marked


def _days_between(after: date, until: date) -> Iterator[date]:
    """The days after the first day, up to and with the second."""
    for offset in range(1, (until - after).days + 1):
        yield after + timedelta(days=offset)
