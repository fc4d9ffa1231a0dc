"""Can a program keep the list of children in care, and say what was done for them? 关爱对象."""

from __future__ import annotations

from typing import Any

import pytest

from rules.vocabulary import ChildCategory, ChildMark, Tier
from tests.board.api.conftest import ELSEWHERE, Program, Programs
from tests.board.conftest import Board
from tests.builders import CHILD, HOME, LIUXI, a_child
from tests.databases import ON_SQLITE
from tests.foreigners import P_FOREIGN_CIVIL, with_neighbours
from tests.monitored import LEFT_BEHIND, on_the_list

pytestmark = ON_SQLITE

COMMITTEE = "P-HEBIAN-COMMITTEE"
BROTHER: dict[str, Any] = {"name": "禾田田", "sex": "male", "birth_on": "2019-11-02", "residence": {"area": LIUXI}}
FOUND: dict[str, Any] = {"categories": ["in_difficulty"], "conditions": ["poverty"], "tier": "low", "reason": "摸排"}
A_VISIT: dict[str, Any] = {
    "fields": {
        "child_seen": True,
        "spoke_with": ["child", "carer"],
        "care": "good",
        "school": "attends",
        "health": "well",
        "safety": "safe",
    }
}


def listed(one: Program, **changes: Any) -> dict[str, Any]:
    """A boy who was put on the list."""
    answer = one.post("/care/children", {"child": BROTHER, **FOUND, **changes})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def on_list(one: Program, **query: Any) -> list[dict[str, Any]]:
    """The children in care that a program sees."""
    found: list[dict[str, Any]] = one.get("/care/children", **query).json()["children"]
    return found


def test_a_child_is_put_on_the_list_and_the_answer_tells_what_will_be_owed(board: Board, program: Programs) -> None:
    one = program("P-CIVIL")
    made = listed(one, marks=["key"])
    assert made["marks"] == ["key"]
    assert "routine_visit" in [each["duty"] for each in made["coming"]]
    assert made["no_visits"] is False
    shown = on_list(one)
    assert [(each["case_no"], each["sex"], each["years"], each["tier"]) for each in shown] == [
        (made["case_no"], "male", 6, "low")
    ]
    assert BROTHER["name"] not in one.get("/care/children").text


def test_the_same_key_lists_a_child_once_and_another_key_is_told_that_it_is_listed(
    board: Board, program: Programs
) -> None:
    one, said = program("P-CIVIL"), {"child": BROTHER, **FOUND}
    first, again = (one.post("/care/children", said, key="one-and-the-same") for _ in range(2))
    assert (first.json()["case_no"], again.headers["idempotent-replayed"]) == (again.json()["case_no"], "true")
    told = one.post("/care/children", said)
    assert (told.status_code, first.json()["case_no"] in told.text) == (409, False)


def test_a_child_is_named_in_one_way_and_in_no_more(board: Board, program: Programs) -> None:
    one, case_no = program("P-CIVIL"), board.county.a_case()
    child_no = one.get(f"/cases/{case_no}").json()["child_no"]
    for named in ({}, {"child_no": child_no, "case_no": case_no}):
        answer = one.post("/care/children", {**FOUND, **named})
        assert (answer.status_code, answer.json()["error"]["field"]) == (422, "child")
    assert one.post("/care/children", {**FOUND, "case_no": case_no}).json()["child_no"] == child_no


def test_a_child_that_does_not_meet_the_conditions_is_refused_with_what_is_missing(program: Programs) -> None:
    answer = program("P-CIVIL").post("/care/children", {**FOUND, "child": BROTHER, "categories": ["migrant"]})
    assert answer.status_code == 422
    assert "不符合" in answer.json()["error"]["zh"]
    assert "conditions are missing" in answer.json()["error"]["en"]


@pytest.mark.parametrize("post", ["P-OFFICE", "P-LIUXI-POLICE", "P-LIUXI-SCHOOL"])
def test_who_keeps_no_register_lists_nobody(board: Board, program: Programs, post: str) -> None:
    one, before = program(post), board.county.entries()
    assert one.post("/care/children", {**FOUND, "child": BROTHER}).status_code == 403
    assert one.get("/care/children").status_code == 403
    assert board.county.entries() == before


def test_a_child_that_lives_elsewhere_is_listed_by_the_post_of_that_place(board: Board, program: Programs) -> None:
    one, before = program("P-CIVIL"), board.county.entries()
    answer = one.post("/care/children", {**FOUND, "child": {**BROTHER, "residence": {"area": ELSEWHERE}}})
    assert (answer.status_code, answer.json()["error"]["field"]) == (403, "area")
    assert board.county.entries() == before


def test_the_children_of_one_county_are_on_nobody_elses_list(board: Board, program: Programs) -> None:
    with_neighbours(board.county)
    case_no = on_the_list(board.county).case_no
    assert [one["case_no"] for one in on_list(program("P-CIVIL"))] == [case_no]
    assert on_list(program(P_FOREIGN_CIVIL)) == []
    assert on_list(program("P-CIVIL"), area=ELSEWHERE) == []


def test_the_list_is_read_page_by_page_by_tier(board: Board, program: Programs) -> None:
    low = on_the_list(board.county, child=BROTHER).case_no
    high = on_the_list(board.county, tier=Tier.HIGH).case_no
    one = program("P-CIVIL")
    first, second = one.get("/care/children", limit=1).json(), one.get("/care/children", limit=1, offset=1).json()
    assert [page["children"][0]["case_no"] for page in (first, second)] == [high, low]
    assert (first["more"], second["more"], first["counts"]["high"]) == (True, False, 1)
    assert [each["case_no"] for each in on_list(one, tier="low")] == [low]


def test_marks_and_tiers_change_and_a_lower_tier_waits_for_a_second_person(board: Board, program: Programs) -> None:
    one, case_no = program("P-CIVIL"), on_the_list(board.county, marks=[]).case_no
    marked = one.post(f"/cases/{case_no}/care/marks", {"give": ["key"], "reason": "符合重点"})
    again = one.post(f"/cases/{case_no}/care/marks", {"give": ["key"], "reason": "符合重点"})
    assert (marked.json()["marks"], again.status_code) == (["key"], 422)
    tiers = [one.post(f"/cases/{case_no}/care/tier", {"tier": tier, "reason": "评估"}) for tier in ("high", "low")]
    assert [each.json()["tier_changed"] for each in tiers] == [True, False]


def test_an_event_is_assessed_by_the_township(board: Board, program: Programs) -> None:
    case_no = on_the_list(board.county).case_no
    answer = program("P-CIVIL").post(f"/cases/{case_no}/care/assess", {"reason": "父亲外出务工"})
    assert answer.status_code == 200, answer.text
    assert "assess_on_event" in [duty["code"] for duty in answer.json()["duties"]]


def test_a_child_leaves_the_list_once(board: Board, program: Programs) -> None:
    one, case_no = program("P-CIVIL"), on_the_list(board.county).case_no
    ended = one.post(f"/cases/{case_no}/care/end", {"why": "moved_away", "words": "已转接"})
    assert (ended.status_code, on_list(one)) == (200, [])
    assert one.post(f"/cases/{case_no}/care/end", {"why": "moved_away"}).status_code in (409, 422)


def test_who_has_left_the_list_is_listed_apart_the_latest_first_each_round_for_itself(
    board: Board, program: Programs
) -> None:
    with_neighbours(board.county)
    one = program("P-CIVIL")
    first, brother = on_the_list(board.county).case_no, on_the_list(board.county, child=BROTHER).case_no
    for case_no in (first, brother):
        one.post(f"/cases/{case_no}/care/end", {"why": "moved_away", "words": "已转接"})
        board.county.clock.move(days=1)
    again = on_the_list(board.county).case_no
    gone = on_list(one, left=True)
    assert [each["case_no"] for each in gone] == [brother, first]
    assert {each["end_reason"] for each in gone} == {"moved_away"}
    assert gone[0]["ended_at"] > gone[1]["ended_at"]
    assert [each["case_no"] for each in on_list(one, left=True, tier="high")] == []
    (now,) = on_list(one)
    assert (now["case_no"], now["ended_at"], now["end_reason"]) == (again, None, None)
    assert on_list(program(P_FOREIGN_CIVIL), left=True) == []


@pytest.mark.parametrize("act", ["marks", "tier", "end"])
def test_a_post_that_only_visits_does_not_take_a_child_off_or_move_it(
    board: Board, program: Programs, act: str
) -> None:
    """The village committee owes the visits, and sees the facts; whoever is told of nothing more decides nothing."""
    case_no = on_the_list(board.county).case_no
    said = {"marks": {"take": ["key"]}, "tier": {"tier": "high"}, "end": {"why": "moved_away"}}[act]
    body = said if act == "end" else {**said, "reason": "无"}
    expected = {"marks": 200, "tier": 200, "end": 403}[act]  # it owes, so it enters; it does not end (HT-219)
    assert program(COMMITTEE).post(f"/cases/{case_no}/care/{act}", body).status_code == expected
    assert program("P-SHIQIAO-STATION").post(f"/cases/{case_no}/care/{act}", body).status_code in (403, 404)


def test_what_is_owed_now_is_told_to_whoever_owes_it_and_answered_for_its_window(
    board: Board, program: Programs
) -> None:
    case_no = on_the_list(board.county, tier=Tier.HIGH, marks=[ChildMark.KEY]).case_no
    board.county.clock.show("Monday 2026-03-02 11:30")
    one = program(COMMITTEE)
    stop = one.get("/care/visits").json()["visits"][0]
    assert (stop["case_no"], stop["years"], stop["tier"]) == (case_no, 9, "high")
    assert all(word not in one.get("/care/visits").text for word in (CHILD, HOME))
    owed = next(each for each in stop["owed"] if each["code"] == "routine_visit")
    path = f"/cases/{case_no}/duties/{owed['duty_no']}/answer"
    made = one.post(path, A_VISIT, key="visit-of-this-week")
    assert (made.status_code, made.json()["in_time"]) == (200, True), made.text
    assert one.post(path, A_VISIT, key="visit-of-this-week").headers["idempotent-replayed"] == "true"
    assert one.post(path, A_VISIT).status_code == 409
    left = one.get("/care/visits").json()
    assert left["done"] == 1
    still = [(each["code"], each["window"]) for stop in left["visits"] for each in stop["owed"]]
    assert ("routine_visit", owed["window"]) not in still
    assert program("P-SHIQIAO-STATION").get("/care/visits").json()["visits"] == []


def test_a_window_is_excused_for_a_cause_while_it_runs(board: Board, program: Programs) -> None:
    case_no = on_the_list(board.county, tier=Tier.HIGH).case_no
    one = program(COMMITTEE)
    no = board.county.live(case_no, "routine_visit").no.rpartition("/")[2]
    path, said = f"/cases/{case_no}/duties/{no}/excuse-window", {"cause": "in_hospital", "reason": "住院"}
    other = board.county.a_case(children=[a_child(name="林小河", adults=[])])
    assert program("P-CIVIL").post(f"/cases/{other}/duties/1/excuse-window", said).status_code == 422
    excused = one.post(path, said)
    assert (excused.status_code, excused.json()["code"]) == (200, "routine_visit"), excused.text
    assert one.post(path, said).status_code == 409


def test_who_went_and_saw_nobody_says_so_and_the_visit_stays_owed(board: Board, program: Programs) -> None:
    case_no = on_the_list(board.county, tier=Tier.HIGH).case_no
    one = program(COMMITTEE)
    no = board.county.live(case_no, "routine_visit").no.rpartition("/")[2]
    path = f"/cases/{case_no}/duties/{no}/not-seen"
    unasked = one.post(path, {"why": "moved"})
    assert (unasked.status_code, unasked.json()["error"]["field"]) == (422, "words")
    said = {"why": "moved", "words": "邻居说上月搬走", "at": "2026-03-02 10:00"}
    answers = [one.post(path, said, key="nobody-was-there"), one.post(path, said, key="nobody-was-there")]
    assert [each.status_code for each in answers] == [200, 200], answers[0].text
    assert no in [duty["no"] for duty in answers[0].json()["duties"]]
    assert len(board.county.facts("noted", case_no)) == 1
    assert program("P-SHIQIAO-STATION").post(path, said).status_code in (403, 404)


def test_how_villages_are_staffed_is_for_whoever_sees_their_children(board: Board, program: Programs) -> None:
    on_the_list(board.county, categories=[ChildCategory.LEFT_BEHIND], conditions=LEFT_BEHIND)
    found = program("P-CIVIL").get("/care/staffing", all=True).json()["villages"]
    assert sum(one["children"] for one in found) == 1
    assert all(one["basis"] for one in found)
    assert program("P-OFFICE").get("/care/staffing").status_code == 200  # it oversees the county
    assert program("P-CIVIL").get("/care/staffing", area=ELSEWHERE).status_code == 403
    assert program("P-LIUXI-POLICE").get("/care/staffing").status_code == 403
