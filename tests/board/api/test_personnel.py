"""May a county's personnel system say who sits where, in its own county and nowhere else? 岗位人员变动."""

from __future__ import annotations

import pytest

from rules.errors import Refused
from tasks import staff_changes
from tasks.accounts.tokens import Scope, make_token, revoke_token
from tests.board.api.conftest import Program, Programs
from tests.board.conftest import Board
from tests.databases import ON_SQLITE
from tests.foreigners import P_FOREIGN_CIVIL, with_neighbours

pytestmark = ON_SQLITE

NEW = {"person_no": "W-801", "name": "新同事", "phone": "000-0000-0008"}


@pytest.fixture
def system(program: Programs) -> Program:
    """The personnel system, which has entered a new colleague."""
    one = program("P-OFFICE", scopes=[Scope.PERSONNEL, Scope.DIRECTORY])
    assert one.post("/persons", NEW).status_code == 201
    return one


def holder(one: Program, post_no: str) -> str | None:
    """Who sits there, by number."""
    found: str | None = next(each["holder"] for each in one.get("/posts").json()["posts"] if each["no"] == post_no)
    return found


def test_somebody_is_seated_once_and_the_record_names_the_token(board: Board, system: Program) -> None:
    path, said = "/posts/P-CIVIL/holder", {"person_no": "W-801"}
    first, again = (system.post(path, said, key="seat-the-new-one") for _ in range(2))
    assert (first.json(), again.headers["idempotent-replayed"]) == (again.json(), "true")
    assert holder(system, "P-CIVIL") == "W-801"
    entered = [fact for fact in board.county.facts("holding_began") if fact.get("by_token")]
    assert {fact["person_no"] for fact in entered} >= {"W-801"}
    assert system.post(path, said).status_code in (409, 422)
    assert NEW["name"] not in first.text + system.get("/posts").text


def test_a_post_is_vacated_and_a_substitute_has_an_end(board: Board, system: Program) -> None:
    stand_in = system.post("/posts/P-CIVIL/substitute", {"person_no": "W-801", "until_on": "2026-03-31"})
    assert stand_in.status_code == 200, stand_in.text
    assert system.post("/posts/P-CIVIL/substitute", {"person_no": "W-801", "until_on": "2026-01-31"}).status_code == 422
    board.county.clock.move(minutes=1)
    assert holder(system, "P-CIVIL") == "W-801"
    assert system.post("/posts/P-CIVIL/substitute/end", {"person_no": "W-801"}).status_code == 200
    board.county.clock.move(minutes=1)
    assert holder(system, "P-CIVIL") != "W-801"
    assert system.post("/posts/P-CIVIL/vacate", {}).json() == {"post_no": "P-CIVIL", "person_no": None}
    board.county.clock.move(minutes=1)
    assert holder(system, "P-CIVIL") is None
    assert system.post("/posts/P-CIVIL/vacate", {}).status_code == 409


def test_a_person_who_is_in_no_directory_and_a_number_that_is_taken_are_refused(board: Board, system: Program) -> None:
    before = board.county.entries()
    nobody = system.post("/posts/P-CIVIL/holder", {"person_no": "W-999"})
    assert (nobody.status_code, bool(nobody.json()["error"]["zh"]), bool(nobody.json()["error"]["en"])) == (
        422,
        True,
        True,
    )
    assert system.post("/persons", NEW).status_code == 409
    assert board.county.entries() == before


@pytest.mark.parametrize("act", ["holder", "vacate", "substitute", "substitute/end"])
def test_a_post_of_another_county_looks_like_none(board: Board, system: Program, act: str) -> None:
    with_neighbours(board.county)
    said = {"vacate": {}, "substitute": {"person_no": "W-801", "until_on": "2026-03-31"}}.get(
        act, {"person_no": "W-801"}
    )
    before = board.county.entries()
    foreign, unknown = (system.post(f"/posts/{post}/{act}", said) for post in (P_FOREIGN_CIVIL, "P-NOWHERE"))
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert foreign.text.replace(P_FOREIGN_CIVIL, "X") == unknown.text.replace("P-NOWHERE", "X")
    assert board.county.entries() == before


def test_a_token_of_a_township_reaches_no_further_than_the_township(board: Board, program: Programs) -> None:
    one = program("P-LIUXI-STATION", scopes=[Scope.PERSONNEL])
    assert one.post("/persons", NEW).status_code == 201
    assert one.post("/posts/P-CIVIL/holder", {"person_no": "W-801"}).status_code == 404
    assert one.post("/posts/P-LIUXI-POLICE/holder", {"person_no": "W-801"}).status_code == 200


def test_no_other_scope_and_no_revoked_token_changes_who_sits_where(board: Board, program: Programs) -> None:
    others = tuple(scope for scope in Scope if scope is not Scope.PERSONNEL)
    one, before = program("P-OFFICE", scopes=others), board.county.entries()
    assert one.post("/persons", NEW).status_code == 403
    assert one.post("/posts/P-CIVIL/vacate", {}).status_code == 403
    assert board.county.entries() == before
    made = make_token(board.office, "人事系统", post_no="P-OFFICE", scopes=[Scope.PERSONNEL], by=None)
    revoke_token(board.office, made.no, by=None)
    with pytest.raises(Refused, match="没有“岗位人员变动”权限"):
        staff_changes.vacate(board.office, "P-CIVIL", at=board.county.clock(), by=made.no)
