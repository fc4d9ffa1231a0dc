"""A form that is sent twice, by an impatient finger or a slow line, does one thing. 重复提交."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from models import Instrument
from tests.board.conftest import Board, hidden_in
from tests.board.test_duty import owed_by, page_of
from tests.databases import ON_SQLITE

pytestmark = ON_SQLITE

LEAD, POLICE = "P-CIVIL", "P-LIUXI-POLICE"


def twice(board: Board, post: str, page: str, **typed: Any) -> list[str]:
    """The form of a page, sent twice as it was drawn once. Returns where it led, each time."""
    visitor = board.as_post(post)
    sent = {**hidden_in(visitor.get(page)), **typed}
    answers = [visitor.client.post(page.partition("?")[0], data=sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200], answers[0].text
    return [answer.url.path for answer in answers]


def test_a_fact_is_noted_once(board: Board) -> None:
    case_no = board.county.a_case()
    first, again = twice(board, LEAD, f"/cases/{case_no}/note", kind="visit", words="见到孩子")
    assert first == again == f"/cases/{case_no}"
    assert len(board.county.facts("noted", case_no)) == 1


def test_more_time_is_granted_once(board: Board) -> None:
    case_no = board.county.a_case()
    board.county.answer(case_no, "police_acceptance", track="涉嫌违反治安管理")
    board.county.answer(case_no, "decide_administrative_case")
    row = owed_by(board, case_no, "conclude_investigation")
    twice(board, POLICE, f"{page_of(row)}/extend", amount="3", unit="days", basis="B-22")
    assert len(board.county.facts("duty_extended", case_no)) == 1


def test_a_duty_is_handed_on_once(board: Board) -> None:
    case_no = board.county.a_case()
    row = owed_by(board, case_no, "police_acceptance")
    twice(board, POLICE, f"{page_of(row)}/hand-on", to="P-LIUXI-CHIEF", reason="出差")
    assert owed_by(board, case_no, "police_acceptance").hand_ons == 1


def test_a_paper_is_drawn_up_once(board: Board) -> None:
    case_no = board.county.a_case()
    page = f"/cases/{case_no}/instruments/draw?kind=admonition"
    first, again = twice(board, POLICE, page, issuers=POLICE, facts="多次殴打孩子", content="不得再动手")
    assert first == again
    with board.office.reading() as desk:
        drawn = desk.session.exec(select(Instrument.no).where(col(Instrument.case_no) == case_no)).all()
    assert len(drawn) == 1
