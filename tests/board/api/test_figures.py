"""Are figures told as on the pages, small numbers hidden, and files drawn once? 统计、上报数字、抽查."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from models.database import Database
from tests.board.api.conftest import Programs
from tests.board.conftest import Board
from tests.builders import a_child
from tests.databases import ON_SQLITE
from tests.flows.test_routine_reporting import begins, file_of, in_fujian, left_behind
from tests.office import County

pytestmark = ON_SQLITE


@pytest.fixture
def county(database: Database, tmp_path: Path) -> County:
    """Qinghe in Fujian: there somebody owes a spot check."""
    return in_fujian(tmp_path, "Monday 2026-01-05 08:00", database)


def test_figures_of_a_year_hide_small_numbers(board: Board, program: Programs) -> None:
    for turn in range(1, 4):
        left_behind(board.county, turn)
    found = program("P-CIVIL").get("/figures/2026").json()
    by_code = {one["code"]: one for one in found["figures"]}
    assert (found["area"], found["hidden_below"], found["basis"]) == ("990101", 5, "HT-204")
    assert by_code["on_list"]["total"] is None  # three
    assert by_code["reports"]["total"] == 0
    for turn in range(4, 8):
        left_behind(board.county, turn)
    again = program("P-CIVIL").get("/figures/2026").json()
    assert next(one for one in again["figures"] if one["code"] == "on_list")["total"] == 7


@pytest.mark.parametrize("path", ["/figures/2026", "/timeliness", "/process-maps/mandatory_reporting"])
def test_figures_stop_at_the_border_and_are_not_for_everybody(board: Board, program: Programs, path: str) -> None:
    one = program("P-CIVIL")
    assert one.get(path).status_code == 200
    assert one.get(path, area="990101001").status_code == 200
    for area in ("99", "990102"):
        beyond = one.get(path, area=area)
        assert (beyond.status_code, beyond.json()["error"]["field"]) == (403, "area")
    assert program("P-LIUXI-SCHOOL").get(path).status_code == 403


def test_a_year_to_come_and_a_procedure_that_is_none_are_refused_in_words(program: Programs) -> None:
    one = program("P-CIVIL")
    for path, words in (("/figures/2027", "2027年尚未开始"), ("/process-maps/declared", "没有这种程序")):
        answer = one.get(path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "refused")
        assert words in answer.json()["error"]["zh"]
    assert one.get("/timeliness", from_on="2026-03-02", to_on="2026-01-01").status_code == 422


def test_law_and_defaults_are_told_apart_and_a_map_is_words_and_shares(board: Board, program: Programs) -> None:
    board.county.clock.show("Monday 2026-03-02 10:55")
    for turn in range(6):
        board.county.answer(board.county.a_case(children=[a_child(name=f"禾{turn}", adults=[])]), "triage")
    one = program("P-OFFICE")
    found = one.get("/timeliness").json()
    assert found["cases"] == 6
    triage = next(rule for limits in found["limits"] for rule in limits["rules"] if rule["code"] == "triage")
    assert (triage["numbers"]["in_time"], triage["share_in_time"]) == (6, 1.0)
    assert len({limits["force"] for limits in found["limits"]}) == len(found["limits"])
    drawn = one.get("/process-maps/mandatory_reporting").json()
    reached = {step["code"]: step["reached"] for step in drawn["steps"]}
    assert reached["triage"] is True
    assert any(track["source"] == "start" and track["share"] == 1.0 for track in drawn["tracks"])


def test_files_are_drawn_once_and_drawing_again_gives_the_same(board: Board, program: Programs) -> None:
    begins(board.county)
    bureau = file_of(board.county, "P-CIVIL")
    there = {left_behind(board.county, turn) for turn in range(1, 13)}
    one, path = program("P-CIVIL"), f"/cases/{bureau}/spot-check"
    assert one.get(path).status_code == 422
    drawn, replayed = (one.post(path, {}, key="draw-of-this-year") for _ in range(2))
    assert drawn.status_code == 201, drawn.text
    assert (drawn.json()["drawn"], replayed.headers["idempotent-replayed"]) == (replayed.json()["drawn"], "true")
    assert set(drawn.json()["drawn"]) < there
    assert one.post(path, {}).status_code == 409
    shown: dict[str, Any] = one.get(path).json()
    assert (shown["seed"], shown["comes_out_again"]) == (drawn.json()["seed"], True)
    assert json.dumps(shown["drawn"]) == json.dumps(drawn.json()["drawn"])


def test_whoever_is_nothing_to_the_file_of_an_agency_draws_nothing(board: Board, program: Programs) -> None:
    begins(board.county)
    bureau, one = file_of(board.county, "P-CIVIL"), program("P-LIUXI-POLICE")
    before = board.county.entries()
    assert one.post(f"/cases/{bureau}/spot-check", {}).status_code in (403, 404)
    assert one.get(f"/cases/{bureau}/spot-check").status_code in (403, 404)
    assert board.county.entries() == before
