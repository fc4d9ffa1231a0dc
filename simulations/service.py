"""What a running service does while people act: it moves cases, climbs rungs, delivers, seals, watches. 系统运行.

A service looks four times a second; here it looks when there is something to do.  Rungs and messages that fall due
within the same few minutes are dealt with together, as on a machine that is busy with something else.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, func, select
from sqlmodel import col

from models import DutyRow, JournalEntry, Outbox, Wake
from rules.age import comes_of_age_on
from rules.moments import civil_day, midnight_before
from scenarios.clockwork import BODIES, MovedClock
from simulations.plan import Plan
from tasks import advance, deliver, heartbeat, journal, rounds, sweep, tie_days, turning
from tasks.armed import IS_OPEN
from tasks.office import Office

RUNGS_EVERY = timedelta(minutes=5)
"""Not more than what counts as missed by a tick (tasks.catching_up.CAUGHT_UP_AFTER)."""

DELIVERS_EVERY = timedelta(minutes=30)

WATCHES_AT = timedelta(hours=8, minutes=30)
"""After midnight, each day: when the digests go out."""

AT_ONCE = 500

_RUNG, _QUESTION = col(DutyRow.next_rung_at), col(DutyRow.attention_at)
_ARMED = select(_RUNG).where(_RUNG.is_not(None), IS_OPEN).order_by(_RUNG).limit(1)
_ASKED = select(_QUESTION).where(_QUESTION.is_not(None), IS_OPEN).order_by(_QUESTION).limit(1)
_QUEUED = select(func.min(col(Outbox.next_try_at)))
_PUT_BACK = select(func.min(col(Wake.leased_until))).where(col(Wake.leased_until) > bindparam("at"))
_WAITING = exists().where(col(Wake.leased_until).is_(None) | (col(Wake.leased_until) <= bindparam("at")))
_NEWEST = select(func.max(col(JournalEntry.seq)))
_LOOK: Any = select(
    *(one.scalar_subquery() for one in (_ARMED, _ASKED, _QUEUED, _PUT_BACK)), _WAITING, _NEWEST.scalar_subquery()
)


class Seen(NamedTuple):
    """One look at the database.

    Args:
        rung, message, put_back: the earliest moment of each, if there is one.
        waits: whether a procedure has something to look at.
        newest: sequence number of the newest entry; None: there is none.
    """

    rung: datetime | None
    message: datetime | None
    put_back: datetime | None
    waits: bool
    newest: int | None


class Service:
    """The service of a simulated county. 系统运行."""

    def __init__(self, office: Office, clock: MovedClock, plan: Plan) -> None:
        self._office = office
        self._clock = clock
        self._outage = plan.outage
        self._watches_at = plan.begins + WATCHES_AT
        self._birthdays: list[datetime] = []
        self.rungs = 0

    def knows_of_births(self, births: Iterable[date]) -> None:
        """Children with a case: on the day on which one of them comes of age it is noted."""
        for born in births:
            heapq.heappush(self._birthdays, midnight_before(comes_of_age_on(born)))

    # --- when ----------------------------------------

    def looks(self) -> Seen:
        """What there is to do: one statement, as a service looks."""
        with self._office.reading() as desk:
            found = desk.connection.execute(_LOOK, {"at": desk.at}).one()
        rung, question, message, put_back, waits, newest = found
        rung = min((at for at in (rung, question) if at is not None), default=None)
        return Seen(rung=rung, message=message, put_back=put_back, waits=bool(waits), newest=newest)

    def next_at(self, seen: Seen) -> datetime:
        """When there is something to do next; there is always the next look around."""
        moments = [self._watches_at, *self._birthdays[:1], *([seen.put_back] if seen.put_back else [])]
        if seen.rung:
            moments.append(self._sweeps_at(seen.rung))
        if seen.message:
            moments.append(_tick(seen.message, DELIVERS_EVERY))
        return max(self._clock.at, min(moments))

    def _sweeps_at(self, rung: datetime) -> datetime:
        """The tick after a rung is due; in an outage nobody climbs, and all of it is caught up afterwards."""
        at = _tick(rung, RUNGS_EVERY)
        began, ended = self._outage
        return ended if began <= at < ended else at

    # --- what ----------------------------------------

    def works(self, seen: Seen) -> Seen:
        """Everything that is due now. Returns what is seen afterwards."""
        at = self._clock.at
        if seen.rung and self._sweeps_at(seen.rung) <= at:
            self.rungs += sweep.sweep_all(self._office)
        if seen.message and seen.message <= at:
            self._deliver()
        if self._birthdays and self._birthdays[0] <= at:
            self._notes_birthdays()
        if self._watches_at <= at:
            self.does_besides()
            self._watches_at += timedelta(days=1)
        return self.moves()

    def moves(self) -> Seen:
        """Every procedure that has something to look at runs; one that fails stops the simulation."""
        while (seen := self.looks()).waits:
            advance.advance_next(self._office, BODIES)
        return seen

    def does_besides(self) -> None:
        """What a running service does besides, here once a day; whatever else is done daily belongs here."""
        began, ended = self._outage
        beats = {heartbeat.RUNNER: self._office.name}
        heartbeat.beat(self._office, beats if began <= self._clock.at < ended else {**beats, heartbeat.SWEEP: ""})
        tie_days.note_tie_days(self._office)
        first_of_month = civil_day(self._clock.at).day == 1
        rounds.regular_round(self._office, with_invariants=first_of_month)
        self.seals()

    def seals(self, *, everything: bool = False) -> None:
        """Link new entries into the global chain."""
        with self._office.writing() as desk:
            journal.seal(desk.session, self._office.vault, everything=everything)

    def _deliver(self) -> None:
        """All that is due in one transaction: what is lost when this process dies is the whole simulation anyway."""
        claimed = deliver.claim(self._office, AT_ONCE)
        deliver.write_down(self._office, [deliver.send(self._office, one) for one in claimed])

    def _notes_birthdays(self) -> None:
        while self._birthdays and self._birthdays[0] <= self._clock.at:
            heapq.heappop(self._birthdays)
        turning.note_birthdays(self._office)


def _tick(at: datetime, every: timedelta) -> datetime:
    """The first tick that is not before a moment."""
    since = at - datetime(2000, 1, 1, tzinfo=UTC)
    return at + (-since) % every
