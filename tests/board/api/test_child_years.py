"""Is a child's file told over the years, and is every look of this kind on the record? 历年接触、查阅记录."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from rules.vocabulary import Tier
from tasks.access import emergency
from tests.board.api.conftest import ELSEWHERE, Programs
from tests.board.conftest import Board
from tests.builders import CHILD, FATHER, a_child
from tests.databases import ON_SQLITE
from tests.foreigners import P_FOREIGN_OFFICE, with_neighbours
from tests.monitored import on_the_list

pytestmark = ON_SQLITE

STRANGER = "P-SHIQIAO-POLICE"


def child_of(board: Board, case_no: str) -> str:
    """Number of the child's file."""
    return str(board.county.case(case_no).child_no)


def test_contacts_and_gaps_are_told_to_whoever_sees_the_course_of_a_case(board: Board, program: Programs) -> None:
    case_no = board.county.a_case()
    board.county.answer_all(case_no, "triage", "police_acceptance", "child_seen")
    one, path = program("P-OFFICE"), f"/children/{child_of(board, case_no)}/contacts"
    found = one.get(path).json()
    assert [each["case_no"] for each in found["contacts"]] == [case_no]
    assert found["gap_basis"]
    board.county.clock.move(days=40)
    assert [gap["to_end"] for gap in one.get(path, gap=30).json()["gaps"]] == [True]
    assert one.get(path, gap=0).status_code == 422
    assert all(word not in one.get(path).text for word in (CHILD, FATHER))


@pytest.mark.parametrize("what", ["contacts", "care-days"])
def test_a_child_of_another_county_looks_like_none(board: Board, program: Programs, what: str) -> None:
    child = a_child(name="林小河", residence={"area": ELSEWHERE}, registration={"area": ELSEWHERE}, adults=[])
    foreign = child_of(board, board.county.a_case(children=[child], incident={"area": ELSEWHERE}, reporter={}))
    one = program("P-OFFICE")
    there, nobody = (one.get(f"/children/{number}/{what}") for number in (foreign, "K-00000-00000"))
    assert (there.status_code, nobody.status_code) == (404, 404)
    assert there.text.replace(foreign, "X") == nobody.text.replace("K-00000-00000", "X")


def test_a_case_that_a_post_may_not_know_of_is_told_without_its_number(board: Board, program: Programs) -> None:
    care = on_the_list(board.county, tier=Tier.HIGH).case_no
    board.county.answer(care, "routine_visit")
    own = board.county.a_case()
    path = f"/children/{child_of(board, own)}/contacts"
    police, office = (program(post).get(path).json() for post in ("P-LIUXI-POLICE", "P-OFFICE"))
    assert [each["case_no"] for each in office["contacts"]] == [care]
    assert [each["case_no"] for each in police["contacts"]] == [None]
    assert police["cases"] == [own]
    assert care not in str(police)


def test_days_in_care_are_counted_for_a_child_and_for_an_area_on_the_record(board: Board, program: Programs) -> None:
    case_no = board.county.a_case()
    one = program("P-OFFICE")
    days = one.get(f"/children/{child_of(board, case_no)}/care-days").json()
    assert (days["rule"], days["in_care"], days["total"]) == ("HT-79", False, {"at_least": 0, "at_most": 0})
    assert one.get("/care-days", area="990101").json()["children"] == []
    assert [fact["of"] for fact in board.county.facts("record_read", "system")] == ["care_days"]
    assert one.get("/care-days", area="9901").status_code == 403
    assert one.get("/care-days", area="990101", from_on="2026-03-02", to_on="2026-03-01").status_code == 422
    assert program("P-LIUXI-POLICE").get("/care-days", area="990101").status_code == 403


def test_who_looked_is_told_without_reasons_and_is_itself_a_look(board: Board, program: Programs) -> None:
    case_no = board.county.a_case()
    one, path = program("P-OFFICE"), f"/cases/{case_no}/accesses"
    first = one.get(path).json()["accesses"]
    assert [each["what"] for each in first] == ["case_looks"]  # this very question
    assert first[0]["post_no"] == "P-OFFICE"
    assert "reason" not in first[0]
    one.post(f"/cases/{case_no}/audit-sheets", {"reason": "年度检查"})
    later = one.get(path).json()["accesses"]
    assert [each["has_reason"] for each in later] == [True, False]
    assert "年度检查" not in one.get(path).text
    assert program("P-LIUXI-SCHOOL").get(path).status_code in (403, 404)
    assert one.get(path, from_on="2026-03-03", to_on="2026-03-01").status_code == 422


def test_what_a_person_opened_in_an_emergency_opens_nothing_to_a_program_at_the_same_post(
    board: Board, program: Programs
) -> None:
    case_no = board.county.a_case()
    emergency.open_in_emergency(board.office, case_no, reason="夜间出警，儿童独自在街上", by_post=STRANGER)
    for path in (f"/cases/{case_no}", f"/cases/{case_no}/timeline", f"/children/{child_of(board, case_no)}/contacts"):
        assert program(STRANGER).get(path).status_code == 403


def test_the_sheet_of_a_conference_is_data_and_a_paper_for_whoever_oversees_the_area(
    board: Board, program: Programs
) -> None:
    case_no = board.county.a_case()
    board.county.clock.move(days=40)
    one = program("P-OFFICE")
    found = one.get("/meeting-sheet", everything=True).json()
    assert case_no in {item["case_no"] for item in found["items"]}
    assert found["total"] == sum(kind["total"] for kind in found["kinds"])
    paper = one.get("/meeting-sheet.docx", everything=True)
    with ZipFile(BytesIO(paper.content)) as parts:
        assert case_no in parts.read("word/document.xml").decode()
    assert all(word not in str(found) for word in (CHILD, FATHER))
    for post, area in (("P-OFFICE", "9901"), ("P-LIUXI-POLICE", "990101")):
        assert program(post).get("/meeting-sheet", area=area).status_code == 403
    with_neighbours(board.county)
    assert program(P_FOREIGN_OFFICE).get("/meeting-sheet").json()["items"] == []


def test_the_calendar_of_a_post_has_its_duties_and_nobodys_name(board: Board, program: Programs) -> None:
    case_no = board.county.a_case()
    answer = program("P-LIUXI-STATION").get("/duties/calendar.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert case_no in answer.text.replace("\r\n ", "")
    assert all(word not in answer.text for word in (CHILD, FATHER))
    assert case_no not in program("P-SHIQIAO-STATION").get("/duties/calendar.ics").text.replace("\r\n ", "")
