"""Can whoever reported see how far it has come, and nobody else anything? 我报告过."""

from __future__ import annotations

import pytest

from tasks.receipts import Received
from tests.board.conftest import Board, Visitor
from tests.builders import CHILD, FATHER, HOME, TEACHER
from tests.databases import ON_SQLITE

pytestmark = ON_SQLITE

PAGE = "/report/what-became"


def a_report(board: Board) -> Received:
    return board.county.report()


def test_whoever_has_number_and_code_sees_how_far_it_has_come(board: Board) -> None:
    received = a_report(board)
    board.county.answer_all(received.concerned[0].case_no, "police_acceptance", "decide_filing", "feedback_on_progress")
    page = board.anybody().post(PAGE, number=received.report_no, code=received.code)

    assert page.status_code == 200
    for words in ("收到您的报告", "3月2日 周一 10:55", "公安机关接受报案", "已反馈：已立案", "正在办理，还没有结束"):
        assert words in page.text


def test_what_is_a_default_of_ours_is_marked_as_such(board: Board) -> None:
    received = a_report(board)
    board.county.answer(received.concerned[0].case_no, "triage")
    page = board.anybody().post(PAGE, number=received.report_no, code=received.code).text

    owed = page[page.index("还要办：向报告人反馈处理结果") :]
    assert "本系统默认" in owed[: owed.index("</li>")]


def test_nothing_of_the_child_of_anybody_or_of_the_case_stands_on_the_page(board: Board) -> None:
    received = a_report(board)
    board.county.finish(received.concerned[0].case_no)
    page = board.anybody().post(PAGE, number=received.report_no, code=received.code).text

    assert "对这份报告的处置已经结束" in page
    concerned = received.concerned[0]
    for secret in (CHILD, FATHER, TEACHER, HOME, concerned.case_no, concerned.child_no, received.code):
        assert secret not in page


@pytest.mark.parametrize("wrong", ["number", "code"])
def test_a_wrong_number_and_a_wrong_code_look_the_same(board: Board, wrong: str) -> None:
    received = a_report(board)
    typed = {"number": received.report_no, "code": received.code, wrong: "R-00000-00000"}
    page = board.anybody().post(PAGE, **typed)

    assert page.status_code == 422
    assert "查不到：受理号或者查询码不对" in page.text
    assert "收到您的报告" not in page.text


def ask_wrongly(visitor: Visitor, times: int) -> list[int]:
    return [visitor.post(PAGE, number="R-00000-00000", code="0000-0000").status_code for _ in range(times)]


def test_after_ten_wrong_tries_even_the_right_code_waits_a_quarter_of_an_hour(board: Board) -> None:
    received = a_report(board)
    visitor = board.anybody()
    right = {"number": received.report_no, "code": received.code}
    assert ask_wrongly(visitor, 9) == [422] * 9
    assert visitor.post(PAGE, **right).status_code == 200  # who is right is not counted
    assert ask_wrongly(visitor, 2) == [422, 429]
    assert visitor.post(PAGE, **right).status_code == 429

    board.county.clock.move(minutes=15)
    assert visitor.post(PAGE, **right).status_code == 200


def test_a_wrong_try_leaves_no_fact_behind(board: Board) -> None:
    a_report(board)
    entries = board.county.entries()
    ask_wrongly(board.anybody(), 3)

    assert board.county.entries() == entries


def test_the_code_is_never_asked_for_in_an_address(board: Board) -> None:
    received = a_report(board)
    page = board.anybody().get(PAGE, number=received.report_no, code=received.code)

    assert "收到您的报告" not in page.text


def test_the_way_there_is_shown_once_as_the_present_page(board: Board) -> None:
    page = board.anybody().get(PAGE).text
    bar = page[: page.index("<main")]
    assert bar.count('aria-current="page"') == 1
    assert 'href="/report/what-became" aria-current="page"' in bar


def test_a_script_typed_as_a_number_is_only_words(board: Board) -> None:
    page = board.anybody().post(PAGE, number='"><script>alert(1)', code="x").text
    assert "<script>alert" not in page
