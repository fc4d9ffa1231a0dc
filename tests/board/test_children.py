"""The register of a post: seen, handed in, taken out. 名册页."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from httpx import Response

from board.guard import UPLOAD_BYTES
from rules.vocabulary import Tier
from tests.board.conftest import Board, Visitor, hidden_in
from tests.builders import CHILD, a_child
from tests.databases import ON_SQLITE
from tests.monitored import on_the_list
from tests.registers import HOME, LIUXI, NAME, OTHER_NUMBER, a_book, a_row, read_back

pytestmark = ON_SQLITE

STATION = "P-LIUXI-STATION"
HAND_IN = "/children/import/children"


def hand_in(visitor: Visitor, raw: bytes, *, what: str = "children", after: Response | None = None) -> Response:
    """A file handed in on the form of a page: the first one, or the one that an answer shows."""
    drawn = after if after is not None else visitor.get(f"/children/import/{what}")
    files: dict[str, Any] = {"file": ("任意名称.xlsx", BytesIO(raw), "application/octet-stream")}
    return visitor.client.post(f"/children/import/{what}/upload", data=hidden_in(drawn), files=files)


def files_opened(board: Board) -> int:
    return len(board.county.facts("child_file_opened"))


def test_the_list_names_nobody_and_shows_the_gravest_first(board: Board) -> None:
    on_the_list(board.county, child=a_child(name="禾田田", birth_on="2019-11-02", sex="male"), tier=Tier.LOW)
    on_the_list(board.county, tier=Tier.HIGH)
    told = board.as_post(STATION).get("/children").text
    assert told.index("女孩，9岁") < told.index("男孩，6岁")
    assert CHILD not in told
    only_low = board.as_post(STATION).get("/children", tier="low").text
    assert "女孩，9岁" not in only_low
    assert "男孩，6岁" in only_low


def test_children_of_another_township_are_on_nobodys_list(board: Board) -> None:
    case_no = on_the_list(board.county).case_no
    assert case_no in board.as_post("P-CIVIL").get("/children").text
    assert case_no not in board.as_post("P-SHIQIAO-STATION").get("/children").text


@pytest.mark.parametrize("post", ["P-LIUXI-SCHOOL", "P-COURT", "P-GOV"])
@pytest.mark.parametrize("path", ["/children", HAND_IN, "/children/import/visits/template.xlsx", "/children/export"])
def test_whoever_looks_after_no_children_sees_no_register(board: Board, post: str, path: str) -> None:
    on_the_list(board.county)
    refused = board.as_post(post).get(path)
    assert refused.status_code == 403
    assert "女孩" not in refused.text


def test_a_register_is_looked_at_first_and_entered_with_the_very_same_file(board: Board) -> None:
    visitor, raw = board.as_post(STATION), a_book(a_row())
    looked = hand_in(visitor, raw)
    assert "还没有写入任何内容" in looked.text
    assert files_opened(board) == 0
    entered = hand_in(visitor, raw, after=looked)
    assert "已导入" in entered.text
    assert files_opened(board) == 1
    assert NAME not in looked.text + entered.text


def test_another_file_than_the_one_looked_at_is_not_entered(board: Board) -> None:
    visitor = board.as_post(STATION)
    looked = hand_in(visitor, a_book(a_row()))
    other = hand_in(visitor, a_book(a_row(), a_row(姓名="禾田田", 身份证号=OTHER_NUMBER)), after=looked)
    assert "不是刚才看过的那个文件" in other.text
    assert files_opened(board) == 0


def test_children_who_live_elsewhere_are_left_out_and_it_is_said_which_rows(board: Board) -> None:
    away = a_row(姓名="禾田田", 身份证号=OTHER_NUMBER, 居住地区划代码="990101002")
    visitor, raw = board.as_post(STATION), a_book(a_row(), away)
    looked = hand_in(visitor, raw)
    assert "不在本岗位的辖区" in looked.text
    hand_in(visitor, raw, after=looked)
    assert files_opened(board) == 1


@pytest.mark.parametrize("raw", [b"", b"no table at all", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_what_is_no_table_is_refused_and_the_form_is_shown_again(board: Board, raw: bytes) -> None:
    refused = hand_in(board.as_post(STATION), raw)
    assert refused.status_code == 422
    assert 'type="file"' in refused.text
    assert files_opened(board) == 0


def test_a_file_that_is_too_large_is_turned_away_before_it_is_read(board: Board) -> None:
    refused = hand_in(board.as_post(STATION), b"x" * (UPLOAD_BYTES + 1))
    assert refused.status_code == 413


def test_a_file_from_a_form_of_another_session_is_refused(board: Board) -> None:
    mine, other = board.as_post(STATION), board.as_post("P-CIVIL")
    refused = hand_in(mine, a_book(a_row()), after=other.get(HAND_IN))
    assert refused.status_code == 422
    assert "页面已过期" in refused.text


def test_an_empty_table_can_be_had(board: Board) -> None:
    made = board.as_post(STATION).get(f"{HAND_IN}/template.xlsx")
    assert "姓名" in read_back(made.content)[0]
    assert 'filename="children-template.xlsx"' in made.headers["content-disposition"]


def test_a_register_that_is_taken_out_is_on_the_record_of_every_child_in_it(board: Board) -> None:
    begun = on_the_list(board.county)
    visitor = board.as_post(STATION)
    assert visitor.post("/children/export", what="children", area=LIUXI, reason="").status_code == 422
    taken = visitor.post("/children/export", what="children", area=LIUXI, reason="秋季入学核对")
    assert taken.status_code == 200
    assert any(CHILD in row for row in read_back(taken.content))
    assert CHILD not in taken.headers["content-disposition"]
    (read,) = board.county.facts("identity_read", begun.child_no)
    assert read["of"] == "children_export"


def test_nobody_takes_out_the_children_of_another_area(board: Board) -> None:
    begun = on_the_list(board.county)
    visitor = board.as_post("P-SHIQIAO-STATION")
    for area in (LIUXI, "990101", "99"):
        assert visitor.post("/children/export", what="children", area=area, reason="核对").status_code == 403
    assert board.county.facts("identity_read", begun.child_no) == []
    assert HOME not in visitor.get("/children").text


def test_the_page_of_a_file_of_care_says_what_is_not_owed_in_this_window_and_why(board: Board) -> None:
    board.county.clock.show("Tuesday 2026-03-31 09:00")
    case_no = on_the_list(board.county).case_no
    said = board.as_post("P-CIVIL").get(f"/cases/{case_no}").text
    assert "本期没有产生或者已终止的周期职责" in said
    assert "2026-03-31 起才计入" in said
    assert "HT-141" in said
