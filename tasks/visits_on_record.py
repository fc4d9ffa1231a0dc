"""The files of care that rows of visits mean, and the visits that are owed and known in them. 已有走访."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import select as select_columns
from sqlmodel import col, select

from models import CaseFile, DutyRow, JournalEntry, MonitoredChild, Note, Procedure
from rules.moments import civil_day
from rules.monitoring import ROUTINE_CONTACT, ROUTINE_VISIT
from rules.vocabulary import LIVE, DutyState, NoteKind
from tasks.files import Known, identity_indexes
from tasks.visit_table import ListedVisit, VisitKind

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.report_form import ChildForm

CODES = (ROUTINE_VISIT.code, ROUTINE_CONTACT.code)
"""The duties that a visit or a contact answers."""


@dataclass(frozen=True, slots=True)
class CareFile:
    """A child's file of care. 关爱档案."""

    case_no: str
    child_no: str
    procedure_no: str
    rules: str
    lead_post: str | None
    area: str


class MeansAChild(Protocol):
    """A row of a table that means a child, by number or by what recognises it."""

    @property
    def row(self) -> int: ...  # noqa: D102
    @property
    def number(self) -> str | None: ...  # noqa: D102
    @property
    def child(self) -> ChildForm | None: ...  # noqa: D102


def numbers_meant(desk: Desk, rows: Sequence[MeansAChild]) -> dict[int, str | None]:
    """By number of the row: the number of the child or file that it means; None: nobody who has a file."""
    known = Known()
    indexes = {row.row: identity_indexes(desk, row.child) for row in rows if row.child is not None}
    known.look_up(desk, indexes.values())
    return {row.row: row.number or known.no_of(indexes[row.row]) for row in rows}


def files_of(desk: Desk, rows: Sequence[MeansAChild], *, lock: bool) -> dict[int, CareFile]:
    """By number of the row: the file of the child's present round on the list."""
    meant = numbers_meant(desk, rows)
    numbers = sorted({number for number in meant.values() if number})
    either = col(MonitoredChild.child_no).in_(numbers) | col(MonitoredChild.case_no).in_(numbers)
    of = MonitoredChild
    query = (
        select_columns(
            col(of.case_no),
            col(of.child_no),
            col(of.procedure_no),
            Procedure.rules,
            CaseFile.lead_post,
            CaseFile.area,
        )  # type: ignore[call-overload]
        .join(Procedure, col(Procedure.no) == col(of.procedure_no))
        .join(CaseFile, col(CaseFile.no) == col(of.case_no))
        .where(either, col(of.ended_at).is_(None))
        .order_by(col(CaseFile.no))
    )
    if lock:  # the case first, as whoever answers a single duty
        query = query.with_for_update(of=CaseFile)
    files = [CareFile(*one) for one in desk.session.execute(query)]
    by_number = {number: one for one in files for number in (one.child_no, one.case_no)}
    return {row: by_number[number] for row, number in meant.items() if number in by_number}


def owed_in(desk: Desk, cases: list[str], *, lock: bool) -> dict[str, list[DutyRow]]:
    """By file: the visits and contacts that are owed, the latest window first."""
    query = select(DutyRow).where(
        col(DutyRow.case_no).in_(cases), col(DutyRow.code).in_(CODES), col(DutyRow.state).in_(LIVE)
    )
    query = query.order_by(col(DutyRow.since_at).desc(), col(DutyRow.no))
    found: dict[str, list[DutyRow]] = defaultdict(list)
    for row in desk.session.exec(query.with_for_update() if lock else query):
        found[row.case_no].append(row)
    return found


def on_record(desk: Desk, cases: list[str]) -> set[tuple[str, VisitKind, date]]:
    """The visits and contacts that are known, by file, kind and day."""
    answered = select(DutyRow.case_no, DutyRow.code, DutyRow.happened_at).where(
        col(DutyRow.case_no).in_(cases), col(DutyRow.code).in_(CODES), col(DutyRow.state) == DutyState.ANSWERED
    )
    found = {(no, VisitKind(code), civil_day(at)) for no, code, at in desk.session.exec(answered) if at is not None}
    visits = select(Note.case_no, Note.happened_at).where(
        col(Note.case_no).in_(cases), col(Note.kind) == NoteKind.VISIT
    )  # not contacts: a note of one may be of a vain attempt
    return found | {(no, VisitKind.VISIT, civil_day(at)) for no, at in desk.session.exec(visits) if at is not None}


def noted_before(desk: Desk, rows: Sequence[ListedVisit], files: dict[int, CareFile]) -> set[str]:
    """The keys of the notes that a table entered before, of those that these rows may come to."""
    keys = {note_key(files[row.row].case_no, row.kind, row.day) for row in rows if row.row in files}
    return set(desk.session.exec(select(JournalEntry.key).where(col(JournalEntry.key).in_(sorted(keys)))))


def note_key(case_no: str, kind: VisitKind, day: date) -> str:
    """What makes the note of a visit happen once."""
    return f"visit:{case_no}:{kind}:{day.isoformat()}"
