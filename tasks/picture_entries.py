"""Which entry of the journal stands behind each mark of a timeline picture. 图中事项的记录."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import CaseFile, JournalEntry, ReportChild
from tasks.kinds import Kind
from tasks.projection.facts import facts_of

if TYPE_CHECKING:
    from tasks.desk import Desk

Behind = tuple[int, datetime | None, datetime]
"""Number of the entry in the whole journal, when it happened, when it was recorded."""


_SHOWN = [
    *(Kind.REPORT_RECEIVED, Kind.NOTED, Kind.DUTY_OPENED, Kind.DUTY_ANSWERED, Kind.DUTY_SKIPPED, Kind.DUTY_EXCUSED),
    *(Kind.INSTRUMENT_ISSUED, Kind.INSTRUMENT_BREACHED, Kind.DUTY_PAUSED, Kind.CAME_OF_AGE, Kind.CHILD_DIED),
    *(Kind.ENTRY_CORRECTED, Kind.ENTRY_DISPUTED),
]


def entries_of(desk: Desk, case: CaseFile) -> tuple[dict[str, Behind], dict[str, str | None]]:
    """By what a mark is known: the entry that it stands for, and the post that entered it."""
    reports = select(ReportChild.report_no).where(col(ReportChild.case_no) == case.no)
    chains = [case.no, case.subject_no, *desk.session.exec(reports)]
    query = select(JournalEntry).where(col(JournalEntry.chain).in_(chains), col(JournalEntry.kind).in_(_SHOWN))
    found: dict[str, Behind] = {}
    by: dict[str, str | None] = {}
    for row in desk.session.exec(query.order_by(col(JournalEntry.seq))):
        whole = (row.seq or 0, row.happened_at, row.recorded_at)
        found[f"{row.chain}#{row.n}"] = whole
        for key in _known_by(row):
            found[key] = whole
            by[key] = row.by_post
    return found, by


def _known_by(row: JournalEntry) -> tuple[str, ...]:
    kind = Kind(row.kind)
    if kind in (Kind.ENTRY_CORRECTED, Kind.ENTRY_DISPUTED):
        return ()
    if kind is Kind.REPORT_RECEIVED:
        return (row.chain,)
    if kind in (Kind.CAME_OF_AGE, Kind.CHILD_DIED):
        return (str(kind),)
    if kind is Kind.DUTY_PAUSED:
        return (row.key,)
    if kind is Kind.INSTRUMENT_ISSUED:
        return (str(facts_of(row)["no"]),)
    if kind is Kind.INSTRUMENT_BREACHED:
        return (str(facts_of(row)["breach_no"]),)
    return (row.duty_no,) if row.duty_no else ()
