"""How does a mandatory report end, and what does it open on the way? 强制报告程序."""

from __future__ import annotations

from itertools import permutations

import pytest

from models.database import Database
from rules.vocabulary import ProcedureKind
from tests.clock import Clock
from tests.conftest import FIRST_REPORT
from tests.office import County, a_county

REPORTING = ProcedureKind.MANDATORY_REPORTING
POLICE = (
    "police_acceptance",
    "decide_filing",
    "feedback_on_progress",
    "conclude_investigation",
    "feedback_before_prosecution",
    "send_for_prosecution",
)


def test_a_report_is_triaged_and_accepted_by_the_police_at_once(county: County) -> None:
    case = county.a_case()

    assert county.owed(case) == ["police_acceptance", "triage"]
    assert county.duty(case, "triage").post_no == "P-LIUXI-STATION"
    assert county.duty(case, "police_acceptance").post_no == "P-LIUXI-POLICE"


def test_the_tracks_run_side_by_side_and_none_waits_for_another(county: County) -> None:
    case = county.a_case()

    county.answer_all(case, *POLICE)
    assert county.owed(case) == ["triage"]  # the police are done, the child's safety is not

    county.answer(case, "triage")
    assert county.owed(case) == ["child_seen", "tell_reporter"]


def test_a_report_ends_completed_when_every_track_has_ended(county: County) -> None:
    case = county.a_case()

    county.answer_all(case, *POLICE, "triage", "child_seen", "safety_assessment", "choose_interventions")
    assert county.ends(case, REPORTING) == [None]  # the reporter has not been told yet

    county.answer(case, "tell_reporter")
    assert county.ends(case, REPORTING) == ["completed"]


def test_nothing_is_done_only_if_a_second_office_agrees(county: County) -> None:
    case = county.a_case()
    county.answer_all(case, *POLICE, "triage", "child_seen", "safety_assessment", "tell_reporter")

    county.answer(case, "choose_interventions", chosen="", reason="经核实为运动摔伤")
    second = county.duty(case, "second_reading")
    assert second.post_no == "P-OFFICE"  # not the office that proposed it
    county.answer(case, "second_reading", agrees="否", reason="请复查旧伤")

    again = county.duty(case, "choose_interventions", about="2")
    assert again.since_at == second_answered_at(county, case)
    county.answer(case, "choose_interventions", chosen="", reason="医院出具证明")
    county.answer(case, "second_reading", agrees="是")

    county.answer(case, "tell_reporter", outcome="经复核不予干预")
    assert county.ends(case, REPORTING) == ["screened_out"]
    assert county.opened(case)["tell_reporter", "screened_out"] == 1


def second_answered_at(county: County, case: str) -> object:
    return county.duty(case, "second_reading", about="").happened_at


def test_a_second_reader_who_disagrees_may_be_followed(county: County) -> None:
    case = county.a_case()
    county.answer_all(case, *POLICE, "triage", "child_seen", "safety_assessment", "tell_reporter")

    county.answer(case, "choose_interventions", chosen="")
    county.answer(case, "second_reading", agrees="否")
    county.answer(case, "choose_interventions", chosen="关爱服务")

    assert county.ends(case, REPORTING) == ["completed"]
    assert county.ends(case, ProcedureKind.REFERRAL) == [None]


def test_a_report_of_a_matter_already_in_hand_is_joined_and_its_reporter_is_told(county: County) -> None:
    case = county.a_case()
    county.report(reported_at="2026-03-02T10:55+08:00")
    second = county.procedures(case, REPORTING)[1].no

    def own(code: str) -> str:
        return next(row.no for row in county.duties(case) if row.code == code and row.procedure_no == second)

    county.answer(case, own("triage"), same_matter="是")
    of_the_second = [row.code for row in county.duties(case) if row.procedure_no == second]
    assert "child_seen" not in of_the_second  # the child is not examined twice

    county.answer(case, own("police_acceptance"), track="未发现违法犯罪事实")
    county.answer(case, own("feedback_on_result"))
    county.answer(case, own("tell_reporter"))
    assert county.ends(case, REPORTING) == [None, "joined"]


@pytest.mark.parametrize(
    ("urgency", "hours"), [("紧急", 24), ("较急", 24), ("一般", 72)], ids=["emergency", "urgent", "ordinary"]
)
def test_the_more_urgent_the_sooner_the_child_is_seen(county: County, urgency: str, hours: int) -> None:
    case = county.a_case()

    county.answer(case, "triage", urgency=urgency)

    seen = county.duty(case, "child_seen")
    assert seen.legal_due_at is not None
    assert (seen.legal_due_at - seen.since_at).total_seconds() == hours * 3600


def test_in_whatever_order_the_tracks_are_answered_the_same_duties_come_up(
    database: Database, clock: Clock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    answers = ("triage", "police_acceptance", "child_seen", "decide_filing")
    orders = [one for one in permutations(answers) if one.index("triage") < one.index("child_seen")]
    orders = [one for one in orders if one.index("police_acceptance") < one.index("decide_filing")]
    county = a_county(database, clock, tmp_path_factory.mktemp("county"))
    seen = set()
    for number, order in enumerate(orders):
        clock.show(FIRST_REPORT)
        case = county.a_case(children=[{"name": f"某童{number}", "residence": {"area": "990101001"}}])
        county.answer_all(case, *order)
        seen.add(frozenset(county.opened(case).items()))

    assert len(orders) == 6
    assert len(seen) == 1
