"""Can a program enter who stands around a child, and nobody who is none of its post's business? 相关成年人."""

from __future__ import annotations

from typing import Any

import pytest

from tasks.people_around import around
from tests.board.api.conftest import ELSEWHERE, Program, Programs
from tests.board.conftest import Board
from tests.builders import FATHER, a_child
from tests.databases import ON_SQLITE

pytestmark = ON_SQLITE

UNCLE: dict[str, Any] = {"name": "禾小山", "relation": "grandparent", "carer": True, "phone": "000-0000-0009"}


def people(one: Program, case_no: str, **query: Any) -> list[dict[str, Any]]:
    """The adults around the child of a case."""
    found: list[dict[str, Any]] = one.get(f"/cases/{case_no}/people", **query).json()["people"]
    return found


def added(one: Program, case_no: str, **changes: Any) -> str:
    """Number of somebody who was entered."""
    answer = one.post(f"/cases/{case_no}/people", {**UNCLE, **changes})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["adults"][0])


def test_somebody_is_entered_and_listed_by_number_without_a_name(board: Board, program: Programs) -> None:
    one, case_no = program("P-OFFICE"), board.county.a_case()
    number = added(one, case_no, from_on="2026-03-01")
    entered = next(each for each in people(one, case_no) if each["no"] == number)
    assert (entered["carer"], entered["guardian"], entered["known"]) == (True, False, True)
    text = one.get(f"/cases/{case_no}/people").text
    assert all(word not in text for word in (UNCLE["name"], UNCLE["phone"], FATHER))


def test_the_same_key_enters_nobody_twice(board: Board, program: Programs) -> None:
    one, case_no = program("P-OFFICE"), board.county.a_case()
    before = len(people(one, case_no))
    first, again = (one.post(f"/cases/{case_no}/people", UNCLE, key="one-and-the-same") for _ in range(2))
    assert (first.json(), again.headers["idempotent-replayed"]) == (again.json(), "true")
    assert len(people(one, case_no)) == before + 1


def test_who_was_only_known_to_exist_is_found_out_once(board: Board, program: Programs) -> None:
    one, case_no = program("P-OFFICE"), board.county.a_case()
    number = added(one, case_no, name=None)
    said = {"adult_no": number, "name": "禾小山"}
    assert one.post(f"/cases/{case_no}/people/identify", said).status_code == 200
    again = one.post(f"/cases/{case_no}/people/identify", said)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "conflict")


def test_who_leaves_is_no_longer_listed_from_that_day_on(board: Board, program: Programs) -> None:
    one, case_no = program("P-OFFICE"), board.county.a_case()
    number = added(one, case_no, from_on="2026-01-01")
    left = one.post(f"/cases/{case_no}/people/leave", {"adult_no": number, "until_on": "2026-03-02", "reason": "外出"})
    assert left.status_code == 200, left.text
    by_day = {day: number in [each["no"] for each in people(one, case_no, on=day)] for day in DAYS}
    assert by_day == {"2025-12-31": False, "2026-01-01": True, "2026-03-01": True, "2026-03-02": False}


DAYS = ("2025-12-31", "2026-01-01", "2026-03-01", "2026-03-02")


def test_somebody_stands_in_a_procedure_once(board: Board, program: Programs) -> None:
    one, case_no = program("P-OFFICE"), board.county.a_case()
    said = {"procedure": "mandatory_reporting", "party": added(one, case_no), "role": "third_party"}
    assert [one.post(f"/cases/{case_no}/people/join", said).status_code for _ in range(2)] == [200, 409]


def test_a_time_that_ends_before_it_begins_is_refused_in_both_languages(board: Board, program: Programs) -> None:
    one, case_no = program("P-OFFICE"), board.county.a_case()
    before = board.county.entries()
    answer = one.post(f"/cases/{case_no}/people", {**UNCLE, "from_on": "2026-03-02", "until_on": "2026-03-01"})
    error = answer.json()["error"]
    assert (answer.status_code, error["field"]) == (422, "until_on")
    assert "终止日期早于开始日期" in error["zh"]
    assert "the end lies before the beginning" in error["en"]
    assert board.county.entries() == before


def test_a_post_that_was_merely_told_enters_nobody(board: Board, program: Programs) -> None:
    case_no = board.county.a_case()
    before, one = board.county.entries(), program("P-HOTLINE")
    assert one.post(f"/cases/{case_no}/people", UNCLE).status_code in (403, 404)
    assert board.county.entries() == before + 1  # the token


@pytest.mark.parametrize("act", ["link", "identify", "leave"])
def test_a_number_from_a_file_of_another_county_is_nobodys_here(board: Board, program: Programs, act: str) -> None:
    """Otherwise the name behind any number could be had by tying it to a case of one's own."""
    one, own = program("P-OFFICE"), board.county.a_case()
    child = a_child(name="林小河", residence={"area": ELSEWHERE}, registration={"area": ELSEWHERE})
    foreign = board.county.a_case(children=[child], incident={"area": ELSEWHERE}, reporter={})
    stranger = _somebody_around(board, foreign)
    before = board.county.entries()
    said = {"link": {"relation": "father"}, "identify": {"name": "某人"}, "leave": {"until_on": "2026-03-02"}}[act]
    there, nobody = (
        one.post(f"/cases/{own}/people/{act}", {"adult_no": number, **said}) for number in (stranger, "A-00000-00000")
    )
    assert (there.status_code, nobody.status_code) == (422, 422)
    assert there.text.replace(stranger, "X") == nobody.text.replace("A-00000-00000", "X")
    assert board.county.entries() == before


def test_somebody_around_another_child_of_ones_own_county_is_tied(board: Board, program: Programs) -> None:
    one, own = program("P-OFFICE"), board.county.a_case()
    other = board.county.a_case(children=[a_child(name="林小河", adults=[])])
    number = _somebody_around(board, own)
    said = {"adult_no": number, "relation": "other_relative", "carer": True}
    assert one.post(f"/cases/{other}/people/link", said).status_code == 200
    assert [each["no"] for each in people(one, other)] == [number]


def _somebody_around(board: Board, case_no: str) -> str:
    with board.office.reading() as desk:
        return around(desk, case_no)[0].no
