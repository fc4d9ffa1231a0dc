"""Does a program see what new rules would change, and move a case only where its post may decide it? 改用新版规则."""

from __future__ import annotations

import pytest

from board.site import build
from tests.accounts import CHEAP
from tests.board.api.conftest import ELSEWHERE, Programs
from tests.board.conftest import Board
from tests.builders import a_child
from tests.colleagues import another
from tests.databases import ON_SQLITE
from tests.other_rules import slower

pytestmark = ON_SQLITE


@pytest.fixture
def cases(board: Board) -> tuple[str, str]:
    """A case of the county and one of another, begun before the rules changed."""
    child = a_child(name="林小河", residence={"area": ELSEWHERE}, registration={"area": ELSEWHERE}, adults=[])
    foreign = board.county.a_case(children=[child], incident={"area": ELSEWHERE}, reporter={})
    own = board.county.a_case()
    board.county = another(board.county, pack=slower())
    board.site = build(board.county.office, policy=CHEAP)
    return own, foreign


def test_what_would_change_is_listed_for_the_cases_of_ones_own_county(
    program: Programs, cases: tuple[str, str]
) -> None:
    own, foreign = cases
    listed = program("P-OFFICE").get("/rules/changes").json()
    assert {one["case_no"] for one in listed["procedures"]} == {own}
    assert listed["to"]["version"] == "2026.2"
    assert program("P-OFFICE").get(f"/cases/{foreign}/rules").status_code == 404


@pytest.mark.parametrize(("running", "changes"), [("kept", False), ("counted", True)])
def test_a_case_is_moved_once_and_its_clocks_are_kept_or_counted_as_it_was_shown(
    board: Board, program: Programs, cases: tuple[str, str], running: str, changes: bool
) -> None:
    own, _ = cases
    one = program("P-OFFICE")
    due = board.county.live(own, "triage").legal_due_at
    shown = one.get(f"/cases/{own}/rules", running=running).json()
    triage = next(duty for each in shown["procedures"] for duty in each["duties"] if duty["code"] == "triage")
    assert (triage["differs"], triage["changes"]) == (True, changes)
    body = {"reason": "改用新版", "running": running}
    moved, again = (one.post(f"/cases/{own}/rules", body, key="move-this-case") for _ in range(2))
    assert moved.status_code == 200, moved.text
    assert moved.json()["procedures"] == shown["procedures"]
    assert again.headers["idempotent-replayed"] == "true"
    assert (board.county.live(own, "triage").legal_due_at != due) is changes
    assert one.get("/rules/changes").json()["procedures"] == []
    assert len(board.county.facts("rules_changed", own)) == len(shown["procedures"])


def test_who_only_owes_a_duty_looks_and_decides_nothing(
    board: Board, program: Programs, cases: tuple[str, str]
) -> None:
    own, foreign = cases
    one, before = program("P-LIUXI-POLICE"), board.county.entries()
    assert one.get(f"/cases/{own}/rules").status_code == 200
    refused = one.post(f"/cases/{own}/rules", {"reason": "改用新版"})
    assert (refused.status_code, "牵头" in refused.json()["error"]["zh"]) == (403, True)
    assert program("P-OFFICE").post(f"/cases/{foreign}/rules", {"reason": "改用新版"}).status_code == 404
    assert program("P-OFFICE").post(f"/cases/{own}/rules", {"reason": ""}).status_code == 422
    assert board.county.facts("rules_changed") == []
    assert board.county.entries() == before + 2  # the tokens of two programs
