"""Is a period that is called no later never later, from whatever start and in whatever calendar?"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import product

import pytest

from rules.calendar import Calendar
from rules.clock import due
from rules.moments import shanghai
from rules.period import CountingRule, Period, Unit
from rules.strictness import Comparison, compare

NATIONAL = Calendar.national()
STARTS = [
    shanghai("2026-01-01 00:00") + timedelta(days=day, hours=hour) for day, hour in product(range(365), (0, 9, 23))
]


def hours(amount: int) -> Period:
    return Period(amount=amount, unit=Unit.HOURS, rule=CountingRule.CLOCK, set_by="A-1")


def days(amount: int, rule: CountingRule = CountingRule.CALENDAR) -> Period:
    return Period(amount=amount, unit=Unit.DAYS, rule=rule, set_by="A-1")


def months(amount: int) -> Period:
    return Period(amount=amount, unit=Unit.MONTHS, rule=CountingRule.CALENDAR, set_by="A-1")


def working_days(amount: int) -> Period:
    return Period(amount=amount, unit=Unit.WORKING_DAYS, rule=CountingRule.WORKING_DAYS, set_by="A-1")


def before_end(amount: int) -> Period:
    return Period(amount=amount, unit=Unit.DAYS, rule=CountingRule.NO_ROLLOVER, set_by="A-1", before_end=True)


SHAPES = [
    *(hours(amount) for amount in (24, 72, 73, 96, 120)),
    *(days(amount) for amount in (1, 3, 5, 28, 31)),
    *(days(amount, CountingRule.CRIMINAL_PROCEDURE) for amount in (1, 3, 5)),
    *(working_days(amount) for amount in (1, 3, 5)),
    months(1),
]


def named(one: Period | Comparison) -> str:
    return f"{one.en}, {one.rule.value}" if isinstance(one, Period) else one.value


@pytest.mark.parametrize(("new", "old"), list(product(SHAPES, SHAPES)), ids=named)
def test_whatever_is_called_no_later_ends_no_later_from_every_hour_of_a_year(new: Period, old: Period) -> None:
    answer = compare(new, old)
    starts = STARTS[::10] if answer is not Comparison.NOT_COMPARABLE else []  # every hour of the three comes up
    ends = [(end_of(new, since), end_of(old, since)) for since in starts]

    if answer is Comparison.NEVER_LATER:
        assert all(mine <= theirs for mine, theirs in ends)
    if answer is Comparison.CAN_BE_LATER:
        assert any(mine > theirs for mine, theirs in ends)


def end_of(period: Period, since: datetime) -> datetime:
    ends = due(period, since, calendar=NATIONAL).legal_due_at
    assert ends is not None
    return ends


@pytest.mark.parametrize(
    ("new", "old", "answer"),
    [
        (hours(24), hours(72), Comparison.NEVER_LATER),
        (hours(72), hours(24), Comparison.CAN_BE_LATER),
        (hours(72), days(3), Comparison.NEVER_LATER),
        (hours(73), days(3), Comparison.NOT_COMPARABLE),
        (hours(96), days(3), Comparison.CAN_BE_LATER),
        (days(3), working_days(3), Comparison.NEVER_LATER),
        (days(3, CountingRule.CRIMINAL_PROCEDURE), working_days(3), Comparison.NEVER_LATER),
        (working_days(3), days(3), Comparison.NOT_COMPARABLE),
        (days(3, CountingRule.CRIMINAL_PROCEDURE), days(3), Comparison.NOT_COMPARABLE),
        (days(3), days(3, CountingRule.CRIMINAL_PROCEDURE), Comparison.NEVER_LATER),
        (days(28), months(1), Comparison.NEVER_LATER),
        (days(30), months(1), Comparison.NOT_COMPARABLE),
        (days(32), months(1), Comparison.CAN_BE_LATER),
        (months(1), days(31), Comparison.NEVER_LATER),
        (before_end(15), before_end(7), Comparison.NEVER_LATER),
        (before_end(7), before_end(15), Comparison.CAN_BE_LATER),
        (days(7), before_end(15), Comparison.NOT_COMPARABLE),
    ],
    ids=named,
)
def test_what_depends_on_rest_days_or_on_the_month_is_not_compared(
    new: Period, old: Period, answer: Comparison
) -> None:
    assert compare(new, old) is answer
