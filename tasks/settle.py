"""Settling provisional dates once the year's holiday notice is there. 暂定期限的确定.

A date that reached into a year without a notice was shown as provisional.  When our calendar covers the year, it is
counted again; what it was and what it is both stay in the journal.  A date that was firm is never touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import DutyRow, Procedure
from rules.vocabulary import DutyState
from tasks.clocks import clock_of
from tasks.journal import Entry
from tasks.kinds import Kind

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office


def settle_provisional(office: Office) -> int:
    """Settle every provisional date that the calendar now covers. Returns how many were settled."""
    with office.writing() as desk:
        query = (
            select(DutyRow, Procedure.rules)
            .join(Procedure, col(Procedure.no) == col(DutyRow.procedure_no))
            .where(col(DutyRow.provisional), col(DutyRow.state) == DutyState.OPEN)
            .with_for_update(of=DutyRow, skip_locked=True)
        )
        settled = [
            entry for row, rules in desk.session.exec(query).all() if (entry := _settled(desk, row, rules)) is not None
        ]
        desk.record(*settled)
        return len(settled)


def _settled(desk: Desk, row: DutyRow, rules: str) -> Entry | None:
    """The entry that makes a date firm, or None while the year is still without a notice."""
    clock = clock_of(desk, desk.rules(rules), row)
    if clock.due.provisional:
        return None
    return Entry(
        chain=row.case_no,
        kind=Kind.DUTY_DATE_SETTLED,
        key=f"settled:{row.no}:{desk.office.calendar.content_hash}",
        payload={**clock.facts(), "next_rung": row.next_rung, "calendar": desk.office.calendar.content_hash},
        happened_at=desk.at,
        procedure_no=row.procedure_no,
        duty_no=row.no,
        basis=("P-13",),
    )
