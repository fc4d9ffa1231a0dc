"""Is a package made in plain sight, given to its receiver alone, and taken back? 信息共享."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest
from httpx import Response

from tasks.access import sharing
from tests.board.conftest import Board, Visitor
from tests.builders import CHILD, FATHER, HOME, NARRATIVE
from tests.databases import ON_SQLITE
from tests.foreigners import P_FOREIGN_CIVIL, with_neighbours

pytestmark = ON_SQLITE

LEAD, RELIEF = "P-CIVIL", "P-RELIEF"
WISH = {"to": RELIEF, "ground": "joint_protection", "purpose": "take_over", "words": "接收并照护"}


def given(visitor: Visitor, case: str, **changes: str) -> Response:
    return visitor.post(f"/cases/{case}/share", **{**WISH, "confirmed": "yes", **changes})


def packages(board: Board, case: str) -> list[sharing.Package]:
    with board.office.reading() as desk:
        return sharing.of_case(desk, case)


def test_what_would_pass_is_shown_before_anything_is_given(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    shown = lead.post(f"/cases/{case}/share", **WISH)
    assert "确认给出下列内容" in shown.text
    assert "身份信息" in shown.text
    assert "收不回来" in shown.text
    assert CHILD not in shown.text
    assert packages(board, case) == []
    school = lead.post(f"/cases/{case}/share", **{**WISH, "to": "P-LIUXI-SCHOOL"})
    held = school.text.split("<dt>不给</dt>")[1].split("</dd>")[0]
    assert "案情要素" in held
    assert "报告人" not in held


def test_the_receiver_fetches_it_and_the_case_shows_that_it_did(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    made = given(lead, case)
    assert "共享包已制作" in made.text
    (package,) = packages(board, case)
    assert package.sha256[:16] in made.text
    assert "还没有领取" in made.text
    relief = board.as_post(RELIEF)
    listed = relief.get("/packages")
    assert package.no in listed.text
    assert not [name for name in (CHILD, FATHER, HOME, NARRATIVE) if name in listed.text]
    file = relief.post(f"/packages/{package.no}", seen="/packages")
    assert file.headers["content-disposition"] == f'attachment; filename="hutong-{package.no}.zip"'
    with zipfile.ZipFile(BytesIO(file.content)) as folder:
        assert CHILD in folder.read("package.html").decode()
    assert "领取过 1 次" in lead.get(f"/cases/{case}/share").text
    looks = board.as_post("P-OFFICE").get(f"/cases/{case}/looks").text
    assert looks.count(f"信息共享包；编号 {package.no}") == 2


def test_nobody_else_finds_or_fetches_it(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    given(lead, case)
    (package,) = packages(board, case)
    for post in ("P-LIUXI-POLICE", "P-OFFICE", LEAD):
        other = board.as_post(post)
        assert package.no not in other.get("/packages").text
        assert other.post(f"/packages/{package.no}", seen="/packages").status_code == 404
    assert packages(board, case)[0].fetched == ()


def test_a_package_that_was_withdrawn_or_has_run_out_is_fetched_no_more(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    given(lead, case)
    given(lead, case, purpose="serve")
    first, second = packages(board, case)
    here = f"/cases/{case}/share/{first.no}/withdraw"
    assert "还没有领取" in lead.get(here).text
    assert lead.post(here, reason="").status_code == 422
    assert "已撤回" in lead.post(here, reason="给错了").text
    relief = board.as_post(RELIEF)
    assert relief.post(f"/packages/{first.no}", seen="/packages").status_code == 403
    board.county.clock.show(second.until)
    relief = board.as_post(RELIEF)
    assert relief.post(f"/packages/{second.no}", seen="/packages").status_code == 403
    assert "已过期" in relief.get("/packages").text


@pytest.mark.parametrize("empty", ["to", "ground", "purpose", "words"])
def test_what_is_missing_is_asked_for_and_what_was_typed_is_kept(board: Board, empty: str) -> None:
    case = board.county.a_case()
    answer = given(board.as_post(LEAD), case, **{empty: ""})
    assert answer.status_code == 422
    assert re.search(rf'href="#f-{empty}"', answer.text)
    assert WISH["words"] in answer.text or empty == "words"
    assert packages(board, case) == []


def test_a_package_of_one_case_is_not_reached_through_another(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    given(lead, case)
    (package,) = packages(board, case)
    with_neighbours(board.county)
    stranger = board.as_post(P_FOREIGN_CIVIL)
    there = f"/cases/{case}/share/{package.no}/withdraw"
    assert stranger.get(there).status_code == 404
    assert stranger.post(there, seen="/account", reason="试一试").status_code == 404
    assert packages(board, case)[0].withdrawn_at is None


def test_who_only_oversees_is_offered_nothing_to_share(board: Board) -> None:
    case = board.county.a_case()
    office = board.as_post("P-OFFICE")
    assert f"/cases/{case}/share" not in office.get(f"/cases/{case}").text
    assert office.get(f"/cases/{case}/share").status_code == 403
    assert f"/cases/{case}/share" in board.as_post(LEAD).get(f"/cases/{case}").text


def test_the_pages_are_there_in_english(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    lead.get("/lang/en")
    assert "Share with whom, and how much?" in lead.get(f"/cases/{case}/share").text
    assert "Give this?" in lead.post(f"/cases/{case}/share", **WISH).text
    assert "What was given to this post?" in lead.get("/packages").text
