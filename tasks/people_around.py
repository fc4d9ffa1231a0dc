"""Who stands around a child, and what has happened to the child since. 儿童身边的人与事."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import Note, Tie
from rules.moments import civil_day
from rules.vocabulary import NoteKind, Precision, Relation

if TYPE_CHECKING:
    from datetime import date

    from tasks.desk import Desk


PARENTS = frozenset({Relation.MOTHER, Relation.FATHER})


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
