"""Cases and procedures from the journal. 个案与程序的投影."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, update
from sqlmodel import col

from models import CaseFile, DutyRow, IncidentCase, MonitoredChild, Procedure, ProcedureParty
from rules.vocabulary import CasePurpose
from tasks.canonical import read_instant
from tasks.duty_rules import rules_after
from tasks.kinds import Kind
from tasks.projection.duties import settle_duties_of
from tasks.projection.facts import Projector, add, facts_of
from tasks.projection.notices import add_notices

if TYPE_CHECKING:
    from models import JournalEntry
    from tasks.desk import Desk


def _case_opened(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        facts = facts_of(row)
        case = {name: facts[name] for name in ("no", "child_no", "area", "lead_post")}
        purpose = facts.get("purpose", CasePurpose.MATTER)
        new = {"state": "open", "purpose": purpose, "episode": 1, "duties_opened": 0, "opened_at": row.recorded_at}
        add(desk, CaseFile, [{**case, **new}])
        if facts["incident_no"]:  # a case that began with a court's judgment has none yet
            add(desk, IncidentCase, [{"incident_no": facts["incident_no"], "case_no": facts["no"]}])


def _report_joined(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        facts = facts_of(row)
        add(desk, IncidentCase, [{"incident_no": facts["incident_no"], "case_no": row.chain}])
        add_notices(desk, row, facts)


def _decline_told(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        add_notices(desk, row, facts_of(row))


def _procedure_opened(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        facts = facts_of(row)
        taken = ("no", "kind", "report_no", "opened_by", "about", "owed_by_post", "rules")
        procedure = {
            **{name: facts[name] for name in taken},
            "case_no": row.chain,
            "state": "open",
            "opened_at": row.recorded_at,
            "since_at": read_instant(facts["since_at"]),
            "since_precision": row.happened_precision,
            "bodies": facts.get("bodies", "{}"),
            "receiver": facts.get("receiver"),
        }
        add(desk, Procedure, [procedure])
        parties = [
            {"procedure_no": row.procedure_no, "party_no": one["no"], "role": one["role"], "place": place}
            for place, one in enumerate(facts.get("parties", ()), start=1)
        ]
        add(desk, ProcedureParty, parties)


def _party_joined(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        facts = facts_of(row)
        there = select(func.count()).where(col(ProcedureParty.procedure_no) == row.procedure_no)
        place = desk.session.execute(there).scalar_one() + 1
        party = {"procedure_no": row.procedure_no, "party_no": facts["no"], "role": facts["role"], "place": place}
        add(desk, ProcedureParty, [party])


def _procedure_closed(desk: Desk, rows: list[JournalEntry]) -> None:
    """Of one that is closed already only what it left is settled: when and why it ended stays.

    A child who was looked after by it is on the list no more, whatever ended it: nobody visits a child who has died.
    """
    for row in rows:
        desk.session.execute(
            update(Procedure)
            .where(col(Procedure.no) == row.procedure_no, col(Procedure.state) != "closed")
            .values(state="closed", close_reason=facts_of(row)["reason"], closed_at=row.recorded_at)
        )
        desk.session.execute(
            update(MonitoredChild)
            .where(col(MonitoredChild.procedure_no) == row.procedure_no, col(MonitoredChild.ended_at).is_(None))
            .values(ended_at=row.happened_at or row.recorded_at, end_reason=facts_of(row)["reason"])
        )
        settle_duties_of(desk, row)


def _rules_changed(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        facts = facts_of(row)
        changed = update(Procedure).where(col(Procedure.no) == row.procedure_no)
        desk.session.execute(changed.values(rules=facts["rules"]))
        duties = select(DutyRow).where(col(DutyRow.procedure_no) == row.procedure_no)
        for duty in desk.session.execute(duties).scalars():
            duty.rules = rules_after(duty.state, duty.rules, facts)
        desk.session.flush()


def _case_closed(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        desk.session.execute(
            update(CaseFile).where(col(CaseFile.no) == row.chain).values(state="closed", closed_at=row.recorded_at)
        )


def _case_reopened(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        again = {"state": "open", "closed_at": None, "episode": CaseFile.episode + 1}
        desk.session.execute(update(CaseFile).where(col(CaseFile.no) == row.chain).values(**again))


def _case_moved(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        facts = facts_of(row)
        moved = {"area": facts["area"], "lead_post": facts["lead_post"]}
        desk.session.execute(update(CaseFile).where(col(CaseFile.no) == row.chain).values(**moved))


OF_ACCOUNTS = (
    *(Kind.ACCOUNT_OPENED, Kind.ACCOUNT_CLOSED, Kind.ACCOUNT_REOPENED, Kind.PASSWORD_CHANGED, Kind.PASSWORD_RESET),
    *(Kind.SECOND_FACTOR_SET, Kind.SECOND_FACTOR_REMOVED, Kind.SIGNED_IN, Kind.SIGN_IN_LOCKED),
    *(Kind.SERVICE_LINKED, Kind.SERVICE_UNLINKED, Kind.TOKEN_MADE, Kind.TOKEN_REVOKED),
)
"""What happens to accounts: their tables do not follow from the journal, which holds no secret (models/access.py)."""


def _told_of_it(desk: Desk, rows: list[JournalEntry]) -> None:
    """Who was told; the grant itself is no projection and is written beside the fact (`models.access`)."""
    for row in rows:
        add_notices(desk, row, facts_of(row))


def _nothing(desk: Desk, rows: list[JournalEntry]) -> None:
    """Facts that stand in the journal only."""


PROJECTORS: dict[Kind, Projector] = {
    Kind.CASE_OPENED: _case_opened,
    Kind.REPORT_JOINED: _report_joined,
    Kind.DECLINE_TOLD: _decline_told,
    Kind.PROCEDURE_OPENED: _procedure_opened,
    Kind.PROCEDURE_COVERED: _nothing,
    Kind.TIE_DAY_CAME: _nothing,
    Kind.IDENTITY_READ: _nothing,
    Kind.PROCEDURE_CLOSED: _procedure_closed,
    Kind.PARTY_JOINED: _party_joined,
    Kind.CASE_CLOSED: _case_closed,
    Kind.CASE_REOPENED: _case_reopened,
    Kind.CASE_MOVED: _case_moved,
    Kind.DOCUMENT_RENDERED: _nothing,
    Kind.RULES_CHANGED: _rules_changed,
    Kind.HEAD_EXPORTED: _nothing,
    Kind.CASE_EXPORTED: _nothing,
    Kind.RECORD_READ: _nothing,
    Kind.SPOT_CHECK_DRAWN: _nothing,
    **dict.fromkeys(OF_ACCOUNTS, _nothing),
    Kind.EMERGENCY_OPENED: _told_of_it,
    Kind.EMERGENCY_ENDED: _nothing,
    Kind.EMERGENCY_REVIEWED: _nothing,
    Kind.REPORTER_ASKED_FOR: _nothing,
    Kind.REPORTER_GRANTED: _nothing,
    Kind.REPORTER_DENIED: _nothing,
    Kind.PACKAGE_MADE: _told_of_it,
    Kind.PACKAGE_WITHDRAWN: _nothing,
}
