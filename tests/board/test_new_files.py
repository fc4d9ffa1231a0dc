"""A child, a case, and what became known later: without a terminal. 建档、立案、补登页."""

from __future__ import annotations

from typing import Any

import pytest

from tests.board.conftest import Board, hidden_in
from tests.builders import CHILD, LIUXI
from tests.databases import ON_SQLITE
from tests.foreigners import NEXT_DOOR, P_FOREIGN_CIVIL, with_neighbours

pytestmark = ON_SQLITE

LEAD, STATION = "P-CIVIL", "P-LIUXI-STATION"
NAME, SOURCE = "禾新新", "外县法院判决书"


def a_child(**changes: Any) -> dict[str, Any]:
    """A boy of eight with his grandmother, as a form says it."""
    grandmother = {"相关成年人.1.关系": "grandparent", "相关成年人.1.姓名": "禾奶奶", "相关成年人.1.是照护人": "yes"}
    child = {"姓名": NAME, "性别": "male", "出生日期": "2017-06-01", "居住地.行政区划代码": LIUXI}
    return {**child, **grandmother, **changes}


def a_listing(**changes: Any) -> dict[str, Any]:
    """The same for the list."""
    met = ["under_16", "rural_registration", "parents_away", "three_months"]
    found = {"categories": ["left_behind"], "conditions": met, "tier": "middle", "reason": "村里走访核实"}
    return {**a_child(), **found, "do": "list", **changes}


def test_a_child_without_a_file_gets_one_and_is_on_the_list_once(board: Board) -> None:
    station = board.as_post(STATION)
    assert 'href="/children/new"' in station.get("/children").text
    drawn = hidden_in(station.get("/children/new"))
    pages = [station.client.post("/children/new", data={**drawn, **a_listing()}) for _ in range(2)]
    assert [one.status_code for one in pages] == [200, 200], pages[0].text
    assert "已列为关爱对象" in pages[1].text
    assert NAME not in pages[1].text
    assert len(board.county.facts("monitoring_began")) == 1
    assert len(board.county.facts("adult_tied")) == 1


def test_room_for_another_adult_is_made_and_nothing_is_written(board: Board) -> None:
    station = board.as_post(STATION)
    more = station.post("/children/new", **a_listing(do="adult"))
    assert more.status_code == 200
    assert 'name="相关成年人.2.关系"' in more.text
    assert f'value="{NAME}"' in more.text
    assert board.county.facts("monitoring_began") == []


def test_what_is_wrong_with_the_child_stands_beside_its_field(board: Board) -> None:
    station = board.as_post(STATION)
    for changes, field in (
        ({"出生日期": "六月一日"}, "出生日期"),
        ({"身份证号": "123"}, "身份证号"),
        ({"居住地.行政区划代码": ""}, "居住地.行政区划代码"),
    ):
        refused = station.post("/children/new", **a_listing(**changes))
        assert refused.status_code == 422, field
        assert f'id="e-{field}"' in refused.text, refused.text
        assert f'value="{NAME}"' in refused.text
    assert board.county.facts("child_file_opened") == []


@pytest.mark.parametrize("area", ["990101002", NEXT_DOOR])
def test_a_station_lists_no_child_of_another_place(board: Board, area: str) -> None:
    refused = board.as_post(STATION).post("/children/new", **a_listing(**{"居住地.行政区划代码": area}))
    assert refused.status_code == 403
    assert board.county.facts("child_file_opened") == []


@pytest.mark.parametrize("post", ["P-LIUXI-SCHOOL", "P-COURT"])
def test_whoever_looks_after_no_children_lists_none(board: Board, post: str) -> None:
    visitor = board.as_post(post)
    assert visitor.get("/children/new").status_code == 403
    assert visitor.post("/children/new", seen="/account", **a_listing()).status_code == 403


def test_a_case_begins_without_a_report_and_somebody_must_act(board: Board) -> None:
    lead = board.as_post(LEAD)
    assert 'href="/cases/new"' in lead.get("/cases").text
    said = a_child(source=SOURCE, do="open")
    assert lead.post("/cases/new", **{**said, "source": ""}).status_code == 422
    drawn = hidden_in(lead.get("/cases/new"))
    pages = [lead.client.post("/cases/new", data={**drawn, **said}) for _ in range(2)]
    assert pages[0].url.path == pages[1].url.path
    assert "已立案建档" in pages[1].text
    case = pages[1].url.path.rpartition("/")[2]
    assert board.county.owed(case)
    assert not [secret for secret in (NAME, SOURCE) if secret in pages[1].text]
    again = lead.post("/cases/new", **said)
    assert again.status_code == 409, "the child has an open case"


def test_who_opens_a_case_for_others_is_given_its_number(board: Board) -> None:
    police = board.as_post("P-SHIQIAO-POLICE")
    done = police.post("/cases/new", **a_child(source=SOURCE, do="open"))
    assert done.status_code == 200, done.text
    assert "请记下编号" in done.text
    assert NAME not in done.text


def test_no_case_is_opened_in_another_county_or_by_who_works_on_none(board: Board) -> None:
    with_neighbours(board.county)
    before = len(board.county.facts("case_opened"))
    said = a_child(source=SOURCE, do="open")
    assert board.as_post(P_FOREIGN_CIVIL).post("/cases/new", **said).status_code == 403
    school = board.as_post("P-LIUXI-SCHOOL")
    assert school.get("/cases/new").status_code == 403
    assert school.post("/cases/new", seen="/account", **said).status_code == 403
    assert len(board.county.facts("case_opened")) == before


def test_what_became_known_is_entered_and_the_rest_stays(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    here = f"/cases/{case}/register"
    assert here in lead.get(f"/cases/{case}").text
    assert CHILD not in lead.get(here).text
    assert lead.post(here).status_code == 422
    future = lead.post(here, 出生日期="2099-01-01")
    assert future.status_code == 422
    assert 'id="e-出生日期"' in future.text
    done = lead.post(here, 姓名=NAME)
    assert "已补登" in done.text
    assert NAME not in done.text
    (known,) = board.county.facts("child_registered")
    assert set(known) == {"name_sealed"}


def test_a_school_registers_nothing(board: Board) -> None:
    case = board.county.a_case()
    refused = board.as_post("P-LIUXI-SCHOOL").post(f"/cases/{case}/register", seen="/account", 姓名=NAME)
    assert refused.status_code == 403
    assert board.county.facts("child_registered") == []


def test_the_pages_are_there_in_english(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    lead.get("/lang/en")
    assert "Put a child on the list" in lead.get("/children/new").text
    assert "Open a case without a report" in lead.get("/cases/new").text
    assert "What became known of the child" in lead.get(f"/cases/{case}/register").text
