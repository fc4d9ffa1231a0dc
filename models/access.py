"""Who may come in: accounts, sessions, tokens of other programs, and what is opened beyond the rule. 账号与访问.

None of these tables is a projection of the journal.  The journal never forgets, and a secret must be erasable and
replaceable: a password that somebody changed, or the session of a telephone that was lost, may be found nowhere
afterwards.  *That* an account was opened, locked or closed is an entry in the journal like any other, without a
secret and without a name; what it takes to sign in stands here and nowhere else.

Numbers of posts, persons, cases and reports are not declared as references: those tables are emptied and filled again
when the projections are rebuilt, and nobody is to be signed out by that.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import at, at_or_none


class Account(SQLModel, table=True):
    """What lets somebody sign in. 账号."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    no: str = Field(primary_key=True)
    person_no: str | None = Field(default=None, unique=True)  # None: an administrator who is nobody's person
    login: str = Field(unique=True)  # case-folded
    password_hash: str  # argon2id with its parameters
    must_change: bool = False  # the password was made by somebody else, to be used once
    one_time_until: datetime | None = at_or_none()  # a password to be used once is good until then
    second_factor_sealed: str | None = None  # the shared secret of the one-time codes
    second_factor_waiting_sealed: str | None = None  # one that was shown and not confirmed yet
    second_factor_step: int = 0  # the last time step whose code was used; none is used twice
    administrator: bool = False
    failed_tries: int = 0  # since the last that was right, or the last lock
    locks: int = 0  # since the last that was right: each is longer than the one before
    locked_until: datetime | None = at_or_none()
    opened_at: datetime = at()
    closed_at: datetime | None = at_or_none()
    issuer: str | None = None  # of the identity service that knows this person, where one is linked
    subject: str | None = None  # what that service calls them


class WebSession(SQLModel, table=True):
    """Somebody signed in at one browser. 登录会话. The token itself is nowhere kept."""

    __tablename__ = "web_session"

    sha256: str = Field(primary_key=True)  # of the token
    account_no: str = Field(index=True, foreign_key="account.no")
    post_no: str | None = None  # the seat that was taken; None: none chosen
    csrf: str  # what a form must bring along
    lang: str = "zh"
    began_at: datetime = at()
    last_seen_at: datetime = at()
    expires_at: datetime = at()  # at the latest, however busy
    second_factor_at: datetime | None = at_or_none()
    ended_at: datetime | None = at_or_none()


class ApiToken(SQLModel, table=True):
    """What lets another program in, for one post. 接口令牌. The token itself is nowhere kept."""

    __tablename__ = "api_token"

    no: str = Field(primary_key=True)
    sha256: str = Field(unique=True)  # of the token
    name: str  # which program
    post_no: str = Field(index=True)
    scopes: str  # JSON list
    made_by: str | None = Field(default=None, foreign_key="account.no")  # None: at the machine itself
    made_at: datetime = at()
    expires_at: datetime = at()
    revoked_at: datetime | None = at_or_none()
    last_used_at: datetime | None = at_or_none()


class Idempotency(SQLModel, table=True):
    """A request that was made with a key of its own, and what was answered: asked again, it is answered the same."""

    __tablename__ = "idempotency"

    asked_by: str = Field(primary_key=True)  # number of the token or of the account
    key: str = Field(primary_key=True)
    request_sha256: str  # another request under the same key is refused
    status: int | None = None  # None: begun, and not answered yet
    media_type: str = ""
    body_sealed: str | None = None
    made_at: datetime = at(index=True)


class AccessGrant(SQLModel, table=True):
    """Access beyond the rule, for a time: in an emergency, to a reporter's identity, to a package. 例外查阅.

    Of a package the receiver stands as who asked, the post that made it as who agreed.
    """

    __tablename__ = "access_grant"

    no: str = Field(primary_key=True)
    kind: str  # break_glass | reporter | sharing
    subject_no: str = Field(index=True)  # of the case or the report
    asked_by_post: str = Field(index=True)
    asked_by_person: str | None = None
    asked_at: datetime = at()
    reason_sealed: str
    agreed_by_post: str | None = None
    agreed_by_person: str | None = None
    agreed_at: datetime | None = at_or_none()
    from_at: datetime | None = at_or_none()
    until_at: datetime | None = at_or_none()
    reviewed_by_post: str | None = None
    reviewed_at: datetime | None = at_or_none()
    review_outcome: str | None = None
    closed_at: datetime | None = at_or_none()
