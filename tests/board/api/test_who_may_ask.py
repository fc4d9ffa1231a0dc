"""Does every endpoint ask for a token, and for the scope that it needs? 令牌与权限范围."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fastapi.openapi.utils import get_openapi
from httpx import Response

from board import api
from board.api.app import RESOURCES
from tasks.accounts.tokens import Scope, make_token, revoke_token
from tests.board.api.conftest import Program, Programs
from tests.board.api.requests import BODIES, endpoints, filled
from tests.board.conftest import Board
from tests.databases import ON_SQLITE

_ROUTES = [route for resource in RESOURCES for route in resource.router.routes]
ENDPOINTS = endpoints(get_openapi(title="t", version="1", routes=_ROUTES))
NEEDS = {
    "me": [],
    "reports": ["report"],
    "stuck": ["stuck"],
    "audit": ["audit"],
    "directory": ["directory"],
    "packs": ["directory"],
    "evidence": ["evidence"],
    "registers": ["registers"],
    "personnel": ["personnel"],
}
"""Scopes by tag, written out once more; of the others GET needs `read` and POST `act`."""
LOOKS = {"check_services"}
"""What is asked for by POST and writes nothing, because what it says of a child belongs into no address."""


def ask(program: Program, operation: str, method: str, path: str) -> Response:
    """The answer to a request that could succeed, were it allowed."""
    return program.get(filled(path)) if method == "get" else program.post(filled(path), BODIES[operation])


def lacks_scope(answer: Response) -> bool:
    """Whether the token was not made for it; what the post may not is said with another field."""
    return answer.status_code == 403 and answer.json()["error"]["field"] == "scope"


def test_every_endpoint_that_acts_has_a_request_to_try_it_with() -> None:
    assert {operation for operation, method, _, _ in ENDPOINTS if method == "post"} == set(BODIES)


def test_every_endpoint_needs_the_scope_of_what_it_does() -> None:
    described = get_openapi(title="t", version="1", routes=_ROUTES)
    for path, methods in described["paths"].items():
        for method, one in methods.items():
            otherwise = ["read"] if method == "get" or one["operationId"] in LOOKS else ["act"]
            assert one["security"] == [{"token": NEEDS.get(one["tags"][0], otherwise)}], path


@ON_SQLITE
def test_nothing_is_answered_without_a_token_or_with_the_session_of_a_browser(board: Board) -> None:
    person = board.as_post("P-OFFICE").client
    before = board.county.entries()
    for operation, method, path, _ in ENDPOINTS:
        for headers in ({}, {"authorization": "Bearer hutong_nothing"}, {"authorization": "Basic YTpi"}):
            sent = {**headers, "idempotency-key": "some-key-1"}
            answer = person.request(method, f"/api/v1{filled(path)}", json=BODIES.get(operation), headers=sent)
            assert answer.status_code == 401, operation
            assert answer.headers["www-authenticate"] == "Bearer"
            assert answer.json()["error"]["field"] == "Authorization"
    assert board.county.entries() == before


@ON_SQLITE
@pytest.mark.parametrize("scope", Scope)
def test_a_token_opens_only_what_its_scope_says(board: Board, program: Programs, scope: Scope) -> None:
    board.county.a_case()
    one = program("P-OFFICE", scopes=[scope])
    for operation, method, path, scopes in ENDPOINTS:
        answer = ask(one, operation, method, path)
        assert lacks_scope(answer) == (scopes not in ([], [scope.value])), (operation, answer.status_code)


@ON_SQLITE
def test_a_token_that_was_revoked_or_has_run_out_opens_nothing(board: Board) -> None:
    made = make_token(board.office, "测试程序", post_no="P-CIVIL", scopes=[Scope.READ], days=10, by=None)
    one = Program(board.anybody().client, made.token)
    assert one.get("/me").status_code == 200
    board.county.clock.move(seconds=timedelta(days=10).total_seconds() - 1)
    assert one.get("/me").status_code == 200
    board.county.clock.move(seconds=1)
    assert one.get("/me").status_code == 401
    again = make_token(board.office, "测试程序", post_no="P-CIVIL", scopes=[Scope.READ], by=None)
    revoke_token(board.office, again.no, by=None)
    assert Program(board.anybody().client, again.token).get("/me").status_code == 401


@ON_SQLITE
def test_a_token_opens_no_page(board: Board, program: Programs) -> None:
    one = program("P-OFFICE")
    answer = one.client.get("/today", headers=one.headers(), follow_redirects=False)
    assert answer.headers["location"].startswith("/sign-in")


@ON_SQLITE
def test_the_token_says_for_which_post_it_is(program: Programs) -> None:
    said = program("P-CIVIL", scopes=[Scope.READ, Scope.REPORT]).get("/me").json()
    assert (said["post"]["no"], said["scopes"]) == ("P-CIVIL", ["read", "report"])


@ON_SQLITE
def test_the_api_has_no_page_that_fetches_scripts_from_elsewhere(board: Board) -> None:
    client = board.anybody().client
    assert [client.get(f"/api/{page}").status_code for page in ("docs", "redoc", "")] == [404, 404, 404]
    assert client.get("/api/openapi.json").json()["servers"] == [{"url": api.MOUNTED_AT}]
