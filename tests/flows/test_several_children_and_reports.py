"""Siblings share an incident but not a timeline; a further report finds the case that is open. 多名儿童、再次报告."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from models import Adult, ChildFile, IncidentCase, Tie
from rules.errors import Refused
from rules.vocabulary import ProcedureKind
from tasks.intake import take_report
from tests.builders import ID_NUMBER, SHIQIAO, a_brother, a_child, a_report
from tests.office import County

REPORTING = ProcedureKind.MANDATORY_REPORTING


def rows(county: County, model: type[Any]) -> list[Any]:
    with county.office.reading() as desk:
        return list(desk.session.exec(select(model)))


# ------------------------------------------------------------------------------------------------ siblings


def test_siblings_of_one_report_share_the_incident_and_their_parents_and_have_cases_of_their_own(
    county: County,
) -> None:
    received = county.report(children=[a_child(), a_brother()])

    sister, brother = (one.case_no for one in received.concerned)
    assert sister != brother
    assert {row.case_no for row in rows(county, IncidentCase)} == {sister, brother}
    assert len({row.incident_no for row in rows(county, IncidentCase)}) == 1
    assert len(rows(county, Adult)) == 2
    assert len(rows(county, Tie)) == 4


def test_each_sibling_is_owed_its_own_duties_on_its_own_timeline(county: County) -> None:
    received = county.report(children=[a_child(), a_brother()])
    sister, brother = (one.case_no for one in received.concerned)

    county.answer(sister, "triage", danger_now="是")

    assert county.owed(brother) == ["police_acceptance", "triage"]
    assert county.procedures(brother, ProcedureKind.EMERGENCY_PLACEMENT) == []
    assert county.procedures(sister, ProcedureKind.EMERGENCY_PLACEMENT) != []


def test_a_sibling_who_lives_elsewhere_is_looked_after_there(county: County) -> None:
    received = county.report(children=[a_child(), a_brother(residence={"area": SHIQIAO})])

    brother = received.concerned[1].case_no
    assert county.duty(brother, "triage").post_no == "P-SHIQIAO-STATION"
    assert county.duty(brother, "police_acceptance").post_no == "P-SHIQIAO-POLICE"


def test_the_same_child_twice_in_one_report_is_refused_and_says_where(county: County) -> None:
    before = county.entries()

    with pytest.raises(Refused) as refused:
        take_report(county.office, a_report(children=[a_child(), a_brother(), a_child(sex="unknown")]))

    assert refused.value.field == "儿童.3"
    assert county.entries() == before


# ------------------------------------------------------------------------------------------------ found again


WITH_NUMBER = {"id_number": ID_NUMBER}
NOTHING_ELSE: dict[str, Any] = {"registration": {}, "residence": {"area": SHIQIAO}, "adults": []}


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ({}, {}, True),
        ({}, {"name": " 禾 苗苗 "}, True),  # as somebody types it on a telephone
        (WITH_NUMBER, {**WITH_NUMBER, "name": None, "birth_on": None}, True),
        (WITH_NUMBER, {**WITH_NUMBER, "name": "禾苗", "birth_on": "2016-05-19"}, True),
        (WITH_NUMBER, {}, True),
        ({}, WITH_NUMBER, True),
        ({}, {"birth_on": None}, False),  # a name alone is never enough
        ({"birth_on": None}, {"birth_on": None}, False),
        ({}, {"birth_on": "2016-05-19"}, False),
        ({}, {"name": "禾田田"}, False),
        # two girls of one name and one birthday: the number tells them apart
        (WITH_NUMBER, {"id_number": "990101201605180044"}, False),
        ({"name": None, "birth_on": None}, {"name": None, "birth_on": None}, False),
    ],
)
def test_a_child_is_found_again_by_number_or_by_name_and_birthday(
    county: County, first: dict[str, Any], second: dict[str, Any], same: bool
) -> None:
    before = county.report(children=[a_child(**first)]).concerned[0]

    after = county.report(children=[a_child(**{**second, **NOTHING_ELSE})]).concerned[0]

    assert (after.child_no == before.child_no) is same
    assert (after.case_no == before.case_no) is same
    assert after.joined is same


def test_the_number_weighs_more_than_name_and_birthday(county: County) -> None:
    namesake = county.report(children=[a_child()]).concerned[0]
    numbered = county.report(children=[a_child(name="禾小苗", id_number=ID_NUMBER)]).concerned[0]

    found = county.report(children=[a_child(id_number=ID_NUMBER)]).concerned[0]

    assert found.child_no == numbered.child_no != namesake.child_no


# ------------------------------------------------------------------------------------------------ further reports


def test_a_second_report_joins_the_open_case_with_a_procedure_and_a_reporter_of_its_own(county: County) -> None:
    first = county.report()
    case = first.concerned[0].case_no

    second = county.report(unit_kind="hospital", reporter={"post": "P-HEALTH"})

    assert second.report_no != first.report_no
    assert county.ends(case, REPORTING) == [None, None]
    assert len(rows(county, ChildFile)) == 1
    assert [one.template for one in county.notices(why="report_joined")] == ["report_joined"]


def test_a_report_after_the_case_was_closed_opens_a_new_case_on_the_same_child_file(county: County) -> None:
    first = county.report().concerned[0]
    county.finish(first.case_no, but=())
    assert county.case(first.case_no).state == "closed"

    again = county.report(
        discovered_at=county.clock.at.isoformat(),
        reported_at=county.clock.at.isoformat(),
        incident={"area": "990101001"},
    ).concerned[0]

    assert again.child_no == first.child_no
    assert again.case_no != first.case_no
    assert not again.joined
