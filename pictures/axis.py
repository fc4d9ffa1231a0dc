"""Grid, ticks, rest days and today. 时间轴的底."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pictures import marks
from pictures.labels import width
from pictures.scale import NAMES, Scale, Zoom
from pictures.sheet import Sheet
from pictures.signs import Sign
from rules.calendar import Calendar
from rules.moments import civil_day

FIRST_RULE = 26.0
"""Y of the rule under the ticks."""

_DAY = timedelta(days=1)
_LONG_BREAK = 3  # days; shorter breaks are not shaded by the month
_NAMED_BREAK = 20.0  # px
_WEEKDAYS = "一二三四五六日"


def shading(sheet: Sheet, calendar: Calendar, bottom: float) -> str:
    """Rest days, under everything else; none by the year. 休息日."""
    scale = sheet.scale
    if scale.zoom is Zoom.YEAR:
        return ""
    parts: list[str] = []
    for first, last, name in _breaks(scale, calendar):
        days = (last - first).days + 1
        if scale.zoom is Zoom.MONTH and days < _LONG_BREAK:
            continue
        sheet.uses(Sign.REST if scale.zoom is Zoom.MONTH else Sign.WEEKEND)
        x0, x1 = scale.day(first), scale.day(last + _DAY)
        tall = marks.n(bottom - FIRST_RULE)
        parts.append(f'<rect class="f-shade" x="{marks.n(x0)}" y="26" width="{marks.n(x1 - x0)}" height="{tall}"/>')
        if name and x1 - x0 >= _NAMED_BREAK and width(name) <= x1 - x0 + 2:
            parts.append(marks.text(name, (x0 + x1) / 2, 40, cls="m", anchor="middle"))
    return "".join(parts) + _worked(scale, calendar) + _not_published(sheet, calendar)


def grid(scale: Scale, bottom: float) -> str:
    """The lines and words of the axis. 刻度."""
    lines = {Zoom.DAY: _days, Zoom.MONTH: _months, Zoom.YEAR: _years}[scale.zoom](scale)
    parts: list[str] = []
    for x, words in lines:
        parts.append(f'<path class="f-grid" d="M{marks.n(x)} {4 if words else 26}V{marks.n(bottom)}"/>{words}')
    return "".join(parts)


def today_line(scale: Scale, bottom: float) -> str:
    """Today, the last thing drawn under the labels. 今天."""
    x = scale.today
    if not scale.inside(x):
        return ""
    day = civil_day(scale.now)
    middle = min(max(x, NAMES + 48), scale.width - 48)
    return (
        f'<path class="f-now" d="M{marks.n(x)} -2V{marks.n(bottom)}"/>'
        f'<rect class="f-nowt" x="{marks.n(middle - 48)}" y="-22" width="96" height="20"/>'
        + marks.text(f"今天 {day.month}月{day.day}日", middle, -7, cls="nowl", anchor="middle")
    )


def _days(scale: Scale) -> Iterator[tuple[float, str]]:
    for day in _every(scale):
        x, middle = scale.day(day), scale.day(day) + scale.ppd / 2
        full = day.day == 1 or (day.weekday() == 0 and (day + _DAY).day != 1)
        told = f"{day.month}/{day.day}" if full else str(day.day)
        words = marks.text(told, middle, 9, cls="m", anchor="middle")
        yield x, words + marks.text(_WEEKDAYS[day.weekday()], middle, 23, cls="m", anchor="middle")


def _months(scale: Scale) -> Iterator[tuple[float, str]]:
    first = True
    for day in _every(scale):
        if day.day == 1:
            told = f"{day.year}年{day.month}月" if first or day.month == 1 else f"{day.month}月"
            first = False
            fits = scale.day(day) + 5 + width(told) <= scale.width
            yield scale.day(day), marks.text(told, scale.day(day) + 5, 17, cls="m") if fits else ""


def _years(scale: Scale) -> Iterator[tuple[float, str]]:
    wide = scale.ppd * 365 > 60
    for day in _every(scale):
        x = scale.day(day)
        if (day.month, day.day) == (1, 1) or day == scale.first:
            told = f"{day.year}年" if wide else str(day.year)
            crowds = day == scale.first and scale.day(date(day.year + 1, 1, 1)) - x < width(told) + 10 and day.month > 1
            fits = x + 5 + width(told) <= scale.width and not crowds
            yield x, marks.text(told, x + 5, 17, cls="m") if fits else ""
        elif day.day == 1 and day.month in (4, 7, 10):
            yield x, marks.text(f"{day.month}月", x + 5, 17, cls="m") if scale.ppd >= 1 else ""


def _breaks(scale: Scale, calendar: Calendar) -> Iterator[tuple[date, date, str]]:
    """Runs of rest days, with the name of the holiday in them."""
    run: list[date] = []
    for day in [*_every(scale), None]:
        if day is not None and calendar.is_rest_day(day):
            run.append(day)
            continue
        if run:
            yield run[0], run[-1], _holiday(run, calendar)
        run = []


def _holiday(run: list[date], calendar: Calendar) -> str:
    for notice in calendar.notices:
        for holiday in notice.holidays:
            if holiday.first <= run[-1] and run[0] <= holiday.last:
                return holiday.zh.removesuffix("节") if len(holiday.zh) > 2 else holiday.zh
    return ""


def _worked(scale: Scale, calendar: Calendar) -> str:
    """班 above a weekend day that is worked."""
    if scale.zoom is not Zoom.DAY:
        return ""
    swapped = (day for day in _every(scale) if day.weekday() >= 5 and calendar.is_working_day(day))
    return "".join(marks.text("班", scale.day(day) + scale.ppd / 2, 39, cls="m", anchor="middle") for day in swapped)


def _not_published(sheet: Sheet, calendar: Calendar) -> str:
    """A hatched strip over a year whose holiday notice is not loaded. 放假通知未载入."""
    scale, parts = sheet.scale, []
    latest = max(calendar.years, default=scale.last.year)
    for year in range(scale.first.year, scale.last.year + 1):
        if year in calendar.years:
            continue
        x0 = max(scale.day(date(year, 1, 1)), scale.left)
        x1 = min(scale.day(date(year + 1, 1, 1)), scale.right)
        told = f"{year}年放假通知未发布，期限暂定" if year > latest else f"{year}年放假通知未载入"
        parts.append(marks.hatch(x0, x1, top=26, tall=6))
        fits = x0 + 6 + width(told) <= scale.width
        parts.append(marks.text(told, x0 + 6 if fits else x1, 46, cls="m halo", anchor="start" if fits else "end"))
    return "".join(parts)


def _every(scale: Scale) -> Iterator[date]:
    for nth in range(scale.days):
        yield scale.first + nth * _DAY
