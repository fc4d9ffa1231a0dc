"""Duties, their pauses and extensions, and the documents they produce, from the journal. 职责的投影."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update
from sqlalchemy.orm import Mapped
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key
from sqlmodel import col

from models import CaseFile, DutyExtension, DutyPause, DutyRow, Instrument, Notice, bulk
from rules.vocabulary import DutyState, Precision
from tasks.canonical import canonical, read_instant
from tasks.kinds import Kind
from tasks.projection.contact import contact_by_answer
from tasks.projection.facts import Projector, add, facts_of
from tasks.projection.instruments import record_of
from tasks.projection.notices import add_notices, notice_rows

if TYPE_CHECKING:
    from models import JournalEntry
    from tasks.desk import Desk


def _duty_opened(desk: Desk, rows: list[JournalEntry]) -> None:
    """Many at once: with a month the routine duties of a whole province begin."""
    opened, notices = [], []
    numbered: dict[str, int] = {}
    for row in rows:
        facts = facts_of(row)
        plain = {name: facts[name] for name in ("code", "about", "variant", "role", "post_no")}
        duty = {
            **plain,
            **_clock(facts),
            "no": row.duty_no,
            "case_no": row.chain,
            "procedure_no": row.procedure_no,
            "since_at": read_instant(facts["since_at"]),
            "since_precision": facts.get("since_precision", Precision.EXACT),
            "ends_on": date.fromisoformat(facts["ends_on"]) if "ends_on" in facts else None,
            "opened_at": row.recorded_at,
            "state": DutyState.OPEN,
            "turns": 0,
            **_attention(facts, row),
        }
        opened.append(duty)
        notices += notice_rows(row, facts)
        numbered[row.chain] = facts["n"]
    add(desk, DutyRow, opened)
    counts = [{"no": no, "duties_opened": n} for no, n in numbered.items()]
    bulk.update(desk.connection, CaseFile, "no", counts)
    add(desk, Notice, notices)


def _clock(facts: dict[str, Any], *, next_rung: int = 0) -> dict[str, Any]:
    """Dates and ladder as they were computed when the entry was written; a rebuild does not count again."""
    rungs = facts["rungs"]
    armed = rungs[next_rung] if next_rung < len(rungs) else facts.get("next_rung_at")
    return {
        "internal_due_at": read_instant(facts["internal_due_at"]),
        "legal_due_at": read_instant(facts["legal_due_at"]),
        "provisional": facts["provisional"],
        "last_safe_at": read_instant(facts.get("last_safe_at")),
        "rungs": canonical(rungs),
        "next_rung": next_rung,
        "next_rung_at": read_instant(armed),
    }


def _attention(facts: dict[str, Any], row: JournalEntry) -> dict[str, Any]:
    """The clocks of reading and taking on begin to run: a post was told, and has not reacted yet."""
    asked = facts.get("attention", [])
    return {
        "attention": canonical(asked),
        "next_attention": 0,
        "attention_at": read_instant(asked[0][0]) if asked else None,
        "told_at": row.recorded_at if facts["post_no"] and not facts.get("routine") else None,
        "read_at": None,
        "accepted_at": None,
        "accepted_by_person": None,
    }


_SILENT = {"attention_at": None}
"""Nobody is asked any more whether they have read it or taken it on."""


def _change(desk: Desk, row: JournalEntry, **values: Any) -> None:
    """Into the table itself, past the bookkeeping of the ORM: it is done for every second fact.

    What somebody holds of the duty in this transaction changes with it.
    """
    bulk.update(desk.connection, DutyRow, "no", [{"no": row.duty_no, **values}])
    held = desk.session.identity_map.get(identity_key(DutyRow, row.duty_no))
    if held is not None:
        for name, value in values.items():
            set_committed_value(held, name, value)


def _counted(desk: Desk, row: JournalEntry, what: Mapped[int]) -> int:
    """What was counted of a duty so far."""
    found: int = desk.session.execute(select(what).where(col(DutyRow.no) == row.duty_no)).scalar_one()
    return found


def _ended(state: DutyState) -> Projector:
    """A projector for the ways in which a duty ends by somebody's act."""

    def projector(desk: Desk, rows: list[JournalEntry]) -> None:
        for row in rows:
            facts = facts_of(row)
            _change(
                desk,
                row,
                state=state,
                answer=canonical(facts["answer"]),
                happened_at=row.happened_at or row.recorded_at,  # of an unknown moment only this is known: by then
                # when what is left out happened elsewhere is not known, only when it was left out here
                happened_precision=row.happened_precision if state is DutyState.ANSWERED else Precision.UNKNOWN,
                recorded_at=row.recorded_at,
                answered_by_post=row.by_post,
                next_rung_at=None,
                **_SILENT,
            )
            if state is DutyState.ANSWERED:
                contact_by_answer(desk, row, facts["code"], facts["answer"])
            if facts.get("document"):
                add(desk, Instrument, [record_of(row, facts["document"])])

    return projector


def _duty_reopened(desk: Desk, rows: list[JournalEntry]) -> None:
    """What had become needless is owed again, where its ladder stood."""
    for row in rows:
        facts = facts_of(row)
        dates = _clock(facts, next_rung=facts["next_rung"]) if "rungs" in facts else _as_it_stood(desk, row, facts)
        _change(
            desk,
            row,
            state=DutyState.OPEN,
            answer=None,
            happened_at=None,
            happened_precision=None,
            recorded_at=None,
            answered_by_post=None,
            turns=_counted(desk, row, col(DutyRow.turns)) + 1,
            **_asked_again(facts),
            **dates,
        )


def _as_it_stood(desk: Desk, row: JournalEntry, facts: dict[str, Any]) -> dict[str, Any]:
    """Entries of before the ladder was told again and again name its rung only."""
    rungs = desk.session.execute(select(col(DutyRow.rungs)).where(col(DutyRow.no) == row.duty_no)).scalar_one()
    times = json.loads(rungs)
    armed = times[facts["next_rung"]] if facts["next_rung"] < len(times) else None
    return {"next_rung_at": read_instant(armed)}


def _duty_assigned(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        facts = facts_of(row)
        _change(desk, row, role=facts["role"], post_no=facts["post_no"], **_attention(facts, row))
        add_notices(desk, row, facts)


def _duty_handed_on(desk: Desk, rows: list[JournalEntry]) -> None:
    """Another post owes it from now on; the rung it stands on stays."""
    for row in rows:
        facts = facts_of(row)
        hand_ons = _counted(desk, row, col(DutyRow.hand_ons)) + 1
        _change(desk, row, role=facts["role"], post_no=facts["post_no"], hand_ons=hand_ons, **_attention(facts, row))
        add_notices(desk, row, facts)


def _duty_read(desk: Desk, rows: list[JournalEntry]) -> None:
    """Who has read it may still not have taken it on: that is asked next."""
    for row in rows:
        facts = facts_of(row)
        moved = {"next_attention": facts["next_attention"], "attention_at": read_instant(facts["attention_at"])}
        _change(desk, row, read_at=row.happened_at, **moved)


def _duty_accepted(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        read = select(col(DutyRow.read_at)).where(col(DutyRow.no) == row.duty_no)
        read_at = desk.session.execute(read).scalar_one() or row.happened_at
        taken = {"accepted_at": row.happened_at, "accepted_by_person": row.by_person}
        _change(desk, row, read_at=read_at, **taken, **_SILENT)


def _attention_fired(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        facts = facts_of(row)
        moved = {"next_attention": facts["next_attention"], "attention_at": read_instant(facts["attention_at"])}
        _change(desk, row, **moved)
        add_notices(desk, row, facts)


def _breach_explained(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        _change(desk, row, breach_cause=facts_of(row)["cause"])


def _reminded(desk: Desk, rows: list[JournalEntry]) -> None:
    """Somebody was told by hand, or what had failed is sent again under its old number."""
    for row in rows:
        facts = facts_of(row)
        add_notices(desk, row, facts)
        if "resent" in facts:
            again = update(Notice).where(col(Notice.no) == facts["resent"])
            desk.session.execute(again.values(state="queued", failure=None))


def _duty_paused(desk: Desk, rows: list[JournalEntry]) -> None:
    """While the clock stands there is no date and no rung; one that was over before it stood keeps its date."""
    for row in rows:
        facts = facts_of(row)
        expected = date.fromisoformat(facts["expected_on"]) if facts.get("expected_on") else None
        stretch = {"no": row.key, "duty_no": row.duty_no, "cause": facts["cause"], "from_at": row.happened_at}
        add(desk, DutyPause, [{**stretch, "expected_on": expected}])
        dates = {**_clock(facts, next_rung=facts["next_rung"]), "next_rung_at": None, **_SILENT}
        _change(desk, row, state=DutyState.PAUSED, **dates)


def _duty_resumed(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        facts = facts_of(row)
        still = (col(DutyPause.duty_no) == row.duty_no, col(DutyPause.until_at).is_(None))
        desk.session.execute(update(DutyPause).where(*still).values(until_at=row.happened_at))
        _change(desk, row, state=DutyState.OPEN, **_asked_again(facts), **_clock(facts, next_rung=facts["next_rung"]))


def _asked_again(facts: dict[str, Any]) -> dict[str, Any]:
    """Where the clocks of attention stand once a duty runs again; entries of before they existed say nothing."""
    asked: dict[str, Any] = {"attention_at": read_instant(facts.get("attention_at"))}
    if "next_attention" in facts:
        asked["next_attention"] = facts["next_attention"]
    if "attention" in facts:
        asked["attention"] = canonical(facts["attention"])
    return asked


def _duty_extended(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        facts = facts_of(row)
        more = {name: facts[name] for name in ("amount", "unit", "basis")}
        granted = {"no": row.key, "duty_no": row.duty_no, "granted_at": row.happened_at}
        add(desk, DutyExtension, [{**more, **granted}])
        dates = _clock(facts, next_rung=facts["next_rung"])
        _change(
            desk, row, **(dates if _is_open(desk, row) else {**dates, "next_rung_at": None})
        )  # none while it stands


def _is_open(desk: Desk, row: JournalEntry) -> bool:
    state = desk.session.execute(select(col(DutyRow.state)).where(col(DutyRow.no) == row.duty_no)).scalar_one()
    return bool(state == DutyState.OPEN)


def _duty_date_settled(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        facts = facts_of(row)
        _change(desk, row, **_clock(facts, next_rung=facts["next_rung"]))


def _rung_fired(desk: Desk, rows: list[JournalEntry]) -> None:
    """Many at once: a county's duties fall due at the same midnight."""
    steps: dict[str, dict[str, Any]] = {}
    notices = []
    for row in rows:
        facts = facts_of(row)
        steps[row.duty_no or ""] = {
            "no": row.duty_no,
            "next_rung": facts["rung"] + 1,
            "next_rung_at": read_instant(facts["next_rung_at"]),
        }
        notices += notice_rows(row, facts)
    bulk.update(desk.connection, DutyRow, "no", list(steps.values()))
    add(desk, Notice, notices)


def settle_duties_of(desk: Desk, row: JournalEntry) -> None:
    """The open duties of a closed procedure end with it."""
    desk.session.execute(
        update(DutyRow)
        .where(col(DutyRow.procedure_no) == row.procedure_no)
        .where(col(DutyRow.state).in_([DutyState.OPEN, DutyState.PAUSED]))
        .values(state=DutyState.SETTLED, settled_reason=json.loads(row.payload)["reason"], next_rung_at=None, **_SILENT)
    )


PROJECTORS: dict[Kind, Projector] = {
    Kind.DUTY_OPENED: _duty_opened,
    Kind.DUTY_ASSIGNED: _duty_assigned,
    Kind.DUTY_ANSWERED: _ended(DutyState.ANSWERED),
    Kind.DUTY_SKIPPED: _ended(DutyState.SKIPPED),
    Kind.DUTY_EXCUSED: _ended(DutyState.EXCUSED),
    Kind.DUTY_PAUSED: _duty_paused,
    Kind.DUTY_RESUMED: _duty_resumed,
    Kind.DUTY_EXTENDED: _duty_extended,
    Kind.DUTY_DATE_SETTLED: _duty_date_settled,
    Kind.DUTY_RECOUNTED: _duty_date_settled,
    Kind.DUTY_HANDED_ON: _duty_handed_on,
    Kind.DUTY_READ: _duty_read,
    Kind.DUTY_ACCEPTED: _duty_accepted,
    Kind.ATTENTION_FIRED: _attention_fired,
    Kind.BREACH_EXPLAINED: _breach_explained,
    Kind.REMINDED: _reminded,
    Kind.DUTY_REOPENED: _duty_reopened,
    Kind.RUNG_FIRED: _rung_fired,
}
