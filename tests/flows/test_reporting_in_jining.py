"""Where a city asks the police for a word at once, and praise for whoever reported. 济宁的劝诫与表扬."""

from __future__ import annotations

import pytest

from packs.loader import load
from rules.errors import Refusals
from rules.vocabulary import ProcedureKind
from rules.when import exactly
from tasks.opening import open_by_hand
from tests.builders import a_child
from tests.colleagues import another
from tests.databases import ON_SQLITE
from tests.office import County

pytestmark = ON_SQLITE
ADMONITION = ProcedureKind.POLICE_ADMONITION
HELD_BACK = {"spoken_to": "否", "dissuasion_response": "", "reason": "先保全证据"}


@pytest.fixture
def jining(county: County) -> County:
    return another(county, pack=load("shandong-jining-2016"))


def accepted(there: County, **report: object) -> str:
    """A report with a suspected father that the police have accepted."""
    case = there.a_case(**report)
    there.answer(case, "police_acceptance")
    return case


def test_the_police_dissuade_a_suspected_guardian_within_a_day_of_acceptance_by_our_default(jining: County) -> None:
    jining.replays = True
    case = accepted(jining)

    duty = jining.live(case, "dissuade_as_police")
    assert duty.since_at == jining.duty(case, "police_acceptance").happened_at
    assert duty.internal_due_at is not None
    assert (duty.internal_due_at - duty.since_at).total_seconds() == 24 * 3600
    assert (duty.post_no, duty.about[:2]) == (jining.duty(case, "police_acceptance").post_no, "A-")
    jining.answer(case, "dissuade_as_police")

    assert jining.procedures(case, ADMONITION) == []
    jining.must_hold()


@pytest.mark.parametrize(
    "said", [{"dissuasion_response": "拒不听从"}, {"dissuasion_response": "已停止，答应改正", "serious": "是"}]
)
def test_where_a_word_is_not_enough_their_admonition_begins_without_a_report(
    jining: County, said: dict[str, str]
) -> None:
    case = accepted(jining)
    about = jining.live(case, "dissuade_as_police").about
    jining.answer(case, "dissuade_as_police", **said)

    assert [one.about for one in jining.procedures(case, ADMONITION)] == [about]


def test_nobody_is_spoken_to_where_that_would_spoil_the_evidence_but_the_reason_is_said(jining: County) -> None:
    case = accepted(jining)
    with pytest.raises(Refusals):
        jining.answer(case, "dissuade_as_police", **HELD_BACK | {"reason": ""})
    with pytest.raises(Refusals):
        jining.answer(case, "dissuade_as_police", dissuasion_response="")
    jining.answer(case, "dissuade_as_police", **HELD_BACK)

    assert "dissuade_as_police" not in jining.owed(case)
    assert jining.procedures(case, ADMONITION) == []


def test_where_nobody_is_suspected_nobody_is_dissuaded(jining: County) -> None:
    case = accepted(jining, children=[a_child(adults=[])])

    assert "dissuade_as_police" not in jining.owed(case)


def test_another_department_that_finds_it_dissuades_in_a_procedure_of_its_own(jining: County) -> None:
    case = jining.a_case()
    when = exactly(jining.clock())
    open_by_hand(jining.office, case, ProcedureKind.DISSUASION, when=when, by_post="P-EDU", owed_by="P-EDU")
    jining.move()

    assert jining.duty(case, "dissuade_guardian").post_no == "P-EDU"
    assert "JN-5f" in load("shandong-jining-2016").duty("dissuade_guardian").ground


def test_a_citizen_who_reported_is_commended_and_hears_of_it(jining: County) -> None:
    jining.replays = True
    received = jining.report(unit_kind="citizen")
    case = received.concerned[0].case_no
    jining.answer(case, "police_acceptance")
    assert jining.live(case, "commend_reporter").post_no == "P-COUNTY-POLICE"
    jining.answer(case, "commend_reporter", commendations="表扬、奖励")

    told = [one["stage"] for one in jining.facts("reporter_told", received.report_no)]
    assert told == ["表扬、奖励"]
    jining.must_hold()


@pytest.mark.parametrize("unit", ["school", "guardian", "child", "anonymous"])
def test_who_must_report_or_is_not_known_or_is_the_family_is_not_commended(jining: County, unit: str) -> None:
    case = accepted(jining, unit_kind=unit)

    assert "commend_reporter" not in jining.owed(case)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"commendations": ""}, "reason"),
        ({"in_public": "是"}, "reporter_agrees"),
        ({"in_public": "是", "reporter_agrees": "否"}, "reporter_agrees"),
    ],
)
def test_nobody_is_passed_over_without_a_reason_or_named_in_public_unasked(
    jining: County, given: dict[str, str], field: str
) -> None:
    case = accepted(jining, unit_kind="citizen")

    with pytest.raises(Refusals) as refused:
        jining.answer(case, "commend_reporter", **given)

    assert [one.field for one in refused.value.refusals] == [field]


def test_elsewhere_the_police_owe_neither(county: County) -> None:
    case = accepted(county, unit_kind="citizen")

    assert {"dissuade_as_police", "commend_reporter"}.isdisjoint(county.owed(case))
