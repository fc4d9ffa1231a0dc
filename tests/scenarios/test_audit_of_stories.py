"""Does the audit, which is told from the journal alone, say what the tables say? 核查与各表相符."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from models import DutyExtension, DutyPause, DutyRow, Procedure
from rules.asked_for import ASKED_FOR
from rules.moments import civil_day
from rules.vocabulary import DutyState, Force
from tasks.audit_fold import FoldedDuty
from tasks.audit_rules import say_verdict
from tasks.audit_sheet import case_sheet
from tasks.cases import why
from tasks.verdicts import Verdict, verdict_of
from tests.scenarios.conftest import Staged
from tests.scenarios.test_stories import IN_THEIR_TIER, STORIES

if TYPE_CHECKING:
    from tasks.desk import Desk

SAME = (
    *("no", "procedure_no", "code", "about", "variant", "role", "post_no", "since_at", "since_precision", "opened_at"),
    *("internal_due_at", "legal_due_at", "provisional", "state", "answer", "happened_at", "happened_precision"),
    *("recorded_at", "answered_by_post", "settled_reason", "turns"),
)
"""What a row of the table of duties and the fold both know."""


@pytest.mark.parametrize("story", IN_THEIR_TIER, ids=lambda path: path.stem)
def test_what_the_entries_tell_is_what_stands_in_the_tables(story: Path, staged: Staged) -> None:
    played = staged(story)
    for case_no in played.cases.values():
        with played.office.reading() as desk:
            sheet = case_sheet(desk, case_no)
            rows = desk.session.exec(select(DutyRow).where(col(DutyRow.case_no) == case_no)).all()
            procedures = desk.session.exec(select(Procedure).where(col(Procedure.case_no) == case_no)).all()
            stretches = {no: _stretches(desk, no) for no in sheet.case.duties}

        assert {no: _said(duty) for no, duty in sheet.case.duties.items()} == {row.no: _said(row) for row in rows}
        assert {row.no: row.next_rung for row in rows} == {no: one.climbed for no, one in sheet.case.duties.items()}
        assert {no: (len(one.pauses), len(one.extensions)) for no, one in sheet.case.duties.items()} == stretches
        assert {(row.no, row.kind, row.rules, row.close_reason, row.closed_at) for row in procedures} == {
            (one.no, one.kind, one.rules, one.close_reason, one.closed_at) for one in sheet.case.procedures.values()
        }


@pytest.mark.parametrize("story", IN_THEIR_TIER, ids=lambda path: path.stem)
def test_every_rule_of_every_procedure_has_one_verdict_and_its_proof(story: Path, staged: Staged) -> None:
    played = staged(story)
    for case_no in played.cases.values():
        with played.office.reading() as desk:
            sheet = case_sheet(desk, case_no)
            elsewhere = desk.pack.asked_for_elsewhere
            rows = {row.no: row for row in desk.session.exec(select(DutyRow).where(col(DutyRow.case_no) == case_no))}

        for one in sheet.procedures:
            assert {judged.rule.code for judged in one.rules} >= set(ASKED_FOR[one.procedure.kind]) - elsewhere
            assert elsewhere.isdisjoint(judged.rule.code for judged in one.rules)
        for judged in sheet.rules:
            assert judged.proofs
            assert all(proof.entry.startswith(f"{case_no}#") for proof in judged.proofs)
            assert say_verdict(judged, "zh")
            assert say_verdict(judged, "en")
            assert judged.broken <= (judged.late is not None)
            if judged.duty and judged.duty.state != DutyState.SETTLED:
                assert judged.verdict is verdict_of(rows[judged.duty.no], sheet.at)
            assert (judged.duty is None) == (judged.verdict is Verdict.NOT_APPLICABLE)


def test_what_ends_with_its_procedure_after_its_limit_was_never_done_and_before_it_is_settled(staged: Staged) -> None:
    played = staged(next(path for path in STORIES if path.stem == "08-nantong"))
    (case_no,) = played.cases.values()
    with played.office.reading() as desk:
        sheet = case_sheet(desk, case_no)

    for judged in sheet.rules:
        if judged.duty and judged.duty.settled_at and judged.duty.legal_due_at:
            after = judged.duty.settled_at > judged.duty.legal_due_at
            assert judged.verdict is (Verdict.NEVER_DONE if after else Verdict.SETTLED)
    assert {Verdict.NEVER_DONE, Verdict.SETTLED} <= {judged.verdict for judged in sheet.rules}


def _said(one: DutyRow | FoldedDuty) -> dict[str, object]:
    return {name: getattr(one, name) for name in SAME}


def _stretches(desk: Desk, duty_no: str) -> tuple[int, int]:
    pauses = desk.session.exec(select(DutyPause.no).where(col(DutyPause.duty_no) == duty_no)).all()
    extensions = desk.session.exec(select(DutyExtension.no).where(col(DutyExtension.duty_no) == duty_no)).all()
    return len(pauses), len(extensions)


NANTONG = next(path for path in STORIES if path.stem == "08-nantong")
"""Of 2020 and 2021: older than much of what is cited today."""


def test_what_was_not_in_force_then_is_never_shown_as_a_breach_of_law(staged: Staged) -> None:
    played = staged(NANTONG)
    (case_no,) = played.cases.values()
    with played.office.reading() as desk:
        lines = [one for one in case_sheet(desk, case_no).rules if one.duty]
        first_days = {code: source.in_force_from for code, source in desk.pack.sources.items()}
        sources = {fact.id: fact.sources for fact in desk.pack.facts.values()}
        view = why(desk, case_no, "serve_protection_order")

    early = [one for one in lines if _cites_later(one.duty, sources[one.rule.set_by], first_days)]
    assert {"serve_protection_order", "decide_warning"} <= {one.rule.code for one in early}
    assert {one.rule.force for one in early} == {Force.OUR_DEFAULT}
    assert all("当时尚未施行" in one.rule.period_basis for one in early)
    assert view.period[2] is Force.OUR_DEFAULT
    assert "自 2022-03-03 起施行，当时尚未施行" in view.period[1]


def _cites_later(duty: FoldedDuty | None, cited: tuple[str, ...], first_days: dict[str, date | None]) -> bool:
    assert duty is not None
    day = civil_day(duty.since_at)
    return any(first is not None and first > day for first in (first_days[code] for code in cited))
