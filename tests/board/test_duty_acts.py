"""What if it cannot be done? 其他办法."""

from __future__ import annotations

import pytest

from rules.vocabulary import DutyState
from tests.board.conftest import Board
from tests.board.test_duty import entries, owed_by, page_of, typed
from tests.databases import ON_SQLITE

pytestmark = ON_SQLITE

POLICE, OFFICE = "P-LIUXI-POLICE", "P-OFFICE"
CODE = "police_acceptance"


def test_the_post_that_leads_is_offered_to_leave_it_out_and_the_one_that_owes_it_is_not(board: Board) -> None:
    here = page_of(owed_by(board, board.county.a_case(), CODE))
    assert f'href="{here}/skip"' not in board.as_post(POLICE).get(here).text
    assert f'href="{here}/skip"' in board.as_post(OFFICE).get(here).text


def test_an_act_has_a_page_that_says_what_stays_before_it_acts(board: Board) -> None:
    here = page_of(owed_by(board, board.county.a_case(), CODE))
    visitor = board.as_post(OFFICE)
    before = entries(board)
    page = visitor.get(f"{here}/skip")
    assert "理由加密保存" in page.text
    assert "不做了，返回" in page.text
    assert entries(board) == before


def test_handing_on_keeps_the_date_and_tells_the_other_post(board: Board) -> None:
    case_no = board.county.a_case()
    row = owed_by(board, case_no, CODE)
    here = page_of(row)
    done = board.as_post(POLICE).post(f"{here}/hand-on", to="P-COUNTY-POLICE", reason="由县局统一办理")
    assert done.status_code == 200
    after = owed_by(board, case_no, CODE)
    assert (after.post_no, after.legal_due_at) == ("P-COUNTY-POLICE", row.legal_due_at)
    assert here in board.as_post("P-COUNTY-POLICE").get("/today").text


@pytest.mark.parametrize(("act", "sent"), [("hand-on", {"to": "", "reason": "x"}), ("skip", {"reason": ""})])
def test_what_is_missing_is_said_and_nothing_is_written(board: Board, act: str, sent: dict[str, str]) -> None:
    here = page_of(owed_by(board, board.county.a_case(), CODE))
    visitor = board.as_post(OFFICE)
    before = entries(board)
    answer = visitor.post(f"{here}/{act}", **sent)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert entries(board) == before


def test_skipping_goes_on_with_what_was_filled_in(board: Board) -> None:
    case_no = board.county.a_case()
    row = owed_by(board, case_no, CODE)
    answer = board.as_post(OFFICE).post(f"{page_of(row)}/skip", reason="已由县局受理", **typed(CODE))
    assert answer.status_code == 200
    with board.office.reading() as desk:
        assert desk.session.get_one(type(row), row.no).state == DutyState.SKIPPED


def test_why_it_was_late_is_asked_only_of_what_is_late(board: Board) -> None:
    case_no = board.county.a_case()
    here = page_of(owed_by(board, case_no, CODE))
    visitor = board.as_post(POLICE)
    assert "现在不能" in visitor.get(f"{here}/cause").text
    board.county.clock.move(days=3)
    visitor = board.as_post(POLICE)
    page = visitor.get(f"{here}/cause")
    assert "现在不能" not in page.text
    done = visitor.post(f"{here}/cause", cause="overlooked")
    assert done.status_code == 200
    assert owed_by(board, case_no, CODE).breach_cause == "overlooked"


def test_a_cause_that_is_on_no_list_is_refused(board: Board) -> None:
    here = page_of(owed_by(board, board.county.a_case(), CODE))
    board.county.clock.move(days=3)
    assert board.as_post(POLICE).post(f"{here}/cause", cause="the_dog_ate_it").status_code == 422
