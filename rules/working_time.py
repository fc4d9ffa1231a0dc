"""Time as offices have it: complete working days and office hours between two instants. 工作时间.

For measuring how long something took, never for saying when it is due: that is `rules.clock`.  The office hours are
ours (HT-91), no law sets them for this purpose.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from rules.calendar import Calendar
from rules.moments import SHANGHAI
from rules.warning import OFFICE_CLOSES

OFFICE_HOURS = ((time(8, 30), time(12)), (time(13), OFFICE_CLOSES))
"""When offices work on a working day: eight hours. 办公时间（本系统默认，HT-91）."""

OFFICE_DAY = timedelta(hours=8)
"""What `OFFICE_HOURS` come to."""

_ONE_DAY = timedelta(days=1)


class WorkingTime:
    """Counts on one calendar; what it has counted of a year is kept. 工作时间的计算.

    >>> from rules.moments import shanghai
    >>> counted = WorkingTime(Calendar.national())
    >>> counted.between(shanghai("Friday 2026-03-06 16:30"), shanghai("Monday 2026-03-09 09:30"))
    datetime.timedelta(seconds=7200)
    """

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._years: dict[int, list[int]] = {}

    def complete_days(self, from_at: datetime, until: datetime) -> int:
        """Working days that lie wholly between two instants; 0 where the second is not after the first. 整工作日数."""
        begin, end = _here(from_at), _here(until)
        first = begin.date() if begin.time() == time(0) else begin.date() + _ONE_DAY
        return self._days(first, end.date())

    def between(self, from_at: datetime, until: datetime) -> timedelta:
        """Office hours between two instants; none where the second is not after the first. 办公时间."""
        begin, end = _here(from_at), _here(until)
        if end <= begin:
            return _NOTHING
        first, last = begin.date(), end.date()
        if first == last:
            return self._of_day(first, _into(begin), _into(end))
        whole = self._days(first + _ONE_DAY, last) * OFFICE_DAY
        return self._of_day(first, _into(begin), _ONE_DAY) + whole + self._of_day(last, _NOTHING, _into(end))

    def guessed(self, from_at: datetime, until: datetime) -> bool:
        """Whether a year between them has no holiday notice, so that its days are told by the weekday. 是否推定."""
        years = range(_here(from_at).year, _here(until).year + 1)
        return any(year not in self._calendar.years for year in years)

    def _of_day(self, day: date, begin: timedelta, end: timedelta) -> timedelta:
        """Office hours of a day between two times of it."""
        if not self._calendar.is_working_day(day):
            return _NOTHING
        return _until(end) - _until(begin) if begin < end else _NOTHING

    def _days(self, first: date, end: date) -> int:
        """Working days from `first` on and before `end`."""
        if end <= first:
            return 0
        whole_years = sum(self._before(date(year + 1, 1, 1)) for year in range(first.year, end.year))
        return whole_years + self._before(end, since_year=end.year) - self._before(first, since_year=first.year)

    def _before(self, day: date, *, since_year: int | None = None) -> int:
        """Working days of a year that lie before a day; of the year that ends with it, where it is a 1 January."""
        year = since_year if since_year is not None else day.year - 1
        counts = self._years.get(year) or self._count(year)
        return counts[(day - date(year, 1, 1)).days]

    def _count(self, year: int) -> list[int]:
        """For each day of a year, and for the 1 January after it, how many working days lie before it."""
        first, counts = date(year, 1, 1), [0]
        for number in range((date(year + 1, 1, 1) - first).days):
            counts.append(counts[-1] + self._calendar.is_working_day(first + timedelta(days=number)))
        self._years[year] = counts
        return counts


def _here(at: datetime) -> datetime:
    """The clock on the wall in China. Raises ValueError for a naive instant."""
    if at.tzinfo is None:
        raise ValueError(f"{at!r} has no zone: pass an aware datetime")
    return at.astimezone(SHANGHAI).replace(tzinfo=None)


def _into(at: datetime | time) -> timedelta:
    """How far into its day a moment lies."""
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond)


def _until(into: timedelta) -> timedelta:
    """Office hours of a working day up to a time of it."""
    return sum((min(max(into - opens, _NOTHING), closes - opens) for opens, closes in _OPEN), _NOTHING)


_NOTHING = timedelta()
_OPEN = tuple((_into(opens), _into(closes)) for opens, closes in OFFICE_HOURS)
