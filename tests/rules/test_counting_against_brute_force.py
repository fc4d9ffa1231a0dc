"""Do 10,000 random periods end where slow and simple counting ends them?

The slow way asks none of our modules: it lays a grid of minutes in Beijing time, strikes out the paused ones, and
looks day by day.  Its calendar is the package `chinese_calendar`; its months are counted on the fingers.
"""

import calendar
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import chinese_calendar

from rules.calendar import Calendar
from rules.clock import due
from rules.period import CountingRule, Extension, Pause, Period, Unit
from rules.vocabulary import PauseCause

SEED = 20260306
CASES = 10_000
ENOUGH = 200  # cases of a kind
DAY = 1440  # minutes
GRID_DAYS = 800
EIGHT_HOURS = timedelta(hours=8)
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
WORKS = {
    day: chinese_calendar.is_workday(day)
    for day in (FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1))
}
ROLLING = {
    CountingRule.CIVIL,
    CountingRule.CIVIL_PROCEDURE,
    CountingRule.CRIMINAL_PROCEDURE,
    CountingRule.POLICE_ADMIN,
}


@dataclass
class Case:
    """A random period with everything that bears on it; `pauses` in minutes from the start day's midnight."""

    period: Period
    day: date
    minute: int
    pauses: list[tuple[int, int | None]]
    extensions: list[Extension]

    def at(self, minute: int) -> datetime:
        midnight = datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC) - EIGHT_HOURS
        return midnight + timedelta(minutes=minute)


def a_random_case(dice: random.Random) -> Case:
    unit = dice.choice(list(Unit))
    most = {Unit.HOURS: 100, Unit.DAYS: 60, Unit.WORKING_DAYS: 30, Unit.MONTHS: 12}
    fixed = {Unit.HOURS: CountingRule.CLOCK, Unit.WORKING_DAYS: CountingRule.WORKING_DAYS}
    free = [rule for rule in CountingRule if rule not in fixed.values()]
    rule = fixed.get(unit) or dice.choice(free)
    minute = dice.choice([0, 1, DAY - 1, dice.randrange(DAY)])
    return Case(
        period=Period(amount=dice.randint(1, most[unit]), unit=unit, rule=rule, set_by="A-17"),
        day=FIRST + timedelta(days=dice.randrange((LAST - FIRST).days + 1)),
        minute=minute,
        pauses=[_a_pause(dice) for _ in range(dice.choice([0, 0, 1, 2, 3]))],
        extensions=[_an_extension(dice, most) for _ in range(dice.choice([0, 0, 0, 1, 2]))],
    )


def _a_pause(dice: random.Random) -> tuple[int, int | None]:
    begins = dice.choice([dice.randrange(-3 * DAY, 8 * DAY), DAY * dice.randrange(-3, 60), dice.randrange(60 * DAY)])
    if dice.random() < 0.06:
        return begins, None
    return begins, begins + dice.choice([0, dice.randrange(DAY), DAY * dice.randrange(1, 12), dice.randrange(12 * DAY)])


def _an_extension(dice: random.Random, most: dict[Unit, int]) -> Extension:
    unit = dice.choice(list(Unit))
    return Extension(amount=dice.randint(1, max(1, most[unit] // 3)), unit=unit, basis="B-11")


class SlowCounter:
    """Counts one case on its fingers."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.struck, self.stands_from = _struck_out(case.pauses)
        self.guessed = False

    def works(self, day: date) -> bool:
        if day in WORKS:
            return WORKS[day]
        self.guessed = True
        return day.weekday() < 5

    def whole_day_struck(self, number: int) -> bool:
        return self.struck.count(1, DAY * number, DAY * (number + 1)) == DAY

    def civil(self, number: int) -> date:
        return self.case.day + timedelta(days=number)

    def ends(self) -> tuple[int, int] | None:
        """Minute of the internal and of the legal end on the grid, or None while the clock stands."""
        minute, number = self.case.minute, 0
        unit = self.case.period.unit
        spans = [(self.case.period.amount, unit)] + [(one.amount, one.unit) for one in self.case.extensions]
        for amount, unit in spans:
            minute, number = self.after(amount, unit, minute, number)
            if self.stands_from is not None and minute > self.stands_from:
                return None
        if unit is Unit.HOURS or self.case.period.rule not in ROLLING:
            return minute, minute
        while not self.works(self.civil(number)):
            number += 1
        return minute, DAY * (number + 1)

    def after(self, amount: int, unit: Unit, minute: int, number: int) -> tuple[int, int]:
        if unit is Unit.HOURS:
            left = amount * 60
            while left:
                left -= 1 - self.struck[minute]
                minute += 1
            return minute, (minute - 1) // DAY
        if unit is Unit.MONTHS:
            number = self.months_on(number, amount)
        else:
            while amount:
                number += 1
                if self.whole_day_struck(number):
                    continue
                amount -= unit is Unit.DAYS or self.works(self.civil(number))
        return DAY * (number + 1), number

    def months_on(self, number: int, amount: int) -> int:
        start = self.civil(number)
        months = start.month - 1 + amount
        year, month = start.year + months // 12, months % 12 + 1
        corresponding = date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
        without_pauses = (corresponding - self.case.day).days
        end = without_pauses
        while end != (moved := without_pauses + sum(map(self.whole_day_struck, range(number + 1, end + 1)))):
            end = moved
        return end


def _struck_out(pauses: list[tuple[int, int | None]]) -> tuple[bytearray, int | None]:
    """A grid of minutes, 1 where a pause with an end holds; and from which minute on the clock stands for good."""
    struck = bytearray(GRID_DAYS * DAY)
    for begins, until in pauses:
        if until is not None:
            struck[max(begins, 0) : max(until, 0)] = b"\1" * (max(until, 0) - max(begins, 0))
    opens = [begins for begins, until in pauses if until is None]
    if not opens:
        return struck, None
    stands_from = max(min(opens), 0)
    while stands_from > 0 and struck[stands_from - 1]:
        stands_from -= 1
    struck[stands_from:] = bytes(len(struck) - stands_from)
    return struck, stands_from


def test_ten_thousand_random_periods_end_where_brute_force_counting_ends_them():
    dice, national = random.Random(SEED), Calendar.national()
    seen = {"paused": 0, "provisional": 0, "rolled": 0, "moved by pauses": 0}

    for number in range(CASES):
        case = a_random_case(dice)
        slow = SlowCounter(case)
        expected = slow.ends()
        pauses = [
            Pause(
                cause=PauseCause.FORCE_MAJEURE,
                from_at=case.at(begins),
                until_at=None if until is None else case.at(until),
            )
            for begins, until in case.pauses
        ]

        fast = due(case.period, case.at(case.minute), calendar=national, pauses=pauses, extensions=case.extensions)

        told = f"case {number} of seed {SEED}: {case}"
        if expected is None:
            assert (fast.paused, fast.internal_due_at, fast.legal_due_at) == (True, None, None), told
            seen["paused"] += 1
            continue
        internal, legal = expected
        assert not fast.paused, told
        assert fast.internal_due_at == case.at(internal), told
        assert fast.legal_due_at == case.at(legal), told
        assert fast.provisional is slow.guessed, told
        seen["provisional"] += fast.provisional
        seen["rolled"] += internal != legal
        if pauses and seen["moved by pauses"] <= ENOUGH:
            seen["moved by pauses"] += _without_pauses(case) != expected

    assert all(times > ENOUGH for times in seen.values()), seen  # the dice did reach every corner


def _without_pauses(case: Case) -> tuple[int, int] | None:
    return SlowCounter(Case(case.period, case.day, case.minute, [], case.extensions)).ends()
