"""Instants and civil days in China. 时刻与日期.

Every instant that is kept or compared is aware and in UTC; every *day* is a civil day in Asia/Shanghai.  This module
is the only place where one becomes the other, and where they are put into words for people.  It never asks what time
it is.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rules.errors import Refused

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""The zone in which days are counted. 北京时间."""

_WEEKDAYS_ZH = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WRITTEN = re.compile(
    r"(?:(?P<weekday>\S+)\s+)?(?P<day>\d{4}-\d{2}-\d{2})[ T](?P<clock>\d{2}:\d{2}(?::\d{2})?)", re.ASCII
)


def utc(at: datetime) -> datetime:
    """The same instant in UTC. 世界协调时.

    Raises: ValueError: a naive datetime.  Fix: say in which zone it was meant before it is passed on.
    """
    return _aware(at).astimezone(UTC)


def _aware(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise ValueError(f"{at!r} has no zone: pass an aware datetime")
    return at


def civil_day(at: datetime) -> date:
    """The civil day in China on which an instant falls. 日期.

    Args:
        at: aware.

    >>> civil_day(datetime(2026, 3, 6, 16, 0, tzinfo=UTC))  # 00:00 in Shanghai
    datetime.date(2026, 3, 7)
    """
    return _shown(at).date()


def at_clock(day: date, clock: time) -> datetime:
    """The instant at which a clock in China shows `clock` on `day`, in UTC. 某日某时.

    >>> at_clock(date(2026, 3, 6), time(17, 30)).isoformat()
    '2026-03-06T09:30:00+00:00'
    """
    if clock.tzinfo is not None:
        raise ValueError("a time on a clock in China carries no zone of its own")
    return datetime.combine(day, clock, SHANGHAI).astimezone(UTC)


def midnight_before(day: date) -> datetime:
    """00:00 of a civil day, in UTC. 当日零时."""
    return at_clock(day, time(0))


def midnight_after(day: date) -> datetime:
    """24:00 of a civil day, in UTC. 当日二十四时 (民法典 Art. 203(2), P-04).

    >>> midnight_after(date(2026, 3, 8)).isoformat()
    '2026-03-08T16:00:00+00:00'
    """
    return at_clock(day + timedelta(days=1), time(0))


def day_ended_by(at: datetime) -> date:
    """The civil day that an end belongs to: 00:00 is the 24:00 of the day before. 届满之日."""
    return civil_day(at - timedelta(microseconds=1))


def shanghai(written: str) -> datetime:
    """The instant that somebody in China writes down, in UTC. 北京时间的写法.

    Args:
        written: `2026-03-06 16:30`, with seconds if need be, and with the weekday before it if one likes (English,
            its first three letters, 星期五 or 周五), which is then checked.  `24:00` is the end of the day.
    Raises: Refused: not a date and time, or the weekday is another one.

    >>> shanghai("Friday 2026-03-06 16:30").isoformat()
    '2026-03-06T08:30:00+00:00'
    >>> shanghai("星期日 2026-03-08 24:00") == midnight_after(date(2026, 3, 8))
    True
    """
    found = _WRITTEN.fullmatch(written.strip())
    if found is None:
        raise _unreadable(written)
    try:
        day, ends_day = date.fromisoformat(found["day"]), found["clock"] in ("24:00", "24:00:00")
        clock = time(0) if ends_day else time.fromisoformat(found["clock"])
    except ValueError as wrong:
        raise _unreadable(written) from wrong
    agree(found["weekday"], day)
    return midnight_after(day) if ends_day else at_clock(day, clock)


def _unreadable(written: str) -> Refused:
    return Refused(
        f"“{written}”不是日期和时刻，请写成“2026-03-06 16:30”（北京时间）",
        f"'{written}' is not a date and time: write it as '2026-03-06 16:30' (Beijing time)",
    )


def agree(weekday: str | None, day: date) -> None:
    """Refuse a weekday that is not the day's: one of the two is a slip of the pen. 核对星期."""
    if weekday is None:
        return
    zh, en = weekday_zh(day), weekday_en(day)
    same_zh = weekday.replace("周", "星期").replace("天", "日") == zh
    if not same_zh and weekday.lower() not in {en.lower(), en[:3].lower()}:
        raise Refused(
            f"{day.isoformat()}是{zh}，不是“{weekday}”，请核对日期",
            f"{day.isoformat()} is a {en}, not '{weekday}': check the date",
        )


def weekday_zh(day: date) -> str:
    """星期几."""
    return _WEEKDAYS_ZH[day.weekday()]


def weekday_en(day: date) -> str:
    """Name of the weekday in English, whatever the machine's locale is. 星期几（英文）."""
    return _WEEKDAYS_EN[day.weekday()]


def zh_day(day: date) -> str:
    """A civil day as people read it in Chinese. 日期（中文）.

    >>> zh_day(date(2026, 3, 6))
    '2026年3月6日（星期五）'
    """
    return f"{day.year}年{day.month}月{day.day}日（{weekday_zh(day)}）"


def en_day(day: date) -> str:
    """A civil day as people read it in English. 日期（英文）.

    >>> en_day(date(2026, 3, 6))
    'Friday 2026-03-06'
    """
    return f"{weekday_en(day)} {day.isoformat()}"


def zh(at: datetime) -> str:
    """An instant as people in China read it. 时刻（中文）.

    >>> zh(shanghai("2026-03-06 16:30"))
    '2026年3月6日（星期五）16:30'
    """
    shown = _shown(at)
    return f"{zh_day(shown.date())}{_clock(shown)}"


def en(at: datetime) -> str:
    """The same in English, still Beijing time. 时刻（英文）.

    >>> en(shanghai("2026-03-06 16:30"))
    'Friday 2026-03-06 16:30'
    """
    shown = _shown(at)
    return f"{en_day(shown.date())} {_clock(shown)}"


def zh_end(at: datetime) -> str:
    """The end of a period in words: 00:00 is told as 24:00 of the day that ends. 届满时刻（中文）.

    >>> zh_end(midnight_after(date(2026, 3, 8)))
    '2026年3月8日（星期日）24:00'
    """
    return f"{zh_day(day_ended_by(at))}24:00" if _is_midnight(at) else zh(at)


def en_end(at: datetime) -> str:
    """The same in English. 届满时刻（英文）."""
    return f"{en_day(day_ended_by(at))} 24:00" if _is_midnight(at) else en(at)


def _is_midnight(at: datetime) -> bool:
    return _shown(at).time() == time(0)


def _shown(at: datetime) -> datetime:
    """As a clock in China shows it."""
    return _aware(at).astimezone(SHANGHAI)


def _clock(shown: datetime) -> str:
    return f"{shown:%H:%M:%S}" if shown.second else f"{shown.hour:02}:{shown.minute:02}"
