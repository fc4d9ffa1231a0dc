"""Which days are working days in China. 工作日历.

The authority is data: one file per year in `rules/calendar_data/`, taken from the State Council's notice (P-13).  In a
year without a notice the calendar still answers, by the weekday, but `covers` says that the answer is a guess, so that
whoever builds a date on it marks the date provisional.  Rest days that a region sets for itself (少数民族习惯的节日,
放假办法 Art. 4) are not in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from rules.errors import Gap
from rules.moments import en_day, zh_day
from rules.notice import Holiday, Notice, read_notice

CALENDAR_DATA = Path(__file__).parent / "calendar_data"
_ONE_DAY = timedelta(days=1)
_NEXT_NOTICE_IS_DUE = (12, 15)  # month, day: the notices for 2024–2026 came between 25 October and 12 November


class Why(NamedTuple):
    """Why a day is worked or not. 理由.

    Args:
        zh, en: one sentence in each language.
        basis: number of the notice, or id of the counting rule (P-…).
    """

    zh: str
    en: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The working days of the years whose notice is loaded. 工作日历.

    Args:
        notices: at most one for each year, in any order.
    Raises: Gap: two notices for one year, or two notices that dispose of the same day.
    """

    notices: tuple[Notice, ...]
    _off: dict[date, tuple[Holiday, Notice]] = field(init=False, repr=False, compare=False)
    _worked: dict[date, tuple[Holiday, Notice]] = field(init=False, repr=False, compare=False)
    _years: frozenset[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Look every day up once, and refuse notices that contradict each other."""
        off: dict[date, tuple[Holiday, Notice]] = {}
        worked: dict[date, tuple[Holiday, Notice]] = {}
        for notice in self.notices:
            for holiday in notice.holidays:
                for days, place in ((holiday.days_off(), off), (holiday.worked, worked)):
                    for day in days:
                        _not_told_before(day, notice, off, worked)
                        place[day] = (holiday, notice)
        object.__setattr__(self, "_off", off)
        object.__setattr__(self, "_worked", worked)
        object.__setattr__(self, "_years", _years(self.notices))

    @classmethod
    def national(cls, directory: Path = CALENDAR_DATA) -> Calendar:
        """The calendar of all notices in a folder, read once. 全国工作日历.

        Args:
            directory: one `<year>.toml` per year; ours unless told otherwise.
        Raises: Gap: a file that cannot be right; names it and says what to mend.

        >>> Calendar.national().is_working_day(date(2026, 2, 14))  # a Saturday worked for Spring Festival
        True
        """
        return _read_all(directory)

    @property
    def years(self) -> frozenset[int]:
        """The years whose notice is loaded."""
        return self._years

    @property
    def content_hash(self) -> str:
        """SHA-256 over everything the calendar says, for the journal; the order of files is no matter. 内容哈希."""
        said = [asdict(one) for one in sorted(self.notices, key=lambda one: one.year)]
        written = json.dumps(said, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()

    def covers(self, day: date) -> bool:
        """Whether a notice settles what `day` is; if not, the other answers are a guess by the weekday. 是否已有通知.

        A year's last three days wait for the next year's notice too when New Year's Day is a Tuesday: then it joins
        the weekend before it (as on 29–31 December 2018), and else it never touched the old year's working days.
        """
        if day.year not in self._years:
            return False
        new_year = date(day.year + 1, 1, 1)
        waits = new_year - day <= timedelta(days=3) and new_year.weekday() == 1
        return not waits or new_year.year in self._years

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on `day`; swapped weekends 调休 do. 是否工作日."""
        if day in self._worked:
            return True
        return day not in self._off and day.weekday() < 5

    def is_rest_day(self, day: date) -> bool:
        """Whether `day` is a day off: holiday, swapped day off or weekend. 是否休息日."""
        return not self.is_working_day(day)

    def is_statutory_holiday(self, day: date) -> bool:
        """Whether 全国年节及纪念日放假办法 names the day itself, not a weekend or a swapped day. 是否法定节日."""
        return day in self._off and day in self._off[day][0].statutory

    def is_ordinary(self, day: date) -> bool:
        """Whether no notice speaks of `day`: a plain weekday or weekend. 是否平常日."""
        return day not in self._off and day not in self._worked

    def next_day_that_is_not_rest(self, day: date) -> date:
        """The first day after `day` that is no rest day. 节假日的次日 (P-03).

        >>> Calendar.national().next_day_that_is_not_rest(date(2026, 2, 15)).isoformat()
        '2026-02-24'
        """
        day += _ONE_DAY
        while self.is_rest_day(day):
            day += _ONE_DAY
        return day

    def last_working_day_until(self, day: date) -> date:
        """The last working day that is not after `day`. 之前最近的工作日."""
        while self.is_rest_day(day):
            day -= _ONE_DAY
        return day

    def why(self, day: date) -> Why:
        """Why a day is worked or not, with its source. 是否工作日的理由.

        >>> Calendar.national().why(date(2026, 2, 14)).zh
        '2026年2月14日（星期六）为春节调休上班日'
        """
        zh, en, basis = self._settled(day) or _by_weekday(day)
        if self.covers(day):
            return Why(f"{zh_day(day)}{zh}", f"{en_day(day)} {en}", basis)
        return Why(
            f"{zh_day(day)}{zh}（该年节假日安排通知尚未载入，暂按星期推定）",
            f"{en_day(day)} {en} (guessed from the weekday: no holiday notice is loaded for it yet)",
            basis,
        )

    def _settled(self, day: date) -> tuple[str, str, str] | None:
        """What a notice says of the day, if any does."""
        if day in self._worked:
            holiday, notice = self._worked[day]
            return f"为{holiday.zh}调休上班日", f"is worked in exchange for {holiday.en}", notice.cited
        if day not in self._off:
            return None
        holiday, notice = self._off[day]
        if day in holiday.statutory:
            return f"为{holiday.zh}法定节日", f"is the statutory holiday of {holiday.en}", notice.cited
        return f"为{holiday.zh}放假调休日", f"is a day off around {holiday.en}", notice.cited


def years_missing(calendar: Calendar, today: date) -> list[int]:
    """The years whose notice should be loaded by now and is not. 缺少的年度通知.

    Args:
        today: the day asked about.  From 15 December on next year's notice is expected too.

    >>> years_missing(Calendar(notices=()), date(2026, 12, 15))
    [2026, 2027]
    """
    expected = [today.year]
    if (today.month, today.day) >= _NEXT_NOTICE_IS_DUE:
        expected.append(today.year + 1)
    return [year for year in expected if year not in calendar.years]


def _by_weekday(day: date) -> tuple[str, str, str]:
    if day.weekday() < 5:
        return "为工作日", "is an ordinary working day", "P-13"
    return "为周末休息日", "is a weekend", "P-14"


@lru_cache(maxsize=8)
def _read_all(directory: Path) -> Calendar:
    files = sorted(directory.glob("*.toml"))
    if not files:
        raise Gap(f"{directory.name} 中没有任何年度日历文件", f"there is no calendar file in {directory.name}")
    return Calendar(notices=tuple(read_notice(path) for path in files))


def _years(notices: Iterable[Notice]) -> frozenset[int]:
    years: set[int] = set()
    for notice in notices:
        if notice.year in years:
            raise Gap(f"{notice.year}年有两份通知，请只留一份", f"there are two notices for {notice.year}: keep one")
        years.add(notice.year)
    return frozenset(years)


def _not_told_before(day: date, notice: Notice, *told: dict[date, tuple[Holiday, Notice]]) -> None:
    for days in told:
        if day in days:
            other = days[day][1]
            raise Gap(
                f"{day} 在{other.year}年与{notice.year}年的日历文件中均有规定，请只留一处",
                f"{day} stands in the calendar files of {other.year} and of {notice.year}: keep one",
                field=f"{notice.year}.toml",
            )


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"{value!r} cannot be hashed")
