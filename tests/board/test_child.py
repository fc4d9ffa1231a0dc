"""A child's file over the years, and for whom it is. 孩子档案页."""

from __future__ import annotations

from rules.vocabulary import NoteKind
from rules.when import read_when
from tasks import notes
from tests.board.conftest import Board
from tests.builders import CHILD, FATHER, HOME, MOTHER
from tests.databases import ON_SQLITE
from tests.foreigners import P_FOREIGN_CIVIL, with_neighbours

pytestmark = ON_SQLITE

LEAD = "P-CIVIL"


def child_of(board: Board, case: str) -> str:
    child_no = board.county.case(case).child_no
    assert child_no is not None
    return child_no


def test_the_years_the_gaps_and_the_carers_stand_on_the_page_without_a_name(board: Board) -> None:
    case = board.county.a_case()
    board.county.clock.move(days=100)
    notes.note(board.office, case, NoteKind.VISIT, words="见到", when=read_when("2026-06-01"), by_post=LEAD)
    page = board.as_post(LEAD).get(f"/children/{child_of(board, case)}")
    assert page.status_code == 200
    assert 'class="gap long"' in page.text
    assert "91 天" in page.text
    assert "HT-78" in page.text
    assert "父亲" in page.text
    assert f'href="/cases/{case}"' in page.text
    assert not [name for name in (CHILD, FATHER, MOTHER, HOME) if name in page.text]


def test_another_line_of_days_is_looked_along(board: Board) -> None:
    case = board.county.a_case()
    board.county.clock.move(days=100)
    lead = board.as_post(LEAD)
    path = f"/children/{child_of(board, case)}"
    assert "没有这样长的空白" in lead.get(path, gap="365").text
    assert lead.get(path, gap="-1").status_code == 200
    assert lead.get(path, gap="9" * 40).status_code == 200


def test_another_countys_child_looks_like_none(board: Board) -> None:
    with_neighbours(board.county)
    child = child_of(board, board.county.a_case())
    stranger = board.as_post(P_FOREIGN_CIVIL)
    real, invented = stranger.get(f"/children/{child}"), stranger.get("/children/K-00000-00000")
    assert (real.status_code, invented.status_code) == (404, 404)
    assert real.text.replace(child, "NO") == invented.text.replace("K-00000-00000", "NO")


def test_a_station_of_another_township_is_told_what_would_open_it(board: Board) -> None:
    child = child_of(board, board.county.a_case())
    assert board.as_post("P-SHIQIAO-POLICE").get(f"/children/{child}").status_code == 403
