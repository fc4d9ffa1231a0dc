"""When somebody was last with a child, kept beside the child: those who were not seen are found at once. 最近接触."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select, update
from sqlmodel import col

from models import CaseFile, ChildFile
from rules.contacts import NO_CONTACT, NOTES, SIGNS
from rules.vocabulary import NoteKind, Precision
from rules.when import latest
from tasks.contacts import last_contact_at

if TYPE_CHECKING:
    from models import JournalEntry
    from tasks.desk import Desk


def contact_by_answer(desk: Desk, row: JournalEntry, code: str, answer: Mapping[str, Any]) -> None:
    """Take down a contact where an answer says that there was one."""
    kind = SIGNS[code].read(answer) if code in SIGNS else None
    if kind is not None and kind not in NO_CONTACT:
        _take_down(desk, row)


def contact_by_note(desk: Desk, row: JournalEntry, kind: str) -> None:
    """Take down a contact where a noted fact is one."""
    told = NOTES.get(NoteKind(kind))
    if told is not None and told not in NO_CONTACT:
        _take_down(desk, row)


def count_contacts_again(desk: Desk, case_no: str) -> None:
    """After a correction: of all that is recorded of the child, the last."""
    child_no = desk.session.execute(select(col(CaseFile.child_no)).where(col(CaseFile.no) == case_no)).scalar_one()
    last = last_contact_at(desk, child_no)
    desk.session.execute(update(ChildFile).where(col(ChildFile.no) == child_no).values(last_contact_at=last))


def _take_down(desk: Desk, row: JournalEntry) -> None:
    at = _at_the_latest(row)
    child = select(col(CaseFile.child_no)).where(col(CaseFile.no) == row.chain).scalar_subquery()
    known = col(ChildFile.last_contact_at)
    desk.session.execute(
        update(ChildFile)
        .where(col(ChildFile.no) == child, or_(known.is_(None), known < at))
        .values(last_contact_at=at)
        .execution_options(synchronize_session=False)
    )


def _at_the_latest(row: JournalEntry) -> datetime:
    """The last instant at which it can have been; by its record it had been."""
    if row.happened_at is None:
        return row.recorded_at
    return min(latest(row.happened_at, Precision(row.happened_precision)), row.recorded_at)
