"""Who stands around a child, and what has happened to the child since. 儿童身边的人与事."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlmodel import case, col, func, select

from models import Adult, CaseFile, JournalEntry, Note, Tie
from models.columns import Instant
from rules.moments import civil_day
from rules.vocabulary import NoteKind, Precision, Relation
from tasks.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """An adult around a child as lists show them: by number, without a name. 相关成年人.

    Args:
        known: who it is is entered; False: only that there is somebody.
        from_on, until_on: civil days; the second is the first on which it is no longer so.
    """

    no: str
    relation: Relation
    guardian: bool
    carer: bool
    suspected: bool
    known: bool
    from_on: date | None
    until_on: date | None


def around(desk: Desk, case_no: str, on: date | None = None) -> list[Around]:
    """The adults around the child of a case: all there ever were, or those of one day."""
    query = (
        select(Tie, Adult.known)
        .join(Adult, col(Adult.no) == col(Tie.adult_no))
        .join(CaseFile, col(CaseFile.child_no) == col(Tie.child_no))
        .where(col(CaseFile.no) == case_no)
        .order_by(col(Tie.place), col(Tie.no))
    )
    return [_around(tie, known) for tie, known in desk.session.exec(query) if on is None or _stood(tie, on)]


def _stood(tie: Tie, on: date) -> bool:
    return (tie.from_on is None or tie.from_on <= on) and (tie.until_on is None or on < tie.until_on)


def _around(tie: Tie, known: bool) -> Around:
    return Around(
        no=tie.adult_no,
        relation=Relation(tie.relation),
        guardian=tie.guardian,
        carer=tie.carer,
        suspected=tie.suspected,
        known=known,
        from_on=tie.from_on,
        until_on=tie.until_on,
    )


def ties_of(desk: Desk, child_no: str, on: date | None = None) -> list[Tie]:
    """The adults around a child on a day, in the order in which they were entered; today, if no day is named."""
    day = on or civil_day(desk.at)
    rows = desk.session.exec(select(Tie).where(col(Tie.child_no) == child_no).order_by(col(Tie.place), col(Tie.no)))
    return [tie for tie in rows if _stood(tie, day)]


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
