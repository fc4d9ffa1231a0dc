"""Is the installation well, and who is told? 运行状况页."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import SQLModel

from tests.board.administrator import as_administrator
from tests.board.conftest import Board
from tests.databases import ON_SQLITE

pytestmark = ON_SQLITE


def test_the_administrator_sees_who_works_and_what_waits(board: Board) -> None:
    board.county.beat()
    told = as_administrator(board).get("/health")
    assert told.status_code == 200
    for words in ("逾期督办", "运行服务与 Prefect 的连接", "没有待送达的通知", "正式库"):
        assert words in told.text


def test_the_county_office_sees_it_too_and_others_are_told_that_they_do_not(board: Board) -> None:
    assert board.as_post("P-OFFICE").get("/health").status_code == 200
    refused = board.as_post("P-LIUXI-POLICE").get("/health")
    assert refused.status_code == 403
    assert "运行服务" not in refused.text


def test_what_stands_still_is_counted_and_no_case_is_named(board: Board) -> None:
    case_no = board.county.a_case()
    board.county.clock.move(days=9)
    told = board.as_post("P-OFFICE").get("/health").text
    assert "要处理" in told
    assert "督办" in told
    assert case_no not in told


def test_a_machine_that_watches_hears_yes_or_no_and_nothing_else(board: Board) -> None:
    board.county.a_case()
    board.county.deliver()
    board.county.beat()
    assert (board.anybody().get("/healthz").status_code, board.anybody().get("/healthz").text) == (200, "ok\n")
    board.county.clock.move(days=9)
    ill = board.anybody().get("/healthz")
    assert (ill.status_code, ill.text) == (503, "ill\n")


@pytest.mark.parametrize(("late", "status"), [(timedelta(minutes=5), 200), (timedelta(minutes=5, seconds=1), 503)])
def test_notices_that_wait_too_long_are_an_illness(board: Board, late: timedelta, status: int) -> None:
    board.county.a_case()
    board.county.beat()
    assert board.county.queued()
    board.county.clock.move(seconds=late.total_seconds())
    board.county.beat()
    assert board.anybody().get("/healthz").status_code == status


def test_a_database_that_does_not_answer_is_an_illness_and_no_error(board: Board) -> None:
    SQLModel.metadata.drop_all(board.office.database.engine)
    assert board.anybody().get("/healthz").status_code == 503
