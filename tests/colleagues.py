"""Other workers on the same county's database: beside the first, with another channel or calendar. 同事."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from notifications.failures import refused_for_good, try_again
from notifications.message import Outgoing, Receipt
from rules.calendar import Calendar
from rules.errors import Unavailable
from tests.office import County, an_office

PASSING = try_again("file", "cannot_write")
FOR_GOOD = refused_for_good("file", "mailbox_closed")


@dataclass
class Moody:
    """A channel that fails as it is told to, and then works. It remembers what it was asked to send."""

    moods: Iterator[Unavailable | None]
    name: str = "file"
    asked: list[Outgoing] = field(default_factory=list)

    def send(self, message: Outgoing) -> Receipt:
        """Fail as the mood is, or deliver."""
        self.asked.append(message)
        mood = next(self.moods, None)
        if mood is not None:
            raise mood
        return Receipt(reference=f"nr {len(self.asked)}")


def another(county: County, name: str = "qinghe-2", **options: Any) -> County:
    """The same county, seen from another worker's place."""
    office = an_office(county.office.database, county.clock, county.home, name=name, **options)
    return County(office, county.clock, county.home)


def through(county: County, *moods: Unavailable | None) -> tuple[County, Moody]:
    """A worker all of whose post goes through a moody channel, and that channel."""
    channel = Moody(iter(moods))
    return another(county, channels={"file": channel}), channel


def knowing_2027(county: County) -> County:
    """A worker whose calendar has the coming year's notice: Saturday 9 January is worked."""
    notices = Calendar.national().notices
    of_2026 = next(one for one in notices if one.year == 2026)
    new_year = replace(
        next(one for one in of_2026.holidays if "元旦" in one.zh),
        first=date(2027, 1, 1),
        last=date(2027, 1, 3),
        statutory=frozenset({date(2027, 1, 1)}),
        worked=(date(2027, 1, 9),),
    )
    notice = replace(of_2026, year=2027, dated=date(2026, 11, 5), holidays=(new_year,), reaches=frozenset())
    return another(county, calendar=Calendar(notices=(*notices, notice)))


def knowing_of_days_off(county: County, first: date, last: date) -> County:
    """A worker whose calendar has an amended notice: those days of 2026 are off as well."""
    notices = Calendar.national().notices
    of_2026 = next(one for one in notices if one.year == 2026)
    off = replace(of_2026.holidays[0], zh="临时放假", first=first, last=last, statutory=frozenset(), worked=())
    others = tuple(one for one in notices if one.year != 2026)
    return another(county, calendar=Calendar(notices=(*others, replace(of_2026, holidays=(*of_2026.holidays, off)))))
