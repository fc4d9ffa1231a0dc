"""Is what a program asks for done once, whatever happens in between? 只办一次."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col, func, select

from board.api import doing
from models import Idempotency
from rules.errors import Unavailable
from tasks.office import Office
from tasks.once import BEGUN_FOR, KEPT_FOR
from tests.board.api.conftest import Program, Programs, a_report
from tests.board.conftest import Board
from tests.builders import CHILD

KEY = "7c9e6679-7425-40de-944b-e07fc1f90ae7"


def kept(office: Office) -> list[Idempotency]:
    """What is kept of requests."""
    with office.reading() as desk:
        return list(desk.session.exec(select(Idempotency)))


def reports(board: Board) -> int:
    """How many reports were taken."""
    return len(board.county.facts("report_received"))


def test_the_same_request_with_the_same_key_is_answered_the_same_and_done_once(board: Board, program: Programs) -> None:
    one = program("P-LIUXI-SCHOOL")
    first, again = (one.post("/reports", a_report(), key=KEY) for _ in range(2))
    assert (first.status_code, first.text) == (again.status_code, again.text)
    assert first.status_code == 201
    assert ("idempotent-replayed" in first.headers, again.headers["idempotent-replayed"]) == (False, "true")
    assert reports(board) == 1


def test_another_request_under_a_key_that_was_used_is_refused(board: Board, program: Programs) -> None:
    one = program("P-LIUXI-SCHOOL")
    one.post("/reports", a_report(), key=KEY)
    other = one.post("/reports", a_report(narrative="另一件事"), key=KEY)
    elsewhere = one.post("/cases", {"child": {}, "source": "移送", "area": "990101"}, key=KEY)
    assert (other.status_code, elsewhere.status_code) == (422, 422)
    assert other.json()["error"]["field"] == "Idempotency-Key"
    assert reports(board) == 1


def test_the_key_of_one_program_is_nothing_to_another(board: Board, program: Programs) -> None:
    for one in (program("P-LIUXI-SCHOOL"), program("P-LIUXI-SCHOOL")):
        assert one.post("/reports", a_report(), key=KEY).status_code == 201
    assert reports(board) == 2


def test_what_was_refused_leaves_no_key_behind_and_may_be_mended(board: Board, program: Programs) -> None:
    one = program("P-LIUXI-SCHOOL")
    assert one.post("/reports", a_report(reported_at="2030-01-01T08:00+08:00"), key=KEY).status_code == 422
    assert kept(board.office) == []
    assert one.post("/reports", a_report(), key=KEY).status_code == 201


@pytest.mark.parametrize("turn", range(5))
def test_two_threads_with_one_key_get_one_answer(board: Board, program: Programs, turn: int) -> None:
    one = program("P-LIUXI-SCHOOL")
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: one.post("/reports", a_report(), key=KEY), range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["report_no"] for answer in answers}) == 1
    assert reports(board) == 1


def test_two_programs_that_answer_the_same_duty_at_once_one_wins_and_one_is_told(
    board: Board, program: Programs
) -> None:
    case_no = board.county.a_case()
    board.county.clock.move(minutes=5)
    one = program("P-LIUXI-STATION")
    body = {"fields": {"urgency": "urgent", "danger_now": False}}
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda _: one.post(f"/cases/{case_no}/duties/1/answer", body), range(2)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    conflict = next(answer for answer in answers if answer.status_code == 409).json()["error"]
    assert (conflict["code"], "P-LIUXI-STATION" in conflict["zh"]) == ("conflict", True)


def test_where_the_procedures_cannot_look_the_act_stands_and_is_answered(
    board: Board, program: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: Any, **__: Any) -> bool:
        raise Unavailable("忙", "busy")

    monkeypatch.setattr(doing, "move", busy)
    answer = program("P-LIUXI-SCHOOL").post("/reports", a_report())
    assert (answer.status_code, answer.json()["moved"]) == (201, False)
    assert reports(board) == 1


class Killed(BaseException):
    """The process is gone."""


def test_killed_after_the_act_the_same_request_gets_the_answer_that_was_kept_with_it(
    board: Board, program: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: Any, **__: Any) -> bool:
        raise Killed

    one = program("P-LIUXI-SCHOOL")
    with monkeypatch.context() as dying:
        dying.setattr(doing, "move", gone)
        assert one.post("/reports", a_report(), key=KEY).status_code == 500  # what a client makes of no answer
    assert reports(board) == 1
    again = one.post("/reports", a_report(), key=KEY)
    assert (again.status_code, again.json()["moved"], again.headers["idempotent-replayed"]) == (201, False, "true")
    assert again.json()["cases"][0]["case_no"] == board.county.facts("report_received")[0]["children"][0]["case_no"]
    assert reports(board) == 1


def test_killed_before_the_answer_is_kept_nothing_of_the_act_is_there(
    board: Board, program: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: Any, **__: Any) -> None:
        raise Killed

    one, before = program("P-LIUXI-SCHOOL"), board.county.entries()
    with monkeypatch.context() as dying:
        dying.setattr(doing, "_answered", gone)
        assert one.post("/reports", a_report(), key=KEY).status_code == 500  # what a client makes of no answer
    assert (board.county.entries(), kept(board.office)) == (before, [])
    assert one.post("/reports", a_report(), key=KEY).status_code == 201
    assert reports(board) == 1


def test_a_round_that_was_begun_and_not_answered_is_told_and_carried_out_anew_later(
    board: Board, program: Programs
) -> None:
    one = program("P-OFFICE")
    board.county.a_case()
    board.county.beat()
    board.county.clock.move(hours=3)  # the sweep has been silent since
    body = {"key": next(line["key"] for line in one.get("/stuck").json()["stuck"] if line["act"] == "sweep")}
    assert one.post("/stuck/repairs", body, key=KEY).status_code == 200
    with board.office.writing() as desk:
        desk.session.execute(update(Idempotency).values(status=None, body_sealed=None))
    told = one.post("/stuck/repairs", body, key=KEY)
    assert (told.status_code, told.json()["error"]["code"]) == (409, "conflict")
    board.county.clock.move(seconds=BEGUN_FOR.total_seconds())
    board.county.beat()
    board.county.clock.move(hours=3)
    assert one.post("/stuck/repairs", body, key=KEY).status_code == 200


def test_answers_are_sealed_and_forgotten_after_a_week(board: Board, program: Programs) -> None:
    one = program("P-LIUXI-SCHOOL")
    number = one.post("/reports", a_report(), key=KEY).json()["report_no"]
    row = kept(board.office)[0]
    assert number not in str(row.body_sealed)
    assert CHILD not in str(row)
    board.county.clock.move(seconds=KEPT_FOR.total_seconds() + 1)
    _say_something(one)
    with board.office.reading() as desk:
        left = select(func.count()).select_from(Idempotency).where(col(Idempotency.key) == KEY)
        assert desk.session.exec(left).one() == 0


def _say_something(one: Program) -> None:
    assert one.post("/reports", a_report(reporter={})).status_code == 201
