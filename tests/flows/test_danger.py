"""Safety first: wherever danger is found, somebody must find a bed for the child tonight. 安全优先."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rules.vocabulary import ProcedureKind
from rules.when import exactly
from tasks import turning
from tests.builders import a_child
from tests.office import County

PLACEMENT = ProcedureKind.EMERGENCY_PLACEMENT
BED = ["decide_placement", "notify_civil_affairs", "safe_bed"]


def reported(county: County) -> str:
    return county.a_case(danger_now="是")


def triaged(county: County) -> str:
    case = county.a_case()
    county.answer(case, "triage", danger_now="是")
    return case


def seen(county: County) -> str:
    case = county.a_case()
    county.answer(case, "triage")
    county.answer(case, "child_seen", safe_where_found="否")
    return case


def assessed(county: County) -> str:
    case = county.a_case()
    county.answer_all(case, "triage", "child_seen")
    county.answer(case, "safety_assessment", danger_now="是")
    return case


def found_by_the_police(county: County) -> str:
    case = county.a_case()
    county.answer(case, "police_acceptance", child_needs_place="是")
    return case


@pytest.mark.parametrize("found", [reported, triaged, seen, assessed, found_by_the_police])
def test_danger_opens_emergency_placement_beside_everything(county: County, found: Callable[[County], str]) -> None:
    case = found(county)

    placement = county.procedures(case, PLACEMENT)
    assert len(placement) == 1
    assert set(BED) <= set(county.owed(case))
    assert "police_acceptance" in county.owed(case) or "decide_filing" in county.owed(case)  # nothing waits for it
    assert county.duty(case, "safe_bed").since_at == placement[0].since_at


def test_the_clock_of_the_bed_runs_from_the_report_when_the_report_says_danger(county: County) -> None:
    received = county.report(danger_now="是", reported_at="2026-03-02T10:50+08:00")

    bed = county.duty(received.concerned[0].case_no, "safe_bed")
    assert bed.since_at.isoformat() == "2026-03-02T02:50:00+00:00"
    assert bed.legal_due_at is not None
    assert bed.legal_due_at.isoformat() == "2026-03-02T06:50:00+00:00"


def test_danger_that_is_found_again_while_the_child_is_being_placed_opens_nothing_new(county: County) -> None:
    case = reported(county)

    county.answer(case, "triage", danger_now="是")
    county.answer(case, "child_seen", safe_where_found="否")
    county.answer(case, "safety_assessment", danger_now="是")

    assert len(county.procedures(case, PLACEMENT)) == 1
    assert len(county.facts("procedure_covered", case)) == 3


def test_danger_that_is_found_after_a_placement_has_ended_opens_another(county: County) -> None:
    case = reported(county)
    county.answer_all(case, *BED, decide_placement={"mode": "经核实无需安置"}, safe_bed={"mode": "经核实无需安置"})
    assert county.ends(case, PLACEMENT) == ["declined"]

    county.answer(case, "triage", danger_now="否")
    county.answer(case, "child_seen", safe_where_found="否")

    assert county.ends(case, PLACEMENT) == ["declined", None]


def test_no_danger_opens_no_placement(county: County) -> None:
    case = county.a_case(danger_now="不详")
    county.answer_all(case, "triage", "child_seen", "safety_assessment")

    assert county.procedures(case, PLACEMENT) == []


@pytest.mark.parametrize(("mode", "end"), [("家庭寄养", "completed"), ("经核实无需安置", "declined")])
def test_a_placement_ends_with_its_decision_once_all_its_duties_are_answered(
    county: County, mode: str, end: str
) -> None:
    case = reported(county)

    county.answer(case, "decide_placement", mode=mode)
    assert county.ends(case, PLACEMENT) == [None]  # civil affairs must be told, the bed be found all the same
    county.answer_all(case, "notify_civil_affairs", "safe_bed")

    assert county.ends(case, PLACEMENT) == [end]


def test_nobody_owes_a_bed_to_a_child_who_has_died_and_the_police_track_goes_on(county: County) -> None:
    case = reported(county)
    county.clock.move(minutes=10)
    turning.record_death(county.office, case, when=exactly(county.clock()), by_post="P-CIVIL")
    county.move()

    assert county.ends(case, PLACEMENT) == ["child_died"]
    owed = county.owed(case)
    assert not {*BED, "triage", "child_seen", "safety_assessment"} & set(owed)
    assert {"police_acceptance", "report_death"} <= set(owed)


def test_nobody_owes_a_placement_to_a_child_who_has_come_of_age(county: County) -> None:
    case = county.a_case(danger_now="是", children=[a_child(birth_on="2008-05-18")])
    county.clock.show("Tuesday 2026-05-19 08:00")
    turning.note_birthdays(county.office)
    county.move()

    assert county.ends(case, PLACEMENT) == ["came_of_age"]
    assert "police_acceptance" in county.owed(case)
