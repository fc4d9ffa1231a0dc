"""Keeping accounts: opened, closed, opened again, given another password. 账号管理.

A person has one account.  Whoever loses the password or the telephone goes to an administrator; nothing is sent to an
address that somebody else may read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import Account, Person
from rules.errors import Conflict, Refused
from tasks.accounts import facts
from tasks.accounts.facts import known_account, write_down
from tasks.accounts.passwords import one_time_password, read_login
from tasks.accounts.policy import POLICY, Policy
from tasks.accounts.sessions import end_sessions
from tasks.kinds import Kind
from tasks.numbers import Named

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class OneTime:
    """A password to be used once; shown now and never again. 一次性密码."""

    account_no: str
    login: str
    password: str = field(repr=False)
    until_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """An account as lists show it, without anything that opens it. 账号."""

    no: str
    login: str
    person_no: str | None
    administrator: bool
    must_change: bool
    second_factor: bool
    locked_until: datetime | None
    opened_at: datetime
    closed_at: datetime | None


def open_account(
    office: Office,
    name: str,
    *,
    person_no: str | None,
    administrator: bool = False,
    by: str | None,
    policy: Policy = POLICY,
) -> OneTime:
    """An account for a person of the directory, or for an administrator who may be nobody's person.

    Args:
        by: number of the administrator's account; None: at the machine itself.
    Raises: Refused: no administrator, no such person, a name that cannot be. Conflict: either has an account.
    """
    login, password = read_login(name), one_time_password()
    hashed = policy.hash(password)
    with office.writing() as desk:
        who, until_at = facts.administrator(desk, by), desk.at + policy.one_time
        _refuse_nobody(desk, person_no, administrator)
        _refuse_a_second(desk, login, person_no)
        account = new_account(
            desk, login, hashed, person_no=person_no, administrator=administrator, one_time_until=until_at, by=who
        )
        return OneTime(account_no=account.no, login=login, password=password, until_at=until_at)


def new_account(
    desk: Desk,
    login: str,
    password_hash: str,
    *,
    person_no: str | None,
    administrator: bool = False,
    one_time_until: datetime | None = None,
    by: Account | None,
) -> Account:
    """An account under a name that nobody has yet.

    Args:
        one_time_until: until when the password is good, where it is to be changed at first; None: it is theirs.
        by: the administrator who opens it; None: at the machine itself.
    """
    account = Account(
        no=desk.number(Named.ACCOUNT),
        person_no=person_no,
        login=login,
        password_hash=password_hash,
        must_change=one_time_until is not None,
        one_time_until=one_time_until,
        administrator=administrator,
        opened_at=desk.at,
    )
    desk.session.add(account)
    desk.session.flush()
    write_down(desk, Kind.ACCOUNT_OPENED, account, by=by, person_no=person_no, administrator=administrator)
    return account


def reset(office: Office, named: str, *, by: str | None, policy: Policy = POLICY) -> OneTime:
    """A new password to be used once, for whoever lost theirs; ends their sessions and lifts a lock.

    The second factor stays: whoever lost that, too, has it removed (`second_factor.remove`).
    """
    password = one_time_password()
    hashed = policy.hash(password)
    with office.writing() as desk:
        who, account = facts.administrator(desk, by), known_account(desk, named, lock=True)
        account.password_hash, account.must_change = hashed, True
        account.one_time_until = until_at = desk.at + policy.one_time
        account.failed_tries = account.locks = 0
        account.locked_until = None
        end_sessions(desk, account.no)
        write_down(desk, Kind.PASSWORD_RESET, account, by=who)
        return OneTime(account_no=account.no, login=account.login, password=password, until_at=until_at)


def close(office: Office, named: str, *, by: str | None) -> None:
    """Let nobody sign in with this account any more; ends its sessions. Raises Refused for the last administrator."""
    with office.writing() as desk:
        who, account = facts.administrator(desk, by), known_account(desk, named, lock=True)
        if account.closed_at is not None:
            return
        if account.administrator and not _another_administrator(desk, account):
            raise Refused(
                "这是最后一个管理员账号，请先另开一个",
                "this is the last administrator; open another first",
                field="account",
            )
        account.closed_at = desk.at
        end_sessions(desk, account.no)
        write_down(desk, Kind.ACCOUNT_CLOSED, account, by=who)


def reopen(office: Office, named: str, *, by: str | None) -> None:
    """Let this account sign in again, with the password that it had."""
    with office.writing() as desk:
        who, account = facts.administrator(desk, by), known_account(desk, named, lock=True)
        if account.closed_at is None:
            return
        account.closed_at = None
        write_down(desk, Kind.ACCOUNT_REOPENED, account, by=who)


def accounts(office: Office) -> list[AccountView]:
    """All accounts, by the name they sign in with."""
    with office.reading() as desk:
        rows = desk.session.exec(select(Account).order_by(col(Account.login)))
        return [_view(row, desk.at) for row in rows]


def account(office: Office, named: str) -> AccountView:
    """One account, by number or name. Raises Refused where there is none."""
    with office.reading() as desk:
        return _view(known_account(desk, named), desk.at)


def _refuse_nobody(desk: Desk, person_no: str | None, administers: bool) -> None:
    if person_no is None and not administers:
        raise Refused("请写明是哪名人员的账号", "say whose account it is", field="person")
    if person_no is not None and desk.session.get(Person, person_no) is None:
        raise Refused(
            f"名册里没有人员 {person_no}，请先装载名册",
            f"there is no person {person_no} in the directory",
            field="person",
        )


def _refuse_a_second(desk: Desk, login: str, person_no: str | None) -> None:
    same = col(Account.login) == login
    if person_no is not None:
        same |= col(Account.person_no) == person_no
    if (found := desk.session.exec(select(Account.no).where(same)).first()) is not None:
        raise Conflict(
            f"该登录名或该人员已有账号 {found}；忘记密码请用 hutong account reset",
            f"this name or this person has an account, {found}; for a lost password reset it",
            field="login",
        )


def _another_administrator(desk: Desk, account: Account) -> bool:
    query = select(Account.no).where(
        col(Account.administrator), col(Account.closed_at).is_(None), col(Account.no) != account.no
    )
    return desk.session.exec(query).first() is not None


def _view(row: Account, at: datetime) -> AccountView:
    return AccountView(
        no=row.no,
        login=row.login,
        person_no=row.person_no,
        administrator=row.administrator,
        must_change=row.must_change,
        second_factor=row.second_factor_sealed is not None,
        locked_until=row.locked_until if row.locked_until and row.locked_until > at else None,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
    )
