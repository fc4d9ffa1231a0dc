"""When a child is a child no longer. 年龄."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

OF_AGE_YEARS = 18
"""未成年人保护法 Art. 2: 未满十八周岁; 民法典 Art. 17."""

CAUTIOUS_RULE = "HT-60"
"""Fact row of our rule that guardianship is taken to end with the birthday, not before it (本系统从严规则)."""


def comes_of_age_on(born: date) -> date:
    """The first civil day on which somebody is surely of age: the day after the eighteenth birthday. 成年之日.

    The years are counted as 民法典 Arts. 201–202 count them: the day of birth is not counted, the period ends with the
    corresponding day, or with the month where there is none.  Nobody loses a protection by a day this way.

    >>> comes_of_age_on(date(2008, 3, 10)), comes_of_age_on(date(2008, 2, 29))
    (datetime.date(2026, 3, 11), datetime.date(2026, 3, 1))
    """
    return turns_on(born, OF_AGE_YEARS)


def years_old(born: date, on: date) -> int:
    """Full years on a civil day; the next one begins with the day after the birthday (民法典 Arts. 201–202). 周岁.

    >>> years_old(date(2020, 3, 10), date(2026, 3, 10)), years_old(date(2020, 3, 10), date(2026, 3, 11))
    (5, 6)
    """
    years = on.year - born.year
    return years if born + relativedelta(years=years) < on else years - 1


def turns_on(born: date, years: int) -> date:
    """The first civil day on which somebody is surely that many years old, counted as coming of age is."""
    return born + relativedelta(years=years) + timedelta(days=1)
