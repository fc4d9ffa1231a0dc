"""One glance at the database: is there anything to do? 是否有事可办.

A single statement over partial indexes, asked a few times a second by every runner.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, exists, func, or_, select

from models import DutyRow, JournalEntry, MissedRung, Outbox, Wake
from tasks.armed import first_due


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What there is to do. 待办概览."""

    wakes: bool
    rungs: bool
    notices: bool
    newest_entry: int


def glance(session: Session, at: datetime) -> Glance:
    """Whether a procedure waits, a rung is due, a notice is to be sent, and the newest journal entry."""
    wakes = exists().where(or_(col(Wake.leased_until).is_(None), col(Wake.leased_until) <= at))
    rungs = or_(
        first_due(col(DutyRow.next_rung_at), at).scalar_subquery().is_not(None),
        first_due(col(DutyRow.attention_at), at).scalar_subquery().is_not(None),
        exists().where(col(MissedRung.id).is_not(None)),  # climbed by whoever was killed before it told of it
    )
    notices = exists().where(
        col(Outbox.next_try_at) <= at, or_(col(Outbox.leased_until).is_(None), col(Outbox.leased_until) <= at)
    )
    newest = select(func.max(JournalEntry.seq)).scalar_subquery()
    found = session.execute(select(wakes, rungs, notices, newest)).one()
    return Glance(wakes=found[0], rungs=found[1], notices=found[2], newest_entry=found[3] or 0)
