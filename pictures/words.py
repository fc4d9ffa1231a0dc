"""The words that the picture adds to a row: dates and verdicts. 日期与结论的写法."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from pictures.rows import Kind, Row, State
from pictures.scale import Scale, Zoom
from rules.moments import SHANGHAI, civil_day, day_ended_by, utc
from rules.vocabulary import Precision, Sanction, Term
from rules.when import When, say_when_en

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_A_DAY = timedelta(days=1)


def said(lang: str, zh: str, en: str) -> str:
    """One of two, in the reader's language."""
    return zh if lang == "zh" else en


def named(term: Term, lang: str) -> str:
    """A term in the reader's language."""
    return said(lang, term.zh, term.en)


def numbered(count: int, unit: str) -> str:
    """So many, in English.

    >>> numbered(1, "day"), numbered(2, "day")
    ('1 day', '2 days')
    """
    return f"{count} {unit}{'' if count == 1 else 's'}"


def in_label(day: date, axis_year: int | None, lang: str = "zh") -> str:
    """A day as in a label: `8/19`, with its year where it is not the axis year.

    English names the month: 3/4 is March to some readers and April to others.

    >>> in_label(date(2026, 8, 19), 2026), in_label(date(2019, 5, 10), 2026)
    ('8/19', '2019/5/10')
    >>> in_label(date(2026, 8, 19), 2026, "en"), in_label(date(2019, 5, 10), 2026, "en")
    ('19 Aug', '10 May 2019')
    """
    if lang != "zh":
        return f"{day.day} {MONTHS[day.month - 1]}" + ("" if day.year == axis_year else f" {day.year}")
    return f"{day.month}/{day.day}" if day.year == axis_year else f"{day.year}/{day.month}/{day.day}"


def short_day(day: date, scale: Scale, lang: str) -> str:
    """A day as in a label; the year is told outside the picture, in year zoom for every other year than today's."""
    if scale.zoom is Zoom.YEAR:
        return in_label(day, civil_day(scale.now).year, lang)
    return in_label(day, day.year if scale.first <= day <= scale.last else None, lang)


_VAGUE: dict[Precision, Callable[[date, str], str]] = {
    Precision.ABOUT: lambda day, lang: f"{said(lang, '约', 'about')} {in_label(day, day.year, lang)}",
    Precision.MONTH: lambda day, lang: said(lang, f"{day.year}/{day.month}", f"{MONTHS[day.month - 1]} {day.year}"),
    Precision.YEAR: lambda day, lang: said(lang, f"{day.year}年", f"{day.year}"),
}


def when(row: Row, scale: Scale, lang: str) -> str:
    """The date of a fact as in a label, no more exact than it is known."""
    if row.begins is None or row.acted is None:
        return said(lang, "日期不明", "date unknown")
    day = civil_day(row.acted)
    vague = _VAGUE.get(row.precision) if row.kind is not Kind.LIMIT else None
    return vague(day, lang) if vague else short_day(day, scale, lang)


def state_of(row: Row, today: datetime) -> State:
    """How a duty stands: as told, or by its limit, its answer and today."""
    if row.state is not None:
        return row.state
    if row.limit is None:
        return State.MET
    if row.done is not None:
        return State.LATE if row.done > row.limit else State.MET
    return State.OVERDUE if today > row.limit else State.NOT_DUE


def verdict(row: Row, today: datetime, lang: str) -> str:
    """迟 2 天, 逾期 8 天; in the words of the row where it brings them."""
    state = state_of(row, today)
    if row.verdict or row.limit is None or state not in (State.LATE, State.OVERDUE):
        return row.verdict or named(state, lang)
    return f"{named(state, lang)} {_length(row.limit, row.done or today, lang)}"


def _length(limit: datetime, until: datetime, lang: str) -> str:
    """Complete days, as the lists beside the picture and the audit count them."""
    late = until - limit
    if late.days > 0:
        return said(lang, f"{late.days} 天", numbered(late.days, "day"))
    hours = max(1, late // timedelta(hours=1))
    return said(lang, f"{hours} 小时", numbered(hours, "hour"))


def limit_day(row: Row, scale: Scale, lang: str) -> str:
    """The last day of a limit as in a label: 24:00 belongs to the day that ends."""
    return short_day(day_ended_by(row.limit), scale, lang) if row.limit else ""


_SANCTIONS_EN = {
    Sanction.PENDING: "nothing decided yet",
    Sanction.NONE: "no penalty",
    Sanction.CRIMINAL: "criminal proceedings",
}
"""Where the code alone would not say it beside a date."""


def sanction_words(sanction: Sanction | None, lang: str = "zh") -> str:
    """What followed a breach, for its label.

    >>> sanction_words(Sanction.NONE), sanction_words(None)
    ('不予处罚', '处理不详')
    >>> sanction_words(Sanction.NONE, "en"), sanction_words(Sanction.FINE, "en")
    ('no penalty', 'fine')
    """
    if sanction is None:
        return said(lang, "处理不详", "outcome unknown")
    return said(lang, sanction.zh, _SANCTIONS_EN.get(sanction, sanction.en))


def in_words(moment: datetime | None, precision: Precision, lang: str = "zh") -> str:
    """A date for the table, uncertain ones in words.

    >>> from rules.moments import shanghai
    >>> in_words(shanghai("2026-06-08 10:40"), Precision.MONTH)
    '2026年6月，日不详'
    >>> in_words(shanghai("2026-06-08 10:40"), Precision.MONTH, "en")
    '2026-06, day unknown'
    """
    if moment is None or precision is Precision.UNKNOWN:
        return said(lang, "日期不明", "date unknown")
    if lang != "zh":
        return say_when_en(When(at=moment, precision=precision)) + _DOUBT_EN.get(precision, "")
    clock = utc(moment).astimezone(SHANGHAI)
    day = f"{clock.year}年{clock.month}月{clock.day}日"
    return {
        Precision.EXACT: f"{day} {clock:%H:%M}",
        Precision.DAY: day,
        Precision.ABOUT: f"约{day}（前后七日）",
        Precision.MONTH: f"{clock.year}年{clock.month}月，日不详",
        Precision.YEAR: f"{clock.year}年，月日不详",
    }[precision]


_DOUBT_EN = {
    Precision.ABOUT: " (a week either way)",
    Precision.MONTH: ", day unknown",
    Precision.YEAR: ", month and day unknown",
}


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
