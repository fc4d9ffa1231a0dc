"""Sessions: who they belong to, from which seat, and how they end. 会话."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import WebSession
from rules.errors import Refused
from tasks.accounts.facts import write_down
from tasks.accounts.passwords import refuse_weak
from tasks.accounts.policy import POLICY, Policy
from tasks.accounts.signed import (
    LANGUAGES,
    Begun,
    SecondFactor,
    SignedIn,
    is_live,
    live,
    must_be_live,
    renewed,
    second_factor_of,
    signed_in,
)
from tasks.accounts.signing_in import failed, refused_by_lock
from tasks.kinds import Kind

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """A session as its owner sees it. 会话. `ref` names it and opens nothing."""

    ref: str
    post_no: str | None
    began_at: datetime
    last_seen_at: datetime
    expires_at: datetime


def session_of(office: Office, token: str, *, policy: Policy = POLICY) -> SignedIn | None:
    """Who is at this browser; None where nobody is, or no more.

    That it was seen is written at most once a minute (`Policy.looks`), so it may be over that much early.
    """
    with office.reading() as desk:
        found = live(desk, token, policy)
        if found is None:
            return None
        session, account = found
        answer, stale = signed_in(desk, session, account), desk.at - session.last_seen_at >= policy.looks
    if stale:
        _seen(office, token, policy)
    return answer


def sign_out(office: Office, token: str, *, policy: Policy = POLICY) -> None:
    """End this session; where it is over already, nothing happens."""
    with office.writing() as desk:
        found = live(desk, token, policy, lock=True)
        if found:
            found[0].ended_at = desk.at


def take_seat(office: Office, token: str, post_no: str, *, policy: Policy = POLICY) -> Begun:
    """Act from another of one's posts. Renews the session.

    Raises: Refused: the session is over, or the post is not one of this person's now.
    """
    with office.writing() as desk:
        session, account = must_be_live(desk, token, policy)
        if post_no not in {seat.post.no for seat in signed_in(desk, session, account).seats}:
            raise Refused(
                f"{post_no} 不是您此刻的岗位或代理岗位",
                f"{post_no} is not one of your posts at this moment",
                field="post",
            )
        session.post_no = post_no
        return renewed(desk, session, account)


def speak(office: Office, token: str, lang: str, *, policy: Policy = POLICY) -> None:
    """Have the pages in Chinese (`zh`) or English (`en`)."""
    if lang not in LANGUAGES:
        raise Refused("语言只有 zh、en", "a language is zh or en", field="lang")
    with office.writing() as desk:
        must_be_live(desk, token, policy)[0].lang = lang


def change_password(office: Office, token: str, old: str, new: str, *, policy: Policy = POLICY) -> Begun:
    """Another password for oneself. Renews this session and ends every other of the account.

    Raises: Refused: the session is over or waits for a code, the old one is wrong (which counts as a try), or the new
        one is weak or the same.
    """
    with office.reading() as desk:
        _, account = must_be_live(desk, token, policy, lock=False)
        kept, login = account.password_hash, account.login
    right = policy.fits(kept, old)
    refuse_weak(new, login)
    if policy.fits(kept, new):
        raise Refused("新密码不能与原密码相同", "the new password is the old one", field="new")
    fresh = policy.hash(new)
    with office.writing() as desk:
        session, account = must_be_live(desk, token, policy)
        outcome: Begun | Refused | None = refused_by_lock(desk, account)
        if outcome is None and second_factor_of(session, account) is SecondFactor.MISSING:
            outcome = Refused("请先输入动态码", "give the one-time code first", field="code")
        if outcome is None and not (right and account.password_hash == kept):
            outcome = failed(desk, account, policy, _wrong_old())
        if outcome is None:
            account.password_hash, account.must_change, account.one_time_until = fresh, False, None
            end_sessions(desk, account.no, but=session.sha256)
            outcome = renewed(desk, session, account)
            write_down(desk, Kind.PASSWORD_CHANGED, account, by=account)
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


def sessions_of(office: Office, account_no: str, *, policy: Policy = POLICY) -> list[SessionView]:
    """The sessions of an account that are not over, the latest first."""
    query = select(WebSession).where(col(WebSession.account_no) == account_no)
    with office.reading() as desk:
        rows = desk.session.exec(query.order_by(col(WebSession.began_at).desc(), col(WebSession.sha256)))
        return [
            SessionView(
                ref=row.sha256[:12],
                post_no=row.post_no,
                began_at=row.began_at,
                last_seen_at=row.last_seen_at,
                expires_at=row.expires_at,
            )
            for row in rows
            if is_live(row, desk.at, policy)
        ]


def end_all_sessions(office: Office, account_no: str, *, but_ref: str | None = None, only: str | None = None) -> int:
    """End the sessions of an account: all, all but one, or only one, by their `ref`. Returns how many."""
    with office.writing() as desk:
        ended = [
            row
            for row in _open(desk, account_no)
            if row.sha256[:12] != but_ref and (only is None or row.sha256[:12] == only)
        ]
        for row in ended:
            row.ended_at = desk.at
        return len(ended)


def end_sessions(desk: Desk, account_no: str, *, but: str | None = None) -> None:
    """End the sessions of an account, with one exception by its digest."""
    for row in _open(desk, account_no):
        if row.sha256 != but:
            row.ended_at = desk.at


def _open(desk: Desk, account_no: str) -> list[WebSession]:
    query = select(WebSession).where(col(WebSession.account_no) == account_no, col(WebSession.ended_at).is_(None))
    return list(desk.session.exec(query.with_for_update()))


def _seen(office: Office, token: str, policy: Policy) -> None:
    with office.writing() as desk:
        found = live(desk, token, policy, lock=True)
        if found:
            found[0].last_seen_at = desk.at


def _wrong_old() -> Refused:
    return Refused("原密码不对", "the old password is wrong", field="old")
