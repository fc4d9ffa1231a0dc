"""The child director's page: where to go, what is recorded, and what is recorded once. 走访页."""

from __future__ import annotations

from typing import Any

import pytest

from rules.vocabulary import DutyState, Tier
from tasks.windows import open_windows
from tests.board.conftest import Board
from tests.builders import CHILD, HOME, a_child
from tests.databases import ON_SQLITE
from tests.monitored import on_the_list
from tests.office import County

pytestmark = ON_SQLITE

VILLAGE = "P-HEBIAN-COMMITTEE"
AT = "2026-03-02 11:30"


@pytest.fixture
def case_no(county: County) -> str:
    """A girl of nine of the highest tier on the list, whom the village committee visits every week."""
    on_the_list(county, child=a_child(name="禾田田", birth_on="2019-11-02", sex="male"), tier=Tier.LOW)
    case_no = on_the_list(county, tier=Tier.HIGH).case_no
    county.clock.show(f"Monday {AT}")
    return case_no


def a_visit(**changes: Any) -> dict[str, Any]:
    """A visit on which all was well, as the form says it."""
    said = {"child_seen": "yes", "spoke_with": ["child", "carer"], "care": "good", "school": "attends"}
    return {**said, "health": "well", "safety": "safe", "happened_at": AT, **changes}


def form_of(board: Board, case_no: str, code: str = "routine_visit") -> str:
    """Where the form of a duty is."""
    return f"/visits/{case_no}/{board.county.live(case_no, code).no.rpartition('/')[2]}"


def visits_of(board: Board, case_no: str) -> list[dict[str, Any]]:
    return [one for one in board.county.facts("duty_answered", case_no) if one["code"] == "routine_visit"]


def test_the_list_names_nobody_and_says_age_tier_and_by_when(board: Board, case_no: str) -> None:
    told = board.as_post(VILLAGE).get("/visits").text
    assert "女孩，9岁" in told
    assert "男孩，6岁" in told
    assert "风险 高" in told
    assert "还要走访、联系 2 名儿童" in told
    assert form_of(board, case_no) in told
    assert CHILD not in told
    assert HOME not in told


def test_somebody_elses_children_are_on_nobodys_list(board: Board, case_no: str) -> None:
    visitor = board.as_post("P-SHIQIAO-STATION")
    assert case_no not in visitor.get("/visits").text
    assert visitor.get(form_of(board, case_no)).status_code in (403, 404)
    assert visitor.get(f"{form_of(board, case_no)}/not-seen").status_code in (403, 404)


def test_a_visit_is_recorded_and_the_next_page_says_of_which_day(board: Board, case_no: str) -> None:
    made = board.as_post(VILLAGE).post(form_of(board, case_no), **a_visit())
    assert made.status_code == 200, made.text
    assert "已记录" in made.text
    assert "3月2日 周一 11:30" in made.text
    assert [one["answer"]["care"] for one in visits_of(board, case_no)] == ["good"]


def test_what_was_not_well_stands_on_the_list_the_next_time(board: Board, case_no: str) -> None:
    visitor = board.as_post(VILLAGE)
    visitor.post(form_of(board, case_no), **a_visit(care="strained", school="irregular"))
    board.county.clock.show("Tuesday 2026-03-10 09:00")
    board.county.move()
    open_windows(board.office)
    board.county.move()
    told = board.as_post(VILLAGE).get("/visits").text
    assert "照护吃力" in told
    assert "经常缺课" in told


def test_a_form_that_was_sent_twice_records_one_visit_and_says_so(board: Board, case_no: str) -> None:
    visitor, form = board.as_post(VILLAGE), form_of(board, case_no)
    visitor.post(form, **a_visit())
    again = visitor.post(form, seen="/account", **a_visit(problems="想妈妈"))
    assert again.status_code == 409
    assert "没有再记一次" in again.text
    assert "想妈妈" in again.text  # what was typed is not lost
    assert len(visits_of(board, case_no)) == 1


def test_a_draft_is_cleared_by_the_page_that_says_it_was_sent_and_by_no_other(board: Board, case_no: str) -> None:
    visitor, form = board.as_post(VILLAGE), form_of(board, case_no)
    key = form.removeprefix("/visits/")
    drawn = visitor.get(form).text
    assert f'data-draft="{key}"' in drawn
    assert "data-draft-sent" not in drawn
    assert "data-draft-sent" not in visitor.post(form, **a_visit(care="")).text
    assert f'data-draft-sent="{key}"' in visitor.post(form, **a_visit()).text


def test_what_was_typed_is_still_there_when_something_is_missing(board: Board, case_no: str) -> None:
    visitor = board.as_post(VILLAGE)
    refused = visitor.post(form_of(board, case_no), **a_visit(child_seen="no", problems="奶奶说去了外地"))
    assert refused.status_code == 422
    assert "奶奶说去了外地" in refused.text
    assert visits_of(board, case_no) == []


def test_harm_that_a_visit_finds_is_reported_in_the_same_act(board: Board, case_no: str) -> None:
    found = a_visit(health="injured", safety="danger", raises=["report"], situations=["R4"], findings="手臂有新伤")
    told = board.as_post(VILLAGE).post(form_of(board, case_no), **found)
    assert "强制报告已同时提出" in told.text
    assert len(board.county.facts("report_received")) == 1


def test_danger_without_a_report_is_refused_and_nothing_is_written(board: Board, case_no: str) -> None:
    told = board.as_post(VILLAGE).post(form_of(board, case_no), **a_visit(safety="danger"))
    assert told.status_code == 422
    assert "应当立即报告" in told.text
    assert visits_of(board, case_no) == []


def test_who_saw_nobody_writes_it_down_once_and_the_visit_stays_owed(board: Board, case_no: str) -> None:
    visitor, form = board.as_post(VILLAGE), f"{form_of(board, case_no)}/not-seen"
    for _ in range(2):
        told = visitor.post(form, why="moved", words="邻居说上周搬走", happened_at=AT)
        assert "搬走了，或者不知道去向" in told.text
        assert told.status_code == 200
    assert len(board.county.facts("noted", case_no)) == 1
    assert board.county.live(case_no, "routine_visit").state == DutyState.OPEN
    assert "已有 1 次没见到" in visitor.get("/visits").text


def test_where_a_child_has_gone_needs_words(board: Board, case_no: str) -> None:
    told = board.as_post(VILLAGE).post(f"{form_of(board, case_no)}/not-seen", why="refused", happened_at=AT)
    assert told.status_code == 422
    assert board.county.facts("noted", case_no) == []


def test_an_empty_round_says_what_to_do_instead(board: Board) -> None:
    told = board.as_post(VILLAGE).get("/visits").text
    assert "本期没有待办的走访、联系" in told
    assert 'href="/report"' in told
