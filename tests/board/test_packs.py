"""What the rules say, to everybody who works by them. 规则页."""

from __future__ import annotations

import pytest

from packs import available
from tests.board.administrator import as_administrator
from tests.board.conftest import Board
from tests.databases import ON_SQLITE

pytestmark = ON_SQLITE


def test_everybody_who_is_signed_in_reads_the_rules(board: Board) -> None:
    told = board.as_post("P-HOTLINE").get("/packs").text
    assert all(name in told for name in available())
    assert "正在用" in told
    assert "登录" in board.anybody().get("/packs").text


@pytest.mark.parametrize("part", ["duties", "ladders", "rhythms", "procedures", "facts", "sources"])
@pytest.mark.parametrize("name", ["national", "fujian-2024", "example-township"])
def test_every_part_of_a_pack_can_be_read_in_both_languages(board: Board, name: str, part: str) -> None:
    visitor = board.as_post("P-OFFICE")
    assert visitor.get(f"/packs/{name}", part=part).status_code == 200
    visitor.get("/lang/en")
    assert visitor.get(f"/packs/{name}", part=part).status_code == 200


def test_a_number_of_ours_is_marked_as_ours_and_never_as_law(board: Board) -> None:
    told = board.as_post("P-OFFICE").get("/packs/national", part="facts").text
    row = told.split('<th scope="row">HT-17</th>')[1].split("</tr>")[0]
    assert "本系统默认" in row
    assert "法定" not in row


def test_two_packs_stand_side_by_side_and_can_be_narrowed(board: Board) -> None:
    visitor = board.as_post("P-OFFICE")
    told = visitor.get("/packs/diff", left="national", right="fujian-2024").text
    assert "收紧" in told
    assert "地方" in told
    narrowed = visitor.get("/packs/diff", left="national", right="fujian-2024", only="added").text
    assert len(narrowed) < len(told)
    assert "没有不同" in visitor.get("/packs/diff", left="national", right="national").text


def test_what_was_only_seen_second_hand_says_so_beside_its_force(board: Board) -> None:
    page = board.as_post("P-CIVIL").get("/packs/diff", left="national", right="shanghai")
    assert "二手来源，待核原文" in page.text
    assert "二手来源" not in board.as_post("P-CIVIL").get("/packs/diff", left="national", right="fujian-2024").text


@pytest.mark.parametrize(
    "path", ["/packs/..%2F..%2Fetc", "/packs/%2Fetc%2Fpasswd", "/packs/none", "/packs/national%2F.."]
)
def test_a_path_of_the_machine_is_no_pack(board: Board, path: str) -> None:
    visitor = board.as_post("P-OFFICE")
    assert visitor.get(path).status_code == 404
    assert visitor.get("/packs/diff", left=path.removeprefix("/packs/"), right="national").status_code == 404


def test_a_day_that_is_none_is_refused(board: Board) -> None:
    assert board.as_post("P-OFFICE").get("/packs/national", on="gestern").status_code == 422


def test_an_administrator_without_a_post_reads_them_too(board: Board) -> None:
    assert as_administrator(board).get("/packs/national").status_code == 200
