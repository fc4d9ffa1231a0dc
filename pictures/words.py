"""The words that the picture adds to a row: dates and verdicts. 日期与结论的写法."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from pictures.rows import Kind, Row, State
from pictures.scale import Scale, Zoom
from rules.moments import SHANGHAI, civil_day, day_ended_by, utc
from rules.vocabulary import Precision, Sanction

_A_DAY = timedelta(days=1)


def slash(day: date, axis_year: int | None) -> str:
    """A day as in a label: `8/19`, with its year where it is not the axis year.

    >>> slash(date(2026, 8, 19), 2026), slash(date(2019, 5, 10), 2026)
    ('8/19', '2019/5/10')
    """
    return f"{day.month}/{day.day}" if day.year == axis_year else f"{day.year}/{day.month}/{day.day}"


def short_day(day: date, scale: Scale) -> str:
    """A day as in a label; the year is told outside the picture, in year zoom for every other year than today's."""
    if scale.zoom is Zoom.YEAR:
        return slash(day, civil_day(scale.now).year)
    return slash(day, day.year if scale.first <= day <= scale.last else None)


_VAGUE: dict[Precision, Callable[[date], str]] = {
    Precision.ABOUT: lambda day: f"约 {day.month}/{day.day}",
    Precision.MONTH: lambda day: f"{day.year}/{day.month}",
    Precision.YEAR: lambda day: f"{day.year}年",
}


def when(row: Row, scale: Scale) -> str:
    """The date of a fact as in a label, no more exact than it is known."""
    if row.begins is None or row.acted is None:
        return "日期不明"
    day = civil_day(row.acted)
    vague = _VAGUE.get(row.precision) if row.kind is not Kind.LIMIT else None
    return vague(day) if vague else short_day(day, scale)


def state_of(row: Row, today: datetime) -> State:
    """How a duty stands: as told, or by its limit, its answer and today."""
    if row.state is not None:
        return row.state
    if row.limit is None:
        return State.MET
    if row.done is not None:
        return State.LATE if row.done > row.limit else State.MET
    return State.OVERDUE if today > row.limit else State.NOT_DUE


def verdict(row: Row, today: datetime) -> str:
    """迟 2 天, 逾期 8 天; in the words of the row where it brings them."""
    state = state_of(row, today)
    if row.verdict or row.limit is None or state not in (State.LATE, State.OVERDUE):
        return row.verdict or state.zh
    return f"{state.zh} {_length(row.limit, row.done or today)}"


def _length(limit: datetime, until: datetime) -> str:
    """Complete days, as the lists beside the picture and the audit count them."""
    late = until - limit
    if late.days > 0:
        return f"{late.days} 天"
    return f"{max(1, late // timedelta(hours=1))} 小时"


def limit_day(row: Row, scale: Scale) -> str:
    """The last day of a limit as in a label: 24:00 belongs to the day that ends."""
    return short_day(day_ended_by(row.limit), scale) if row.limit else ""


def sanction_words(sanction: Sanction | None) -> str:
    """What followed a breach, for its label.

    >>> sanction_words(Sanction.NONE), sanction_words(None)
    ('不予处罚', '处理不详')
    """
    return sanction.zh if sanction else "处理不详"


def in_words(moment: datetime | None, precision: Precision) -> str:
    """A date for the table, uncertain ones in words.

    >>> from rules.moments import shanghai
    >>> in_words(shanghai("2026-06-08 10:40"), Precision.MONTH)
    '2026年6月，日不详'
    """
    if moment is None or precision is Precision.UNKNOWN:
        return "日期不明"
    clock = utc(moment).astimezone(SHANGHAI)
    day = f"{clock.year}年{clock.month}月{clock.day}日"
    return {
        Precision.EXACT: f"{day} {clock:%H:%M}",
        Precision.DAY: day,
        Precision.ABOUT: f"约{day}（前后七日）",
        Precision.MONTH: f"{clock.year}年{clock.month}月，日不详",
        Precision.YEAR: f"{clock.year}年，月日不详",
    }[precision]


def recorded_late(row: Row, zoom: Zoom) -> bool:
    """Whether the two times of a row differ enough to be drawn: three days, in day zoom an hour."""
    acted = row.acted
    if acted is None or row.begins is None or row.precision not in (Precision.EXACT, Precision.DAY):
        return False
    if zoom is Zoom.DAY and row.precision is Precision.EXACT:
        return row.recorded - acted > timedelta(hours=1)
    return days_late(row) > (0 if zoom is Zoom.DAY else 3)


def days_late(row: Row) -> int:
    """Civil days between what happened and its record; 0 where unknown."""
    return (civil_day(row.recorded) - civil_day(row.acted)).days if row.acted else 0


def day_after(day: date) -> date:
    """The day at whose start a day ends."""
    return day + _A_DAY
