"""Signing in: a name, a password, and where one is set up a one-time code. 登录.

A name that nobody has and a password that is wrong get the same words after the same work.  A code that is still to be
given, or a password that has to be changed, is a state of the session and no error: the page asks for it next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlmodel import col

from models import Account, WebSession
from rules.errors import Refused
from tasks.accounts import codes
from tasks.accounts.facts import account_called, write_down
from tasks.accounts.passwords import MOST, folded
from tasks.accounts.policy import POLICY, Policy
from tasks.accounts.signed import (
    LANGUAGES,
    Begun,
    SecondFactor,
    digest,
    live,
    must_be_live,
    new_token,
    renewed,
    signed_in,
)
from tasks.kinds import Kind
from tasks.wording import say_moment

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office


def sign_in(
    office: Office,
    name: str,
    password: str,
    code: str | None = None,
    *,
    lang: str = "zh",
    before: str | None = None,
    policy: Policy = POLICY,
) -> Begun:
    """Begin a session.

    Args:
        name: as typed.
        code: of the second factor, where it is asked for on the same page.
        before: token that the browser brought along, if any; its session ends, whoever's it was.
    Raises: Refused: not this name with this password, locked, or a password for one use that is too old.
    """
    login, password = folded(name), password[: MOST + 1]
    with office.reading() as desk:
        seen = account_called(desk, login)
        kept = seen.password_hash if seen and seen.closed_at is None else None
    right = policy.fits(kept, password)  # no transaction waits for this
    again = policy.hash(password) if right and kept and policy.is_outdated(kept) else None
    with office.writing() as desk:
        account = account_called(desk, login, lock=True)
        if account is None or account.closed_at is not None:
            outcome: Begun | Refused = _wrong()
        else:
            outcome = refused_by_lock(desk, account) or _judged(
                desk, account, code, right=right and account.password_hash == kept, lang=lang, policy=policy
            )
        if isinstance(outcome, Begun):
            end_session(desk, before, policy)
            if account and again:
                account.password_hash = again
    if isinstance(outcome, Refused):  # raised here, so that the try is counted
        raise outcome
    return outcome


def give_code(office: Office, token: str, code: str, *, policy: Policy = POLICY) -> Begun:
    """The second step: the one-time code, in a session that waits for it. Renews the session.

    Raises: Refused: the session is over, the account is locked, or the code is not the one of the moment.
    """
    with office.writing() as desk:
        session, account = must_be_live(desk, token, policy)
        outcome: Begun | Refused | None = refused_by_lock(desk, account)
        if outcome is None and codes.use(desk, account, code):
            session.second_factor_at = desk.at
            outcome = renewed(desk, session, account)
            _through(desk, account, with_code=True)
        outcome = outcome or failed(desk, account, policy, _wrong_code())
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


def begin_session(desk: Desk, account: Account, *, with_code: bool, lang: str, policy: Policy) -> Begun:
    """A new session of an account that was proved to be theirs; those whose time is over are taken away."""
    over = delete(WebSession).where(col(WebSession.account_no) == account.no, col(WebSession.expires_at) <= desk.at)
    desk.session.execute(over)
    token = new_token()
    session = WebSession(
        sha256=digest(token),
        account_no=account.no,
        csrf=new_token(),
        lang=lang if lang in LANGUAGES else LANGUAGES[0],
        began_at=desk.at,
        last_seen_at=desk.at,
        expires_at=desk.at + policy.longest,
        second_factor_at=desk.at if with_code else None,
    )
    desk.session.add(session)
    desk.session.flush()
    begun = Begun(signed_in=signed_in(desk, session, account), token=token)
    if begun.signed_in.second_factor is not SecondFactor.MISSING:
        _through(desk, account, with_code=with_code)
    return begun


def end_session(desk: Desk, token: str | None, policy: Policy) -> None:
    """End the session of a token, if there is one."""
    found = live(desk, token, policy, lock=True) if token else None
    if found:
        found[0].ended_at = desk.at


def failed(desk: Desk, account: Account, policy: Policy, why: Refused) -> Refused:
    """Count a wrong try; the last one locks the account, and only that is recorded. Returns what to say."""
    account.failed_tries += 1
    if account.failed_tries < policy.tries:
        return why
    account.locked_until = policy.lock_until(desk.at, account.locks)
    account.locks += 1
    write_down(desk, Kind.SIGN_IN_LOCKED, account, by=None, tries=account.failed_tries, nth=account.locks)
    account.failed_tries = 0
    return refused_by_lock(desk, account) or why


def refused_by_lock(desk: Desk, account: Account) -> Refused | None:
    """What to say while an account is locked."""
    until = account.locked_until
    if until is None or until <= desk.at:
        return None
    return Refused(
        f"多次输入有误，账号已锁定至 {say_moment(until, 'zh')}；急用请找管理员",
        f"too many wrong tries: locked until {say_moment(until, 'en')}; an administrator can help",
        field="locked",
    )


def _judged(
    desk: Desk, account: Account, code: str | None, *, right: bool, lang: str, policy: Policy
) -> Begun | Refused:
    if not right:
        return failed(desk, account, policy, _wrong())
    if account.must_change and account.one_time_until is not None and account.one_time_until <= desk.at:
        return Refused(
            "一次性密码已过期，请管理员重置",
            "this one-time password has run out; ask an administrator for another",
            field="password",
        )
    given = bool(code and code.strip()) and account.second_factor_sealed is not None
    if given and not codes.use(desk, account, code or ""):
        return failed(desk, account, policy, _wrong_code())
    return begin_session(desk, account, with_code=given, lang=lang, policy=policy)


def _through(desk: Desk, account: Account, *, with_code: bool) -> None:
    """Signed in with all that is asked for: only now earlier tries are forgotten, or codes could be guessed at will."""
    account.failed_tries = account.locks = 0
    account.locked_until = None
    write_down(desk, Kind.SIGNED_IN, account, by=account, with_code=with_code)


def _wrong() -> Refused:
    return Refused(
        "登录名或密码不对，请核对后再试", "this name and this password do not go together; try again", field="sign_in"
    )


def _wrong_code() -> Refused:
    return Refused(
        "动态码不对或已用过，请等下一个",
        "not the code of this moment, or used already; wait for the next",
        field="code",
    )
