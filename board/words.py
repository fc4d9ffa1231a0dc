"""What a page says, in the reader's language. 界面语言."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias

from board.ways_here import in_pages
from rules.moments import SHANGHAI, civil_day
from rules.vocabulary import Force, Precision
from rules.when import When, say_when, say_when_en
from tasks import wording

if TYPE_CHECKING:
    from rules.vocabulary import Term

Lang: TypeAlias = Literal["zh", "en"]

FORCES = {
    Force.STATUTORY: ("law", "法定", "Statutory"),
    Force.LOCAL: ("local", "地方", "Local"),
    Force.OUR_DEFAULT: ("ours", "本系统默认", "Our default"),
}
"""How each kind of truth is marked: class of the mark, and its word. A default of ours is never shown as law."""


_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_INSTANT = timedelta(microseconds=1)


class Words:
    """The words of a page. 页面用语.

    Args:
        lang: of the reader; Chinese unless they asked for English.
        now: for what is said by it: how long is left, whether a date is of this year.
    """

    def __init__(self, lang: Lang, now: datetime) -> None:
        self.lang = lang
        self.now = now

    def __call__(self, zh: str | int, en: str | int) -> str:
        """One of two, a bare number among them; where it says how to mend something, it names pages and no commands."""
        return in_pages(str(zh if self.lang == "zh" else en), self.lang)

    def term(self, term: Term) -> str:
        """A term of the vocabulary."""
        return wording.say(term, self.lang)

    def moment(self, at: datetime | None) -> str:
        """A moment in China's clock time: 3月2日 周一 11:50; the year only where it is another."""
        if at is None:
            return "—"
        there = at.astimezone(SHANGHAI)
        return f"{self.day(there.date())} {there:%H:%M}"

    def end(self, at: datetime | None) -> str:
        """The end of a period: midnight ends the day before, which is then named without a time."""
        if at is None:
            return self("计时中止", "clock stopped")
        last = at - _INSTANT
        return self.day(civil_day(last)) if at.astimezone(SHANGHAI).time() == time(0) else self.moment(at)

    def day(self, day: date) -> str:
        """A civil day with its weekday."""
        other = day.year != self.today.year
        if self.lang == "zh":
            year = f"{day.year}年" if other else ""
            return f"{year}{day.month}月{day.day}日 周{'一二三四五六日'[day.weekday()]}"
        return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}{f' {day.year}' if other else ''}"

    def stretch(self, length: timedelta) -> str:
        """A length of time; nobody counts hours beyond three days."""
        if length < timedelta(days=3):
            return wording.say_stretch(length, self.lang)
        return self(f"{length.days} 天", f"{length.days} days")

    def whole(self, length: timedelta) -> str:
        """A length of time that a rule sets: in whole hours or days."""
        hours = round(length.total_seconds() / 3600)
        days, rest = divmod(hours, 24)
        if days > 1 and not rest:
            return self(f"{days} 天", f"{days} days")
        return self(f"{hours} 小时", f"{hours} hours")

    def force(self, force: Force) -> tuple[str, str]:
        """Class and word of the mark that stands before a basis."""
        css, zh, en = FORCES[force]
        return css, self(zh, en)

    def when(self, at: datetime | None, precision: Precision) -> str:
        """When something happened, as exactly as it is known and no more."""
        if at is None or precision is Precision.UNKNOWN:  # an entry of an unknown time is kept by when it was entered
            return self("不详", "not known")
        if precision is Precision.EXACT:
            return self.moment(at)
        when = When(at=at, precision=precision)
        return self(say_when(when), say_when_en(when))

    @staticmethod
    def size(count: int) -> str:
        """The size of a file, rounded up: 1 KB, 2.4 MB."""
        if count < 1_000_000:
            return f"{-(-count // 1_000)} KB"
        return f"{-(-count // 100_000) / 10:g} MB"

    @property
    def today(self) -> date:
        """The civil day in China."""
        return civil_day(self.now)

    @staticmethod
    def iso(at: datetime) -> str:
        """For `<time datetime>`: in China's clock time, with its offset."""
        return at.astimezone(SHANGHAI).isoformat(timespec="minutes")
