"""Who is signed in, as every page asks for it. 登录状态."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import Account, WebSession
from rules.errors import Refused
from rules.vocabulary import Term
from tasks.accounts.seats import Seat, seats_of

if TYPE_CHECKING:
    from tasks.accounts.policy import Policy
    from tasks.desk import Desk


LANGUAGES = ("zh", "en")
"""In which pages are shown, the usual one first."""


class SecondFactor(Term):
    """Where a session stands with the one-time code. 两步验证."""

    DONE = "done", "已验证"
    MISSING = "missing", "待输入动态码"
    NOT_SET_UP = "not_set_up", "未启用"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Somebody at a browser. 已登录.

    Args:
        person_no: None for an administrator who is nobody's person.
        must_change: the password was made by somebody else; nothing else may be done before it is changed.
        csrf: what every form of this session brings along.
        seats: the posts from which this person may act now; none until they are ready.
        seat: the one that was taken; where none was, the first. None where the one that was taken has lapsed: nobody
            is to act from another post than they think.
    """

    account_no: str
    person_no: str | None
    login: str
    administrator: bool
    must_change: bool
    second_factor: SecondFactor
    csrf: str = field(repr=False)
    lang: str
    seats: tuple[Seat, ...]
    seat: Seat | None

    @property
    def ready(self) -> bool:
        """Whether anything but the next step of signing in may be done."""
        return not self.must_change and self.second_factor is not SecondFactor.MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A session that was begun, or begun anew, and the token that the browser keeps; it is kept nowhere else."""

    signed_in: SignedIn
    token: str = field(repr=False)


def new_token() -> str:
    """256 random bits; never seeded, also not in a simulated database."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is kept of a token. Unsalted: it is random already."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def live(desk: Desk, token: str, policy: Policy, *, lock: bool = False) -> tuple[WebSession, Account] | None:
    """The session of a token and its account, if neither is over; both locked where they are to be changed."""
    asked = select(WebSession).where(col(WebSession.sha256) == digest(token))
    session = desk.session.exec(asked.with_for_update() if lock else asked).first()
    if session is None or not is_live(session, desk.at, policy):
        return None
    query = select(Account).where(col(Account.no) == session.account_no, col(Account.closed_at).is_(None))
    account = desk.session.exec(query.with_for_update() if lock else query).first()
    return (session, account) if account else None


def is_live(session: WebSession, at: datetime, policy: Policy) -> bool:
    """Not ended, not too old, not left alone for too long."""
    return session.ended_at is None and at < session.expires_at and at < session.last_seen_at + policy.idle


def must_be_live(desk: Desk, token: str, policy: Policy, *, lock: bool = True) -> tuple[WebSession, Account]:
    """The same, to be changed. Raises Refused where it is over."""
    found = live(desk, token, policy, lock=lock)
    if found is None:
        raise Refused("登录已失效，请重新登录", "you are no longer signed in; sign in again", field="session")
    return found


def renewed(desk: Desk, session: WebSession, account: Account) -> Begun:
    """The same session under another token and another form secret: what was known of the old one is worth nothing."""
    session.ended_at = desk.at
    token = new_token()
    fresh = WebSession(
        sha256=digest(token),
        account_no=session.account_no,
        post_no=session.post_no,
        csrf=new_token(),
        lang=session.lang,
        began_at=session.began_at,
        last_seen_at=desk.at,
        expires_at=session.expires_at,
        second_factor_at=session.second_factor_at,
    )
    desk.session.add(fresh)
    desk.session.flush()
    return Begun(signed_in=signed_in(desk, fresh, account), token=token)


def signed_in(desk: Desk, session: WebSession, account: Account) -> SignedIn:
    """A session as pages see it, its seats as they are at this moment."""
    factor = second_factor_of(session, account)
    ready = not account.must_change and factor is not SecondFactor.MISSING
    seats = seats_of(desk, account.person_no) if ready else ()
    return SignedIn(
        account_no=account.no,
        person_no=account.person_no,
        login=account.login,
        administrator=account.administrator,
        must_change=account.must_change,
        second_factor=factor,
        csrf=session.csrf,
        lang=session.lang,
        seats=seats,
        seat=_taken(session.post_no, seats),
    )


def second_factor_of(session: WebSession, account: Account) -> SecondFactor:
    """Where this session stands."""
    if account.second_factor_sealed is None:
        return SecondFactor.NOT_SET_UP
    return SecondFactor.DONE if session.second_factor_at else SecondFactor.MISSING


def _taken(post_no: str | None, seats: tuple[Seat, ...]) -> Seat | None:
    if post_no is None:
        return seats[0] if seats else None
    return next((seat for seat in seats if seat.post.no == post_no), None)
