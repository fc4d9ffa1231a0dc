"""The clock of one duty: from its frozen rules and its stored facts to its dates and rungs. 职责的时钟.

Nothing is counted down and nothing elapsed is stored: the same facts give the same dates, whenever they are asked.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from models import DutyExtension, DutyPause, DutyRow
from packs.pack import Pack
from rules.calendar import Calendar
from rules.clock import Due, due
from rules.duty import DutySpec, Ladder
from rules.period import Extension, Pause, Period, Unit
from rules.vocabulary import PauseCause
from rules.warning import after_pauses, attention_times, last_safe_at, rung_times, span_after
from tasks.canonical import instant, instant_or_none, read_instant

if TYPE_CHECKING:
    from tasks.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyClock:
    """One duty's clock as it stands. 职责时钟."""

    spec: DutySpec
    period: Period
    since_at: datetime
    due: Due
    ladder: Ladder
    rungs: tuple[datetime, ...]
    last_safe_at: datetime | None
    calendar: Calendar

    def facts(self) -> dict[str, Any]:
        """The dates as they go into a journal entry."""
        return {
            "internal_due_at": instant_or_none(self.due.internal_due_at),
            "legal_due_at": instant_or_none(self.due.legal_due_at),
            "provisional": self.due.provisional,
            "last_safe_at": instant_or_none(self.last_safe_at),
            "rungs": [instant(at) for at in self.rungs],
        }

    def facts_again(self, next_rung: int, at: datetime) -> dict[str, Any]:
        """The dates of a duty that stands on a rung already, counted again at the moment `at`: the rung is kept."""
        armed = self.rungs[next_rung] if next_rung < len(self.rungs) else self._told_again_at(at)
        return {**self.facts(), "next_rung": next_rung, "next_rung_at": instant_or_none(armed)}

    def _told_again_at(self, at: datetime) -> datetime | None:
        """When the last rung of a climbed ladder is told again: at its new moment if that is still to come, or a while
        after now.  Nobody hears from the top of a ladder before the new limit is over.
        """
        last = self.ladder.rungs[-1]
        if not (self.rungs and last.repeat):
            return None
        return self.rungs[-1] if self.rungs[-1] > at else span_after(last.repeat, at, self.calendar)

    def attention(self, told_at: datetime) -> list[list[Any]]:
        """When its post is asked whether it has read and taken on what it owes, as it goes into a journal entry."""
        until = self.due.legal_due_at
        return [[instant(at), rung] for at, rung in attention_times(self.ladder, told_at, until, self.calendar)]


def start_clock(
    pack: Pack,
    calendar: Calendar,
    spec: DutySpec,
    variant: str,
    since_at: datetime,
    *,
    opened_at: datetime,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
    ends_on: date | None = None,
) -> DutyClock:
    """The clock of a duty that began to run at `since_at` and became known here at `opened_at`.

    What is entered late may be overdue when it becomes known.  Its ladder then counts from that moment: those above
    hear of it if nothing happens from now on, not all at once for what nobody could have told them (our rule).
    """
    period = spec.periods[variant]
    end = due(
        period,
        since_at,
        calendar=calendar,
        pauses=pauses,
        extensions=extensions,
        ends_on=ends_on,
        of_a_document=not spec.counts_from_a_day_named,
    )
    known = end if end.legal_due_at is None else replace(end, legal_due_at=max(end.legal_due_at, opened_at))
    ladder = pack.ladders[spec.ladder]
    return DutyClock(
        spec=spec,
        period=period,
        since_at=since_at,
        due=end,
        ladder=ladder,
        rungs=after_pauses(
            rung_times(ladder, known, since_at, period, spec.takes_hours, calendar), known.legal_due_at, pauses
        ),
        last_safe_at=last_safe_at(end, period, spec.takes_hours, calendar, since=since_at),
        calendar=calendar,
    )


def clock_of(desk: Desk, pack: Pack, duty: DutyRow) -> DutyClock:
    """The clock of a stored duty, with its pauses and extensions as they are recorded now."""
    return start_clock(
        pack,
        desk.office.calendar,
        pack.duty(duty.code),
        duty.variant,
        duty.since_at,
        opened_at=duty.opened_at,
        pauses=pauses_of(desk, duty.no),
        extensions=extensions_of(desk, duty.no),
        ends_on=duty.ends_on,
    )


def pauses_of(desk: Desk, duty_no: str) -> list[Pause]:
    """The stretches during which a duty's clock stood still."""
    query = select(DutyPause.cause, DutyPause.from_at, DutyPause.until_at).where(col(DutyPause.duty_no) == duty_no)
    return [
        Pause(cause=PauseCause(cause), from_at=from_at, until_at=until_at)
        for cause, from_at, until_at in desk.session.exec(query.order_by(col(DutyPause.from_at)))
    ]


def extensions_of(desk: Desk, duty_no: str) -> list[Extension]:
    """What a duty's period was extended by, in the order in which it was granted."""
    query = select(DutyExtension.amount, DutyExtension.unit, DutyExtension.basis)
    query = query.where(col(DutyExtension.duty_no) == duty_no).order_by(col(DutyExtension.granted_at))
    return [Extension(amount=amount, unit=Unit(unit), basis=basis) for amount, unit, basis in desk.session.exec(query)]


def dates_of(duty: DutyRow) -> dict[str, Any]:
    """The dates that a duty had until now, as they go into the entry that changes them: both answers stay."""
    return {
        "internal_due_at": instant_or_none(duty.internal_due_at),
        "legal_due_at": instant_or_none(duty.legal_due_at),
        "provisional": duty.provisional,
    }


def rungs_of(duty: DutyRow) -> tuple[datetime, ...]:
    """When each rung of its ladder is due, as it was last computed."""
    return tuple(at for at in map(read_instant, json.loads(duty.rungs)) if at is not None)
