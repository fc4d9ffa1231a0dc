"""Does every answer carry what protects it, and is what comes from elsewhere turned away? 统一防护."""

from __future__ import annotations

import pytest
from starlette.responses import PlainTextResponse

from board import menu, troubles
from board.guard import FORM_BYTES
from board.leaving import local
from tests.board.conftest import Board
from tests.databases import ON_SQLITE

pytestmark = ON_SQLITE

SITE = "http://127.0.0.1:4780"


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nowhere", "/static/hutong.css"])
def test_every_answer_forbids_what_is_inline_or_from_elsewhere(board: Board, path: str) -> None:
    policy = board.anybody().get(path).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_a_page_is_never_left_in_the_cache_of_a_shared_machine(board: Board) -> None:
    assert board.anybody().get("/sign-in").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "sent",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": SITE},
    ],
)
def test_a_form_from_another_site_is_turned_away_before_anything_reads_it(board: Board, sent: dict[str, str]) -> None:
    answer = board.anybody().client.post("/sign-in", data={"name": "x", "password": "y"}, headers=sent)
    assert answer.status_code == 403
    assert "content-security-policy" in answer.headers


def test_a_form_of_this_site_is_read(board: Board) -> None:
    answer = board.anybody().client.post("/sign-in", data={"name": "x", "password": "y"}, headers={"origin": SITE})
    assert answer.status_code == 422  # nobody of that name


def test_more_than_a_form_holds_is_turned_away_whether_or_not_its_length_is_told(board: Board) -> None:
    client = board.anybody().client
    told = client.post("/sign-in", content=b"x" * (FORM_BYTES + 1))
    assert told.status_code == 413

    def drip() -> object:
        for _ in range(FORM_BYTES // 1024 + 2):
            yield b"x" * 1024

    untold = client.post("/sign-in", content=drip(), headers={"content-type": "application/x-www-form-urlencoded"})
    assert untold.status_code >= 400


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example",
        "//[",
        "/\\evil.example",
        "/%0d%0a//x\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
    ],
)
def test_nobody_is_led_to_another_site(board: Board, elsewhere: str) -> None:
    assert local(elsewhere) == "/"
    answer = board.anybody().client.get("/lang/en", params={"back": elsewhere}, follow_redirects=False)
    assert answer.headers["location"] == "/"


def test_an_origin_that_no_browser_says_is_turned_away_and_breaks_nothing(board: Board) -> None:
    answer = board.anybody().client.post("/sign-in", data={"name": "x"}, headers={"origin": "http://["})
    assert answer.status_code == 403
    assert "content-security-policy" in answer.headers


def test_a_fault_of_ours_is_as_guarded_as_any_answer_and_its_words_reach_no_log(
    board: Board, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_: object) -> list[object]:
        raise ValueError("某某的住址")

    monkeypatch.setattr(menu, "daily", fails)
    monkeypatch.setattr(troubles, "page", lambda *_, **__: PlainTextResponse("出错", 500))
    answer = board.anybody().get("/sign-in")
    assert answer.status_code == 500
    assert answer.headers["cache-control"] == "no-store"
    assert "content-security-policy" in answer.headers
    assert "ValueError" in caplog.text
    assert "test_guard.py:" in caplog.text, "where it was helps whoever mends it"
    assert "某某的住址" not in caplog.text


@pytest.mark.parametrize("host", ["127.0.0.1:4780", "evil.example"])
def test_a_stroke_too_many_leads_to_the_page_on_the_same_host_whatever_the_request_calls_it(
    board: Board, host: str
) -> None:
    client = board.anybody().client
    answer = client.get("/report/", headers={"host": host}, follow_redirects=False)
    assert answer.headers["location"] == "/report"
    assert client.get("/nowhere/", headers={"host": host}).status_code == 404
    assert client.get("/api/v1/cases/", headers={"host": host}, follow_redirects=False).status_code == 404
