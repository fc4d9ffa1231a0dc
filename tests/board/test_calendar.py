"""The dates of a post for any calendar program. 职责日历."""

from __future__ import annotations

from tests.board.conftest import Board
from tests.databases import ON_SQLITE

pytestmark = ON_SQLITE


def test_whoever_is_signed_in_gets_the_calendar_of_their_own_post(board: Board) -> None:
    case_no = board.county.a_case()
    made = board.as_post("P-LIUXI-POLICE").get("/calendar.ics")
    assert made.headers["content-type"].startswith("text/calendar")
    assert "no-store" in made.headers["cache-control"]
    assert case_no in made.text
    assert case_no not in board.as_post("P-COURT").get("/calendar.ics").text


def test_nobody_else_gets_any(board: Board) -> None:
    board.county.a_case()
    asked = board.anybody().get("/calendar.ics")
    assert "BEGIN:VCALENDAR" not in asked.text
    assert "登录" in asked.text
