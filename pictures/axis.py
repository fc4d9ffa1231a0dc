"""Grid, ticks, rest days and today. 时间轴的底."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pictures import marks
from pictures.labels import width
from pictures.scale import NAMES, Scale, Zoom
from pictures.sheet import Sheet
from pictures.signs import Sign
from pictures.words import MONTHS, in_label, said
from rules.calendar import Calendar
from rules.moments import civil_day

FIRST_RULE = 26.0
"""Y of the rule under the ticks."""

_DAY = timedelta(days=1)
_LONG_BREAK = 3  # days; shorter breaks are not shaded by the month
_NAMED_BREAK = 20.0  # px
_WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


def shading(sheet: Sheet, calendar: Calendar, bottom: float) -> str:
    """Rest days, under everything else; none by the year. 休息日."""
    scale = sheet.scale
    if scale.zoom is Zoom.YEAR:
        return ""
    parts: list[str] = []
    for first, last, name in _breaks(sheet, calendar):
        days = (last - first).days + 1
        if scale.zoom is Zoom.MONTH and days < _LONG_BREAK:
            continue
        sheet.uses(Sign.REST if scale.zoom is Zoom.MONTH else Sign.WEEKEND)
        x0, x1 = scale.day(first), scale.day(last + _DAY)
        tall = marks.n(bottom - FIRST_RULE)
        parts.append(f'<rect class="f-shade" x="{marks.n(x0)}" y="26" width="{marks.n(x1 - x0)}" height="{tall}"/>')
        if name and x1 - x0 >= _NAMED_BREAK and width(name) <= x1 - x0 + 2:
            parts.append(marks.text(name, (x0 + x1) / 2, 40, cls="m", anchor="middle"))
    return "".join(parts) + _worked(sheet, calendar) + _not_published(sheet, calendar)


def grid(sheet: Sheet, bottom: float) -> str:
    """The lines and words of the axis. 刻度."""
    lines = {Zoom.DAY: _days, Zoom.MONTH: _months, Zoom.YEAR: _years}[sheet.scale.zoom](sheet.scale, sheet.lang)
    parts: list[str] = []
    for x, words in lines:
        parts.append(f'<path class="f-grid" d="M{marks.n(x)} {4 if words else 26}V{marks.n(bottom)}"/>{words}')
    return "".join(parts)


def today_line(sheet: Sheet, bottom: float) -> str:
    """Today, the last thing drawn under the labels. 今天."""
    scale = sheet.scale
    x = scale.today
    if not scale.inside(x):
        return ""
    day = civil_day(scale.now)
    middle = min(max(x, NAMES + 48), scale.width - 48)
    told = sheet.say(f"今天 {day.month}月{day.day}日", f"Today {in_label(day, day.year, 'en')}")
    return (
        f'<path class="f-now" d="M{marks.n(x)} -2V{marks.n(bottom)}"/>'
        f'<rect class="f-nowt" x="{marks.n(middle - 48)}" y="-22" width="96" height="20"/>'
        + marks.text(told, middle, -7, cls="nowl", anchor="middle")
    )


def _days(scale: Scale, lang: str) -> Iterator[tuple[float, str]]:
    for day in _every(scale):
        x, middle = scale.day(day), scale.day(day) + scale.ppd / 2
        words = _day(day, x, scale) if lang == "zh" else _day_en(day, x, scale)
        yield x, words + marks.text(_WEEKDAYS[lang][day.weekday()], middle, 23, cls="m", anchor="middle")


def _day(day: date, x: float, scale: Scale) -> str:
    """The number of a day, on a Monday and a first with its month."""
    full = day.day == 1 or (day.weekday() == 0 and (day + _DAY).day != 1)
    told = f"{day.month}/{day.day}" if full else str(day.day)
    return marks.text(told, x + scale.ppd / 2, 9, cls="m", anchor="middle")


def _day_en(day: date, x: float, scale: Scale) -> str:
    """The same in English, where a day and its month are too wide between two other days: a first is its month."""
    if day == scale.first and (day + _DAY).day != 1:
        return marks.text(in_label(day, day.year, "en"), x + scale.ppd - 3, 9, cls="m", anchor="end")
    told = MONTHS[day.month - 1] if day.day == 1 else str(day.day)
    return marks.text(told, x + scale.ppd / 2, 9, cls="m", anchor="middle")


def _months(scale: Scale, lang: str) -> Iterator[tuple[float, str]]:
    first = True
    for day in _every(scale):
        if day.day == 1:
            year = f"{day.year}{said(lang, '年', '')}" if first or day.month == 1 else ""
            told = said(lang, f"{year}{day.month}月", f"{MONTHS[day.month - 1]} {year}".rstrip())
            first = False
            fits = scale.day(day) + 5 + width(told) <= scale.width
            yield scale.day(day), marks.text(told, scale.day(day) + 5, 17, cls="m") if fits else ""


def _years(scale: Scale, lang: str) -> Iterator[tuple[float, str]]:
    wide = scale.ppd * 365 > 60
    for day in _every(scale):
        x = scale.day(day)
        if (day.month, day.day) == (1, 1) or day == scale.first:
            told = f"{day.year}年" if wide and lang == "zh" else str(day.year)
            crowds = day == scale.first and scale.day(date(day.year + 1, 1, 1)) - x < width(told) + 10 and day.month > 1
            fits = x + 5 + width(told) <= scale.width and not crowds
            yield x, marks.text(told, x + 5, 17, cls="m") if fits else ""
        elif day.day == 1 and day.month in (4, 7, 10):
            told = said(lang, f"{day.month}月", MONTHS[day.month - 1])
            yield x, marks.text(told, x + 5, 17, cls="m") if scale.ppd >= 1 else ""


def _breaks(sheet: Sheet, calendar: Calendar) -> Iterator[tuple[date, date, str]]:
    """Runs of rest days, with the name of the holiday in them."""
    run: list[date] = []
    for day in [*_every(sheet.scale), None]:
        if day is not None and calendar.is_rest_day(day):
            run.append(day)
            continue
        if run:
            yield run[0], run[-1], _holiday(run, calendar, sheet.lang)
        run = []


def _holiday(run: list[date], calendar: Calendar, lang: str) -> str:
    for notice in calendar.notices:
        for holiday in notice.holidays:
            if holiday.first <= run[-1] and run[0] <= holiday.last:
                zh = holiday.zh.removesuffix("节") if len(holiday.zh) > 2 else holiday.zh
                return said(lang, zh, holiday.en)
    return ""


def _worked(sheet: Sheet, calendar: Calendar) -> str:
    """班 above a weekend day that is worked."""
    scale, told = sheet.scale, sheet.say("班", "work")
    if scale.zoom is not Zoom.DAY:
        return ""
    swapped = (day for day in _every(scale) if day.weekday() >= 5 and calendar.is_working_day(day))
    return "".join(marks.text(told, scale.day(day) + scale.ppd / 2, 39, cls="m", anchor="middle") for day in swapped)


def _not_published(sheet: Sheet, calendar: Calendar) -> str:
    """A hatched strip over a year whose holiday notice is not loaded. 放假通知未载入."""
    scale, parts = sheet.scale, []
    latest = max(calendar.years, default=scale.last.year)
    for year in range(scale.first.year, scale.last.year + 1):
        if year in calendar.years:
            continue
        x0 = max(scale.day(date(year, 1, 1)), scale.left)
        x1 = min(scale.day(date(year + 1, 1, 1)), scale.right)
        told = (
            sheet.say(f"{year}年放假通知未发布，期限暂定", f"{year}: holidays not published, limits provisional")
            if year > latest
            else sheet.say(f"{year}年放假通知未载入", f"{year}: holidays not loaded")
        )
        parts.append(marks.hatch(x0, x1, top=26, tall=6))
        if sheet.lang != "zh" and x1 < scale.right and x0 + 6 + width(told) > x1:
            continue  # it would run into the words of the next year
        fits = x0 + 6 + width(told) <= scale.width
        parts.append(marks.text(told, x0 + 6 if fits else x1, 46, cls="m halo", anchor="start" if fits else "end"))
    return "".join(parts)


def _every(scale: Scale) -> Iterator[date]:
    for nth in range(scale.days):
        yield scale.first + nth * _DAY
