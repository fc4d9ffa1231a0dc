"""Are registers handed in and taken out by a program as on the pages, and by no other? 名册."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from board.api.body import FILE_BYTES, MOST_BYTES
from rules.vocabulary import Tier
from tasks.accounts.tokens import Scope
from tests.board.api.conftest import ELSEWHERE, Program, Programs
from tests.board.conftest import Board
from tests.builders import CHILD, PHONE
from tests.databases import ON_SQLITE
from tests.monitored import on_the_list
from tests.registers import NAMES, NUMBER, OTHER_NUMBER, a_book, a_row, read_back
from tests.tasks.test_importing_visits import HEADS, a_visit

pytestmark = ON_SQLITE

ELSEWHERE_ROW = a_row(姓名="林小河", 身份证号=OTHER_NUMBER, 出生日期=None, 居住地区划代码=ELSEWHERE)


def handed_in(one: Program, raw: bytes, *, dry_run: bool, key: str | None = None, what: str = "children") -> Any:
    """A file in base64."""
    said = {"content": base64.b64encode(raw).decode(), "dry_run": dry_run}
    return one.post(f"/registers/{what}/import", said, key=key)


def test_a_register_is_looked_at_then_entered_once_and_told_row_by_row(board: Board, program: Programs) -> None:
    one, raw = program("P-CIVIL"), a_book(a_row(), a_row(身份证号="1234", 姓名="田小禾"))
    before = board.county.entries()
    looked = handed_in(one, raw, dry_run=True).json()
    assert (looked["opened"], looked["bad"], board.county.entries()) == (1, 1, before)
    assert [(each["row"], bool(each["zh"]), bool(each["en"])) for each in looked["mistakes"]] == [(3, True, True)]
    first, again = (handed_in(one, raw, dry_run=False, key="register-of-march") for _ in range(2))
    assert (first.json()["opened"], again.headers["idempotent-replayed"]) == (1, "true")
    assert first.json() == again.json()
    assert handed_in(one, raw, dry_run=False).json()["already"] == 1
    assert all(word not in first.text for word in (*NAMES, "1234", "田小禾"))


def test_a_child_that_lives_elsewhere_is_a_row_to_be_mended(board: Board, program: Programs) -> None:
    told = handed_in(program("P-CIVIL"), a_book(a_row(), ELSEWHERE_ROW), dry_run=False).json()
    assert (told["opened"], [one["row"] for one in told["mistakes"]]) == (1, [3])
    assert "不在本岗位的辖区" in told["mistakes"][0]["zh"]


def test_visits_are_handed_in_and_answer_what_was_owed(board: Board, program: Programs) -> None:
    child_no = on_the_list(board.county, tier=Tier.HIGH).child_no
    board.county.clock.show("Wednesday 2026-03-04 09:00")
    one, raw = program("P-CIVIL"), a_book(a_visit(child_no, "2026-03-03"), heads=HEADS)
    looked = handed_in(one, raw, dry_run=True, what="visits")
    assert looked.status_code == 200, looked.text
    entered = handed_in(one, raw, dry_run=False, what="visits").json()
    assert looked.json()["counts"] == entered["counts"]
    assert entered["counts"]["answer"] == 1
    assert handed_in(one, raw, dry_run=False, what="visits").json()["counts"]["already"] == 1


@pytest.mark.parametrize("what", ["children", "visits"])
def test_what_is_no_table_and_what_is_no_base64_is_refused_in_both_languages(
    board: Board, program: Programs, what: str
) -> None:
    one, before = program("P-CIVIL"), board.county.entries()
    for answer in (
        handed_in(one, b"%PDF-1.7", dry_run=False, what=what),
        one.post(f"/registers/{what}/import", {"content": "****"}),
    ):
        error = answer.json()["error"]
        assert (answer.status_code, bool(error["zh"]), bool(error["en"])) == (422, True, True)
    assert board.county.entries() == before


def test_a_file_may_be_as_large_as_evidence_and_no_larger(board: Board, program: Programs) -> None:
    one = program("P-CIVIL")
    larger_than_others = handed_in(one, b" " * MOST_BYTES, dry_run=True)
    assert larger_than_others.status_code == 422  # read, and found to be no table
    assert handed_in(one, b" " * FILE_BYTES, dry_run=True).status_code == 413


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_register_is_taken_out_with_a_reason_and_comes_back_as_it_was(
    board: Board, program: Programs, form: str
) -> None:
    one = program("P-CIVIL")
    handed_in(one, a_book(a_row()), dry_run=False)
    taken = one.post("/registers/children/export", {"reason": "年度核对", "format": form})
    assert taken.status_code == 200, taken.text
    assert f"children.{form}" in taken.headers["content-disposition"]
    if form == "csv":
        assert NUMBER in taken.content.decode("utf-8-sig")
    else:
        assert NUMBER in read_back(taken.content)[1]
    reads = [fact for fact in board.county.facts("identity_read") if fact["of"] == "children_export"]
    assert len(reads) == 1
    assert "年度核对" not in str(reads)
    assert handed_in(one, taken.content, dry_run=True).json()["already"] == 1


def test_visits_are_taken_out_of_ones_own_area_only(board: Board, program: Programs) -> None:
    case_no = on_the_list(board.county, tier=Tier.HIGH).case_no
    board.county.answer(case_no, "routine_visit")
    one, path = program("P-CIVIL"), "/registers/visits/export"
    taken = one.post(path, {"reason": "年度核对"})
    assert CHILD in taken.content.decode("utf-8-sig")
    assert PHONE not in taken.text
    before = board.county.entries()
    for said in ({"reason": "年度核对", "area": ELSEWHERE}, {"reason": "年度核对", "area": "99"}):
        assert one.post(path, said).status_code == 403
    assert one.post(path, {"reason": ""}).status_code == 422
    assert board.county.entries() == before


def test_whoever_keeps_no_register_and_a_token_without_the_scope_get_nothing(board: Board, program: Programs) -> None:
    handed_in(program("P-CIVIL"), a_book(a_row()), dry_run=False)
    others = tuple(scope for scope in Scope if scope is not Scope.REGISTERS)
    asked = {"reason": "年度核对", "area": "990101"}
    for one in (program("P-OFFICE"), program("P-LIUXI-POLICE"), program("P-CIVIL", scopes=others)):
        before = board.county.entries()
        for what in ("children", "visits"):
            assert one.post(f"/registers/{what}/export", asked).status_code == 403
            assert handed_in(one, a_book(a_row()), dry_run=True, what=what).status_code == 403
        assert board.county.entries() == before
