"""When something happened, as people say it. 时间的说法."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from rules.errors import Refused
from rules.moments import civil_day, shanghai, utc
from rules.vocabulary import Precision
from rules.when import When, exactly, read_when

_TO_THE_MINUTE = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}", re.ASCII)
_YEARS = range(1900, 2200)
"""Of whoever lives now: 0206 for 2026 is a slip of the pen, and no clock counts to the ends of the calendar."""


def read_at(written: str | None, *, field: str = "--at") -> When | None:
    """When something happened, as exactly as it is known: `2021-01-20 10:30`, `2021-01`, `约 2021-03-10`, `不详` …

    Returns: None where nothing was said.
    Raises: Refused: none of the spellings of `rules.when.read_when`, or a weekday that is not the day's.
    """
    if written is None:
        return None
    try:
        when = _read(written)
    except Refused as unreadable:
        raise Refused(unreadable.zh, unreadable.en, field=field) from None
    except OverflowError:
        raise _no_such_year(field) from None
    if when.at is not None:
        _of_our_time(civil_day(when.at), field)
    return when


def _read(written: str) -> When:
    if (at := _with_zone(written)) is not None:
        return exactly(utc(at))
    if _TO_THE_MINUTE.search(written):  # it says best what is wrong with a date and time
        return exactly(shanghai(written))
    return read_when(written)


def _of_our_time(day: date, field: str) -> date:
    if day.year not in _YEARS:
        raise _no_such_year(field)
    return day


def _no_such_year(field: str) -> Refused:
    return Refused("年份有误，请核对：年份写四位，如 2026", "check the year: it is written as in 2026", field=field)


def read_moment(written: str | None, *, field: str = "--at") -> datetime | None:
    """The same to the minute: with a zone, or without one in Beijing time.

    Returns: None where nothing was said.
    Raises: Refused: not a date and time.
    """
    if written is None:
        return None
    try:
        at = _with_zone(written) or shanghai(written)
        _of_our_time(civil_day(at), field)
    except Refused as unreadable:
        raise Refused(unreadable.zh, unreadable.en, field=field) from None
    except OverflowError:
        raise _no_such_year(field) from None
    return at


def to_the_minute(when: When | None, *, field: str = "at") -> datetime | None:
    """The moment of what was said, where a clock stops or runs on from it: a month or a day is no such moment.

    Raises: Refused: it was said less exactly than to the minute.
    """
    if when is None:
        return None
    if when.at is None or when.precision is not Precision.EXACT:
        raise Refused(
            "计时从这一刻起变动，请写到几时几分，例如 2026-03-02 10:20",
            "a clock changes from this moment on: say it to the minute, as in 2026-03-02 10:20",
            field=field,
        )
    return when.at


def _with_zone(written: str) -> datetime | None:
    """An instant that names its zone; None where it names none, or is no instant."""
    try:
        at = datetime.fromisoformat(written.strip())
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


_SPOKEN = re.compile(r"(?P<day>今天|昨天|前天|today|yesterday)[ ,，]*(?P<clock>\d{1,2}[:：]\d{2})?", re.IGNORECASE)
_DAYS_AGO = {"今天": 0, "today": 0, "昨天": 1, "yesterday": 1, "前天": 2}
_SHORT = re.compile(r"(?P<month>\d{1,2})[月./-](?P<day>\d{1,2})日?(?:[ ,，]+(?P<clock>\d{1,2}[:：]\d{2}))?", re.ASCII)
_LONG = re.compile(
    r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:[ ,，]*(?P<clock>\d{1,2}[:：]\d{2}))?", re.ASCII
)


def read_spoken(written: str | None, now: datetime, *, field: str) -> When | None:
    """The same as it is typed into a form: also 今天 10:20, 昨天, 11月24日, 11.24 (of the last twelve months), 刚才.

    Returns: None where nothing was said.
    Raises: Refused: none of these.
    """
    said = (written or "").strip()
    if not said:
        return None
    if said in {"刚才", "现在", "now"}:
        return exactly(now)
    return read_at(_spelt_out(said, now).replace("：", ":"), field=field)


def read_coming(written: str | None, now: datetime, *, field: str) -> date | None:
    """A day up to which something holds, as it is typed into a form: 2026-06-30, 2026年6月30日, 6月30日 (the next one).

    Returns: None where nothing was said.
    Raises: Refused: none of these, or no day of the calendar.
    """
    said = (written or "").strip()
    if not said:
        return None
    long, short = _LONG.fullmatch(said), _SHORT.fullmatch(said)
    try:
        if long and not long["clock"]:
            return _of_our_time(date(int(long["year"]), int(long["month"]), int(long["day"])), field)
        if short and not short["clock"]:
            return _next(int(short["month"]), int(short["day"]), civil_day(now))
        return _of_our_time(date.fromisoformat(said), field)
    except ValueError:
        raise Refused("请写日期，如 2026-06-30、6月30日", "write a day, such as 2026-06-30", field=field) from None


def _next(month: int, day: int, today: date) -> date:
    behind = (month, day) < (today.month, today.day)
    return date(today.year + 1 if behind else today.year, month, day)


def _spelt_out(said: str, now: datetime) -> str:
    today = civil_day(now)
    if spoken := _SPOKEN.fullmatch(said):
        day = today - timedelta(days=_DAYS_AGO[spoken["day"].lower()])
        return _on(day.isoformat(), spoken["clock"])
    if long := _LONG.fullmatch(said):
        return _on(f"{long['year']}-{int(long['month']):02}-{int(long['day']):02}", long["clock"])
    if short := _SHORT.fullmatch(said):
        ahead = (int(short["month"]), int(short["day"])) > (today.month, today.day)
        year = today.year - 1 if ahead else today.year
        return _on(f"{year}-{int(short['month']):02}-{int(short['day']):02}", short["clock"])
    return said


def _on(day: str, clock: str | None) -> str:
    return f"{day} {clock.replace('：', ':').rjust(5, '0')}" if clock else day
