"""Whether one period can ever end later than another. 期限孰严.

A local rule may shorten what the parent says and never lengthen it.  Both clocks start at the same moment; the answer
must hold for every start and every calendar, so a pair that depends on weekends or on the length of a month is not
comparable, which is told and never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import inf

from rules.period import Period, Unit

_LEAST_DAYS_OF_A_MONTH, _MOST_DAYS_OF_A_MONTH = 28, 31
_HOURS = 24
_END_OF_YEAR = (12, 31)


class Comparison(StrEnum):
    """How a new period stands to an old one, whatever the start and the calendar."""

    NEVER_LATER = "never_later"
    CAN_BE_LATER = "can_be_later"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True, slots=True)
class _Reach:
    """Between how many hours after its start a period ends, and after how many days (None: it counts hours)."""

    least: float
    most: float
    days: tuple[float, float] | None


def compare(new: Period, old: Period) -> Comparison:
    """Whether `new` ends no later than `old` from every start. 比较期限.

    A period before the end of a term is compared only with another of its kind: earlier is stricter.

    >>> from rules.period import CountingRule
    >>> day = Period(amount=1, unit=Unit.DAYS, rule=CountingRule.CALENDAR, set_by="A-1")
    >>> hours = Period(amount=24, unit=Unit.HOURS, rule=CountingRule.CLOCK, set_by="A-1")
    >>> compare(hours, day).value, compare(day, hours).value
    ('never_later', 'can_be_later')
    """
    if new.before_end or old.before_end:
        if new.before_end is not old.before_end or new.unit is not old.unit:
            return Comparison.NOT_COMPARABLE
        return Comparison.NEVER_LATER if new.amount >= old.amount else Comparison.CAN_BE_LATER
    if (new.window or old.window) and new.until != old.until:
        return _by_day_of_year(new, old)
    if _counted_alike(new, old):
        return Comparison.NEVER_LATER if new.amount <= old.amount else Comparison.CAN_BE_LATER
    return _by_reach(new, old)


def _by_day_of_year(new: Period, old: Period) -> Comparison:
    """Both once in each calendar year, one of them or both by a day of it; none named is its last day."""
    if new.window is not old.window:
        return Comparison.NOT_COMPARABLE
    earlier = (new.until or _END_OF_YEAR) <= (old.until or _END_OF_YEAR)
    return Comparison.NEVER_LATER if earlier else Comparison.CAN_BE_LATER


def _counted_alike(new: Period, old: Period) -> bool:
    """The same unit, and the last day moves in the same way, or only that of the old one moves."""
    if new.unit is not old.unit:
        return False
    return new.rule.rolls_over == old.rule.rolls_over or (old.rule.rolls_over and new.amount <= old.amount)


def _by_reach(new: Period, old: Period) -> Comparison:
    if old.unit is Unit.WORKING_DAYS and new.unit is Unit.DAYS and new.amount <= old.amount:
        return Comparison.NEVER_LATER  # the n-th working day is never before the n-th day, and is where that would roll
    mine, theirs = _reach(new), _reach(old)
    if mine.days and theirs.days:
        never, certainly = mine.days[1] <= theirs.days[0], mine.days[0] > theirs.days[1]
    else:
        never, certainly = mine.most <= theirs.least, mine.least >= theirs.most
    if never:
        return Comparison.NEVER_LATER
    return Comparison.CAN_BE_LATER if certainly else Comparison.NOT_COMPARABLE


def _reach(period: Period) -> _Reach:
    """The first day is not counted and the last one counts to its end: n days are between 24n and 24(n+1) hours."""
    if period.unit is Unit.HOURS:
        return _Reach(period.amount, period.amount, None)
    least, most = float(period.amount), float(period.amount)
    if period.unit is Unit.MONTHS:
        least, most = period.amount * _LEAST_DAYS_OF_A_MONTH, period.amount * _MOST_DAYS_OF_A_MONTH
    if period.unit is Unit.WORKING_DAYS or period.rule.rolls_over:
        most = inf  # as many rest days as the calendar holds
    return _Reach(least * _HOURS, (most + 1) * _HOURS, (least, most))
