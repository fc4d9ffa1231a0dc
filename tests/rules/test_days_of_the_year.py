"""What is owed each year by a day that the rule names, and each term of school. 每年某日前、每学期."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rules.calendar import Calendar
from rules.clock import due, is_in_time
from rules.moments import shanghai
from rules.period import CountingRule, Period, Unit
from rules.routine_reporting import LEAST_DRAWN, MOST_DRAWN, how_many_to_draw
from rules.strictness import Comparison, compare
from rules.vocabulary import WindowKind
from rules.windows import joins_in_time, window_of, windows_between

NATIONAL = Calendar.national()


def each_year(until: tuple[int, int] | None = None, window: WindowKind = WindowKind.YEAR) -> Period:
    return Period(
        amount=12, unit=Unit.MONTHS, rule=CountingRule.NO_ROLLOVER, set_by="FJ-8c", window=window, until=until
    )


@pytest.mark.parametrize("year", [2024, 2026, 2029])
def test_the_day_is_included_until_its_midnight_whatever_day_of_the_week_it_is(year: int) -> None:
    found = due(each_year((11, 10)), shanghai(f"{year}-01-01 00:00"), calendar=NATIONAL)
    end = shanghai(f"{year}-11-11 00:00")
    assert (found.internal_due_at, found.legal_due_at, found.provisional) == (end, end, False)
    assert is_in_time(found, end)
    assert not is_in_time(found, end + timedelta(seconds=1))
    assert found.last_day == date(year, 11, 10)


def test_whoever_begins_within_the_year_has_the_same_day() -> None:
    found = due(each_year((11, 10)), shanghai("2026-10-01 08:00"), calendar=NATIONAL)
    assert found.last_day == date(2026, 11, 10)


def test_the_line_says_the_day_and_that_it_never_moves() -> None:
    (line,) = due(each_year((11, 10)), shanghai("2026-01-01 00:00"), calendar=NATIONAL).lines
    assert "每年11月10日前" in line.zh
    assert "不顺延" in line.zh
    assert "by 10 November" in line.en


@pytest.mark.parametrize(
    ("until", "window"), [((2, 29), WindowKind.YEAR), ((13, 1), WindowKind.YEAR), ((11, 10), WindowKind.MONTH)]
)
def test_a_day_that_does_not_come_every_year_is_refused(until: tuple[int, int], window: WindowKind) -> None:
    with pytest.raises(ValueError, match=r"day|year|month"):
        each_year(until, window)


@pytest.mark.parametrize(
    ("new", "old", "expected"),
    [
        (each_year((11, 10)), each_year(), Comparison.NEVER_LATER),
        (each_year((11, 10)), each_year((11, 30)), Comparison.NEVER_LATER),
        (each_year((11, 30)), each_year((11, 10)), Comparison.CAN_BE_LATER),
        (each_year(), each_year((11, 10)), Comparison.CAN_BE_LATER),
        (each_year((11, 10)), each_year(window=WindowKind.SCHOOL_YEAR), Comparison.NOT_COMPARABLE),
    ],
)
def test_an_earlier_day_is_the_stricter_one(new: Period, old: Period, expected: Comparison) -> None:
    assert compare(new, old) is expected


@pytest.mark.parametrize(
    ("day", "code", "last"),
    [
        (date(2026, 8, 31), "2025-2026-2", date(2026, 8, 31)),
        (date(2026, 9, 1), "2026-2027-1", date(2027, 1, 31)),
        (date(2027, 1, 31), "2026-2027-1", date(2027, 1, 31)),
        (date(2027, 2, 1), "2026-2027-2", date(2027, 8, 31)),
    ],
)
def test_a_school_year_has_two_terms_without_a_gap(day: date, code: str, last: date) -> None:
    window = window_of(WindowKind.SCHOOL_TERM, day)
    assert (window.code, window.last) == (code, last)
    following = window_of(WindowKind.SCHOOL_TERM, window.last + timedelta(days=1))
    assert list(windows_between(WindowKind.SCHOOL_TERM, day, following.first)) == [window, following]


def test_whoever_comes_in_the_last_quarter_owes_from_the_next_window_on() -> None:
    year = window_of(WindowKind.YEAR, date(2026, 6, 1))
    assert joins_in_time(date(2025, 3, 1), year)
    assert joins_in_time(date(2026, 10, 1), year)
    assert not joins_in_time(date(2026, 10, 2), year)


@pytest.mark.parametrize("files", range(0, 700, 7))
def test_a_spot_check_looks_at_a_tenth_within_its_bounds(files: int) -> None:
    drawn = how_many_to_draw(files)
    assert drawn <= min(files, MOST_DRAWN)
    assert drawn >= min(files, LEAST_DRAWN)
    assert drawn * 10 >= files or drawn == MOST_DRAWN
