"""Instruments, their versions, service and breaches from the journal. 文书的投影."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select, update
from sqlmodel import col

from models import Instrument, InstrumentAddressee, InstrumentBreach, InstrumentVersion
from tasks.canonical import canonical
from tasks.kinds import Kind
from tasks.projection.facts import Projector, add, facts_of

if TYPE_CHECKING:
    from models import JournalEntry
    from tasks.desk import Desk


def record_of(row: JournalEntry, document: dict[str, Any]) -> dict[str, Any]:
    """The document that an answer named by its number: kept as such, without a life of its own."""
    return _row(
        no=f"{row.duty_no}/doc",
        case_no=row.chain,
        procedure_no=row.procedure_no,
        duty_no=row.duty_no,
        kind="record",
        title=document["title"],
        document_no=document["document_no"],
        state="issued",
        issued_by_post=row.by_post,
        issued_at=row.happened_at,
        issued_precision=row.happened_precision,
        recorded_at=row.recorded_at,
    )


def _row(**said: Any) -> dict[str, Any]:
    plain = {"about": "", "issuers": "[]", "version": 1, "granted": "full"}
    empty = ("follows", "facts_sealed", "content_sealed", "ended_at", "issued_at")
    return {**plain, **dict.fromkeys(empty), **said}


def _drafted(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        facts = facts_of(row)
        instrument = _of_entry(row, facts, state="draft")
        if facts.get("again"):  # the same draft in other words, to others
            _change(desk, facts["no"], **{name: value for name, value in instrument.items() if name != "no"})
            whom = col(InstrumentAddressee.instrument_no) == facts["no"]
            desk.session.execute(delete(InstrumentAddressee).where(whom))
        else:
            add(desk, Instrument, [instrument])
        _speak_to(desk, facts)


def _discarded(desk: Desk, rows: list[JournalEntry]) -> None:
    """No paper and never one: what it said stays in the journal alone."""
    for row in rows:
        no = facts_of(row)["no"]
        desk.session.execute(delete(InstrumentAddressee).where(col(InstrumentAddressee.instrument_no) == no))
        desk.session.execute(delete(Instrument).where(col(Instrument.no) == no))


def _issued(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        facts = facts_of(row)
        instrument = _of_entry(row, facts, state="issued")
        if facts["draft"]:
            _change(desk, facts["no"], **{name: value for name, value in instrument.items() if name != "no"})
        else:
            add(desk, Instrument, [instrument])
        _speak_to(desk, facts)
        add(desk, InstrumentVersion, [_version(row, facts, n=1, change="issued")])
        _one_paper(desk, row, facts)


def _one_paper(desk: Desk, row: JournalEntry, facts: dict[str, Any]) -> None:
    """The document that the answer named is this very paper: it is not kept twice."""
    if row.duty_no and facts["document_no"]:
        same = (col(Instrument.no) == f"{row.duty_no}/doc", col(Instrument.document_no) == facts["document_no"])
        desk.session.execute(delete(Instrument).where(*same))


def _of_entry(row: JournalEntry, facts: dict[str, Any], *, state: str) -> dict[str, Any]:
    taken = ("no", "kind", "about", "title", "document_no", "granted", "follows", "facts_sealed", "content_sealed")
    return _row(
        **{name: facts[name] for name in taken},
        case_no=row.chain,
        procedure_no=row.procedure_no,
        duty_no=row.duty_no,
        state=state,
        issuers=canonical(facts["issuers"]),
        issued_by_post=row.by_post,
        issued_at=row.happened_at if state == "issued" else None,
        issued_precision=row.happened_precision,
        recorded_at=row.recorded_at,
    )


def _speak_to(desk: Desk, facts: dict[str, Any]) -> None:
    """Those to whom it speaks, besides whom the draft named already."""
    known = select(col(InstrumentAddressee.party_no)).where(col(InstrumentAddressee.instrument_no) == facts["no"])
    there = set(desk.session.execute(known).scalars())
    blank = {"served_at": None, "served_precision": "exact", "served_recorded_at": None, "method": None}
    new = [no for no in facts["to"] if no not in there]
    add(
        desk,
        InstrumentAddressee,
        [{"instrument_no": facts["no"], "party_no": no, **blank, "proof_sealed": None} for no in new],
    )


def _version(row: JournalEntry, facts: dict[str, Any], *, n: int, change: str) -> dict[str, Any]:
    return {
        "instrument_no": facts["no"],
        "n": n,
        "change": change,
        "from_at": row.happened_at or row.recorded_at,
        "from_precision": row.happened_precision,
        "recorded_at": row.recorded_at,
        "document_no": facts.get("document_no", ""),
        "valid_until": date.fromisoformat(facts["valid_until"]) if facts.get("valid_until") else None,
        "content_sealed": facts.get("content_sealed"),
    }


def _served(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        facts = facts_of(row)
        _speak_to(desk, {"no": facts["no"], "to": [facts["to"]]})
        desk.session.execute(
            update(InstrumentAddressee)
            .where(
                col(InstrumentAddressee.instrument_no) == facts["no"], col(InstrumentAddressee.party_no) == facts["to"]
            )
            .values(
                served_at=row.happened_at,
                served_precision=row.happened_precision,
                served_recorded_at=row.recorded_at,
                method=facts["method"],
                proof_sealed=facts["proof_sealed"],
            )
        )


def _breached(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        facts = facts_of(row)
        breach = {
            "no": facts["breach_no"],
            "instrument_no": facts["no"],
            "happened_at": row.happened_at,
            "happened_precision": row.happened_precision,
            "recorded_at": row.recorded_at,
            "words_sealed": facts["words_sealed"],
            "sanction": facts["sanction"],
            "confidential": facts["confidential"],
            "reason_sealed": facts["reason_sealed"],
            "decided_at": None if facts["sanction"] == "pending" else row.happened_at,
        }
        add(desk, InstrumentBreach, [breach])


def _breach_decided(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        facts = facts_of(row)
        decided = {name: facts[name] for name in ("sanction", "confidential", "reason_sealed")}
        desk.session.execute(
            update(InstrumentBreach)
            .where(col(InstrumentBreach.no) == facts["no"])
            .values(**decided, decided_at=row.happened_at)
        )


def _changed(change: str) -> Projector:
    """A projector for a new version: what it does not say, it takes over."""

    def projector(desk: Desk, rows: list[JournalEntry]) -> None:
        for row in rows:
            facts = facts_of(row)
            last = _last_version(desk, facts["no"])
            said = {
                "no": facts["no"],
                "document_no": facts.get("document_no", ""),
                "valid_until": facts.get("until") or (last.valid_until.isoformat() if last.valid_until else None),
                "content_sealed": facts.get("content_sealed") or last.content_sealed,
            }
            add(desk, InstrumentVersion, [_version(row, said, n=last.n + 1, change=change)])
            _change(desk, facts["no"], version=last.n + 1)

    return projector


def _last_version(desk: Desk, no: str) -> Any:
    newest = select(func.max(InstrumentVersion.n)).where(col(InstrumentVersion.instrument_no) == no).scalar_subquery()
    columns = (col(InstrumentVersion.n), col(InstrumentVersion.valid_until), col(InstrumentVersion.content_sealed))
    query = select(*columns).where(col(InstrumentVersion.instrument_no) == no, col(InstrumentVersion.n) == newest)
    return desk.session.execute(query).one()


def _over(state: str) -> Projector:
    """A projector for the ways in which an instrument loses its effect by an act."""

    def projector(desk: Desk, rows: list[JournalEntry]) -> None:
        for row in rows:
            _change(desk, facts_of(row)["no"], state=state, ended_at=row.happened_at or row.recorded_at)

    return projector


def _change(desk: Desk, no: str, **values: Any) -> None:
    desk.session.execute(update(Instrument).where(col(Instrument.no) == no).values(**values))


PROJECTORS: dict[Kind, Projector] = {
    Kind.INSTRUMENT_DRAFTED: _drafted,
    Kind.INSTRUMENT_DISCARDED: _discarded,
    Kind.INSTRUMENT_ISSUED: _issued,
    Kind.INSTRUMENT_SERVED: _served,
    Kind.INSTRUMENT_BREACHED: _breached,
    Kind.BREACH_DECIDED: _breach_decided,
    Kind.INSTRUMENT_VARIED: _changed("varied"),
    Kind.INSTRUMENT_EXTENDED: _changed("extended"),
    Kind.INSTRUMENT_WITHDRAWN: _over("withdrawn"),
    Kind.INSTRUMENT_ENDED: _over("ended"),
}
