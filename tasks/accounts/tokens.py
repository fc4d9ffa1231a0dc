"""Tokens: what lets another program in, for one post and for what it is made for. 接口令牌."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import ApiToken
from rules.errors import Refused
from rules.vocabulary import Term
from tasks.accounts.facts import administrator, write_down
from tasks.accounts.signed import digest, new_token
from tasks.kinds import Kind
from tasks.numbers import Named
from tasks.posts import FoundPost, known_post

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

PREFIX = "hutong_"
"""Begins every token, so that one that was left lying in a file is found by whoever looks for such things."""

DAYS = 180
"""How long a token is good (our default): twice a year somebody looks whether the program is still wanted."""

MOST_DAYS = 366

_LOOKS = timedelta(minutes=1)  # how exactly it is kept when a token was last used


class Scope(Term):
    """What a program may do. 权限范围."""

    READ = "read", "查询"
    REPORT = "report", "提交报告"
    ACT = "act", "办理职责"
    STUCK = "stuck", "卡住的个案"
    AUDIT = "audit", "核查"
    DIRECTORY = "directory", "机构名册"
    EVIDENCE = "evidence", "证据材料"
    REGISTERS = "registers", "儿童名册、走访登记（含个人信息）"
    PERSONNEL = "personnel", "岗位人员变动"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenView:
    """A token as lists show it, and as a request that brings it is known. 令牌."""

    no: str
    name: str
    post: FoundPost
    scopes: frozenset[Scope]
    made_by: str | None
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeToken:
    """A token that was made; shown now and never again. 新令牌."""

    no: str
    token: str = field(repr=False)
    expires_at: datetime


def make_token(
    office: Office, name: str, *, post_no: str, scopes: Collection[Scope], days: int = DAYS, by: str | None
) -> MadeToken:
    """Let a program in, for one post.

    Args:
        name: which program, in a few words.
        by: number of the administrator's account; None: at the machine itself.
    Raises: Refused: no administrator, no such post, no name, no scope, or for too long.
    """
    if not name.strip() or len(name) > 100 or not name.isprintable():
        raise Refused("请用一百字以内写明是哪个程序", "say in a few words which program it is", field="name")
    if not scopes:
        listed = "、".join(f"{one.value}（{one.zh}）" for one in Scope)
        raise Refused(f"请写明权限范围：{listed}", f"say what it may do: {', '.join(Scope)}", field="scopes")
    if not 1 <= days <= MOST_DAYS:
        raise Refused(f"有效期为 1 至 {MOST_DAYS} 天", f"a token is good for 1 to {MOST_DAYS} days", field="days")
    with office.writing() as desk:
        who, post = administrator(desk, by), known_post(desk, post_no, field="post")
        token, allowed = PREFIX + new_token(), sorted(scopes)
        made = ApiToken(
            no=desk.number(Named.TOKEN),
            sha256=digest(token),
            name=name.strip(),
            post_no=post.no,
            scopes=json.dumps(allowed),
            made_by=who.no if who else None,
            made_at=desk.at,
            expires_at=desk.at + timedelta(days=days),
        )
        desk.session.add(made)
        desk.session.flush()
        write_down(desk, Kind.TOKEN_MADE, None, by=who, token=made.no, post=post.no, scopes=allowed, days=days)
        return MadeToken(no=made.no, token=token, expires_at=made.expires_at)


def token_of(office: Office, token: str) -> TokenView | None:
    """The program that brings this token; None where there is none, or no more.

    Whoever acts for it passes its number on as `Office.speaker`, so that the record names it.
    """
    with office.reading() as desk:
        row = desk.session.exec(select(ApiToken).where(col(ApiToken.sha256) == digest(token))).first()
        if row is None or row.revoked_at is not None or row.expires_at <= desk.at:
            return None
        found, stale = _view(desk, row), row.last_used_at is None or desk.at - row.last_used_at >= _LOOKS
    if stale:
        with office.writing() as desk:
            used = desk.session.get_one(ApiToken, found.no)
            used.last_used_at = desk.at
    return found


def revoke_token(office: Office, no: str, *, by: str | None) -> None:
    """Let a program in no more, from now on. Raises Refused: no administrator, no such token."""
    with office.writing() as desk:
        who = administrator(desk, by)
        row = desk.session.exec(select(ApiToken).where(col(ApiToken.no) == no).with_for_update()).first()
        if row is None:
            raise Refused(
                f"没有令牌 {no}，请用 hutong account tokens 查看",
                f"there is no token {no}; see `hutong account tokens`",
                field="token",
            )
        if row.revoked_at is None:
            row.revoked_at = desk.at
            write_down(desk, Kind.TOKEN_REVOKED, None, by=who, token=row.no)


def tokens_made(office: Office) -> list[TokenView]:
    """All tokens, the latest first."""
    with office.reading() as desk:
        rows = desk.session.exec(select(ApiToken).order_by(col(ApiToken.made_at).desc(), col(ApiToken.no)))
        return [_view(desk, row) for row in rows]


def _view(desk: Desk, row: ApiToken) -> TokenView:
    return TokenView(
        no=row.no,
        name=row.name,
        post=known_post(desk, row.post_no, field="post"),
        scopes=frozenset(Scope(one) for one in json.loads(row.scopes)),
        made_by=row.made_by,
        made_at=row.made_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
    )
