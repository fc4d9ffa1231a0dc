"""Whether each rule was kept, for whom it is to know, and what leaves the house. 审计页."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from openpyxl import load_workbook

from board.verdicts import CSS
from tasks.verdicts import Verdict
from tests.board.conftest import Board
from tests.databases import ON_SQLITE
from tests.foreigners import P_FOREIGN_CIVIL, with_neighbours

LEAD, OFFICE = "P-CIVIL", "P-OFFICE"


def test_every_verdict_has_a_shape() -> None:
    assert set(CSS) == set(Verdict)


@ON_SQLITE
def test_the_sheet_of_a_case_shows_every_duty_with_its_verdict_and_is_on_the_record_once(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    for _ in range(2):
        page = lead.get(f"/cases/{case}/audit")
    assert page.status_code == 200
    for duty in board.county.duties(case):
        assert f'href="/cases/{case}/duties/{duty.no.rpartition("/")[2]}"' in page.text
    assert "本系统默认" in page.text
    assert [one["of"] for one in board.county.facts("record_read", case)] == ["audit_sheet"]


@ON_SQLITE
def test_a_station_that_works_on_a_case_does_not_audit_it_and_is_told_who_may(board: Board) -> None:
    case = board.county.a_case()
    refused = board.as_post("P-LIUXI-POLICE").get(f"/cases/{case}/audit")
    assert refused.status_code == 403
    assert "牵头" in refused.text


@ON_SQLITE
def test_a_past_day_is_told_by_what_was_recorded_then_and_a_day_to_come_is_refused(board: Board) -> None:
    case = board.county.a_case()
    board.county.clock.move(days=2)
    lead = board.as_post(LEAD)
    assert "2026-03-02 终了" in lead.get(f"/cases/{case}/audit", on="2026-03-02").text
    assert lead.get(f"/cases/{case}/audit", on="2030-01-01").status_code == 422
    assert lead.get(f"/cases/{case}/audit", on="后天").status_code == 422


@ON_SQLITE
@pytest.mark.parametrize("form", ["text", "json", "html", "xlsx", "docx"])
def test_the_sheet_is_taken_out_in_each_form_with_a_reason_on_the_record(board: Board, form: str) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    page = f"/cases/{case}/audit"
    file = lead.post(page, form=form, reason="提交检察机关")
    assert file.status_code == 200
    assert file.headers["content-disposition"].startswith('attachment; filename="hecha-')
    if form == "json":
        assert json.loads(file.content)["case_no"] == case
    if form == "xlsx":
        assert "逐条核查" in load_workbook(BytesIO(file.content)).sheetnames
    taken = [one for one in board.county.facts("record_read", case) if one.get("to_file")]
    assert [one["format"] for one in taken] == [form]


@ON_SQLITE
def test_without_a_reason_nothing_leaves(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    refused = lead.post(f"/cases/{case}/audit", form="json", reason=" ")
    assert refused.status_code == 422
    assert "content-disposition" not in refused.headers
    assert not [one for one in board.county.facts("record_read", case) if one.get("to_file")]


@ON_SQLITE
def test_an_area_is_audited_by_whoever_oversees_it_and_by_nobody_else(board: Board) -> None:
    with_neighbours(board.county)
    case = board.county.a_case()
    board.county.clock.move(days=20)
    days = {"first": "2026-03-01", "last": "2026-03-31"}
    office = board.as_post(OFFICE)
    page = office.get("/audit", **days)
    assert page.status_code == 200
    assert case in page.text
    assert office.get("/audit", area="990102", **days).status_code == 403
    assert office.get("/audit", area="9901", **days).status_code == 403
    stranger = board.as_post(P_FOREIGN_CIVIL).get("/audit", **days)
    assert stranger.status_code == 200
    assert case not in stranger.text
    assert board.as_post("P-LIUXI-POLICE").get("/audit", **days).status_code == 403


@ON_SQLITE
def test_what_leaves_names_no_case_unless_it_is_for_use_inside(board: Board) -> None:
    case = board.county.a_case()
    board.county.clock.move(days=20)
    given = {"area": "990101", "first": "2026-03-01", "last": "2026-03-31", "form": "json", "reason": "年度检查"}
    office = board.as_post(OFFICE)
    assert case not in office.post("/audit", **given).text
    assert case in office.post("/audit", **given, inside="yes").text


@ON_SQLITE
def test_the_record_is_verified_by_a_button_and_says_what_it_cannot_see(board: Board) -> None:
    board.county.a_case()
    office = board.as_post(OFFICE)
    told = office.post("/audit/verify")
    assert "未被改动" in told.text
    assert "存证" in told.text
    assert board.as_post("P-LIUXI-SCHOOL").get("/audit/verify").status_code == 403
