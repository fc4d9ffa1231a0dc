"""Does a program see and do only what its post may? 可见范围."""

from __future__ import annotations

import pytest

from tasks.accounts.tokens import Scope
from tests.board.api.conftest import ELSEWHERE, Program, Programs
from tests.board.api.requests import BODIES, filled
from tests.board.api.test_who_may_ask import ENDPOINTS
from tests.board.conftest import Board
from tests.builders import CHILD, FATHER, HOME, NARRATIVE, PLACE, TEACHER, a_child
from tests.databases import ON_SQLITE
from tests.foreigners import P_FOREIGN_CIVIL, with_neighbours

pytestmark = ON_SQLITE

OF_A_CASE = [(operation, method, path) for operation, method, path, _ in ENDPOINTS if "{case_no}" in path]


def _elsewhere(board: Board) -> str:
    """A case of another county."""
    child = a_child(name="林小河", residence={"area": ELSEWHERE}, registration={"area": ELSEWHERE}, adults=[])
    return board.county.a_case(children=[child], incident={"area": ELSEWHERE}, reporter={})


def _ask(program: Program, operation: str, method: str, path: str) -> tuple[int, str]:
    answer = program.get(path) if method == "get" else program.post(path, BODIES[operation])
    return answer.status_code, answer.text


@pytest.mark.parametrize("post", ["P-OFFICE", "P-LIUXI-POLICE"])
def test_the_case_of_another_county_looks_like_none_at_every_endpoint(
    board: Board, program: Programs, post: str
) -> None:
    board.county.a_case()
    foreign, unknown, one = _elsewhere(board), "C-00000-00000", program(post)
    before = board.county.entries()
    for operation, method, path in OF_A_CASE:
        status, said = _ask(one, operation, method, filled(path, case_no=foreign))
        nobody, as_of_none = _ask(one, operation, method, filled(path, case_no=unknown))
        assert (status, nobody) == (404, 404), (operation, said)
        assert said.replace(foreign, "X") == as_of_none.replace(unknown, "X"), operation
    assert board.county.entries() == before


def test_lists_hold_nothing_of_another_county(board: Board, program: Programs) -> None:
    own, foreign, one = board.county.a_case(), _elsewhere(board), program("P-OFFICE")
    board.county.clock.move(days=40)
    listed = [one.get("/cases"), one.get("/duties", whose="all"), one.get("/stuck"), one.get("/duties", whose="agency")]
    assert own in listed[0].text
    assert own in listed[1].text
    assert own in listed[2].text
    assert all(foreign not in answer.text for answer in listed)


def test_a_case_without_a_report_is_opened_in_ones_own_county_by_who_works_on_cases(
    board: Board, program: Programs
) -> None:
    with_neighbours(board.county)
    here = BODIES["open_case"]
    there = {**here, "child": {**here["child"], "residence": {"area": ELSEWHERE}}}
    own, foreign, school = (program(post) for post in ("P-CIVIL", P_FOREIGN_CIVIL, "P-LIUXI-SCHOOL"))
    before = board.county.entries()
    said = [own.post("/cases", there), foreign.post("/cases", here), school.post("/cases", here)]
    assert [one.status_code for one in said] == [403, 403, 403]
    assert [one.json()["error"]["field"] for one in said[:2]] == ["area", "area"]
    assert board.county.entries() == before
    assert own.post("/cases", here).status_code == 201


def test_a_line_of_the_stuck_list_of_another_county_cannot_be_repaired(board: Board, program: Programs) -> None:
    foreign, one = _elsewhere(board), program("P-OFFICE")
    board.county.clock.move(days=40)
    row = board.county.duties(foreign)[0]
    keys = [f"overdue:{row.no}", f"nobody_holds_post:{row.no}", f"overdue:{row.no[:-1]}99", "nothing:else"]
    answers = [one.post("/stuck/repairs", {"key": key}) for key in keys]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


def test_an_instrument_of_another_case_is_not_reached_through_ones_own(board: Board, program: Programs) -> None:
    one = program("P-OFFICE")
    own, other = board.county.a_case(), board.county.a_case(children=[a_child(name="林小河", adults=[])])
    body = {"kind": "admonition", "title": "训诫书", "issuers": ["P-LIUXI-POLICE"]}
    number = one.post(f"/cases/{other}/instruments/issue", body).json()["instrument_no"]
    through = one.post(f"/cases/{own}/instruments/end", {"instrument_no": number, "reason": "终止"})
    nothing = one.post(f"/cases/{own}/instruments/end", {"instrument_no": "D-00000-00000", "reason": "终止"})
    assert (through.status_code, through.text) == (404, nothing.text)


def test_a_post_that_owes_one_duty_sees_that_and_no_more_of_the_case(board: Board, program: Programs) -> None:
    case_no = board.county.a_case()
    told = program("P-HOTLINE")
    assert told.get(f"/cases/{case_no}").status_code in (403, 404)
    station = program("P-LIUXI-STATION")
    assert station.get(f"/cases/{case_no}").status_code == 200


def test_no_answer_holds_a_name_an_address_or_free_words(board: Board, program: Programs) -> None:
    one, case_no = program("P-OFFICE"), board.county.a_case()
    board.county.answer(case_no, "triage")
    seen = [
        one.get(filled(path, case_no=case_no)).text
        for _, method, path, _ in ENDPOINTS
        if method == "get" and "notice" not in path
    ]
    seen.append(one.post(f"/cases/{case_no}/audit-sheets", {"reason": "检查"}).text)
    for word in (CHILD, FATHER, TEACHER, HOME, PLACE, NARRATIVE[:12]):
        assert all(word not in text for text in seen), word


def test_many_cases_are_audited_only_by_who_oversees_their_area(board: Board, program: Programs) -> None:
    board.county.a_case()
    asked = BODIES["audit_area"]
    assert program("P-OFFICE").post("/audit-sheets", asked).status_code == 200
    assert program("P-OFFICE").post("/audit-sheets", {**asked, "area": "9902"}).status_code == 403
    assert program("P-OFFICE").post("/audit-sheets", {**asked, "area": "99"}).status_code == 403
    assert program("P-LIUXI-POLICE").post("/audit-sheets", asked).status_code == 403


def test_a_message_to_another_post_is_not_read_for_it(board: Board, program: Programs) -> None:
    board.county.a_case()
    number = board.county.notices(post="P-LIUXI-POLICE")[0].no
    assert program("P-OFFICE", scopes=[Scope.ACT]).post(f"/notices/{number}/read").status_code == 404
    assert program("P-LIUXI-POLICE", scopes=[Scope.ACT]).post(f"/notices/{number}/read").json()["read"] is True
