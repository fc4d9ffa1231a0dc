"""Which answers travel compressed: none whose length another site could learn a secret from. 压缩."""

from __future__ import annotations

import pytest
from httpx import Response

from tests.board.conftest import Board, Visitor
from tests.databases import ON_SQLITE

pytestmark = ON_SQLITE


def asked_by(visitor: Visitor, site: str | None, path: str = "/today") -> Response:
    headers = {"accept-encoding": "gzip"} | ({"sec-fetch-site": site} if site else {})
    return visitor.client.get(path, headers=headers)


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_a_page_that_our_own_site_or_the_person_asks_for_is_compressed(board: Board, site: str) -> None:
    office = board.as_post("P-OFFICE")
    packed, plain = asked_by(office, site), asked_by(office, "cross-site")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text
    assert packed.headers["content-security-policy"] == plain.headers["content-security-policy"]
    assert packed.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("site", ["cross-site", "same-site", "anything", None])
def test_a_page_that_another_site_led_to_is_not_nor_one_of_a_browser_that_does_not_say(
    board: Board, site: str | None
) -> None:
    answer = asked_by(board.as_post("P-OFFICE"), site)
    assert answer.status_code == 200
    assert "content-encoding" not in answer.headers


def test_style_and_script_hold_no_secret_and_are_always_compressed(board: Board) -> None:
    for path in ("/static/hutong.css", "/static/hutong.js"):
        assert asked_by(board.anybody(), None, path).headers["content-encoding"] == "gzip"


def test_whoever_cannot_unpack_gets_it_as_it_is(board: Board) -> None:
    headers = {"accept-encoding": "identity", "sec-fetch-site": "same-origin"}
    answer = board.as_post("P-OFFICE").client.get("/today", headers=headers)
    assert "content-encoding" not in answer.headers
