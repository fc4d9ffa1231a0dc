"""Does the fold read what other parts of the system write about a duty? 推演."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from models import JournalEntry
from rules.calendar import Calendar
from rules.moments import shanghai
from rules.working_time import WorkingTime
from tasks.audit_fold import Fact, FoldedDuty, fold
from tasks.audit_paper import course_words
from tasks.audit_rules import Judge, owners
from tasks.audit_sheet import COLUMNS
from tasks.canonical import canonical, instant
from tasks.kinds import Kind
from tests.office import County

LATER = shanghai("Friday 2026-03-06 09:00")


@pytest.fixture
def facts(county: County) -> list[Fact]:
    """The entries of a case in which the police have not accepted the report."""
    case = county.a_case()
    query = select(*COLUMNS).where(col(JournalEntry.chain) == case).order_by(col(JournalEntry.n))
    with county.office.reading() as desk:
        return [Fact(*row) for row in desk.session.exec(query)]


def then(facts: list[Fact], kind: Kind, **payload: Any) -> tuple[FoldedDuty, str]:
    """The duty of the police after one more entry about it, and the number of that entry."""
    opened = next(fact for fact in facts if '"code":"police_acceptance"' in fact.payload)
    entry = opened._replace(n=facts[-1].n + 1, kind=kind, recorded_at=LATER, payload=canonical(payload))
    case = fold(opened.chain, [*facts, entry])
    return case.duties[opened.duty_no or ""], f"{entry.chain}#{entry.n}"


def test_a_cause_that_was_given_for_being_late_is_told_with_its_entry(county: County, facts: list[Fact]) -> None:
    duty, entry = then(facts, Kind.BREACH_EXPLAINED, cause="waiting_for_court")
    assert duty.causes == ["waiting_for_court"]
    assert duty.proofs[-1] == (entry, Kind.BREACH_EXPLAINED)
    with county.office.reading() as desk:
        judge = Judge(desk=desk, at=LATER, counted=WorkingTime(Calendar.national()), owners=owners(desk))
        procedure = fold(facts[0].chain, facts).procedures[duty.procedure_no]
        assert "逾期原因：等待法院裁判" in course_words(judge.duty(procedure, duty))


def test_a_date_that_was_counted_anew_is_the_one_that_holds(facts: list[Fact]) -> None:
    due = LATER + timedelta(days=3)
    written = {"internal_due_at": instant(due), "legal_due_at": instant(due), "provisional": False}
    duty, entry = then(facts, Kind.DUTY_RECOUNTED, **written)
    assert (duty.legal_due_at, duty.proofs[-1].entry) == (due, entry)


def test_a_duty_that_was_handed_on_is_owed_by_whoever_has_it_now(facts: list[Fact]) -> None:
    duty, entry = then(facts, Kind.DUTY_HANDED_ON, role="county_police", post_no="P-COUNTY-POLICE")
    assert (duty.post_no, duty.proofs[-1].entry) == ("P-COUNTY-POLICE", entry)


def test_a_procedure_under_other_rules_is_judged_by_them(facts: list[Fact]) -> None:
    opened = next(fact for fact in facts if fact.kind == Kind.PROCEDURE_OPENED)
    changed = opened._replace(n=facts[-1].n + 1, kind=Kind.RULES_CHANGED, payload=canonical({"rules": "f" * 64}))
    assert fold(opened.chain, [*facts, changed]).procedures[opened.procedure_no or ""].rules == "f" * 64


def test_what_bears_on_no_duty_changes_nothing(facts: list[Fact]) -> None:
    noted = facts[-1]._replace(n=facts[-1].n + 1, kind=Kind.NOTED, payload="{}")
    before, after = fold(noted.chain, facts), fold(noted.chain, [*facts, noted])
    assert (after.procedures, after.duties, after.last) == (before.procedures, before.duties, before.last + 1)
