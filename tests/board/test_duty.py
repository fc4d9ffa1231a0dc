"""Can one see what one owes, and answer it? 今天、职责."""

from __future__ import annotations

import re
import threading

from sqlalchemy import insert
from sqlmodel import col, select

from models import DutyRow, Installation, JournalEntry
from rules.vocabulary import DutyState
from tasks.desk import SIMULATED
from tasks.kinds import Kind
from tests.board.conftest import Board, Visitor
from tests.builders import CHILD, an_answer

POLICE = "P-LIUXI-POLICE"


def owed_by(board: Board, case_no: str, code: str) -> DutyRow:
    return board.county.live(case_no, code)


def page_of(row: DutyRow) -> str:
    case_no, _, number = row.no.partition("/")
    return f"/cases/{case_no}/duties/{number}"


def typed(code: str) -> dict[str, str]:
    return {name: str(value) for name, value in an_answer(code).items()}


def test_a_post_sees_what_it_owes_and_nobody_elses(board: Board) -> None:
    case_no = board.county.a_case()
    mine = board.as_post(POLICE).get("/today")
    row = owed_by(board, case_no, "police_acceptance")
    assert page_of(row) in mine.text
    other = board.as_post("P-COURT").get("/today")
    assert page_of(row) not in other.text


def test_a_list_says_who_by_when_on_what_ground_and_what_comes_next(board: Board) -> None:
    board.county.a_case()
    page = board.as_post(POLICE).get("/today").text
    for words in ("派出所", "法定", "下一级", "未读"):
        assert words in page


def test_answering_is_recorded_in_the_name_of_the_person_who_is_signed_in(board: Board) -> None:
    case_no = board.county.a_case()
    row = owed_by(board, case_no, "police_acceptance")
    visitor = board.as_post(POLICE)
    answer = visitor.post(f"{page_of(row)}/answer", seen=page_of(row), **typed("police_acceptance"))
    assert answer.status_code == 200
    assert "已记录" in answer.text
    with board.office.reading() as desk:
        entry = desk.session.exec(
            select(JournalEntry).where(
                col(JournalEntry.duty_no) == row.no, col(JournalEntry.kind) == Kind.DUTY_ANSWERED
            )
        ).one()
        state = desk.session.exec(select(DutyRow.state).where(col(DutyRow.no) == row.no)).one()
    assert (entry.by_post, entry.by_person) == (POLICE, board.person_at(POLICE))
    assert state == DutyState.ANSWERED


def test_what_was_typed_is_still_there_when_something_is_wrong_and_nothing_is_written(board: Board) -> None:
    case_no = board.county.a_case()
    row = owed_by(board, case_no, "police_acceptance")
    visitor = board.as_post(POLICE)
    before = entries(board)
    given = {**typed("police_acceptance"), "at": "上周三吧"}
    answer = visitor.post(f"{page_of(row)}/answer", seen=page_of(row), **given)
    assert answer.status_code == 422
    assert "上周三吧" in answer.text
    assert 'role="alert"' in answer.text
    assert entries(board) == before


def test_a_post_that_does_not_owe_it_gets_no_form_and_its_answer_is_refused(board: Board) -> None:
    case_no = board.county.a_case()
    row = owed_by(board, case_no, "police_acceptance")
    office = board.as_post("P-OFFICE")
    assert "/answer" not in office.get(page_of(row)).text
    refused = office.post(f"{page_of(row)}/answer", seen="/account", **typed("police_acceptance"))
    assert refused.status_code in (403, 422)
    assert owed_by(board, case_no, "police_acceptance").state == DutyState.OPEN


def test_of_two_who_answer_at_once_one_wins_and_the_other_is_told(board: Board) -> None:
    case_no = board.county.a_case()
    row = owed_by(board, case_no, "police_acceptance")
    both = [board.as_post(POLICE), board.as_post(POLICE)]
    answers: dict[int, str] = {}

    def answer(visitor: Visitor) -> None:
        done = visitor.post(f"{page_of(row)}/answer", seen=page_of(row), **typed("police_acceptance"))
        answers[done.status_code] = done.text

    threads = [threading.Thread(target=answer, args=(one,)) for one in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409]
    lost = answers[409]
    assert "已办" in lost
    assert POLICE in lost
    was_recorded, was_typed = lost.split('id="h-was"')[1], lost.split('id="h-lost"')[1].split("</section>")[0]
    assert "涉嫌犯罪" in was_recorded, "what the other one said"
    assert "涉嫌犯罪" in was_typed, "what was typed is still there"
    with board.office.reading() as desk:
        found = desk.session.exec(
            select(JournalEntry).where(
                col(JournalEntry.duty_no) == row.no, col(JournalEntry.kind) == Kind.DUTY_ANSWERED
            )
        ).all()
    assert len(found) == 1


def test_reading_and_accepting_are_facts_of_their_own(board: Board) -> None:
    case_no = board.county.a_case()
    row = owed_by(board, case_no, "police_acceptance")
    visitor = board.as_post(POLICE)
    assert "已读" in visitor.post(f"{page_of(row)}/read", seen=page_of(row)).text
    assert "已受理" in visitor.post(f"{page_of(row)}/accept", seen=page_of(row)).text
    again = visitor.post(f"{page_of(row)}/accept", seen="/account")
    assert again.status_code == 409
    row = owed_by(board, case_no, "police_acceptance")
    assert row.read_at is not None
    assert row.accepted_at is not None


def entries(board: Board) -> int:
    with board.office.reading() as desk:
        return len(desk.session.exec(select(JournalEntry.seq)).all())


def test_the_letter_of_a_climbed_rung_is_a_file_and_of_no_rung_there_is_none(board: Board) -> None:
    case_no = board.county.a_case()
    row = owed_by(board, case_no, "police_acceptance")
    visitor = board.as_post("P-OFFICE")
    assert "督办函" not in visitor.get(page_of(row)).text
    assert visitor.get(f"{page_of(row)}/letter.html").status_code == 422
    board.county.clock.move(hours=30)
    board.county.sweep()
    visitor = board.as_post("P-OFFICE")
    links = re.findall(rf'href="({page_of(row)}/letter\.html\?rung=\d+)"', visitor.get(page_of(row)).text)
    assert links
    for link in links:
        made = visitor.get(link)
        assert "接受报案并出具回执" in made.text
        assert CHILD not in made.text
        assert made.headers["content-disposition"].startswith("attachment;")
    assert visitor.get(f"{page_of(row)}/letter.pdf").status_code == 404


def test_what_is_missing_is_asked_for_as_the_form_calls_it(board: Board) -> None:
    case_no = board.county.a_case()
    row = owed_by(board, case_no, "police_acceptance")
    visitor = board.as_post(POLICE)
    refused = visitor.post(f"{page_of(row)}/answer", seen=page_of(row))
    assert refused.status_code == 422
    (summary,) = re.findall(r'<div class="errsum".*?</div>', refused.text, re.DOTALL)
    assert "请选择“" in summary
    assert not re.search(r"[a-z]_[a-z]+（|true/false", summary), "codes are for whoever writes an answer by hand"


def test_a_duty_prints_without_an_empty_form(board: Board) -> None:
    case_no = board.county.a_case()
    page = board.as_post(POLICE).get(page_of(owed_by(board, case_no, "police_acceptance"))).text
    assert '<section class="noprint" aria-labelledby="ans">' in page


def test_in_a_rehearsal_a_case_moves_at_once_though_its_clock_stands_at_the_last_beat(board: Board) -> None:
    case_no = board.county.a_case()
    with board.office.writing() as desk:
        desk.session.execute(insert(Installation), [{"key": "mode", "value": SIMULATED}])
    board.county.beat()
    row = owed_by(board, case_no, "police_acceptance")
    before = len(board.county.duties(case_no))
    board.as_post(POLICE).post(f"{page_of(row)}/answer", seen=page_of(row), **typed("police_acceptance"))
    assert len(board.county.duties(case_no)) > before
