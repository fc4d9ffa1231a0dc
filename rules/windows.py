"""Windows of the calendar: the stretch in each of which a recurring duty is owed once. 周期.

A rhythm that counts from the last visit drifts, and nobody can say how many visits a year should have had.  A window
is the same for every child of a county: a month, a quarter, a half-year (our reading of “每月至少一次”, HT-140).
Terms of school are ours, too (HT-205): no text says on which day one ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from rules.vocabulary import WindowKind

BASIS = "HT-140"
"""Fact row of our reading that a rhythm is kept by windows of the calendar."""

JOINING = "HT-141"
"""Fact row of our rule for whoever joins when a window is nearly over."""

MONTHS_OF: Mapping[WindowKind, int] = MappingProxyType(
    {
        WindowKind.WEEK: 1,
        WindowKind.MONTH: 1,
        WindowKind.QUARTER: 3,
        WindowKind.HALF_YEAR: 6,
        WindowKind.YEAR: 12,
        WindowKind.SCHOOL_YEAR: 12,
        WindowKind.SCHOOL_TERM: 6,
    }
)

_SCHOOL_BEGINS = 9
"""September (义务教育 school years begin on 1 September)."""

_SECOND_TERM_BEGINS = 2
"""February: the first term runs until the end of January (our default, HT-205)."""

_JOINED_TOO_LATE = 4
"""Who joins in the last quarter of a window owes from the next one on (our default, HT-141)."""


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """One stretch, both days included. 一期.

    Args:
        first, last: civil days in China.
        code: as it is stored: 2026-W47, 2026-11, 2026-Q4, 2026-H2, 2026, 2026-2027, 2026-2027-1.
        zh: as people read it.
    """

    first: date
    last: date
    kind: WindowKind
    code: str
    zh: str

    @property
    def joined_until(self) -> date:
        """The last day on which whoever joins still owes it in this window."""
        days = (self.last - self.first).days + 1
        return self.last - timedelta(days=days // _JOINED_TOO_LATE)


def window_of(kind: WindowKind, day: date) -> Window:
    """The window in which a civil day lies.

    >>> window_of(WindowKind.QUARTER, date(2026, 11, 22)).code
    '2026-Q4'
    >>> window_of(WindowKind.SCHOOL_YEAR, date(2026, 8, 31)).code
    '2025-2026'
    """
    if kind is WindowKind.WEEK:
        year, week, weekday = day.isocalendar()
        first = day - timedelta(days=weekday - 1)
        return Window(first, first + timedelta(days=6), kind, f"{year}-W{week:02}", f"{year}年第{week}周")
    if kind is WindowKind.SCHOOL_YEAR:
        year = day.year if day.month >= _SCHOOL_BEGINS else day.year - 1
        first, last = date(year, _SCHOOL_BEGINS, 1), date(year + 1, _SCHOOL_BEGINS, 1) - timedelta(days=1)
        return Window(first, last, kind, f"{year}-{year + 1}", f"{year}—{year + 1}学年")
    if kind is WindowKind.SCHOOL_TERM:
        return _term_of(window_of(WindowKind.SCHOOL_YEAR, day), day)
    months = MONTHS_OF[kind]
    turn = (day.month - 1) // months
    first = date(day.year, turn * months + 1, 1)
    last = _months_on(first, months) - timedelta(days=1)
    code, zh = _NAMES[kind](day.year, turn + 1)
    return Window(first, last, kind, code, zh)


def window_before(window: Window) -> Window:
    """The window of the same kind that ended when this one began."""
    return window_of(window.kind, window.first - timedelta(days=1))


def joins_in_time(day: date, window: Window) -> bool:
    """Whether who came on this day owes in this window, and not only from the next one on (HT-141)."""
    return day < window.first or day <= window.joined_until


def _term_of(year: Window, day: date) -> Window:
    """The first or the second term of a school year."""
    second = date(year.last.year, _SECOND_TERM_BEGINS, 1)
    if day < second:
        first, last, turn = year.first, second - timedelta(days=1), 1
    else:
        first, last, turn = second, year.last, 2
    return Window(first, last, WindowKind.SCHOOL_TERM, f"{year.code}-{turn}", f"{year.zh}第{'一二'[turn - 1]}学期")


def windows_between(kind: WindowKind, since: date, until: date) -> Iterator[Window]:
    """The windows of a kind that have begun by `until`, from the one in which `since` lies on, in order."""
    window = window_of(kind, since)
    while window.first <= until:
        yield window
        window = window_of(kind, window.last + timedelta(days=1))


def _months_on(first: date, months: int) -> date:
    month = first.month - 1 + months
    return date(first.year + month // 12, month % 12 + 1, 1)


_NAMES = {
    WindowKind.MONTH: lambda year, turn: (f"{year}-{turn:02}", f"{year}年{turn}月"),
    WindowKind.QUARTER: lambda year, turn: (f"{year}-Q{turn}", f"{year}年第{turn}季度"),
    WindowKind.HALF_YEAR: lambda year, turn: (f"{year}-H{turn}", f"{year}年{'上下'[turn - 1]}半年"),
    WindowKind.YEAR: lambda year, turn: (f"{year}", f"{year}年"),
}
