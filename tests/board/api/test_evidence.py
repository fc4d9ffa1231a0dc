"""Evidence through the API: once, whole, and opened on the record. 证据材料接口."""

from __future__ import annotations

import base64
import hashlib

import pytest

from board.api.body import FILE_BYTES
from tasks.evidence import LARGEST
from tests.board.api.conftest import Programs
from tests.board.conftest import Board
from tests.evidence import NAME, PHOTOGRAPH, WORDS

KEY = "7c9e6679-7425-40de-944b-e07fc1f90ae7"


def sent(content: bytes = PHOTOGRAPH, **more: object) -> dict[str, object]:
    return {"content": base64.b64encode(content).decode(), "name": NAME, "words": WORDS, **more}


def test_a_file_is_handed_in_once_listed_by_its_hash_and_comes_out_as_it_was(board: Board, program: Programs) -> None:
    case, one = board.county.a_case(), program("P-LIUXI-POLICE")
    first, again = (one.post(f"/cases/{case}/evidence", sent(duty_no="2"), key=KEY) for _ in range(2))
    assert (first.status_code, first.text) == (201, again.text)
    assert len(board.county.facts("evidence_added", case)) == 1
    listed = one.get(f"/cases/{case}/evidence").json()["evidence"]
    assert [(row["sha256"], row["duty_no"]) for row in listed] == [(hashlib.sha256(PHOTOGRAPH).hexdigest(), "2")]
    taken = one.post(f"/cases/{case}/evidence/{listed[0]['no']}/open", {"reason": "送检"})
    assert taken.content == PHOTOGRAPH
    assert taken.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in taken.headers["content-security-policy"]
    (look,) = board.county.facts("record_read", case)
    assert "reason_sealed" in look


def test_under_another_key_the_same_bytes_are_told_and_not_doubled(board: Board, program: Programs) -> None:
    case, one = board.county.a_case(), program("P-LIUXI-POLICE")
    answers = [one.post(f"/cases/{case}/evidence", sent()).json() for _ in range(2)]
    assert [answer["again"] for answer in answers] == [False, True]
    assert answers[0]["evidence_no"] == answers[1]["evidence_no"]


def test_to_look_twice_is_two_looks(board: Board, program: Programs) -> None:
    case, one = board.county.a_case(), program("P-LIUXI-POLICE")
    number = one.post(f"/cases/{case}/evidence", sent()).json()["evidence_no"]
    for _ in range(2):
        one.post(f"/cases/{case}/evidence/{number}/open", {"reason": "送检"}, key=KEY)
    assert len(board.county.facts("record_read", case)) == 2


@pytest.mark.parametrize("post", ["P-OFFICE", "P-PROC", "P-COURT"])
def test_whoever_does_not_work_on_the_case_is_shown_nothing(board: Board, program: Programs, post: str) -> None:
    case, other = board.county.a_case(), program(post)
    number = program("P-LIUXI-POLICE").post(f"/cases/{case}/evidence", sent()).json()["evidence_no"]
    before = board.county.entries()
    answers = [
        other.get(f"/cases/{case}/evidence"),
        other.post(f"/cases/{case}/evidence", sent(b"%PDF-1.7")),
        other.post(f"/cases/{case}/evidence/{number}/open", {"reason": "看看"}),
    ]
    assert {answer.status_code for answer in answers} <= {403, 404}
    assert board.county.entries() == before


def test_a_file_may_be_as_large_as_on_the_page_and_no_larger(board: Board, program: Programs) -> None:
    case, one = board.county.a_case(), program("P-LIUXI-POLICE")
    most = b"%PDF-1.7".ljust(LARGEST, b" ")
    assert one.post(f"/cases/{case}/evidence", sent(most)).status_code == 201
    assert one.post(f"/cases/{case}/evidence", sent(most + b" ")).status_code == 422
    headers = {**one.headers(KEY), "content-type": "application/json"}
    beyond = one.client.post(f"/api/v1/cases/{case}/evidence", content=b" " * (FILE_BYTES + 1), headers=headers)
    assert beyond.status_code == 413


@pytest.mark.parametrize("content", ["@@@", "JVBERi0xLjc", "a", "甲"])
def test_what_is_no_base64_is_refused(board: Board, program: Programs, content: str) -> None:
    case, one = board.county.a_case(), program("P-LIUXI-POLICE")
    refused = one.post(f"/cases/{case}/evidence", {"content": content})
    assert refused.status_code == 422
    assert board.county.facts("evidence_added", case) == []
