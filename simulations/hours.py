"""When people are at work: office hours, weekends, holidays; some are there at night. 工作时间.

Our assumption about a county, no law: offices from nine to half past five with a pause at noon.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from rules.calendar import Calendar
from rules.moments import SHANGHAI, at_clock, civil_day
from rules.vocabulary import Role
from simulations.chance import Chance

ALWAYS_OPEN = frozenset(
    {Role.POLICE_STATION, Role.STATION_CHIEF, Role.COUNTY_POLICE, Role.HOTLINE, Role.HOSPITAL, Role.RELIEF_INSTITUTION}
)
OPENS, NOON, AFTER_NOON, CLOSES = time(9), time(12), time(14), time(17, 30)


def at_work(moment: datetime, calendar: Calendar) -> bool:
    """Whether an office is open."""
    clock = moment.astimezone(SHANGHAI).time()
    open_now = OPENS <= clock < NOON or AFTER_NOON <= clock < CLOSES
    return open_now and calendar.is_working_day(civil_day(moment))


def next_at_work(moment: datetime, calendar: Calendar, chance: Chance) -> datetime:
    """The moment itself if the office is open then; else some time in the next half-day on which it is."""
    if at_work(moment, calendar):
        return moment
    day, clock = civil_day(moment), moment.astimezone(SHANGHAI).time()
    if calendar.is_working_day(day) and clock < AFTER_NOON:
        return at_clock(day, OPENS if clock < OPENS else AFTER_NOON) + _a_while(chance)
    day += timedelta(days=1)
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return at_clock(day, OPENS) + _a_while(chance)


def to_the_minute(moment: datetime) -> datetime:
    """People act at whole minutes; the next one, so that nothing is done before what it answers to."""
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(minutes=1)


def _a_while(chance: Chance) -> timedelta:
    return timedelta(minutes=int(chance.between(1, 150)))
