"""A child is put on the list, moved, marked, excused and taken off by pages alone. 关爱页."""

from __future__ import annotations

import re
from typing import Any

import pytest

from rules.vocabulary import ChildMark, Tier
from tasks.children_listed import children_listed
from tests.board.conftest import Board, hidden_in
from tests.builders import CHILD, a_child
from tests.foreigners import P_FOREIGN_CIVIL, P_VILLAGE, VILLAGE, with_neighbours
from tests.monitored import on_the_list
from tests.office import County

STATION, SCHOOL = "P-LIUXI-STATION", "P-LIUXI-SCHOOL"
ACTS = ("begin", "tier", "marks", "assess", "excuse", "end")


@pytest.fixture
def child_no(county: County) -> str:
    """A girl with a file, not on the list."""
    return str(county.case(county.a_case()).child_no)


@pytest.fixture
def listed(county: County) -> str:
    """A girl on the list, on the low tier and marked as key."""
    return on_the_list(county).child_no


def a_listing(**changes: Any) -> dict[str, Any]:
    """What screening found, as the form says it."""
    met = ["under_16", "left_registration", "other_county", "six_months"]
    said = {"categories": ["migrant"], "conditions": met, "tier": "low", "marks": ["key"], "reason": "村里走访核实"}
    return {**said, **changes}


def rounds(county: County, kind: str = "monitoring_began") -> list[dict[str, Any]]:
    return county.facts(kind)


def test_the_page_leads_to_the_form_and_the_child_is_on_the_list(board: Board, child_no: str) -> None:
    station = board.as_post(STATION)
    assert f"/children/{child_no}/care" in station.get(f"/children/{child_no}").text
    assert "现在不在册" in station.get(f"/children/{child_no}/care").text
    done = station.post(f"/children/{child_no}/care/begin", **a_listing())
    assert done.status_code == 200, done.text
    assert "已列为关爱对象" in done.text
    assert CHILD not in done.text
    (begun,) = rounds(board.county)
    assert (begun["child_no"], begun["tier"], begun["marks"]) == (child_no, "low", ["key"])


def test_what_is_missing_stands_beside_its_field_and_what_was_typed_is_kept(board: Board, child_no: str) -> None:
    station = board.as_post(STATION)
    here = f"/children/{child_no}/care/begin"
    for changes, field in (
        ({"categories": []}, "categories"),
        ({"conditions": ["under_16"]}, "conditions"),
        ({"tier": ""}, "tier"),
        ({"reason": " "}, "reason"),
        ({"happened_at": "2099-01-01"}, "happened_at"),
    ):
        refused = station.post(here, **a_listing(marks=["pupil"], **changes))
        assert refused.status_code == 422, field
        assert re.search(rf'href="#f-{field}"', refused.text), field
        assert f'id="e-{field}"' in refused.text, field
        assert 'name="marks" value="pupil" checked' in refused.text
        assert "--" not in refused.text.split("errsum")[1].split("</ul>")[0], "a person at a page has no options"
    assert rounds(board.county) == []


def test_a_form_that_is_sent_twice_lists_the_child_once(board: Board, child_no: str) -> None:
    station = board.as_post(STATION)
    here = f"/children/{child_no}/care/begin"
    drawn = hidden_in(station.get(here))
    first, again = (station.client.post(here, data={**drawn, **a_listing()}) for _ in range(2))
    assert first.url == again.url
    assert again.status_code == 200
    assert len(rounds(board.county)) == 1


def test_the_same_form_with_other_words_is_refused(board: Board, listed: str) -> None:
    station = board.as_post(STATION)
    here = f"/children/{listed}/care/assess"
    drawn = hidden_in(station.get(here))
    assert station.client.post(here, data={**drawn, "reason": "父亲外出"}).status_code == 200
    other = station.client.post(here, data={**drawn, "reason": "母亲外出"})
    assert other.status_code == 422
    assert "已经提交过一次" in other.text
    assert len(board.county.facts("noted")) == 1


def test_higher_counts_at_once_and_lower_waits_for_a_second_person(board: Board, listed: str) -> None:
    station = board.as_post(STATION)
    here = f"/children/{listed}/care/tier"
    assert "风险 低" in station.get(here).text
    assert station.post(here, tier="high", reason="").status_code == 422
    assert "调高的已经生效" in station.post(here, tier="high", reason="父亲酗酒").text
    assert [one["tier"] for one in rounds(board.county, "tier_changed")] == ["high"]
    drawn = hidden_in(station.get(here))
    for _ in range(2):
        station.client.post(here, data={**drawn, "tier": "low", "reason": "情况好转"})
    assert [one["tier"] for one in rounds(board.county, "tier_proposed")] == ["middle"]


def test_marks_are_what_is_ticked(board: Board, listed: str) -> None:
    station = board.as_post(STATION)
    here = f"/children/{listed}/care/marks"
    assert 'value="key" checked' in station.get(here).text
    assert station.post(here, marks=["key"], reason="没有变化").status_code == 422
    assert station.post(here, marks=["pupil"], reason="已入学").status_code == 200
    (changed,) = rounds(board.county, "marks_changed")
    assert (changed["from"], changed["marks"]) == ([ChildMark.KEY], [ChildMark.PUPIL])


def test_an_assessment_that_is_asked_for_is_owed(board: Board, listed: str) -> None:
    station = board.as_post(STATION)
    assert station.post(f"/children/{listed}/care/assess", reason="父亲外出务工").status_code == 200
    board.county.move()
    assert "assess_on_event" in board.county.owed(rounds_of(board, listed))


def rounds_of(board: Board, child_no: str) -> str:
    with board.office.reading() as desk:
        found = children_listed(desk, True, area="", tier=None, most=10)  # type: ignore[arg-type]
    return next(one.case_no for one in found.shown if one.child.no == child_no)


def test_a_duty_is_excused_for_a_listed_cause_by_the_post_that_owes_it(board: Board, county: County) -> None:
    child_no = on_the_list(county, tier=Tier.HIGH).child_no
    committee = board.as_post("P-HEBIAN-COMMITTEE")
    here = f"/children/{child_no}/care/excuse"
    owed = re.findall(r'name="duty" value="(\d+)"', committee.get(here).text)
    assert owed
    assert committee.post(here, duty=owed[0], cause="busy", reason="太忙").status_code == 422
    done = committee.post(here, duty=owed[0], cause="in_hospital", reason="在县医院住院")
    assert done.status_code == 200, done.text
    assert [one["cause"] for one in rounds(county, "duty_excused")] == ["in_hospital"]


def test_a_child_leaves_the_list_once_and_with_a_reason(board: Board, listed: str) -> None:
    station = board.as_post(STATION)
    here = f"/children/{listed}/care/end"
    assert station.post(here).status_code == 422
    drawn = hidden_in(station.get(here))
    said = {**drawn, "because": "parents_returned", "words": "父母已返乡"}
    done = station.client.post(here, data=said)
    assert station.client.post(here, data=said).url == done.url, "the same form again leads to the same page"
    assert "已退出关爱对象" in done.text
    assert "父母返回" in done.text
    another = station.post(here, seen=f"/children/{listed}/care/begin", because="parents_returned")
    assert another.status_code == 409
    assert station.get(here).status_code == 409
    assert len(rounds(board.county, "monitoring_ended")) == 1


@pytest.mark.parametrize("act", ["", *(f"/{one}" for one in ACTS)])
def test_another_countys_child_looks_like_none(board: Board, listed: str, act: str) -> None:
    with_neighbours(board.county)
    stranger = board.as_post(P_FOREIGN_CIVIL)
    real, invented = (stranger.get(f"/children/{no}/care{act}") for no in (listed, "K-00000-00000"))
    assert (real.status_code, invented.status_code) == (404, 404)
    assert real.text.replace(listed, "NO") == invented.text.replace("K-00000-00000", "NO")


NOT_THEIRS = (
    *((post, act) for post in (SCHOOL, "P-SHIQIAO-STATION") for act in ("begin", "tier", "marks", "end")),
    *((post, act) for post in ("P-PROC", "P-LIUXI-POLICE") for act in ("begin", "end")),
)
"""Who is nothing to a child in care, and who only oversees: that one moves no child onto the list or off it."""


@pytest.mark.parametrize(("post", "act"), NOT_THEIRS)
def test_whoever_looks_after_no_children_there_acts_on_none(board: Board, listed: str, post: str, act: str) -> None:
    visitor = board.as_post(post)
    before = board.county.entries()
    assert visitor.get(f"/children/{listed}/care/{act}").status_code in (403, 404)
    sent = visitor.post(f"/children/{listed}/care/{act}", seen="/account", **a_listing(because="reached_age"))
    assert sent.status_code in (403, 404)
    assert board.county.entries() == before


def test_the_child_director_of_the_village_does_it_all(board: Board, county: County) -> None:
    with_neighbours(county)
    girl = a_child(residence={"area": VILLAGE, "address": "河边村1号"})
    child_no = on_the_list(county, child=girl).child_no
    director = board.as_post(P_VILLAGE)
    shown = director.get(f"/children/{child_no}/care").text
    assert all(f"/children/{child_no}/care/{act}" in shown for act in ("tier", "marks", "assess", "end"))
    assert director.post(f"/children/{child_no}/care/tier", tier="high", reason="独居").status_code == 200


def test_the_pages_are_there_in_english(board: Board, listed: str) -> None:
    station = board.as_post(STATION)
    station.get("/lang/en")
    assert "On the list" in station.get(f"/children/{listed}/care").text
    assert "Take off the list" in station.get(f"/children/{listed}/care/end").text
