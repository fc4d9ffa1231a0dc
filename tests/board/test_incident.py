"""One incident, several children: does a page show where each of their cases stands, and to whom? 事件页."""

from __future__ import annotations

import pytest
from sqlmodel import select

from models import IncidentCase
from tests.board.conftest import Board
from tests.builders import CHILD, FATHER, HOME, a_brother, a_child
from tests.databases import ON_SQLITE
from tests.foreigners import NEXT_DOOR, P_FOREIGN_CIVIL, P_FOREIGN_OFFICE, with_neighbours

pytestmark = ON_SQLITE

LEAD, OFFICE = "P-CIVIL", "P-OFFICE"


def two_children(board: Board, **of_the_brother: object) -> tuple[str, list[str]]:
    """Number of the incident, and of the case of each child."""
    received = board.county.report(children=[a_child(), a_brother(**of_the_brother)])
    with board.office.reading() as desk:
        (incident,) = set(desk.session.exec(select(IncidentCase.incident_no)))
    return incident, [one.case_no for one in received.concerned]


def test_the_cases_of_all_its_children_stand_side_by_side_without_a_name(board: Board) -> None:
    incident, cases = two_children(board)
    board.county.answer(cases[0], "triage")
    lead = board.as_post(LEAD)
    assert f'href="/incidents/{incident}"' in lead.get(f"/cases/{cases[0]}").text
    page = lead.get(f"/incidents/{incident}").text
    for case_no in cases:
        card = page.split(f'href="/cases/{case_no}"')[1].split("</article>")[0]
        assert "强制报告" in card
        for row in board.county.duties(case_no):
            there = f"/cases/{case_no}/duties/{row.no.rpartition('/')[2]}" in card
            assert there == (row.state == "open"), row.code
    assert "殴打" in page or "R4" in page or "虐待" in page
    assert not [name for name in (CHILD, "禾田田", FATHER, HOME) if name in page]


def test_of_a_single_child_no_page_is_offered(board: Board) -> None:
    case_no = board.county.a_case()
    assert "/incidents/" not in board.as_post(LEAD).get(f"/cases/{case_no}").text


def test_of_a_case_that_is_not_theirs_a_post_is_told_only_that_there_is_one_more(board: Board) -> None:
    with_neighbours(board.county)
    incident, (here, next_door) = two_children(board, residence={"area": NEXT_DOOR, "address": "邻县某路"})
    page = board.as_post(P_FOREIGN_OFFICE).get(f"/incidents/{incident}")
    assert page.status_code == 200, page.text
    assert next_door in page.text
    assert here not in page.text
    assert "另有 1 件不向本岗位显示" in page.text


@pytest.mark.parametrize("post", [P_FOREIGN_CIVIL, "P-LIUXI-SCHOOL"])
def test_whoever_sees_none_of_its_cases_finds_no_incident(board: Board, post: str) -> None:
    with_neighbours(board.county)
    incident, _ = two_children(board)
    visitor = board.as_post(post)
    there, absent = (visitor.get(f"/incidents/{no}") for no in (incident, "I-00000-00000"))
    assert (there.status_code, absent.status_code) == (404, 404)
    assert there.text.replace(incident, "NO") == absent.text.replace("I-00000-00000", "NO")


def test_in_english(board: Board) -> None:
    incident, cases = two_children(board)
    visitor = board.as_post(OFFICE)
    visitor.get("/lang/en")
    page = visitor.get(f"/incidents/{incident}").text
    assert "One incident, several children" in page
    assert "severe malnutrition" in page
    assert cases[1] in page
