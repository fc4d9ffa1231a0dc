"""A guardian who fails a child is dissuaded by the committee; what does not stop goes to the police. 劝诫、制止."""

from __future__ import annotations

from datetime import timedelta

import pytest

from packs.loader import load
from rules.vocabulary import Force, ProcedureKind
from rules.when import exactly
from tasks import turning
from tasks.opening import open_by_hand
from tests.colleagues import another
from tests.databases import ON_SQLITE
from tests.flows.orders import owed_in
from tests.monitored import on_the_list
from tests.office import County

pytestmark = ON_SQLITE
DISSUASION, ADMONITION = ProcedureKind.DISSUASION, ProcedureKind.POLICE_ADMONITION


def opened(county: County, *, owed_by: str | None = None) -> str:
    case = county.a_case()
    when = exactly(county.clock())
    open_by_hand(county.office, case, DISSUASION, when=when, by_post="P-HEBIAN-COMMITTEE", owed_by=owed_by)
    county.move()
    return case


def test_conduct_that_stopped_and_was_seen_to_have_stopped_ends_the_matter(county: County) -> None:
    case = opened(county)
    assert county.duty(case, "dissuade_guardian").post_no == "P-HEBIAN-COMMITTEE"
    county.answer(case, "dissuade_guardian", findings="谈了不能把孩子一个人留在家里")
    assert owed_in(county, case, DISSUASION) == ["check_dissuasion"]
    county.answer(case, "check_dissuasion")
    assert county.ends(case, DISSUASION) == ["completed"]
    assert county.procedures(case, ADMONITION) == []


@pytest.mark.parametrize(
    "said",
    [
        {"dissuasion_response": "拒不听从", "serious": "否"},
        {"dissuasion_response": "已停止，答应改正", "serious": "是"},
        {"dissuasion_response": "拒不听从", "serious": "是"},
    ],
)
def test_who_refuses_is_reported_and_the_police_decide_on_admonition(county: County, said: dict[str, str]) -> None:
    case = opened(county)
    county.answer(case, "dissuade_guardian", **said)
    assert owed_in(county, case, DISSUASION) == ["report_conduct"]
    assert county.procedures(case, ADMONITION) == []  # the police act on the report
    county.answer(case, "report_conduct")
    assert county.ends(case, DISSUASION) == ["moved_on"]
    assert owed_in(county, case, ADMONITION) == ["identify_respondent"]


def test_what_goes_on_after_a_promise_is_reported_too(county: County) -> None:
    case = opened(county)
    county.answer(case, "dissuade_guardian")
    county.answer(case, "check_dissuasion", stopped="否")
    assert owed_in(county, case, DISSUASION) == ["report_conduct"]


def test_the_police_admonish_the_very_guardian_who_would_not_hear(county: County) -> None:
    case = county.a_case()
    county.answer_all(case, "triage", "child_seen", "safety_assessment")
    county.answer(case, "choose_interventions", chosen="dissuasion")
    [row] = county.procedures(case, DISSUASION)
    assert row.about.startswith("A-")
    county.answer(case, "dissuade_guardian", dissuasion_response="拒不听从")
    county.answer(case, "report_conduct")
    assert [one.about for one in county.procedures(case, ADMONITION)] == [row.about]
    assert owed_in(county, case, ADMONITION) == ["decide_admonition"]


def test_the_law_gives_no_number_and_ours_is_told_as_ours(county: County) -> None:
    case = opened(county)
    pack = load("national")
    for code in ("dissuade_guardian", "check_dissuasion", "report_conduct"):
        spec = pack.duty(code)
        assert pack.force_of(spec.periods["default"]) is Force.OUR_DEFAULT
        assert "B-29" in spec.ground
    owed = county.duty(case, "dissuade_guardian")
    assert owed.internal_due_at == owed.since_at + timedelta(hours=24)
    county.answer(case, "dissuade_guardian", serious="是")
    report = county.duty(case, "report_conduct")
    assert report.internal_due_at == report.since_at + timedelta(hours=1)


def test_who_is_not_dissuaded_in_a_day_is_told_of_above_the_village(county: County) -> None:
    case = opened(county)
    county.clock.move(hours=24, seconds=-1)
    county.sweep()
    before = county.rungs(case, "dissuade_guardian")
    county.clock.move(seconds=2)
    county.sweep()
    assert len(county.rungs(case, "dissuade_guardian")) == len(before) + 1


def test_a_school_that_found_it_dissuades_itself(county: County) -> None:
    linyi = another(county, pack=load("shandong-linyi-2024"))
    case = opened(linyi, owed_by="P-LIUXI-SCHOOL")
    assert linyi.duty(case, "dissuade_guardian").post_no == "P-LIUXI-SCHOOL"
    [entry] = [one for one in linyi.journal(case) if one.kind == "duty_opened" and "A-50" in one.basis.split()][:1]
    assert entry.duty_no == linyi.duty(case, "dissuade_guardian").no
    linyi.answer(case, "dissuade_guardian", serious="是")
    assert linyi.duty(case, "report_conduct").post_no == "P-LIUXI-SCHOOL"


def test_nobody_is_dissuaded_for_a_child_who_has_come_of_age(county: County) -> None:
    case = opened(county)
    county.clock.show("Friday 2034-05-19 09:00")
    turning.note_birthdays(county.office)
    county.move()
    assert county.ends(case, DISSUASION) == ["came_of_age"]
    assert owed_in(county, case, DISSUASION) == []


def test_nobody_is_dissuaded_for_a_child_who_has_died(county: County) -> None:
    case = opened(county)
    county.clock.move(minutes=1)
    turning.record_death(county.office, case, when=exactly(county.clock()), by_post="P-CIVIL")
    county.move()
    assert county.ends(case, DISSUASION) == ["child_died"]


# ------------------------------------------------------------------------------------------------ on a visit


def visited(county: County, **found: str) -> str:
    county.clock.show("Tuesday 2026-11-03 09:00")
    case = on_the_list(county).case_no
    county.answer(case, "routine_visit", at="Tuesday 2026-11-10 10:00", **found)
    return case


def test_a_carer_who_is_found_remiss_on_a_visit_is_dissuaded_once(county: County) -> None:
    case = visited(county, care="照护人不履行职责")
    assert [(row.about, row.state) for row in county.duties(case) if row.code == "dissuade_guardian"] == [
        ("2026-11-10", "open")
    ]
    county.answer(case, "dissuade_guardian", at="Tuesday 2026-11-10 15:00")
    county.answer(case, "check_dissuasion", at="Tuesday 2026-11-17 10:00")
    assert not {"dissuade_guardian", "check_dissuasion", "report_harm"} & set(county.owed(case))
    county.must_hold()


def test_a_carer_who_refuses_on_a_visit_is_reported(county: County) -> None:
    case = visited(county, care="照护人不履行职责")
    county.answer(case, "dissuade_guardian", at="Tuesday 2026-11-10 15:00", dissuasion_response="拒不听从")
    assert "report_harm" in county.owed(case)
    assert [row.kind for row in county.procedures(case)] == [ProcedureKind.MONITORING]


def test_a_good_visit_dissuades_nobody(county: County) -> None:
    assert "dissuade_guardian" not in county.owed(visited(county))


def test_what_was_reported_on_the_visit_itself_is_past_dissuading(county: County) -> None:
    case = visited(
        county,
        care="照护人不履行职责",
        safety="面临危险",
        raises="强制报告",
        situations="R6",
        findings="独居一周，无人照料",
    )
    assert "dissuade_guardian" not in county.owed(case)
