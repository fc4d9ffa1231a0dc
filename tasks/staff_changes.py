"""Changing who sits where, one at a time: what `hutong directory load` does with a whole file. 岗位变动.

Only for administrators, and for a program to which one of them gave a token for just this: a county's personnel system.
It is entered as the file would enter it; a file that is loaded afterwards and says otherwise holds, since it is the
later word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import or_
from sqlmodel import col, select

from models import ApiToken, Holding, Person, Substitute
from rules.errors import Conflict, Refused
from tasks.accounts.facts import administrator
from tasks.accounts.tokens import Scope
from tasks.directory import holding_entry, only_news, person_entry, substitute_entry
from tasks.journal import DIRECTORY, Actor, Entry
from tasks.numbers import Named, is_number
from tasks.posts import covering, known_post
from tasks.wording import say_moment

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_MOST_CHARACTERS = 200


def enter_person(office: Office, no: str, name: str, phone: str, *, by: str) -> None:
    """Enter somebody who works. 登记人员.

    Args:
        no: free to choose, such as a staff number; letters, digits and . _ -
        by: number of the account, or of the token, that enters it.
    Raises: Refused: no administrator, no number, no name. Conflict: the number is somebody's.
    """
    with _changing(office, by) as (desk, who):
        if not _NUMBER.fullmatch(no):
            raise Refused(
                "人员编号用字母、数字和 . _ -，例如 W-031，不要用姓名、身份证号",
                "a number has letters, digits and . _ -, such as W-031; no name, no identity number",
                field="no",
            )
        if not 0 < len(name.strip()) <= _MOST_CHARACTERS:
            raise Refused("请填写姓名", "write the name", field="name")
        if desk.session.get(Person, no) is not None:
            raise Conflict(f"编号 {no} 已有人使用，请换一个", f"{no} is somebody's number already; take another")
        _enter(desk, who, person_entry(desk, no, name.strip(), phone.strip()[:_MOST_CHARACTERS] or None))


def seat(office: Office, post_no: str, person_no: str, *, from_at: datetime, by: str) -> None:
    """Let somebody hold a post; whoever holds it then, holds it no longer. 更换任职人员.

    Args:
        from_at: not before the present holder came.
    Raises: Refused: no administrator, no such post or person. Conflict: they hold it already.
    """
    with _changing(office, by) as (desk, who):
        known_post(desk, post_no, field="post")
        _known_person(desk, person_no, field="person")
        entries = []
        for row in _holdings(desk, post_no, from_at):
            if row.person_no == person_no:
                raise Conflict(f"{person_no} 已在该岗位上", f"{person_no} holds this post already")
            entries.append(_ended(desk, row, from_at))
        entries.append(holding_entry(desk, post_no, person_no, from_at, None))
        _enter(desk, who, *entries)


def vacate(office: Office, post_no: str, *, at: datetime, by: str) -> None:
    """Let whoever holds a post leave it; nobody follows yet. 离任.

    Raises: Refused: no administrator, no such post. Conflict: nobody holds it.
    """
    with _changing(office, by) as (desk, who):
        known_post(desk, post_no, field="post")
        rows = _holdings(desk, post_no, at)
        if not rows:
            raise Conflict("该岗位现在没有人任职，请刷新后查看", "nobody holds this post; reload and look")
        _enter(desk, who, *(_ended(desk, row, at) for row in rows))


def name_substitute(
    office: Office, post_no: str, person_no: str, *, from_at: datetime, until_at: datetime, by: str
) -> None:
    """Let somebody stand in for whoever holds a post, until a moment: without an end it is no substitute. 指定代理.

    Raises: Refused: no administrator, no such post or person, nobody to stand in for, an end before the beginning.
    """
    with _changing(office, by) as (desk, who):
        known_post(desk, post_no, field="post")
        _known_person(desk, person_no, field="person")
        if until_at <= max(from_at, desk.at):
            raise Refused(
                "结束时间应在开始时间和现在以后", "the end lies after the beginning and after now", field="until_at"
            )
        absent = next(iter(_holdings(desk, post_no, from_at)), None)
        if absent is None:
            raise Refused(
                "该岗位那时没有人任职，无人可代：请直接安排任职",
                "nobody holds this post then: let somebody hold it instead",
                field="person",
            )
        if absent.person_no == person_no:
            raise Refused("本人不能代理本人", "nobody stands in for themselves", field="person")
        _enter(desk, who, substitute_entry(desk, post_no, absent.person_no, person_no, from_at, until_at))


def end_substitute(office: Office, post_no: str, person_no: str, *, by: str) -> None:
    """End it now that somebody stands in there. 结束代理. Raises Conflict where they do not."""
    with _changing(office, by) as (desk, who):
        query = select(Substitute).where(
            col(Substitute.post_no) == post_no,
            col(Substitute.person_no) == person_no,
            *covering(Substitute, desk.at),
        )
        rows = desk.session.exec(query).all()
        if not rows:
            raise Conflict("该代理已经结束，请刷新后查看", "this is over already; reload and look")
        _enter(
            desk,
            who,
            *(substitute_entry(desk, row.post_no, row.for_person, row.person_no, row.from_at, desk.at) for row in rows),
        )


@dataclass(frozen=True, kw_only=True)
class _By:
    """Who changes it: an administrator, who need not be anybody's person, or a program for its post."""

    actor: Actor
    named: dict[str, str]


@contextmanager
def _changing(office: Office, by: str) -> Iterator[tuple[Desk, _By]]:
    """One transaction in the directory, one at a time; only for those who may."""
    with office.writing() as desk:
        who = _of_token(desk, by) if is_number(by, Named.TOKEN) else _of_account(desk, by)
        desk.lock(DIRECTORY)
        yield desk, who


def _of_account(desk: Desk, by: str) -> _By:
    who = administrator(desk, by)
    assert who is not None, "an account is named"
    return _By(actor=Actor(person_no=who.person_no), named={"by_account": who.no})


def _of_token(desk: Desk, by: str) -> _By:
    """Raises Refused: a token that is over, or was not made for this."""
    row = desk.session.get(ApiToken, by)
    good = row is not None and row.revoked_at is None and row.expires_at > desk.at
    if row is None or not good or Scope.PERSONNEL not in json.loads(row.scopes):
        raise Refused("该令牌没有“岗位人员变动”权限", "this token was not made for changing who sits where", field="by")
    return _By(actor=Actor(post_no=row.post_no), named={"by_token": row.no})


def _enter(desk: Desk, who: _By, *entries: Entry) -> None:
    """With who did it."""
    named = (replace(one, payload={**one.payload, **who.named}, by=who.actor) for one in entries)
    desk.record(*only_news(desk, named))


def _known_person(desk: Desk, no: str, *, field: str) -> None:
    if desk.session.get(Person, no) is None:
        raise Refused(
            f"名册里没有人员 {no}，请先登记", f"there is no person {no} in the directory; enter them first", field=field
        )


def _holdings(desk: Desk, post_no: str, at: datetime) -> list[Holding]:
    """Who holds a post at a moment, or will. Raises Refused where somebody came only after it."""
    ends = col(Holding.until_at)
    query = select(Holding).where(col(Holding.post_no) == post_no, or_(ends.is_(None), ends > at))
    rows = list(desk.session.exec(query.order_by(col(Holding.from_at).desc())))
    if rows and rows[0].from_at >= at:
        raise Refused(
            f"时间应在现任到岗（{say_moment(rows[0].from_at, 'zh')}）以后",
            f"this must lie after the present holder came ({say_moment(rows[0].from_at, 'en')})",
            field="from_at",
        )
    return rows


def _ended(desk: Desk, row: Holding, at: datetime) -> Entry:
    return holding_entry(desk, row.post_no, row.person_no, row.from_at, at)
