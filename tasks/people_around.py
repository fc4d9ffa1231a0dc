"""Who stands around a child, and what has happened to the child since. 儿童身边的人与事."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import case, col, func, select

from models import JournalEntry, Note, Tie
from models.columns import Instant
from rules.moments import civil_day
from rules.vocabulary import NoteKind, Precision, Relation
from tasks.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tasks.desk import Desk


PARENTS = frozenset({Relation.MOTHER, Relation.FATHER})

_ABOUT_TIES = (Kind.ADULT_TIED, Kind.TIE_ENDED, Kind.TIE_DAY_CAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Harm:
    """New harm that somebody recorded in a case. 侵害事件."""

    no: str
    happened_at: datetime
    precision: Precision
    recorded_at: datetime
    about: str | None


def ties_of(desk: Desk, child_no: str, on: date | None = None) -> list[Tie]:
    """The adults around a child on a day, in the order in which they were entered; today, if no day is named."""
    day = on or civil_day(desk.at)
    rows = desk.session.exec(select(Tie).where(col(Tie.child_no) == child_no).order_by(col(Tie.place), col(Tie.no)))
    return [
        tie
        for tie in rows
        if (tie.from_on is None or tie.from_on <= day) and (tie.until_on is None or day < tie.until_on)
    ]


def known_ties(desk: Desk, child_no: str) -> list[Tie]:
    """The adults around a child as far as it is recorded: what a flow decides on, whatever day it is. 已记载的关系.

    A tie that begins or ends on a later day than it was entered does so for a flow when that day has been recorded
    (`tasks.tie_days`), so that the same record gives the same duties whenever it is looked at.
    """
    day = recorded_until(desk, [child_no]).get(child_no)
    return ties_of(desk, child_no, day) if day else []


def recorded_until(desk: Desk, child_nos: Sequence[str]) -> dict[str, date]:
    """Up to which civil day it is recorded who stands around each child: the last entry about a tie says so."""
    came = col(JournalEntry.kind) == Kind.TIE_DAY_CAME
    known_at = case((came, col(JournalEntry.happened_at)), else_=col(JournalEntry.recorded_at))
    query = (
        select(JournalEntry.chain, func.max(known_at, type_=Instant))
        .where(col(JournalEntry.chain).in_(child_nos), col(JournalEntry.kind).in_(_ABOUT_TIES))
        .group_by(col(JournalEntry.chain))
    )
    return {child_no: civil_day(at) for child_no, at in desk.session.exec(query)}


def harms_of(desk: Desk, case_no: str) -> tuple[Harm, ...]:
    """Harm that was recorded in a case, in the order in which it happened; of an unknown day, by when it was known."""
    query = select(Note).where(col(Note.case_no) == case_no, col(Note.kind) == NoteKind.HARM)
    rows = desk.session.exec(query.order_by(col(Note.recorded_at), col(Note.no)))
    found = [
        Harm(
            no=row.no,
            happened_at=row.happened_at or row.recorded_at,
            precision=Precision(row.happened_precision),
            recorded_at=row.recorded_at,
            about=row.about,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda harm: harm.happened_at))
