"""One year's holiday notice of the State Council, as data. 节假日安排通知.

Each file in `rules/calendar_data/` holds one notice: its title, number and date, its days off and the weekends that it
turns into working days.  This module gives the notice its shape, reads the file and refuses what cannot be right; the
questions are asked of `rules.calendar`.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from rules.errors import Gap

T = TypeVar("T")

_LONGEST_HOLIDAY = timedelta(days=15)
_NUMBER = re.compile(r"国办发(明电)?〔\d{4}〕\d+号")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """One holiday as the notice arranges it. 一个节假日.

    Args:
        zh, en: its name.
        first, last: first and last of the days off, both inclusive.
        statutory: those of the days off which 全国年节及纪念日放假办法 names itself; the others are weekends, or
            days off that were swapped for a working weekend.
        worked: weekend days that are worked in exchange. 调休上班.
        words: the decisive words of the notice.
    """

    zh: str
    en: str
    first: date
    last: date
    statutory: frozenset[date]
    worked: tuple[date, ...]
    words: str

    def days_off(self) -> Iterator[date]:
        """Every day from first to last. 放假日."""
        for offset in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=offset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The notice for one year. 部分节假日安排的通知.

    Args:
        year: the year that it arranges.
        title, number, dated, publisher, published_in: how people cite it.
        verified: whether number and dates were checked against a published text.
        note: against which, or what is still to be checked.
        reaches: days of a neighbour year that this notice itself disposes of (31 December 2018 stands in the notice
            for 2019).
        holidays: in the order of the notice.
    """

    year: int
    title: str
    number: str
    dated: date
    publisher: str
    published_in: str
    verified: bool
    note: str
    reaches: frozenset[date]
    holidays: tuple[Holiday, ...]

    @property
    def cited(self) -> str:
        """Its number, and that nobody has checked it yet if so. 文号."""
        return self.number if self.verified else f"{self.number}（文号未核对）"


def read_notice(path: Path) -> Notice:
    """The notice in a file, checked. 读取通知.

    Args:
        path: `<year>.toml`.
    Raises: Gap: names the file and what to mend in it.
    """

    def refuse(zh: str, en: str) -> NoReturn:
        raise Gap(f"日历文件 {path.name}：{zh}", f"calendar file {path.name}: {en}", field=path.name)

    try:
        notice = _shaped(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        refuse(f"不是有效的 TOML，请改正（{wrong}）", f"is not valid TOML: mend it ({wrong})")
    except KeyError as missing:
        refuse(f"缺少 {missing} 一项，请补上", f"lacks the entry {missing}: add it")
    except (TypeError, ValueError) as wrong:
        refuse(f"有一项写法不对，请改正（{wrong}）", f"an entry is written wrongly: mend it ({wrong})")
    _named_after_its_year(notice, path, refuse)
    _complete(notice, refuse)
    _in_its_year(notice, refuse)
    _told_once(notice, refuse)
    return notice


def _shaped(written: dict[str, Any]) -> Notice:
    head = written["notice"]
    return Notice(
        year=_typed(written["year"], int, "year"),
        title=_typed(head["title"], str, "title"),
        number=_typed(head["number"], str, "number"),
        dated=_typed(head["dated"], date, "dated"),
        publisher=_typed(head["publisher"], str, "publisher"),
        published_in=_typed(head["published_in"], str, "published_in"),
        verified=_typed(head["verified"], bool, "verified"),
        note=_typed(head["note"], str, "note"),
        reaches=frozenset(_typed(day, date, "reaches") for day in head["reaches"]),
        holidays=tuple(_holiday(one) for one in written["holidays"]),
    )


def _holiday(written: dict[str, Any]) -> Holiday:
    return Holiday(
        zh=_typed(written["zh"], str, "zh"),
        en=_typed(written["en"], str, "en"),
        first=_typed(written["first"], date, "first"),
        last=_typed(written["last"], date, "last"),
        statutory=frozenset(_typed(day, date, "statutory") for day in written["statutory"]),
        worked=tuple(_typed(day, date, "worked") for day in written["worked"]),
        words=_typed(written["words"], str, "words"),
    )


def _typed(value: object, kind: type[T], name: str) -> T:
    # Exactly the type: TOML's date-times are dates to isinstance, and its booleans are integers.
    if type(value) is not kind:
        raise TypeError(f"{name} = {value!r}")
    return value


Refuse = Callable[[str, str], NoReturn]


def _named_after_its_year(notice: Notice, path: Path, refuse: Refuse) -> None:
    if path.stem != str(notice.year):
        refuse(
            f"文件名应与 year = {notice.year} 一致，请改其一",
            f"its name and year = {notice.year} differ: change one of them",
        )


def _complete(notice: Notice, refuse: Refuse) -> None:
    """Refuse a notice that cannot be cited, or one marked as verified without saying against what."""
    if not _NUMBER.fullmatch(notice.number):
        refuse(f"文号“{notice.number}”写法不对，请照抄", f"'{notice.number}' is no number of a notice: copy it")
    if not notice.note:
        refuse("note 为空，请写明与何处核对", "note is empty: say against what it was checked, or what is not")
    if not notice.holidays:
        refuse("没有任何节假日，请补上", "has no holidays: add them")


def _in_its_year(notice: Notice, refuse: Refuse) -> None:
    """Refuse reversed or endless ranges and days of another year which the notice is not said to reach."""
    for holiday in notice.holidays:
        if not timedelta(0) <= holiday.last - holiday.first < _LONGEST_HOLIDAY:
            refuse(
                f"{holiday.zh}自{holiday.first}至{holiday.last}，起止日期不对，请改正",
                f"{holiday.en} runs from {holiday.first} to {holiday.last}: mend the range",
            )
        for day in (*holiday.days_off(), *holiday.worked):
            if day.year != notice.year and day not in notice.reaches:
                refuse(
                    f"{day} 不在{notice.year}年内；如通知确有规定，请列入 reaches，否则请改正",
                    f"{day} is not in {notice.year}: list it under reaches if the notice says so, or mend it",
                )


def _told_once(notice: Notice, refuse: Refuse) -> None:
    """Refuse a day with two fates, a swapped working day that is no weekend, a statutory day that is no day off."""
    off = Counter(day for holiday in notice.holidays for day in holiday.days_off())
    worked = Counter(day for holiday in notice.holidays for day in holiday.worked)
    for day, times in (off + worked).items():
        if times > 1:
            refuse(f"{day} 出现了{times}次，请删去重复", f"{day} is named {times} times: keep one")
    for day in worked:
        if day.weekday() < 5:
            refuse(
                f"调休上班日 {day} 不是周末，请核对通知",
                f"the swapped working day {day} is no weekend: check the notice",
            )
    for holiday in notice.holidays:
        for day in sorted(holiday.statutory - set(holiday.days_off())):
            refuse(
                f"{day} 列为法定节日，但不在{holiday.zh}放假日内，请改正",
                f"{day} is called statutory but is no day off of {holiday.en}: mend it",
            )
