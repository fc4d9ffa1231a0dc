"""What all that is done to accounts has in common: who may, and how it is written down. 账号的记录.

The entries stand in a chain of their own and not in the directory's: whoever looks things up in the directory
remembers them until something is entered there, and people sign in all day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import col, or_, select

from models import Account
from rules.errors import Refused
from tasks.accounts.passwords import folded
from tasks.journal import Actor, Entry
from tasks.kinds import Kind

if TYPE_CHECKING:
    from tasks.desk import Desk

ACCOUNTS = "accounts"
"""Chain of accounts, sessions and tokens."""


def write_down(desk: Desk, kind: Kind, account: Account | None, *, by: Account | None, **payload: Any) -> None:
    """Record what happened to an account, without a secret and without a name.

    Args:
        account: whose it is; None for what is no account's.
        by: who did it; None: somebody at the machine itself, or nobody.
    """
    no = account.no if account else None
    desk.record(
        Entry(
            chain=ACCOUNTS,
            kind=kind,
            key=f"{kind}:{desk.office.entropy(12).hex()}",
            payload={"account": no, "by_account": by.no if by else None, **payload},
            happened_at=desk.at,
            by=Actor(person_no=by.person_no) if by else Actor(),
        )
    )


def account_called(desk: Desk, login: str, *, lock: bool = False) -> Account | None:
    """The account with this folded name; locked until the transaction ends where it is to be changed."""
    asked = select(Account).where(col(Account.login) == login)
    return desk.session.exec(asked.with_for_update() if lock else asked).first()


def known_account(desk: Desk, named: str, *, lock: bool = False) -> Account:
    """The account with this number or name. Raises Refused where there is none."""
    written = folded(named)  # numbers look like names, in capitals
    asked = select(Account).where(or_(col(Account.no) == written.upper(), col(Account.login) == written))
    found = desk.session.exec(asked.with_for_update() if lock else asked).first()
    if found is None:
        raise Refused(
            "没有这个账号，请用 hutong account list 查看",
            "there is no such account; see `hutong account list`",
            field="account",
        )
    return found


def administrator(desk: Desk, no: str | None) -> Account | None:
    """Who administers accounts: an administrator by number, or whoever is at the machine itself (None).

    Raises: Refused: somebody else.
    """
    if no is None:
        return None
    found = desk.session.exec(select(Account).where(col(Account.no) == no)).first()
    if found is None or not found.administrator or found.closed_at is not None:
        raise Refused("只有管理员可以管理账号", "only an administrator may do this", field="by")
    return found
