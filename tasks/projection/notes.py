"""Other facts of a case, corrections and second versions from the journal. 记事、更正与存疑的投影."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import update
from sqlmodel import col

from models import DutyRow, Instrument, InstrumentBreach, InstrumentVersion, Note, SecondVersion
from tasks.canonical import canonical
from tasks.kinds import Kind
from tasks.projection.contact import contact_by_note, count_contacts_again
from tasks.projection.facts import Projector, add, facts_of

if TYPE_CHECKING:
    from models import JournalEntry
    from tasks.desk import Desk


def _noted(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        facts = facts_of(row)
        note = {
            "no": f"{row.chain}#{row.n}",
            "case_no": row.chain,
            "happened_at": row.happened_at,
            "happened_precision": row.happened_precision,
            "recorded_at": row.recorded_at,
            "by_post": row.by_post,
        }
        taken = ("kind", "about", "restricted", "words_sealed", "source_sealed")
        add(desk, Note, [{**note, **{name: facts[name] for name in taken}}])
        contact_by_note(desk, row, facts["kind"])


def _second_version(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        facts = facts_of(row)
        disputed = row.kind == Kind.ENTRY_DISPUTED
        version = {
            "no": f"{row.chain}#{row.n}",
            "of_entry": facts["of"],
            "case_no": row.chain,
            "disputed": disputed,
            "happened_at": row.happened_at,
            "happened_precision": row.happened_precision,
            "recorded_at": row.recorded_at,
            "reason_sealed": facts["reason_sealed"],
        }
        add(desk, SecondVersion, [version])
        if not disputed:
            _MENDED[facts["of_kind"]](desk, row, facts)
            count_contacts_again(desk, row.chain)


def _mend_duty(desk: Desk, row: JournalEntry, facts: dict[str, Any]) -> None:
    values: dict[str, Any] = {}
    if facts["answer"] is not None:
        values["answer"] = canonical(facts["answer"])
    if facts["moved"]:
        values |= {"happened_at": row.happened_at or row.recorded_at, "happened_precision": row.happened_precision}
    if values:
        desk.session.execute(update(DutyRow).where(col(DutyRow.no) == row.duty_no).values(**values))


def _mend_note(desk: Desk, row: JournalEntry, facts: dict[str, Any]) -> None:
    if facts["moved"]:
        moment = {"happened_at": row.happened_at, "happened_precision": row.happened_precision}
        desk.session.execute(update(Note).where(col(Note.no) == facts["of"]).values(**moment))


def _mend_instrument(desk: Desk, row: JournalEntry, facts: dict[str, Any]) -> None:
    if not facts["moved"]:
        return
    moment = {"issued_at": row.happened_at, "issued_precision": row.happened_precision}
    desk.session.execute(update(Instrument).where(col(Instrument.no) == facts["no"]).values(**moment))
    first = (col(InstrumentVersion.instrument_no) == facts["no"], col(InstrumentVersion.n) == 1)
    begun = {"from_at": row.happened_at or row.recorded_at, "from_precision": row.happened_precision}
    desk.session.execute(update(InstrumentVersion).where(*first).values(**begun))


def _mend_breach(desk: Desk, row: JournalEntry, facts: dict[str, Any]) -> None:
    if facts["moved"]:
        moment = {"happened_at": row.happened_at, "happened_precision": row.happened_precision}
        desk.session.execute(update(InstrumentBreach).where(col(InstrumentBreach.no) == facts["no"]).values(**moment))


_MENDED = {
    Kind.DUTY_ANSWERED: _mend_duty,
    Kind.DUTY_SKIPPED: _mend_duty,
    Kind.DUTY_EXCUSED: _mend_duty,
    Kind.NOTED: _mend_note,
    Kind.INSTRUMENT_ISSUED: _mend_instrument,
    Kind.INSTRUMENT_BREACHED: _mend_breach,
}
"""What a correction changes in the tables, by the kind of the entry that is corrected."""

CAN_BE_CORRECTED = frozenset(_MENDED)
"""Kinds of entries that a correction can mend; every kind can be disputed."""

PROJECTORS: dict[Kind, Projector] = {
    Kind.NOTED: _noted,
    Kind.ENTRY_CORRECTED: _second_version,
    Kind.ENTRY_DISPUTED: _second_version,
}
