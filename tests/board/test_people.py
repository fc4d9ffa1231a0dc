"""Who sits where, who may change it, and who can sign in. 岗位与账号页."""

from __future__ import annotations

import re

import pytest

from rules.errors import Conflict, Refused
from rules.moments import shanghai
from tasks import accounts, rebuild, staff, staff_changes
from tasks.directory import enter_directory, read_directory
from tasks.posts import holder_of
from tests.accounts import CHEAP
from tests.board.administrator import as_administrator
from tests.board.conftest import PASSWORD, Board, Visitor

POLICE = "P-LIUXI-POLICE"
HERE = f"/people/posts/{POLICE}"
A_NAME = "孙接任"


def holder(board: Board) -> str | None:
    with board.office.reading() as desk:
        found = holder_of(desk, POLICE, desk.at)
    return found.person_no if found else None


def with_a_newcomer(visitor: Visitor) -> Visitor:
    entered = visitor.post("/people/persons", no="W-900", name=A_NAME, phone="")
    assert entered.status_code == 200, entered.text
    return visitor


def the_name_of(board: Board, person: str) -> str:
    with board.office.reading() as desk:
        return staff.names_of(desk, [person])[person]


def test_everybody_finds_the_posts_of_the_county_and_nobodys_name(board: Board) -> None:
    told = board.as_post("P-LIUXI-SCHOOL").get("/people").text
    assert POLICE in told
    assert "P-CITY-PROC" in told  # the city that the county lies in
    person = board.person_at(POLICE)
    assert person in told
    assert the_name_of(board, person) not in told
    assert the_name_of(board, person) in as_administrator_beside(board).get(HERE).text


def as_administrator_beside(board: Board) -> Visitor:
    """An administrator where there are accounts already."""
    made = accounts.open_account(board.office, "root-2", person_no=None, administrator=True, by=None, policy=CHEAP)
    begun = accounts.sign_in(board.office, made.login, made.password, policy=CHEAP)
    accounts.change_password(board.office, begun.token, made.password, PASSWORD, policy=CHEAP)
    visitor = board.anybody()
    visitor.post("/sign-in", name=made.login, password=PASSWORD)
    return visitor


@pytest.mark.parametrize("post", ["P-LIUXI-POLICE", "P-OFFICE", "P-GOV"])
def test_nobody_but_an_administrator_changes_who_sits_where(board: Board, post: str) -> None:
    visitor, before = board.as_post(post), holder(board)
    assert f"{HERE}/holder" not in visitor.get(HERE).text
    for path in ("holder", "vacate", "substitute", "substitute/end"):
        assert visitor.post(f"{HERE}/{path}", seen="/account", person="W-001").status_code == 403
    for path in ("/people/persons", "/people/persons/W-001/account"):
        assert visitor.get(path).status_code == 403
        assert visitor.post(path, seen="/account", login="mine", no="W-9", name="x").status_code == 403
    assert holder(board) == before


def test_a_post_passes_to_somebody_else_and_the_one_before_no_longer_acts_from_it(board: Board) -> None:
    before = board.as_post(POLICE)
    administrator = with_a_newcomer(as_administrator_beside(board))
    changed = administrator.post(f"{HERE}/holder", seen=HERE, person="W-900", from_at="")
    assert changed.status_code == 200, changed.text
    assert "更换任职人员" in changed.text
    assert A_NAME in changed.text
    assert holder(board) == "W-900"
    assert "你现在不在任何岗位上" in before.get("/today").text
    assert rebuild.rebuild(board.office).differing == ()


def test_who_changed_it_stands_in_the_journal_though_they_are_nobodys_person(board: Board) -> None:
    administrator = with_a_newcomer(as_administrator(board))
    administrator.post(f"{HERE}/holder", seen=HERE, person="W-900", from_at="")
    number = accounts.accounts(board.office)[0].no
    said = [one for one in board.county.facts("holding_began") if one["post_no"] == POLICE]
    assert [one.get("by_account") for one in said] == [None, number, number]


def test_a_name_is_sealed_and_the_same_number_is_nobody_elses(board: Board) -> None:
    administrator = with_a_newcomer(as_administrator(board))
    assert all(A_NAME not in row.payload for row in board.county.journal())
    again = administrator.post("/people/persons", no="W-900", name="别人", phone="")
    assert again.status_code == 409


@pytest.mark.parametrize("number", ["", "王小二", "-1", "a" * 65])
def test_a_number_that_is_none_is_refused_and_what_was_typed_stays(board: Board, number: str) -> None:
    refused = as_administrator(board).post("/people/persons", no=number, name=A_NAME, phone="")
    assert refused.status_code == 422
    assert A_NAME in refused.text


def test_nobody_comes_before_the_present_holder_came(board: Board) -> None:
    administrator = with_a_newcomer(as_administrator(board))
    refused = administrator.post(f"{HERE}/holder", seen=HERE, person="W-900", from_at="2020-01-01")
    assert refused.status_code == 422
    assert "现任到岗" in refused.text
    assert holder(board) != "W-900"


def test_a_stand_in_lapses_by_itself_with_the_end_of_the_last_day(board: Board) -> None:
    administrator = with_a_newcomer(as_administrator(board))
    form = f"{HERE}/substitute"
    named = administrator.post(form, seen=HERE, person="W-900", from_at="", until_at="2026-03-04")
    assert named.status_code == 200, named.text
    assert holder(board) == "W-900"
    board.county.clock.show("Wednesday 2026-03-04 23:59")
    assert holder(board) == "W-900"
    board.county.clock.show("Thursday 2026-03-05 00:00")
    assert holder(board) != "W-900"


@pytest.mark.parametrize("until", ["", "2026-03", "2026-03-01", "下周"])
def test_a_stand_in_without_an_end_to_come_is_refused(board: Board, until: str) -> None:
    administrator = with_a_newcomer(as_administrator(board))
    refused = administrator.post(f"{HERE}/substitute", seen=HERE, person="W-900", from_at="", until_at=until)
    assert refused.status_code == 422
    assert holder(board) != "W-900"


def test_a_stand_in_can_be_ended_before_its_time(board: Board) -> None:
    administrator = with_a_newcomer(as_administrator(board))
    administrator.post(f"{HERE}/substitute", seen=HERE, person="W-900", from_at="", until_at="2026-03-04")
    board.county.clock.move(minutes=20)
    ended = administrator.post(f"{HERE}/substitute/end", seen=HERE, person="W-900")
    assert "代理结束" in ended.text
    assert holder(board) != "W-900"
    assert administrator.post(f"{HERE}/substitute/end", seen=HERE, person="W-900").status_code == 409


def test_an_empty_post_is_asked_about_first_and_said_wherever_it_is_shown(board: Board) -> None:
    administrator = as_administrator(board)
    assert "岗位空着，职责不会停" in administrator.get(f"{HERE}/vacate").text
    assert "现在没有人任职" in administrator.post(f"{HERE}/vacate").text
    assert holder(board) is None
    assert POLICE in administrator.get("/people", vacant="1").text


def test_an_account_is_opened_with_a_password_that_is_shown_once(board: Board) -> None:
    administrator = with_a_newcomer(as_administrator(board))
    form = "/people/persons/W-900/account"
    opened = administrator.post(form, login="sun.jieren")
    assert opened.status_code == 200, opened.text
    (password,) = re.findall(r"\b(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}\b", opened.text)
    assert password not in administrator.get("/people/persons").text
    assert administrator.post(form, login="sun.jieren").status_code == 409
    newcomer = board.anybody()
    assert "改密码" in newcomer.post("/sign-in", name="sun.jieren", password=password).text


def test_an_account_that_is_closed_signs_nobody_in_and_one_that_is_reset_only_with_the_new_password(
    board: Board,
) -> None:
    police, administrator = board.as_post(POLICE), as_administrator_beside(board)
    (account,) = [one for one in accounts.accounts(board.office) if one.person_no == board.person_at(POLICE)]
    there = f"/people/accounts/{account.no}"
    assert "已停用" in administrator.post(f"{there}/close").text
    assert "登录" in police.get("/today").text
    assert "已恢复" in administrator.post(f"{there}/reopen").text
    reset = administrator.post(f"{there}/reset")
    assert "只显示这一次" in reset.text
    assert board.anybody().post("/sign-in", name=account.login, password=PASSWORD).status_code == 422


def test_a_post_of_another_county_looks_like_none(board: Board) -> None:
    far: dict[str, object] = {"no": "far-mz", "zh": "远县民政局", "area": "880101", "posts": []}
    post = {"no": "P-FAR", "role": "civil_affairs", "zh": "远县值班岗"}
    far["posts"] = [{**post, "channels": [{"channel": "file", "address": "P-FAR"}]}]
    enter_directory(board.office, read_directory({"agencies": [far]}))
    visitor = board.as_post(POLICE)
    assert "P-FAR" not in visitor.get("/people").text
    there, nowhere = (visitor.get(f"/people/posts/{no}") for no in ("P-FAR", "P-NONE"))
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert there.text.replace("P-FAR", "") == nowhere.text.replace("P-NONE", "")
    assert "P-FAR" in as_administrator_beside(board).get("/people").text


def test_the_service_itself_refuses_whoever_is_no_administrator(board: Board) -> None:
    made = accounts.open_account(board.office, "clerk", person_no="W-001", by=None, policy=CHEAP)
    at = shanghai("Monday 2026-03-02 10:55")
    with pytest.raises(Refused, match="管理员"):
        staff_changes.vacate(board.office, POLICE, at=at, by=made.account_no)


def test_the_same_person_is_not_seated_twice(board: Board) -> None:
    made = accounts.open_account(board.office, "boss", person_no=None, administrator=True, by=None, policy=CHEAP)
    with pytest.raises(Conflict):
        staff_changes.seat(
            board.office, POLICE, board.person_at(POLICE), from_at=board.office.now(), by=made.account_no
        )


def test_an_administrator_without_a_post_is_shown_what_they_may_do_and_not_sent_to_themselves(board: Board) -> None:
    page = as_administrator_beside(board).get("/today").text
    assert "请管理员" not in page
    assert 'href="/health"' in page.partition("<main")[2]
