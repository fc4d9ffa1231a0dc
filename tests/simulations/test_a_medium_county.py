"""Does a county of some size come to everything that can happen? 中等规模."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import select

from models import JournalEntry, Procedure
from rules.vocabulary import ProcedureKind
from simulations.matters import OPENED_BY_HAND
from simulations.plan import Plan
from simulations.simulate import simulate
from tasks import verify
from tasks.kinds import Kind

HAPPENS = {
    *(Kind.DUTY_SKIPPED, Kind.DUTY_EXCUSED, Kind.DUTY_PAUSED, Kind.DUTY_RESUMED, Kind.DUTY_EXTENDED),
    *(Kind.REPORT_JOINED, Kind.ENTRY_CORRECTED, Kind.INSTRUMENT_BREACHED, Kind.INSTRUMENT_EXTENDED),
    *(Kind.CASE_CLOSED, Kind.CASE_REOPENED, Kind.CAME_OF_AGE, Kind.NOTICE_FAILED),
}

SELDOM = {ProcedureKind.SERVICE_REFERRAL, ProcedureKind.SUGGESTION, ProcedureKind.CROSS_REGION}
"""Only ever opened by hand: one matter in fourteen begins so.  In so small a county some do not come up."""
ONLY_LOCALLY = {ProcedureKind.DECLARED, ProcedureKind.ROUTINE_REPORTING}
"""A simulated county runs under national rules, which declare no procedure and ask nothing of agencies themselves."""
IN_LATER_YEARS = {ProcedureKind.GUARDIANSHIP_RESTORATION}
"""Asked for between three months and a year after a judgment: in a first year seldom anybody can."""


@pytest.mark.slow
def test_every_kind_of_procedure_occurs_and_people_correct_pause_and_extend(tmp_path: Path) -> None:
    plan = Plan(seed=11, children=1_000, cases=150, days=365)
    with simulate(plan, home=tmp_path) as simulated, simulated.office.reading() as desk:
        kinds = set(desk.session.exec(select(Procedure.kind).distinct()))
        facts = set(desk.session.exec(select(JournalEntry.kind).distinct()))
        broken = verify.breaks(desk)

    assert kinds >= set(ProcedureKind) - IN_LATER_YEARS - SELDOM - ONLY_LOCALLY
    assert kinds & SELDOM, "none of those that people open by hand"
    assert OPENED_BY_HAND.keys() >= SELDOM
    assert facts >= {kind.value for kind in HAPPENS}
    assert broken == []
    assert Kind.WATCHDOG_FOUND.value not in facts, (
        "what it finds is planted elsewhere: people who only act break nothing"
    )
