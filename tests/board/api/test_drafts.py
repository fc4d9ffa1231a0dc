"""Can a program draw up a paper, mend it, issue it as it stands, and throw it away? 草稿."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import col, select

from models import Instrument, InstrumentAddressee
from tests.board.api.conftest import Program, Programs
from tests.board.conftest import Board
from tests.databases import ON_SQLITE
from tests.foreigners import P_FOREIGN_POLICE, with_neighbours

pytestmark = ON_SQLITE

POLICE, LEAD = "P-LIUXI-POLICE", "P-CIVIL"
WARNING: dict[str, Any] = {"kind": "warning", "title": "家庭暴力告诫书", "facts": "经查", "content": "不得再次殴打"}
SECRET = "不得再次殴打"


@pytest.fixture
def police(board: Board, program: Programs) -> Program:
    return program(POLICE)


@pytest.fixture
def case(board: Board) -> str:
    return board.county.a_case()


def drafted(one: Program, case: str, **changes: Any) -> str:
    """Number of a draft."""
    answer = one.post(f"/cases/{case}/instruments/draft", {**WARNING, **changes})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["instrument_no"])


def stands(one: Program, case: str) -> list[tuple[str, str, str]]:
    """Number, state and title of what is in the case."""
    found = one.get(f"/cases/{case}/instruments").json()["instruments"]
    return [(each["no"], each["state"], each["title"]) for each in found]


def test_a_draft_is_thrown_away_once_and_the_journal_keeps_it(board: Board, police: Program, case: str) -> None:
    number = drafted(police, case)
    said = {"instrument_no": number, "reason": "写错了对象"}
    first, again = (police.post(f"/cases/{case}/instruments/discard", said, key="throw-away-1") for _ in range(2))
    assert (first.status_code, first.json()["instrument_no"]) == (200, number), first.text
    assert (again.json(), again.headers["idempotent-replayed"]) == (first.json(), "true")
    assert stands(police, case) == []
    with board.office.reading() as desk:
        whom = select(InstrumentAddressee).where(col(InstrumentAddressee.instrument_no) == number)
        assert desk.session.exec(whom).all() == []
    (thrown,) = board.county.facts("instrument_discarded", case)
    assert (thrown["no"], "写错了对象" in str(thrown)) == (number, False)
    assert police.post(f"/cases/{case}/instruments/discard", said).status_code == 404, "it is not there any more"
    board.county.must_hold()


@pytest.mark.parametrize("act", ["discard", "revise", "issue-draft"])
def test_whoever_is_nothing_to_the_case_finds_no_draft(
    board: Board, program: Programs, police: Program, case: str, act: str
) -> None:
    with_neighbours(board.county)
    number, before = drafted(police, case), board.county.entries()
    for post in (P_FOREIGN_POLICE, "P-LIUXI-SCHOOL"):
        refused = program(post).post(f"/cases/{case}/instruments/{act}", {"instrument_no": number})
        assert refused.status_code in (403, 404), (post, refused.text)
    other = board.county.a_case(children=[{"name": "林小河", "residence": {"area": "990101001"}}])
    assert police.post(f"/cases/{other}/instruments/{act}", {"instrument_no": number}).status_code == 404
    assert [one[:2] for one in stands(police, case)] == [(number, "draft")]
    assert before <= board.county.entries()


def test_only_the_post_that_made_it_throws_it_away(program: Programs, police: Program, case: str) -> None:
    number = drafted(police, case)
    refused = program(LEAD).post(f"/cases/{case}/instruments/discard", {"instrument_no": number})
    assert refused.status_code == 422
    assert POLICE in refused.json()["error"]["zh"]
    assert [one[:2] for one in stands(police, case)] == [(number, "draft")]


def test_what_was_issued_is_neither_mended_nor_thrown_away(police: Program, case: str) -> None:
    number = drafted(police, case)
    issued = police.post(f"/cases/{case}/instruments/issue-draft", {"instrument_no": number, "document_no": "告1号"})
    assert issued.status_code == 200, issued.text
    for act in ("discard", "revise", "issue-draft"):
        refused = police.post(f"/cases/{case}/instruments/{act}", {"instrument_no": number})
        assert (refused.status_code, "草稿" in refused.json()["error"]["zh"]) == (422, True), (act, refused.text)
    (stood,) = stands(police, case)
    assert stood[0] == number
    assert stood[1] != "draft"


def test_a_draft_is_issued_word_for_word_and_its_words_are_in_no_answer(
    board: Board, police: Program, case: str
) -> None:
    number = drafted(police, case)
    answers = [
        police.post(f"/cases/{case}/instruments/issue-draft", {"instrument_no": number}),
        police.get(f"/cases/{case}/instruments"),
    ]
    assert not [one for one in answers if SECRET in one.text]
    with board.office.reading() as desk:
        row = desk.session.exec(select(Instrument).where(col(Instrument.no) == number)).one()
        child = str(board.county.case(case).child_no)
        assert desk.reveal(child, "content", row.content_sealed) == SECRET


def test_a_draft_that_is_mended_says_the_new_words_and_the_old_stay_on_the_record(
    board: Board, police: Program, case: str
) -> None:
    number = drafted(police, case)
    said = {"instrument_no": number, "title": "告诫书（改）", "content": "不得打骂"}
    answer = police.post(f"/cases/{case}/instruments/revise", said)
    assert answer.status_code == 200, answer.text
    assert stands(police, case) == [(number, "draft", "告诫书（改）")]
    assert [each["no"] for each in board.county.facts("instrument_drafted", case)] == [number, number]
    board.county.must_hold()


def test_nobody_writes_over_a_draft_that_they_may_not_read(
    board: Board, program: Programs, police: Program, case: str
) -> None:
    """The county office opens the text of a paper only with a reason: it does not mend it."""
    number = drafted(police, case)
    refused = program("P-OFFICE").post(
        f"/cases/{case}/instruments/revise", {"instrument_no": number, "title": "另一份"}
    )
    assert refused.status_code == 403
    page = board.as_post("P-OFFICE").post(f"/cases/{case}/instruments/{number}/revise", seen="/account", title="另一份")
    assert page.status_code == 403
    assert stands(police, case) == [(number, "draft", WARNING["title"])]


def test_a_draft_may_follow_another_paper(board: Board, police: Program, case: str) -> None:
    first = drafted(police, case)
    police.post(f"/cases/{case}/instruments/issue-draft", {"instrument_no": first})
    second = drafted(police, case, follows=first)
    with board.office.reading() as desk:
        follows = desk.session.exec(select(Instrument.follows).where(col(Instrument.no) == second)).one()
    assert follows == first
