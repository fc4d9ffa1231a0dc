"""Signing in through the identity service of the county, for accounts that an administrator linked to it. 关联登录.

A linked account has no password any more: how somebody shows who they are is settled in one place.  What the service
calls them may be an identity number, so only a keyed digest of it is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import Account
from rules.errors import CaseworkError, Conflict, Refused
from tasks.accounts.facts import administrator, known_account, write_down
from tasks.accounts.identity_service import Asked, IdentityService, new_question, not_proved, subject_of, where_to
from tasks.accounts.keeping import OneTime, reset
from tasks.accounts.passwords import one_time_password
from tasks.accounts.policy import POLICY, Policy
from tasks.accounts.sessions import end_sessions
from tasks.accounts.signed import Begun
from tasks.accounts.signing_in import begin_session, end_session
from tasks.canonical import canonical, instant, read_instant
from tasks.journal import DIRECTORY
from tasks.kinds import Kind

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

WITHIN = timedelta(minutes=10)
"""How long somebody may take at the identity service (our default)."""

_FIELD = "identity_service"


def ask(office: Office, service: IdentityService) -> tuple[str, str]:
    """Where to send the browser, and what it is to bring back in a cookie: sealed, it says nothing to anybody else.

    Raises: Unavailable: the service does not answer.
    """
    asked = new_question()
    address = where_to(service, asked)
    with office.writing() as desk:
        kept = canonical({**asdict(asked), "at": instant(desk.at), "issuer": service.issuer})
        return address, desk.cipher(DIRECTORY).seal(_FIELD, kept)


def come_back(
    office: Office,
    service: IdentityService,
    kept: str,
    answer: Mapping[str, str],
    *,
    lang: str = "zh",
    before: str | None = None,
    policy: Policy = POLICY,
) -> Begun:
    """Sign in whoever the service sent back.

    Args:
        kept: the cookie of `ask`; answer: the query with which the browser came back.
        before: token that the browser brought along, if any; its session ends.
    Raises: Refused: not proved, too late, or nobody's account. Unavailable: the service does not answer.
    """
    with office.reading() as desk:
        asked, at = _opened(desk, service, kept), desk.at
    subject = subject_of(service, asked, answer, at)
    with office.writing() as desk:
        query = select(Account).where(
            col(Account.issuer) == service.issuer,
            col(Account.subject) == digest_of(office, service.issuer, subject),
            col(Account.closed_at).is_(None),
        )
        account = desk.session.exec(query.with_for_update()).first()
        if account is None:
            raise Refused(
                "统一身份认证已通过，但没有关联的账号，请找管理员关联",
                "the identity service vouches for you, but no account is linked; ask an administrator",
                field="sign_in",
            )
        begun = begin_session(desk, account, with_code=False, lang=lang, policy=policy)
        end_session(desk, before, policy)
        return begun


def link(office: Office, named: str, *, issuer: str, subject: str, by: str | None, policy: Policy = POLICY) -> None:
    """Let an account sign in through the service, and no more with a password; ends its sessions.

    Args:
        subject: what the service calls this person, to the letter.
        by: number of the administrator's account; None: at the machine itself.
    Raises: Refused: no administrator, no such account. Conflict: linked to another.
    """
    if not subject.strip():
        raise Refused("请写明该人在身份认证服务中的标识", "say what the service calls this person", field="subject")
    nobodys = policy.hash(one_time_password() + one_time_password())
    digest = digest_of(office, issuer, subject)
    with office.writing() as desk:
        who, account = administrator(desk, by), known_account(desk, named, lock=True)
        taken = select(Account.no).where(col(Account.issuer) == issuer, col(Account.subject) == digest)
        if desk.session.exec(taken.where(col(Account.no) != account.no)).first() is not None:
            raise Conflict("该身份标识已关联另一个账号", "this identity is linked to another account", field="subject")
        account.issuer, account.subject = issuer, digest
        account.password_hash, account.must_change, account.one_time_until = nobodys, False, None
        end_sessions(desk, account.no)
        write_down(desk, Kind.SERVICE_LINKED, account, by=who)


def unlink(office: Office, named: str, *, by: str | None, policy: Policy = POLICY) -> OneTime:
    """Back to a password, which is made to be used once."""
    with office.writing() as desk:
        who, account = administrator(desk, by), known_account(desk, named, lock=True)
        account.issuer = account.subject = None
        write_down(desk, Kind.SERVICE_UNLINKED, account, by=who)
    return reset(office, named, by=by, policy=policy)


def digest_of(office: Office, issuer: str, subject: str) -> str:
    """What is kept of a name that a service gave; to the letter, as OpenID Connect has it."""
    exact = hashlib.sha256(canonical([issuer, subject]).encode(errors="surrogatepass")).hexdigest()
    return office.vault.blind_index(_FIELD, exact)


def _opened(desk: Desk, service: IdentityService, kept: str) -> Asked:
    """The question that was asked, if it was asked here, of this service and not too long ago."""
    try:
        said = json.loads(desk.cipher(DIRECTORY).open(_FIELD, kept))
    except CaseworkError:  # altered, or somebody else's
        raise not_proved() from None
    at = read_instant(said.pop("at"))
    if said.pop("issuer") != service.issuer or at is None or not at <= desk.at < at + WITHIN:
        raise not_proved()
    return Asked(**said)
