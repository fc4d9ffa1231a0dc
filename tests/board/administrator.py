"""Somebody who administers the installation and holds no post. 测试用管理员."""

from __future__ import annotations

from tasks import accounts
from tests.accounts import CHEAP
from tests.board.conftest import PASSWORD, Board, Visitor


def as_administrator(board: Board) -> Visitor:
    """The first administrator, signed in with a password of their own."""
    made = accounts.first_administrator(board.office, policy=CHEAP)
    assert made is not None, "there are accounts already"
    begun = accounts.sign_in(board.office, made.login, made.password, policy=CHEAP)
    accounts.change_password(board.office, begun.token, made.password, PASSWORD, policy=CHEAP)
    visitor = board.anybody()
    assert visitor.post("/sign-in", name=made.login, password=PASSWORD).status_code == 200
    return visitor
