"""Letting time pass: every rung, message, birthday and step at its own moment, in order. 让时间过去.

The clock is moved from one moment at which something is due to the next; nothing is asked of the days between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import exists, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import col

from flows.registry import PROCEDURES
from models import DutyRow, Outbox, Tie, Wake
from rules.age import comes_of_age_on
from rules.moments import civil_day, midnight_before
from tasks import advance, deliver, heartbeat, monitored_ages, rounds, sweep, tie_days, turning, windows
from tasks.armed import IS_OPEN
from tasks.desk import Desk
from tasks.office import Office

BODIES: advance.Bodies = {kind: procedure.fn for kind, procedure in PROCEDURES.items()}
_TOO_LONG = 10_000
"""Rounds at one moment after which a story is going round in circles."""


class Waits(NamedTuple):
    """What there is to do at this moment: procedures to run, rungs to climb, messages to send."""

    runs: bool
    rungs: bool
    messages: bool


NOTHING = Waits(runs=False, rungs=False, messages=False)


@dataclass
class MovedClock:
    """A clock that stands until it is moved, and never goes back. 模拟时钟."""

    at: datetime

    def __call__(self) -> datetime:
        """The moment it shows."""
        return self.at


class Clockwork:
    """What goes on by itself while people act and time passes. 运转.

    Args:
        births: of the children whose birthday is known.
    """

    def __init__(self, office: Office, clock: MovedClock, births: Sequence[date]) -> None:
        self._office = office
        self._clock = clock
        self._birthdays = sorted(midnight_before(comes_of_age_on(born)) for born in births)
        self._tie_days_of: date | None = None
        self.rungs = 0

    def pass_to(self, moment: datetime) -> None:
        """Let time pass until `moment`, and let everything happen on the way."""
        while (due := self._next()) is not None and due <= moment:
            self._clock.at = due
            self.settle_down()
        self._clock.at = max(self._clock.at, moment)

    def settle_down(self) -> None:
        """At this moment: procedures move, rungs are climbed, messages go out, until nothing waits."""
        self._note_tie_days()
        if windows.open_windows(self._office).windows:
            monitored_ages.end_by_age(self._office)
        for _ in range(_TOO_LONG):
            self._note_birthdays()
            waits = self._what_waits()
            if waits == NOTHING:
                return
            if waits.runs:
                self._move()
            if waits.rungs:
                self.rungs += sweep.sweep_all(self._office)
            if waits.messages:
                deliver.deliver(self._office, limit=500)
        raise AssertionError("a story that goes round in circles")

    def look_around(self) -> None:
        """What a running service does besides: it is alive, dates are settled, posts assigned, cases watched."""
        heartbeat.beat(self._office, {heartbeat.SWEEP: "", heartbeat.RUNNER: self._office.name})
        rounds.regular_round(self._office, with_digests=False)
        self.settle_down()

    def _move(self) -> None:
        """Let every procedure that has something to look at run, plainly; one that fails stops the story."""
        while advance.advance_next(self._office, BODIES) is not None:
            pass

    def _what_waits(self) -> Waits:
        with self._office.reading() as desk:
            free = or_(col(Wake.leased_until).is_(None), col(Wake.leased_until) <= desk.at)
            runs = exists().where(free)
            rungs = or_(
                exists().where(IS_OPEN, col(DutyRow.next_rung_at) <= desk.at),
                exists().where(IS_OPEN, col(DutyRow.attention_at) <= desk.at),
            )
            messages = exists().where(col(Outbox.next_try_at) <= desk.at)
            found = desk.session.execute(select_columns(runs, rungs, messages)).one()
            return Waits(*map(bool, found))

    def _note_birthdays(self) -> None:
        passed = [moment for moment in self._birthdays if moment <= self._clock.at]
        if passed:
            turning.note_birthdays(self._office)
            self._birthdays = self._birthdays[len(passed) :]

    def _note_tie_days(self) -> None:
        """Once a day, before anything moves."""
        today = civil_day(self._clock.at)
        if today != self._tie_days_of:
            tie_days.note_tie_days(self._office)
            self._tie_days_of = today

    def _next(self) -> datetime | None:
        """When something is due next, after the moment that the clock shows."""
        with self._office.reading() as desk:
            moments = [*_due(desk), *_tie_days(desk), *self._birthdays[:1]]
            if (begins := windows.next_beginning(desk)) is not None:
                moments.append(begins)
        later = [moment for moment in moments if moment > self._clock.at]
        return min(later, default=None)


def _tie_days(desk: Desk) -> list[datetime]:
    """The next day on which somebody begins or ceases to be guardian or carer of a child."""
    today = civil_day(desk.at)
    asked = [select_columns(func.min(day)).where(day > today) for day in (col(Tie.from_on), col(Tie.until_on))]
    found = desk.session.execute(select_columns(*(query.scalar_subquery() for query in asked))).one()
    return [midnight_before(day) for day in found if day is not None]


def _due(desk: Desk) -> list[datetime]:
    """The next rung, the next question to a silent post, the next try to send, the next run that was put back."""
    rungs = select_columns(func.min(col(DutyRow.next_rung_at))).where(IS_OPEN, col(DutyRow.next_rung_at) > desk.at)
    asks = select_columns(func.min(col(DutyRow.attention_at))).where(IS_OPEN, col(DutyRow.attention_at) > desk.at)
    tries = select_columns(func.min(col(Outbox.next_try_at))).where(col(Outbox.next_try_at) > desk.at)
    runs = select_columns(func.min(col(Wake.leased_until))).where(col(Wake.leased_until) > desk.at)
    asked = select_columns(*(query.scalar_subquery() for query in (rungs, asks, tries, runs)))
    return [moment for moment in desk.session.execute(asked).one() if moment is not None]
