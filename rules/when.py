"""When something happened, as exactly as it is known. 发生时间及其精度.

Old files say "in 2018" or "about March".  A moment keeps the word it was given in; what may be concluded from it is
asked of its earliest and its latest instant, so that nobody is found late on a date that is only about right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from rules.errors import Refused
from rules.moments import SHANGHAI, agree, civil_day, midnight_after, midnight_before, shanghai, utc
from rules.vocabulary import Precision

ABOUT = timedelta(days=7)
"""How far a date that is "about" right may be off, either way (our default)."""

_WEEKDAY = re.compile(
    r"(?P<day>(?:星期|周)[一二三四五六日天]|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[MTWFS][a-z]{2})\s+"
)
_A_SECOND = timedelta(seconds=1)
_WRITTEN = re.compile(r"(?P<about>约\s*)?(?P<year>\d{4})(?:-(?P<month>\d{2}))?(?:-(?P<day>\d{2}))?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A moment with its precision. 时间与精度.

    Args:
        at: aware; the first instant of the day, month or year where no more is known. None: unknown.
        precision: how exactly `at` is meant.
    """

    at: datetime | None
    precision: Precision = Precision.EXACT

    def __post_init__(self) -> None:
        """A moment is unknown or it is there."""
        if (self.at is None) != (self.precision is Precision.UNKNOWN):
            raise ValueError("an unknown moment has no instant, and only it has none")
        if self.at is not None and self.at.tzinfo is None:
            raise ValueError("a moment needs an aware instant")

    @property
    def earliest(self) -> datetime | None:
        """The first instant at which it may have happened. None: unknown."""
        return None if self.at is None else earliest(self.at, self.precision)

    @property
    def latest(self) -> datetime | None:
        """The last instant at which it may have happened. None: unknown."""
        return None if self.at is None else latest(self.at, self.precision)


def exactly(at: datetime) -> When:
    """A moment known to the minute. 准确时间."""
    return When(at=at)


UNKNOWN = When(at=None, precision=Precision.UNKNOWN)
"""Nobody knows when. 时间不详."""


def earliest(at: datetime, precision: Precision) -> datetime:
    """The first instant that `at` may mean. 最早可能时刻."""
    day = civil_day(at)
    match precision:
        case Precision.DAY:
            return midnight_before(day)
        case Precision.MONTH:
            return midnight_before(day.replace(day=1))
        case Precision.YEAR:
            return midnight_before(day.replace(month=1, day=1))
        case Precision.ABOUT:
            return utc(at) - ABOUT
        case _:
            return utc(at)


def latest(at: datetime, precision: Precision) -> datetime:
    """The last instant, to the second, that `at` may mean. 最晚可能时刻.

    >>> from rules.moments import en
    >>> en(latest(shanghai("2026-02-01 00:00"), Precision.MONTH))
    'Saturday 2026-02-28 23:59:59'
    """
    day = civil_day(at)
    match precision:
        case Precision.DAY:
            return midnight_after(day) - _A_SECOND
        case Precision.MONTH:
            return midnight_after(day + relativedelta(day=31)) - _A_SECOND
        case Precision.YEAR:
            return midnight_after(date(day.year, 12, 31)) - _A_SECOND
        case Precision.ABOUT:
            return utc(at) + ABOUT
        case _:
            return utc(at)


def read_when(written: str) -> When:
    """A moment as people write it; the spelling says how exactly it is known. 读取时间.

    `2021-01-20 10:30` exact, `2021-01-20` a day, `2021-01` a month, `2021` a year, `约 2021-01-20` about that day,
    `不详` unknown.  `约` before a month or a year adds nothing: the whole month or year is possible already.

    Raises: Refused: none of these.

    >>> read_when("2021-01").precision, read_when("约 2021-03-10").precision, read_when("不详").at
    (<Precision.MONTH: 'month'>, <Precision.ABOUT: 'about'>, None)
    """
    words = written.strip()
    if words in {"不详", "unknown"}:
        return UNKNOWN
    if weekday := _WEEKDAY.match(words):
        return _on_its_weekday(read_when(words[weekday.end() :]), weekday["day"])
    found = _WRITTEN.fullmatch(words.replace("about ", "约 "))
    if found is None:
        return _to_the_minute(words)
    try:
        day = date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
    except ValueError:
        raise _unreadable(written) from None
    if found["day"]:
        precision = Precision.ABOUT if found["about"] else Precision.DAY
    else:
        precision = Precision.MONTH if found["month"] else Precision.YEAR
    return When(at=midnight_before(day), precision=precision)


def _on_its_weekday(when: When, weekday: str) -> When:
    """The moment, if its day is the weekday that was written: one of the two is a slip of the pen otherwise."""
    if when.at is not None:
        agree(weekday, civil_day(when.at))
    return when


def say_when(when: When) -> str:
    """A moment in Chinese, as exactly as it is known. 时间（中文）.

    >>> say_when(read_when("2021-01")), say_when(read_when("约 2021-03-10")), say_when(UNKNOWN)
    ('2021年1月（日期不详）', '约2021年3月10日', '时间不详')
    """
    if when.at is None:
        return "时间不详"
    day = civil_day(when.at)
    match when.precision:
        case Precision.YEAR:
            return f"{day.year}年（月日不详）"
        case Precision.MONTH:
            return f"{day.year}年{day.month}月（日期不详）"
        case Precision.DAY:
            return f"{day.year}年{day.month}月{day.day}日"
        case Precision.ABOUT:
            return f"约{day.year}年{day.month}月{day.day}日"
        case _:
            at = utc(when.at).astimezone(SHANGHAI)
            return f"{day.year}年{day.month}月{day.day}日{at:%H:%M}"


def say_when_en(when: When) -> str:
    """A moment in English, as exactly as it is known. 时间（英文）.

    >>> say_when_en(read_when("2021-01")), say_when_en(read_when("约 2021-03-10")), say_when_en(UNKNOWN)
    ('2021-01', 'about 2021-03-10', 'time not known')
    """
    if when.at is None:
        return "time not known"
    day = civil_day(when.at).isoformat()
    match when.precision:
        case Precision.YEAR:
            return day[:4]
        case Precision.MONTH:
            return day[:7]
        case Precision.DAY:
            return day
        case Precision.ABOUT:
            return f"about {day}"
        case _:
            return f"{utc(when.at).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _to_the_minute(words: str) -> When:
    try:
        if "+" in words or words.endswith("Z"):
            return When(at=utc(datetime.fromisoformat(words)))
        return When(at=shanghai(words.replace("T", " ")))
    except (Refused, ValueError):
        raise _unreadable(words) from None


def _unreadable(written: str) -> Refused:
    return Refused(
        f"“{written}”不是时间，请写成 2021-01-20 10:30、2021-01-20、2021-01、2021、约 2021-01-20 或 不详",
        f"'{written}' is no moment: write 2021-01-20 10:30, 2021-01-20, 2021-01, 2021, 约 2021-01-20 or 不详 (unknown)",
    )
