"""Shapes of time in law: a period, its pauses and extensions. 期限的形状 / periods as data.

How they are counted stands in `rules.clock`; which days are working days in `rules.calendar`.
"""

from __future__ import annotations

from calendar import month_name
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rules.vocabulary import PauseCause, WindowKind

_NO_LEAP_YEAR = 2001


class Unit(StrEnum):
    """What a period is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"

    @property
    def zh(self) -> str:
        """The unit as it is read after a number: 3日, 24小时."""
        return {"hours": "小时", "days": "日", "working_days": "个工作日", "months": "个月"}[self.value]

    def counted_en(self, amount: int) -> str:
        """An amount of the unit in English: 3 calendar days, 1 month."""
        word = {"hours": "hour", "days": "calendar day", "working_days": "working day", "months": "month"}[self.value]
        return f"{amount} {word}{'' if amount == 1 else 's'}"


class CountingRule(StrEnum):
    """Which rule says what happens on the last day (facts §4). 计算规则.

    Only the first four move the legal end over a rest day; `internal_due` never moves.
    """

    CIVIL = "civil"  # 民法典 201–203
    CIVIL_PROCEDURE = "civil_procedure"  # 民事诉讼法 85
    CRIMINAL_PROCEDURE = "criminal_procedure"  # 刑事诉讼法 105
    POLICE_ADMIN = "police_admin"  # 公安行政程序规定 35
    CALENDAR = "calendar"  # the text is silent on rest days: do not rely on the day after
    WORKING_DAYS = "working_days"  # the text says 工作日
    CLOCK = "clock"  # hours run through, also over holidays (P-05, the cautious rule is ours)
    NO_ROLLOVER = "no_rollover"  # validity periods and limits on liberty (P-08, P-11)

    @property
    def rolls_over(self) -> bool:
        """Whether the legal end moves to the first day after a statutory rest day (P-03)."""
        return self in {
            CountingRule.CIVIL,
            CountingRule.CIVIL_PROCEDURE,
            CountingRule.CRIMINAL_PROCEDURE,
            CountingRule.POLICE_ADMIN,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """How long somebody has. 期限.

    Args:
        amount: a whole number of `unit`, at least 1; with `before_end` at least 0.
        unit: hours, calendar days, working days or months.
        rule: what happens on the last day.
        set_by: id of the fact row that sets the number, e.g. "A-17" or "A-93".
        before_end: counted back from the last day of a document's term, which is never rolled over (P-11).
        window: once in each such stretch of the calendar; it ends with the stretch in which it began, never rolled
            over (HT-140). `amount` is its length in months, 1 for a week.
        until: month and day of a calendar year by which it is owed in each, where that is before the year's last day:
            (11, 10) for 每年11月10日前, that day included (HT-200).
    """

    amount: int
    unit: Unit
    rule: CountingRule
    set_by: str
    before_end: bool = False
    window: WindowKind | None = None
    until: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        """Refuse shapes that no rule can count."""
        if self.until is not None:
            if self.window is not WindowKind.YEAR:
                raise ValueError("only what is owed once in each calendar year can name a day of the year")
            date(_NO_LEAP_YEAR, *self.until)  # ValueError where no such day comes every year
        if self.window is not None:
            if self.unit is not Unit.MONTHS or self.rule is not CountingRule.NO_ROLLOVER or self.before_end:
                raise ValueError("a window is counted in months and never rolls over")
            return
        if self.before_end:
            if self.amount < 0 or self.unit is not Unit.DAYS or self.rule is not CountingRule.NO_ROLLOVER:
                raise ValueError("a period before an end is counted in days, 0 or more, and never rolls over")
            return
        if self.amount < 1:
            raise ValueError(f"a period needs a positive amount, not {self.amount}")
        if (self.unit is Unit.HOURS) != (self.rule is CountingRule.CLOCK):
            raise ValueError("hours are counted by the clock rule, and only hours are")
        if (self.unit is Unit.WORKING_DAYS) != (self.rule is CountingRule.WORKING_DAYS):
            raise ValueError("working days are counted by the working-day rule, and only they are")

    @property
    def zh(self) -> str:
        """The period as people read it: 3日."""
        if self.until:
            return f"每年{self.until[0]}月{self.until[1]}日前"
        if self.window:
            return f"每{self.window.zh}一次"
        if self.before_end:
            return f"有效期届满{self.amount}日前" if self.amount else "有效期届满前"
        return f"{self.amount}{self.unit.zh}"

    @property
    def en(self) -> str:
        """The period in English: 3 calendar days."""
        if self.until:
            return f"once in each year, by {en_day_of_year(*self.until)}"
        if self.window:
            return f"once in each {self.window.replace('_', '-')}"
        if self.before_end:
            early = f"{self.unit.counted_en(self.amount)} before " if self.amount else "by "
            return f"{early}the end of the term"
        return self.unit.counted_en(self.amount)


def en_day_of_year(month: int, day: int) -> str:
    """A day that comes every year, in English.

    >>> en_day_of_year(11, 10)
    '10 November'
    """
    return f"{day} {month_name[month]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A stretch during which a clock stands still. 中止计时.

    Args:
        cause: one of the listed causes.
        from_at: aware; the clock stops at this instant.
        until_at: aware; the clock runs again from this instant. None while it still stands.
    """

    cause: PauseCause
    from_at: datetime
    until_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse naive or reversed stretches."""
        if self.from_at.tzinfo is None or (self.until_at is not None and self.until_at.tzinfo is None):
            raise ValueError("a pause needs aware instants")
        if self.until_at is not None and self.until_at < self.from_at:
            raise ValueError("a pause cannot end before it begins")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """More time, granted on a basis. 延长期限.

    Counted from the unrolled end of what it extends.

    Args:
        amount, unit: what is added.
        basis: fact row or article that allows it.
    """

    amount: int
    unit: Unit
    basis: str

    def __post_init__(self) -> None:
        """Refuse an extension that adds nothing."""
        if self.amount < 1:
            raise ValueError(f"an extension needs a positive amount, not {self.amount}")
