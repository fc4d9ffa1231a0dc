"""Where a moment stands on the axis. 时间轴.

All lengths are user units of the SVG, which are CSS pixels at 100 %.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from pictures.rows import Kind, Row
from rules.moments import SHANGHAI, civil_day, utc
from rules.vocabulary import Precision, Term

NAMES = 112.0
"""Width of the lane names, left of the axis."""
PLOT = 1092.0
"""Width of the axis at a window of 1366 px."""
MARGIN = 22.0
"""Right of the axis."""
GUTTER = 40.0
"""Left of the axis, only where a date is unknown."""

_ABOUT = timedelta(days=7)
_AHEAD = timedelta(days=184)  # year zoom looks as far ahead as the longest order
_FROM_MONDAY = timedelta(days=1)


class Zoom(Term):
    """How wide a day is. 放大."""

    DAY = "day", "日"
    MONTH = "month", "月"
    YEAR = "year", "年"


_PPD = {Zoom.DAY: 28.0, Zoom.MONTH: 4.0, Zoom.YEAR: 0.3}  # pixels a day; year zoom: at least
_SPARE = 3  # days that nine months may be longer
_FITS = {Zoom.DAY: 39, Zoom.MONTH: 273}  # days in PLOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The axis of one picture. 标尺.

    Args:
        zoom: decides grid, ticks, shading.
        first: the civil day at the left end.
        days: civil days shown.
        ppd: pixels a day.
        left: x of the left end.
        now: today, aware.
    """

    zoom: Zoom
    first: date
    days: int
    ppd: float
    left: float
    now: datetime

    @property
    def right(self) -> float:
        """X of the right end."""
        return self.left + self.days * self.ppd

    @property
    def width(self) -> float:
        """Width of the whole picture."""
        return self.right + MARGIN

    @property
    def last(self) -> date:
        """The last civil day shown."""
        return self.first + timedelta(days=self.days - 1)

    @property
    def today(self) -> float:
        """X of today, in day zoom at its minute."""
        return self.at(self.now)

    def day(self, day: date) -> float:
        """X of 00:00 of a civil day."""
        return self.left + self.ppd * (day - self.first).days

    def at(self, moment: datetime) -> float:
        """X of a moment to the minute: limits, pauses, today in day zoom."""
        clock = utc(moment).astimezone(SHANGHAI)
        if self.zoom is not Zoom.DAY and moment is self.now:
            return self.day(clock.date())
        since = clock.replace(tzinfo=None) - datetime.combine(self.first, time(0))
        return self.left + self.ppd * (since / timedelta(days=1))

    def fact(self, moment: datetime, precision: Precision = Precision.EXACT) -> float:
        """X of a fact: the start of its day; in day zoom its minute, or the middle of its day if we know no more."""
        if self.zoom is not Zoom.DAY:
            return self.day(civil_day(moment))
        if precision is Precision.EXACT:
            return self.at(moment)
        return self.day(civil_day(moment)) + self.ppd / 2

    def shows(self, first: float, last: float) -> bool:
        """Whether a stretch of x touches the axis."""
        return first <= self.right and last >= self.left

    def inside(self, x: float) -> bool:
        """Whether a single mark stands on the axis."""
        return self.left <= x <= self.right


def possible(moment: datetime, precision: Precision) -> tuple[date, date]:
    """First and last civil day on which an uncertain fact may have happened. 可能的日期范围.

    >>> from rules.moments import shanghai
    >>> [day.isoformat() for day in possible(shanghai("2026-02-10 09:00"), Precision.MONTH)]
    ['2026-02-01', '2026-02-28']
    """
    day = civil_day(moment)
    if precision is Precision.ABOUT:
        return day - _ABOUT, day + _ABOUT
    if precision is Precision.MONTH:
        return day.replace(day=1), _next_month(day) - timedelta(days=1)
    if precision is Precision.YEAR:
        return date(day.year, 1, 1), date(day.year, 12, 31)
    return day, day


def scale_for(
    rows: Iterable[Row],
    *,
    today: datetime,
    closed: bool,
    window: tuple[date, date] | None = None,
    zoom: Zoom | None = None,
) -> Scale:
    """The axis that shows the rows best, or the window that was asked for. 选定标尺.

    Args:
        today: aware.
        closed: a closed file is centred on its last fact, an open one on today.
        window: first and last civil day to show; the picture is filled up to its full width on the right.
        zoom: how wide a day is; by the length of the time shown unless told, and where the window is too long for it.
    """
    rows = tuple(rows)
    left = NAMES + (GUTTER if any(row.begins is None for row in rows) else 0)
    if window is not None:
        days = (window[1] - window[0]).days + 1
        chosen = zoom if zoom and days <= _FITS.get(zoom, days) + _SPARE else _by_length(days)
        return _from(chosen, *window, left=left, today=today)
    facts = sorted({*_facts(rows), *(() if closed else (civil_day(today),))}) or [civil_day(today)]
    chosen = zoom or _by_facts(facts[0], facts[-1])
    if chosen is Zoom.YEAR:
        ahead = [day for day in _ends(rows) if day <= facts[-1] + _AHEAD]
        return _from(chosen, _aligned(facts[0], chosen), max([facts[-1], *ahead]), left=left, today=today)
    first = _aligned(facts[0], chosen)
    if (facts[-1] - first).days >= _FITS[chosen]:
        centre = facts[-1] if closed else civil_day(today)
        first = _aligned(centre - timedelta(days=_FITS[chosen] // 2), chosen)
    return _from(chosen, first, first, left=left, today=today)


def _from(zoom: Zoom, first: date, last: date, *, left: float, today: datetime) -> Scale:
    days = max((last - first).days + 1, _FITS.get(zoom, 1))
    ppd = max(_PPD[zoom], PLOT / days) if zoom is Zoom.YEAR else _PPD[zoom]
    return Scale(zoom=zoom, first=first, days=days, ppd=ppd, left=left, now=today)


def _by_length(days: int) -> Zoom:
    return next((zoom for zoom, fits in _FITS.items() if days <= fits), Zoom.YEAR)


def _by_facts(first: date, last: date) -> Zoom:
    """The widest zoom in which everything from the aligned start fits."""
    for zoom, fits in _FITS.items():
        if (last - _aligned(first, zoom)).days < fits:
            return zoom
    return Zoom.YEAR


def _aligned(day: date, zoom: Zoom) -> date:
    if zoom is Zoom.DAY:
        return day - day.weekday() * _FROM_MONDAY
    return day.replace(day=1) if zoom is Zoom.MONTH else date(day.year, 1, 1)


def _facts(rows: Iterable[Row]) -> Iterable[date]:
    """Days on which something did happen; limits and ends to come do not stretch the picture."""
    for row in rows:
        if row.happened is not None and row.precision is not Precision.UNKNOWN:
            yield from possible(row.happened, row.precision)
        yield from (civil_day(at) for at in (row.done, row.disputed_with) if at is not None)
        if row.kind is Kind.VALIDITY and row.valid_from is not None:
            yield row.valid_from
        if row.until is not None:
            yield civil_day(row.until)


def _ends(rows: Iterable[Row]) -> Iterable[date]:
    for row in rows:
        if row.valid_to is not None:
            yield row.valid_to + timedelta(days=1)
        if row.limit is not None:
            yield civil_day(row.limit)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
