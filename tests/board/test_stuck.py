"""What is stuck, who may know, and what one act does to many lines. 卡住页."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from docx import Document

from board.pages import stuck as stuck_pages
from tasks.stuck import StuckKind, stuck
from tests.board.conftest import Board
from tests.foreigners import P_FOREIGN_OFFICE, with_neighbours
from tests.planted import breach_without_cause, overdue, undelivered_notice

OFFICE = "P-OFFICE"


def keys(board: Board, kind: StuckKind) -> list[str]:
    with board.office.reading() as desk:
        return [one.key for one in stuck(desk, {kind})]


def a_late_case(board: Board) -> str:
    case = board.county.a_case()
    board.county.beat()
    overdue(board.county, case)
    return case


def test_what_is_late_stands_on_the_list_with_its_holder_and_a_way_to_the_duty(board: Board) -> None:
    case = a_late_case(board)
    page = board.as_post(OFFICE).get("/stuck")
    assert page.status_code == 200
    assert "逾期未办" in page.text
    assert f'href="/cases/{case}/duties/1"' in page.text
    assert "hutong " not in page.text, "whoever works at the board has no terminal"


def test_what_is_late_is_named_in_the_language_of_the_reader(board: Board) -> None:
    a_late_case(board)
    office = board.as_post(OFFICE)
    office.get("/lang/en")
    lines = re.findall(r'<a class="do" href="[^"]+">([^<]+)</a>', office.get("/stuck").text)
    assert lines
    assert not [one for one in lines if re.search(r"[\u4e00-\u9fff]", one)]


def test_the_list_narrows_by_address(board: Board) -> None:
    a_late_case(board)
    office = board.as_post(OFFICE)
    assert "逾期未办" in office.get("/stuck", kind="overdue").text
    assert "没有卡住的事项" in office.get("/stuck", kind="of_age_soon").text
    assert "没有卡住的事项" in office.get("/stuck", area="990102").text
    assert office.get("/stuck", kind="nonsense").status_code == 200
    assert office.get("/stuck", since="上个月吧").status_code == 422


def test_of_one_kind_every_line_is_on_some_page(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stuck_pages, "MOST_OF_A_KIND", 1)
    monkeypatch.setattr(stuck_pages, "MOST_OF_ONE_KIND", 2)
    a_late_case(board)
    late = keys(board, StuckKind.OVERDUE)
    assert len(late) > 1
    office = board.as_post(OFFICE)
    assert "看这一种的全部" in office.get("/stuck").text

    found: list[str] = []
    for start in range(0, len(late), 2):
        page = office.get("/stuck", kind="overdue", start=str(start)).text
        found += re.findall('name="key" value="([^"]+)"', page)
        assert ("下一页" in page) is (start + 2 < len(late))
        assert ("上一页" in page) is (start > 0 and len(late) > 2)

    assert sorted(found) == sorted(late)


@pytest.mark.parametrize("start", ["-1", "x", "9" * 30, "٣", "1e3"])
def test_a_page_that_there_is_not_is_no_fault(board: Board, start: str) -> None:
    a_late_case(board)
    assert board.as_post(OFFICE).get("/stuck", kind="overdue", start=start).status_code == 200


def test_nobody_sees_what_is_stuck_in_another_county_nor_acts_on_it(board: Board) -> None:
    with_neighbours(board.county)
    case = a_late_case(board)
    stranger = board.as_post(P_FOREIGN_OFFICE)
    page = stranger.get("/stuck")
    assert page.status_code == 200
    assert case not in page.text
    key = keys(board, StuckKind.OVERDUE)[0]
    before = board.county.entries()
    told = stranger.post("/stuck/repair", seen="/account", key=key)
    assert "已不再卡住，或者编号有误" in told.text
    assert board.county.entries() == before


def test_a_reminder_from_the_list_is_told_and_recorded_in_the_name_of_the_person(board: Board) -> None:
    case = a_late_case(board)
    office = board.as_post(OFFICE)
    key = next(one for one in keys(board, StuckKind.OVERDUE) if one.endswith("/1"))
    done = office.post("/stuck/repair", seen="/stuck", one=key)
    assert "已记录并告知" in done.text
    entry = [row for row in board.county.journal(case) if row.kind == "reminded"][-1]
    assert (entry.by_post, entry.by_person) == (OFFICE, board.person_at(OFFICE))


def test_of_many_lines_each_has_its_own_end_and_one_that_fails_undoes_nothing(board: Board) -> None:
    a_late_case(board)
    found = keys(board, StuckKind.OVERDUE)
    office = board.as_post(OFFICE)
    done = office.post("/stuck/repair", seen="/stuck", key=[found[0], "overdue:C-0000-0000-0000/9", found[1]])
    assert len(re.findall("已记录并告知", done.text)) == 2
    assert len(re.findall("没有办成</span>", done.text)) == 1
    assert len(board.county.facts("reminded")) == 2


def test_ticking_nothing_writes_nothing_and_says_so(board: Board) -> None:
    a_late_case(board)
    before = len(board.county.facts("reminded"))
    told = board.as_post(OFFICE).post("/stuck/repair", seen="/stuck")
    assert told.status_code == 422
    assert "请先勾选" in told.text
    assert len(board.county.facts("reminded")) == before


def test_a_cause_is_taken_from_the_list_of_the_agency_only(board: Board) -> None:
    case = board.county.a_case()
    breach_without_cause(board.county, case)
    found = keys(board, StuckKind.BREACH_WITHOUT_CAUSE)
    office = board.as_post(OFFICE)
    assert office.post("/stuck/repair", seen="/stuck", key=found, cause="made_up").status_code == 422
    assert not board.county.facts("breach_explained")
    office.post("/stuck/repair", seen="/stuck", key=found[:1], cause="overlooked")
    assert [one["cause"] for one in board.county.facts("breach_explained")] == ["overlooked"]


def test_the_sheet_of_the_conference_comes_as_word_for_whoever_oversees_the_area(board: Board) -> None:
    case = a_late_case(board)
    office = board.as_post(OFFICE)
    sheet = office.get("/stuck/meeting.docx")
    assert "attachment" in sheet.headers["content-disposition"]
    tables = Document(BytesIO(sheet.content)).tables
    assert case in "".join(cell.text for table in tables for row in table.rows for cell in row.cells)
    assert office.get("/stuck/meeting.html", area="990102").status_code == 403
    assert office.get("/stuck/meeting.exe").status_code == 404
    assert board.as_post("P-LIUXI-POLICE").get("/stuck/meeting.docx").status_code == 403


def test_a_message_that_failed_is_sent_again_from_the_list(board: Board) -> None:
    case = board.county.a_case()
    board.county.beat()
    undelivered_notice(board.county, case)
    found = keys(board, StuckKind.UNDELIVERED_NOTICE)
    done = board.as_post(OFFICE).post("/stuck/repair", seen="/stuck", key=found)
    assert done.status_code == 200
    assert board.county.facts("reminded")


def test_a_day_at_the_end_of_the_calendar_is_refused_in_words(board: Board) -> None:
    page = board.as_post(OFFICE).get("/stuck", since="0001-01-01")
    assert page.status_code == 422
    assert "年份" in page.text
