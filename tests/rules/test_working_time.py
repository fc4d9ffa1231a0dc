"""How much office time lies between two moments? 工作时间."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from rules.calendar import Calendar
from rules.moments import SHANGHAI, shanghai
from rules.working_time import OFFICE_DAY, OFFICE_HOURS, WorkingTime

COUNTED = WorkingTime(Calendar.national())


def hours(begin: str, end: str) -> float:
    return COUNTED.between(shanghai(begin), shanghai(end)) / timedelta(hours=1)


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        ("Friday 2026-03-06 08:30", "Friday 2026-03-06 17:30", 8),
        ("Friday 2026-03-06 00:00", "Friday 2026-03-06 24:00", 8),
        ("Friday 2026-03-06 12:00", "Friday 2026-03-06 13:00", 0),  # lunch
        ("Friday 2026-03-06 17:30", "Monday 2026-03-09 08:30", 0),  # a weekend
        ("Friday 2026-03-06 16:30", "Monday 2026-03-09 09:30", 2),
        ("Saturday 2026-02-14 08:30", "Saturday 2026-02-14 09:30", 1),  # swapped, worked
        ("Sunday 2026-02-15 00:00", "Monday 2026-02-23 24:00", 0),  # Spring Festival
        ("Wednesday 2025-12-31 16:30", "Monday 2026-01-05 09:30", 10),  # 4 January, a Sunday, is worked
        ("Friday 2026-03-06 16:30", "Friday 2026-03-06 09:30", 0),  # backwards
    ],
)
def test_only_office_hours_of_working_days_count(begin: str, end: str, expected: float) -> None:
    assert hours(begin, end) == expected


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        ("Friday 2026-03-06 24:00", "Monday 2026-03-09 23:59", 0),
        ("Friday 2026-03-06 24:00", "Monday 2026-03-09 24:00", 1),
        ("Monday 2026-03-09 00:00", "Monday 2026-03-09 24:00", 1),
        ("Monday 2026-03-09 00:01", "Tuesday 2026-03-10 24:00", 1),
        ("Monday 2026-03-09 00:01", "Monday 2026-03-09 24:00", 0),
        ("Tuesday 2026-03-10 00:00", "Monday 2026-03-09 00:00", 0),
    ],
)
def test_a_working_day_counts_when_it_lies_wholly_between(begin: str, end: str, expected: int) -> None:
    assert COUNTED.complete_days(shanghai(begin), shanghai(end)) == expected


def test_it_agrees_with_counting_minute_by_minute_over_three_years() -> None:
    dice, calendar = random.Random(7), Calendar.national()
    for _ in range(60):
        begin = datetime(2024, 1, 1, tzinfo=SHANGHAI) + timedelta(minutes=dice.randrange(1_040 * 24 * 60))
        end = begin + timedelta(minutes=dice.randrange(12 * 24 * 60))
        minutes = int((end - begin) / timedelta(minutes=1))
        moments = (begin + timedelta(minutes=number) for number in range(minutes))
        worked = sum(
            calendar.is_working_day(at.date()) and any(opens <= at.time() < closes for opens, closes in OFFICE_HOURS)
            for at in moments
        )
        assert COUNTED.between(begin, end) == timedelta(minutes=worked)


def test_the_office_day_is_what_its_hours_come_to() -> None:
    assert COUNTED.between(shanghai("2026-03-09 00:00"), shanghai("2026-03-10 00:00")) == OFFICE_DAY


def test_a_year_without_a_notice_is_told_to_be_guessed() -> None:
    assert not COUNTED.guessed(shanghai("2026-03-09 00:00"), shanghai("2026-12-31 12:00"))
    assert COUNTED.guessed(shanghai("2026-12-31 12:00"), shanghai("2027-01-01 00:00"))
