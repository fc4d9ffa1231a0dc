"""An entry is corrected, or another version stands beside it; the first one never disappears. 更正页."""

from __future__ import annotations

import pytest

from tests.board.conftest import Board, Visitor, hidden_in
from tests.databases import ON_SQLITE
from tests.foreigners import P_FOREIGN_CIVIL, with_neighbours

pytestmark = ON_SQLITE

LEAD = "P-CIVIL"
SOURCE = "邻居的说法"


@pytest.fixture
def noted(board: Board) -> tuple[Visitor, str, int]:
    """The lead post, a case, and the number of a visit that was noted in it."""
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    lead.post(f"/cases/{case}/note", kind="visit", words="见到孩子", happened_at="昨天 16:00")
    return lead, case, next(row.n for row in board.county.journal(case) if row.kind == "noted")


def test_the_list_leads_from_the_case_to_the_entry(noted: tuple[Visitor, str, int]) -> None:
    lead, case, number = noted
    assert f"/cases/{case}/entries" in lead.get(f"/cases/{case}").text
    assert f"/cases/{case}/entries/{number}/correct" in lead.get(f"/cases/{case}/entries").text


def test_a_wrong_time_is_corrected_once_and_the_entry_stays(board: Board, noted: tuple[Visitor, str, int]) -> None:
    lead, case, number = noted
    here = f"/cases/{case}/entries/{number}/correct"
    nothing = lead.post(here, why_corrected="写错了")
    assert nothing.status_code == 422
    assert 'id="e-right_time"' in nothing.text
    assert "写错了" in nothing.text
    assert lead.post(here, right_time="昨天 15:00").status_code == 422, "no reason"
    drawn = hidden_in(lead.get(here))
    said = {**drawn, "right_time": "昨天 15:00", "why_corrected": "走访记录写的是三点"}
    for _ in range(2):
        done = lead.client.post(here, data=said)
        assert done.status_code == 200
    assert "已更正" in done.text
    kinds = [row.kind for row in board.county.journal(case)]
    assert (kinds.count("noted"), kinds.count("entry_corrected")) == (1, 1)
    assert "三点" not in done.text


def test_an_answer_is_put_right_field_by_field(board: Board) -> None:
    case = board.county.a_case()
    duty = board.county.live(case, board.county.owed(case)[0])
    board.county.answer(case, duty.code)
    number = next(row.n for row in board.county.journal(case) if row.kind == "duty_answered")
    lead = board.as_post(LEAD)
    here = f"/cases/{case}/entries/{number}/correct"
    assert "办理内容" in lead.get(here).text
    done = lead.post(here, document_no="青〔2026〕7号", why_corrected="文号写错")
    assert done.status_code == 200, done.text
    assert board.county.facts("entry_corrected", case)[0]["answer"]["document_no"] == "青〔2026〕7号"


def test_two_versions_stand_side_by_side(board: Board, noted: tuple[Visitor, str, int]) -> None:
    lead, case, number = noted
    here = f"/cases/{case}/entries/{number}/dispute"
    assert lead.post(here, source=SOURCE).status_code == 422
    assert lead.post(here, happened_at="前天").status_code == 422
    done = lead.post(here, happened_at="前天", source=SOURCE)
    assert "两说并存" in done.text
    assert SOURCE not in done.text
    assert len(board.county.facts("entry_disputed", case)) == 1


def test_what_the_system_wrote_is_not_corrected(board: Board, noted: tuple[Visitor, str, int]) -> None:
    lead, case, _ = noted
    system = next(row.n for row in board.county.journal(case) if row.kind == "procedure_opened")
    here = f"/cases/{case}/entries/{system}/correct"
    assert "不能更正" in lead.get(here).text
    assert lead.post(here, seen=f"/cases/{case}/note", right_time="昨天", why_corrected="试").status_code == 422
    assert lead.get(f"/cases/{case}/entries/99999/correct").status_code == 422


@pytest.mark.parametrize("path", ["", "/1/correct", "/1/dispute"])
def test_another_countys_case_looks_like_none(board: Board, path: str) -> None:
    with_neighbours(board.county)
    case = board.county.a_case()
    assert board.as_post(P_FOREIGN_CIVIL).get(f"/cases/{case}/entries{path}").status_code == 404


def test_a_school_that_was_told_corrects_nothing(board: Board) -> None:
    case = board.county.a_case()
    school = board.as_post("P-LIUXI-SCHOOL")
    before = board.county.entries()
    for act in ("correct", "dispute"):
        sent = school.post(
            f"/cases/{case}/entries/1/{act}", seen="/account", happened_at="昨天", right_time="昨天", why_corrected="试"
        )
        assert sent.status_code == 403
    assert board.county.entries() == before


def test_the_pages_are_there_in_english(noted: tuple[Visitor, str, int]) -> None:
    lead, case, number = noted
    lead.get("/lang/en")
    assert "Every entry" in lead.get(f"/cases/{case}/entries").text
    assert "Let two versions stand" in lead.get(f"/cases/{case}/entries/{number}/dispute").text
