"""Is what is opened beyond the rule asked for, answered by somebody else, and closed again? 例外查阅."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlmodel import select

from models import ReportRow
from tests.board.conftest import Board
from tests.databases import ON_SQLITE

pytestmark = ON_SQLITE

POLICE, OFFICE, PROCURATOR, FAR = "P-LIUXI-POLICE", "P-OFFICE", "P-PROC", "P-SHIQIAO-POLICE"


def report_of(board: Board) -> str:
    with board.office.reading() as desk:
        return desk.session.exec(select(ReportRow.no)).one()


def test_a_case_is_opened_in_an_emergency_for_a_time_and_reviewed_by_the_county_office(board: Board) -> None:
    case_no = board.county.a_case()
    visitor = board.as_post(FAR)
    assert "4 小时" in visitor.get(f"/cases/{case_no}/emergency").text
    opened = visitor.post(f"/cases/{case_no}/emergency", reason="夜间群众报警称孩子在本辖区走失")
    assert opened.status_code in (200, 404)  # the page of the case itself is another test's
    assert case_no in visitor.get("/openings").text
    office = board.as_post(OFFICE)
    page = office.get("/openings")
    assert "夜间群众报警称孩子在本辖区走失" in page.text
    grant = re.search(r"/openings/([^/]+)/review", page.text)
    assert grant is not None
    unsaid = office.post(f"/openings/{grant[1]}/review", seen="/account", words="核实过")
    assert unsaid.status_code == 422
    done = office.post(f"/openings/{grant[1]}/review", seen="/account", outcome="justified", words="核实过")
    assert "已记录审查结论" in done.text
    assert f"/openings/{grant[1]}/review" not in office.get("/openings").text


def test_without_a_reason_nothing_is_opened(board: Board) -> None:
    case_no = board.county.a_case()
    visitor = board.as_post(FAR)
    assert visitor.post(f"/cases/{case_no}/emergency", reason=" ").status_code == 422
    assert case_no not in visitor.get("/openings").text


def test_of_a_case_that_does_not_exist_nothing_else_is_said_than_of_a_foreign_one(board: Board) -> None:
    visitor = board.as_post(FAR)
    assert visitor.post("/cases/C-00000-00000/emergency", reason="试一试").status_code == 404


def test_a_reporter_is_opened_by_two_posts_together_and_closes_again(board: Board) -> None:
    board.county.a_case()
    number = report_of(board)
    asking = board.as_post(POLICE)
    assert "24 小时" in asking.get(f"/reports/{number}/reporter").text
    asked = asking.post(f"/reports/{number}/reporter", reason="反馈案件进展")
    assert "等另一岗位答复" in asked.text
    second = board.as_post(PROCURATOR)
    waiting = second.get("/openings")
    assert "反馈案件进展" in waiting.text
    grant = re.search(r"/openings/([^/]+)/agree", waiting.text)
    assert grant is not None
    here = f"/openings/{grant[1]}/open"
    assert asking.post(here, seen="/openings").status_code == 403  # nobody has agreed yet
    assert "已同意" in second.post(f"/openings/{grant[1]}/agree", seen="/openings").text
    assert "本次查看已记入办理记录" in asking.post(here, seen="/openings").text
    assert second.post(here, seen="/openings").status_code == 404  # it was opened for whoever asked, for nobody else
    board.county.clock.at += timedelta(hours=24)
    assert board.as_post(POLICE).post(here, seen="/openings").status_code == 403


def test_whoever_asked_does_not_agree_with_themselves(board: Board) -> None:
    board.county.a_case()
    number = report_of(board)
    asking = board.as_post(OFFICE)
    asking.post(f"/reports/{number}/reporter", reason="核对情况")
    page = asking.get("/openings")
    assert "/agree" not in page.text


def test_whoever_needs_a_case_or_a_reporter_finds_the_way_without_knowing_its_address(board: Board) -> None:
    case_no = board.county.a_case()
    far, police = board.as_post(FAR), board.as_post(POLICE)
    assert 'name="case"' in far.get("/openings").text
    asked = far.get("/openings", case=f" {case_no.lower()} ")
    assert asked.request.url.path == f"/cases/{case_no}/emergency"
    assert "紧急查阅" in asked.text
    asked = police.get("/openings", report=report_of(board))
    assert asked.request.url.path == f"/reports/{report_of(board)}/reporter"
    assert "/openings" in far.get(f"/cases/{case_no}").text.partition("<main")[2], "from where it was not shown"


def test_who_never_may_is_offered_nothing(board: Board) -> None:
    page = board.as_post("P-HOTLINE").get("/openings").text
    assert 'name="case"' not in page
