"""Does every procedure reach each of its ends, and does no replay do anything? 各程序的终结与重放."""

from __future__ import annotations

import pytest

from flows.registry import PROCEDURES
from rules.vocabulary import CloseReason, ProcedureKind
from tasks import advance
from tasks.casework import Proceeding
from tasks.intake import take_report
from tests.builders import LIUXI, a_report
from tests.colleagues import FOR_GOOD, through
from tests.office import BODIES, County

LATE = {"discovered_at": "2026-02-27T10:00+08:00"}


def test_a_full_course_ends_every_procedure_and_closes_the_case(county: County) -> None:
    case = county.a_case(danger_now="是", received_by="P-HOTLINE", **LATE)
    county.finish(case, but=(), replays=True)

    ended = {(row.kind, row.close_reason) for row in county.procedures(case)}
    assert ended == {
        ("mandatory_reporting", "completed"),
        ("emergency_placement", "completed"),
        ("guardianship_transfer", "returned"),
        ("accountability", "completed"),
        ("referral", "completed"),
        ("case_review", "completed"),
    }
    assert county.case(case).state == "closed"


def test_a_notice_that_could_not_be_delivered_ends_when_its_addressee_was_reached(county: County) -> None:
    case = county.a_case()
    worker, _ = through(county, FOR_GOOD)
    worker.deliver()

    county.answer(case, "reach_by_other_means", how="电话告知并更正地址")

    assert county.ends(case, ProcedureKind.UNDELIVERED_NOTICE) == ["completed"]


def test_a_procedure_that_has_ended_does_nothing_when_it_is_woken(county: County) -> None:
    case = county.a_case(danger_now="是")
    county.answer_all(case, "notify_civil_affairs", "safe_bed", "decide_placement")
    [placement] = county.procedures(case, ProcedureKind.EMERGENCY_PLACEMENT)
    with county.office.writing() as desk:
        desk.wake(placement.no, "by mistake")

    advanced = advance.advance(county.office, placement.no, BODIES)

    assert (advanced.done, advanced.ended) == ((), True)


def test_a_procedure_that_nothing_woke_does_nothing(county: County) -> None:
    case = county.a_case()
    [reporting] = county.procedures(case)

    assert advance.advance(county.office, reporting.no, BODIES).state_name == "Nothing new"


def test_a_flow_that_forgets_to_close_is_a_fault_and_not_a_quiet_end(county: County) -> None:
    case = county.a_case(children=[{"name": "某童", "residence": {"area": LIUXI}}])
    [reporting] = county.procedures(case)

    def forgetful(case: Proceeding) -> None:
        """Come to the last line."""

    with county.office.writing() as desk:
        desk.wake(reporting.no, "test")
    with pytest.raises(AssertionError, match="blind alley"):
        advance.advance(county.office, reporting.no, {ProcedureKind.MANDATORY_REPORTING: forgetful})
    county.move()


def test_what_it_awaits_is_what_the_engine_shows(county: County) -> None:
    procedure = take_report(county.office, a_report()).concerned[0].procedure_no

    advanced = advance.advance(county.office, procedure, BODIES)

    assert advanced.state_name == "Awaiting triage, police_acceptance"
    assert advanced.done == ("duty opened: triage", "duty opened: police_acceptance")


def test_every_procedure_is_one_that_a_case_can_hold() -> None:
    assert set(PROCEDURES) == set(ProcedureKind)
    assert {reason.value for reason in CloseReason} >= {"completed", "joined", "screened_out", "declined"}
