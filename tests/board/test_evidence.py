"""Evidence on the pages: handed in from a telephone, listed by hash, opened with a reason. 证据材料页."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any

import pytest
from httpx import Response

from board.guard import UPLOAD_BYTES
from tasks.evidence import LARGEST
from tests.board.conftest import Board, Visitor, hidden_in
from tests.databases import ON_SQLITE
from tests.evidence import NAME, PHOTOGRAPH, WORDS
from tests.evidence import hand_in as handed_in
from tests.foreigners import P_FOREIGN_CIVIL, with_neighbours

pytestmark = ON_SQLITE

POLICE, LEAD = "P-LIUXI-POLICE", "P-CIVIL"


def hand_in(
    visitor: Visitor,
    page: str,
    content: bytes = PHOTOGRAPH,
    *,
    name: str = NAME,
    seen: str | None = None,
    **typed: str,
) -> Response:
    """A file handed in on a page that holds the form; the form itself posts to `…/evidence`.

    Args:
        seen: another page of the same session from which the mark of the form is taken.
    """
    drawn = hidden_in(visitor.get(seen or page))
    where = page if page.endswith("/evidence") else f"{page}/evidence"
    files: dict[str, Any] = {"file": (name, BytesIO(content), "text/html")}
    return visitor.client.post(where, data={**drawn, **typed}, files=files)


@pytest.fixture
def case(board: Board) -> str:
    return board.county.a_case()


@pytest.mark.parametrize("place", ["", "/duties/2", "/evidence", "/duties/2/evidence"])
def test_a_photograph_is_handed_in_where_one_works_and_listed_with_its_hash(
    board: Board, case: str, place: str
) -> None:
    police = board.as_post(POLICE)
    shown = hand_in(police, f"/cases/{case}{place}", words=WORDS, happened_at="约 2026-03-01")
    assert shown.status_code == 200
    assert "已提交" in shown.text
    (fact,) = board.county.facts("evidence_added", case)
    (entry,) = [row for row in board.county.journal(case) if row.kind == "evidence_added"]
    assert entry.duty_no == (f"{case}/2" if "duties" in place else None)
    assert entry.happened_precision == "about"
    assert fact["media_type"] == "image/jpeg", "what the browser said of it counts for nothing"
    page = police.get(f"/cases/{case}{place}")
    assert hashlib.sha256(PHOTOGRAPH).hexdigest() in page.text
    assert not [word for word in (NAME, WORDS) if word in page.text + shown.text]


def test_before_one_chooses_a_file_the_page_says_how_large_it_may_be(board: Board, case: str) -> None:
    page = board.as_post(POLICE).get(f"/cases/{case}/evidence").text
    assert f"{LARGEST // 1_000_000} MB 以内" in page
    assert 'type="file"' in page
    assert 'enctype="multipart/form-data"' in page


def test_the_same_file_again_is_told_and_not_kept_twice(board: Board, case: str) -> None:
    police, page = board.as_post(POLICE), f"/cases/{case}/evidence"
    hand_in(police, page)
    assert "没有重复保存" in hand_in(police, page, name="另一个名字.jpg").text
    assert len(board.county.facts("evidence_added", case)) == 1


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00", b"PK\x03\x04 broken"])
def test_what_is_refused_leaves_what_was_typed_in_the_form(board: Board, case: str, content: bytes) -> None:
    refused = hand_in(board.as_post(POLICE), f"/cases/{case}/evidence", content, words="门口的录像")
    assert refused.status_code == 422
    assert "门口的录像" in refused.text
    assert board.county.facts("evidence_added", case) == []


def test_a_file_that_is_too_large_is_refused_in_words_and_what_is_larger_still_is_not_read(
    board: Board, case: str
) -> None:
    police, page = board.as_post(POLICE), f"/cases/{case}/evidence"
    assert "20 MB" in hand_in(police, page, b"%PDF-1.7".ljust(LARGEST + 1, b" ")).text
    assert hand_in(police, page, b"%PDF-1.7".ljust(UPLOAD_BYTES + 1, b" ")).status_code == 413
    assert board.county.facts("evidence_added", case) == []


def test_it_is_opened_with_a_reason_as_a_file_that_no_browser_runs(board: Board, case: str) -> None:
    added, police = handed_in(board.county, case), board.as_post(POLICE)
    address = f"/cases/{case}/evidence/{added.no}"
    assert police.post(address, reason=" ", what="file").status_code == 422
    assert board.county.facts("record_read", case) == []
    taken = police.post(address, reason="核对伤情", what="file")
    assert taken.content == PHOTOGRAPH
    assert taken.headers["content-disposition"] == f'attachment; filename="{added.no}.jpg"'
    assert taken.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in taken.headers["content-security-policy"]
    assert taken.headers["cache-control"] == "no-store"
    (look,) = board.county.facts("record_read", case)
    assert (look["of"], look["evidence_no"]) == ("evidence", added.no)
    (entry,) = [row for row in board.county.journal(case) if row.kind == "record_read"]
    assert (entry.by_post, entry.by_person) == (POLICE, board.person_at(POLICE))


def test_what_was_said_of_it_is_shown_once_and_that_too_is_on_the_record(board: Board, case: str) -> None:
    added, police = handed_in(board.county, case), board.as_post(POLICE)
    address = f"/cases/{case}/evidence/{added.no}"
    assert WORDS not in police.get(address).text
    assert WORDS in police.post(address, reason="核对来源", what="words").text
    assert WORDS not in police.get(address).text
    assert len(board.county.facts("record_read", case)) == 1
    assert "证据材料" in board.as_post(LEAD).get(f"/cases/{case}/looks").text


@pytest.mark.parametrize("post", ["P-OFFICE", "P-PROC", "P-COURT", "P-LIUXI-SCHOOL", "P-HOTLINE"])
def test_whoever_does_not_work_on_the_case_finds_neither_form_nor_list_nor_file(
    board: Board, case: str, post: str
) -> None:
    added, other = handed_in(board.county, case), board.as_post(post)
    before = board.county.entries()
    address = f"/cases/{case}/evidence"
    assert other.get(address).status_code in (403, 404)
    assert other.get(f"{address}/{added.no}").status_code in (403, 404)
    assert hand_in(other, address, b"%PDF-1.7 other", seen="/account").status_code in (403, 404)
    assert other.post(f"{address}/{added.no}", seen="/account", reason="想看", what="file").status_code in (403, 404)
    assert added.no not in other.get(f"/cases/{case}").text
    assert board.county.entries() == before


def test_evidence_of_another_county_looks_like_none(board: Board, case: str) -> None:
    with_neighbours(board.county)
    added, stranger = handed_in(board.county, case), board.as_post(P_FOREIGN_CIVIL)
    real = stranger.get(f"/cases/{case}/evidence/{added.no}")
    invented = stranger.get(f"/cases/C-00000-00000/evidence/{added.no}")
    assert (real.status_code, invented.status_code) == (404, 404)
    assert real.text.replace(case, "NO") == invented.text.replace("C-00000-00000", "NO")


def test_a_file_is_reached_only_through_its_own_case(board: Board, case: str) -> None:
    other = board.county.a_case(children=[{"name": "林小河", "residence": {"area": "990101001"}}])
    added, police = handed_in(board.county, case), board.as_post(POLICE)
    before = board.county.entries()
    refused = police.post(f"/cases/{other}/evidence/{added.no}", seen="/account", reason="核对", what="file")
    assert refused.status_code == 404
    assert board.county.entries() == before
