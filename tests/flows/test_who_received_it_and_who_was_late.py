"""Who received the report, and who should have made it earlier? 移送公安机关与迟报追责."""

from __future__ import annotations

import pytest

from rules.moments import en_end
from rules.vocabulary import ProcedureKind, UnitKind
from tests.office import County

ACCOUNTABILITY = ProcedureKind.ACCOUNTABILITY
DISCOVERED = "2026-03-01T10:00+08:00"
IN_TIME = "2026-03-02T10:00+08:00"
LATE = "2026-03-02T10:00:01+08:00"


@pytest.mark.parametrize("post", ["P-HOTLINE", "P-PROC", "P-EDU", "P-CIVIL", "P-WOMEN"])
def test_whoever_is_not_the_police_passes_the_report_on_with_proof(county: County, post: str) -> None:
    case = county.a_case(received_by=post)

    duty = county.duty(case, "pass_on_to_police")
    assert duty.post_no == post
    assert duty.legal_due_at is not None
    assert en_end(duty.legal_due_at) == "Monday 2026-03-02 11:50"
    county.answer(case, "pass_on_to_police", proof="接线记录 0317")
    assert county.duty(case, "pass_on_to_police").state == "answered"


@pytest.mark.parametrize("post", ["P-LIUXI-POLICE", "P-LIUXI-CHIEF", "P-COUNTY-POLICE", None])
def test_what_the_police_received_nobody_passes_on(county: County, post: str | None) -> None:
    case = county.a_case(received_by=post)

    assert county.owed(case) == ["police_acceptance", "triage"]


def test_the_procedure_does_not_end_before_the_report_was_passed_on(county: County) -> None:
    case = county.a_case(received_by="P-HOTLINE")

    county.finish(case, but=("review_case", "pass_on_to_police"))
    assert county.ends(case, ProcedureKind.MANDATORY_REPORTING) == [None]

    county.answer(case, "pass_on_to_police")
    assert county.ends(case, ProcedureKind.MANDATORY_REPORTING) == ["completed"]


# ------------------------------------------------------------------------------------------------ late


@pytest.mark.parametrize(
    ("unit", "regulator"),
    [
        ("school", "P-EDU"),
        ("kindergarten", "P-EDU"),
        ("training", "P-EDU"),
        ("childcare", "P-HEALTH"),
        ("hospital", "P-HEALTH"),
        ("committee", "P-LIUXI-STATION"),
        ("welfare_institution", "P-CIVIL"),
        ("relief_institution", "P-CIVIL"),
        ("social_work", "P-CIVIL"),
        ("lodging", "P-COUNTY-POLICE"),
        ("network_provider", "P-OFFICE"),
        ("state_organ", "P-GOV"),
    ],
)
def test_a_unit_that_reports_late_answers_to_its_own_regulator(county: County, unit: str, regulator: str) -> None:
    case = county.a_case(unit_kind=unit, discovered_at=DISCOVERED, reported_at=LATE)

    assert [row.about for row in county.procedures(case, ACCOUNTABILITY)] == [unit]
    assert county.duty(case, "review_reporting_failure").post_no == regulator


def test_every_unit_that_must_report_is_among_those_looked_at_above() -> None:
    mark = test_a_unit_that_reports_late_answers_to_its_own_regulator.pytestmark[0]  # type: ignore[attr-defined]
    assert {unit for unit, _ in mark.args[1]} == {kind.value for kind in UnitKind if kind.must_report}


@pytest.mark.parametrize(("reported_at", "late"), [(IN_TIME, False), (LATE, True)])
def test_a_unit_is_late_a_second_after_its_day_and_not_before(county: County, reported_at: str, late: bool) -> None:
    case = county.a_case(discovered_at=DISCOVERED, reported_at=reported_at)

    assert bool(county.procedures(case, ACCOUNTABILITY)) is late


@pytest.mark.parametrize("unit", ["guardian", "relative", "child", "citizen", "anonymous"])
def test_whoever_is_free_to_report_is_never_late(county: County, unit: str) -> None:
    case = county.a_case(unit_kind=unit, discovered_at=DISCOVERED, reported_at=LATE)

    assert county.procedures(case, ACCOUNTABILITY) == []


@pytest.mark.parametrize("found_at", ["triage", "safety_assessment"])
def test_a_unit_that_kept_silent_is_noticed_at_triage_or_assessment(county: County, found_at: str) -> None:
    case = county.a_case()

    county.answer_all(case, "triage", "child_seen", "safety_assessment", **{found_at: {"late_unit": "医疗机构"}})

    assert [row.about for row in county.procedures(case, ACCOUNTABILITY)] == ["hospital"]
    assert county.duty(case, "review_reporting_failure").post_no == "P-HEALTH"


def test_the_same_unit_answers_once_and_another_unit_answers_too(county: County) -> None:
    case = county.a_case(discovered_at=DISCOVERED, reported_at=LATE)

    county.answer(case, "triage", late_unit="中小学校")
    county.answer_all(case, "child_seen", "safety_assessment", safety_assessment={"late_unit": "医疗机构"})

    assert sorted(row.about for row in county.procedures(case, ACCOUNTABILITY)) == ["hospital", "school"]


def test_accountability_ends_with_what_the_regulator_made_of_it(county: County) -> None:
    case = county.a_case(discovered_at=DISCOVERED, reported_at=LATE)

    county.answer(case, "review_reporting_failure", breach_found="是", outcome="责令改正并通报批评")

    assert county.ends(case, ACCOUNTABILITY) == ["completed"]
