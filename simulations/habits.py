"""How people work: in time, late, only when somebody higher was told, or never. 办理习惯.

Every post has a habit of its own, every duty is drawn along it.  None of these shares is measured anywhere: they are
ours, and give every rung of every ladder something to do.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from models import DutyRow
from rules.calendar import Calendar
from rules.vocabulary import Role
from simulations.chance import Chance
from simulations.hours import ALWAYS_OPEN, next_at_work, to_the_minute
from tasks.canonical import read_instant

URGENT = timedelta(hours=4)
"""Periods up to this are somebody's night duty in an office, too, more often than not."""

LATEST = timedelta(days=30)
HALF_A_DAY = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True)
class Habit:
    """How a post works. 习惯.

    Args:
        in_time, late, when_told, never: shares; when told: after a rung above its own reminders was climbed.
    """

    in_time: float
    late: float
    when_told: float
    never: float


HABITS: dict[Habit, float] = {
    Habit(in_time=0.95, late=0.04, when_told=0.009, never=0.001): 45,
    Habit(in_time=0.87, late=0.09, when_told=0.037, never=0.003): 35,
    Habit(in_time=0.7, late=0.2, when_told=0.09, never=0.01): 15,
    Habit(in_time=0.45, late=0.3, when_told=0.22, never=0.03): 5,
}


def acts_at(
    duty: DutyRow, habit: Habit, role: Role, pace: float, *, calendar: Calendar, chance: Chance
) -> datetime | None:
    """When a duty that was just opened will be answered; None: not of somebody's own accord.

    Args:
        pace: of the case; 1 is usual, more is slower.
    """
    wanted = _wanted(duty, habit, pace, chance)
    if wanted is None:
        return None
    begins = max(duty.opened_at, wanted)
    night_duty = role in ALWAYS_OPEN or (_length(duty) <= URGENT and chance.happens(0.75))
    return to_the_minute(begins if night_duty else next_at_work(begins, calendar, chance))


def takes_on_at(duty: DutyRow, habit: Habit, role: Role, *, calendar: Calendar, chance: Chance) -> datetime | None:
    """When somebody says that they take on what they were told of; None: they never say so, as the slower ones do.

    Whoever works in time says it when they next sit down, well before they are asked.
    """
    if not chance.happens(habit.in_time):
        return None
    told = duty.opened_at + min(_length(duty) / 5, HALF_A_DAY) * chance.betavariate(1, 3)
    return to_the_minute(told if role in ALWAYS_OPEN else next_at_work(told, calendar, chance))


def _wanted(duty: DutyRow, habit: Habit, pace: float, chance: Chance) -> datetime | None:
    ways = {"in_time": habit.in_time, "late": habit.late * pace, "told": habit.when_told * pace, "never": habit.never}
    begins, due = max(duty.opened_at, duty.since_at), duty.internal_due_at
    if due is None or due <= begins:  # late already when it was opened
        return duty.opened_at + timedelta(hours=chance.between(0.2, 30))
    match chance.one_of(ways):
        case "in_time":
            share = min(chance.betavariate(2, 2.5) * float(pace**0.3), 0.97)
            return begins + (due - begins) * share
        case "late":
            return due + min((due - begins) * chance.expovariate(2) * pace, LATEST)
        case "told":
            return _after_a_rung(duty, due, chance)
        case _:
            return None


def _after_a_rung(duty: DutyRow, due: datetime, chance: Chance) -> datetime:
    """Some time after a rung at or past the due moment, the lower ones more often."""
    rungs = [at for at in map(read_instant, json.loads(duty.rungs)) if at is not None and at >= due]
    if not rungs:
        return due + timedelta(days=chance.between(1, 10))
    climbed = min(int(chance.expovariate(0.6)), len(rungs) - 1)
    return rungs[climbed] + timedelta(hours=chance.between(0.5, 40))


def _length(duty: DutyRow) -> timedelta:
    return (duty.internal_due_at or duty.opened_at) - max(duty.opened_at, duty.since_at)
