"""Child files, adults, reports and incidents from the journal. 档案与报告的投影."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlmodel import col

from models import Adult, ChildFile, Incident, ReportChild, ReportRow, Tie
from tasks.canonical import read_instant
from tasks.kinds import Kind
from tasks.projection.facts import Projector, add, facts_of
from tasks.projection.notices import add_notices

if TYPE_CHECKING:
    from models import JournalEntry
    from tasks.desk import Desk


def identity_words(name: str | None, birth_on: str | None) -> str | None:
    """What two files of the same child have in common: name and date of birth."""
    return f"{name}|{birth_on}" if name and birth_on else None


def _child_file_opened(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        facts = facts_of(row)
        facts |= _indexes(desk, facts)
        add(desk, ChildFile, [{**facts, "opened_at": row.recorded_at}])


def _indexes(desk: Desk, facts: dict[str, Any]) -> dict[str, str | None]:
    """Blind indexes, computed from what can still be read: they are gone with the key."""
    no = facts["no"]
    vault = desk.office.vault
    words = identity_words(
        desk.reveal(no, "name", facts["name_sealed"]), desk.reveal(no, "birth_on", facts["birth_on_sealed"])
    )
    number = desk.reveal(no, "id_number", facts["id_number_sealed"])
    return {
        "identity_index": vault.blind_index("identity", words) if words else None,
        "id_number_index": vault.blind_index("id_number", number) if number else None,
    }


def _adult_tied(desk: Desk, rows: list[JournalEntry]) -> None:
    for facts in map(facts_of, rows):
        adult, tie = facts["adult"], facts["tie"]
        if desk.session.execute(select(col(Adult.no)).where(col(Adult.no) == adult["no"])).first() is None:
            add(desk, Adult, [adult])
        terms = {name: date.fromisoformat(tie[name]) if tie[name] else None for name in ("from_on", "until_on")}
        add(desk, Tie, [{**tie, **terms}])


def _report_received(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        facts = facts_of(row)
        report, incident = facts["report"], facts["incident"]
        add(desk, Incident, [{**incident, "happened_at": read_instant(incident["happened_at"])}])
        moments = {name: read_instant(report[name]) for name in ("discovered_at", "reported_at")}
        add(desk, ReportRow, [{**report, **moments, "recorded_at": row.recorded_at}])
        add(desk, ReportChild, [{**child, "report_no": report["no"]} for child in facts["children"]])
        add_notices(desk, row, facts)


def _reporter_told(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        add_notices(desk, row, facts_of(row))


PROJECTORS: dict[Kind, Projector] = {
    Kind.CHILD_FILE_OPENED: _child_file_opened,
    Kind.ADULT_TIED: _adult_tied,
    Kind.REPORT_RECEIVED: _report_received,
    Kind.REPORTER_TOLD: _reporter_told,
}
