"""Who stands around a child, and what has happened to the child since. 儿童身边的人与事."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import Note, Tie
from rules.moments import civil_day
from rules.vocabulary import NoteKind

if TYPE_CHECKING:
    from datetime import date

    from tasks.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Harm:
    """New harm that somebody recorded in a case. 侵害事件."""

    no: str
    happened_at: datetime
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


def harms_of(desk: Desk, case_no: str, since: datetime) -> tuple[Harm, ...]:
    """Harm that happened after a moment, in the order in which it happened."""
    query = select(Note).where(
        col(Note.case_no) == case_no, col(Note.kind) == NoteKind.HARM, col(Note.happened_at) > since
    )
    rows = desk.session.exec(query.order_by(col(Note.happened_at), col(Note.no)))
    return tuple(Harm(no=row.no, happened_at=row.happened_at or since, about=row.about) for row in rows)
