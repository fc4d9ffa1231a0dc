"""Finding posts: who near a child has this role, and who sits there. 查找岗位."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Row, bindparam, null
from sqlalchemy import select as select_columns
from sqlmodel import col, or_, select

from models import Agency, ApiToken, CaseFile, Holding, Post, Substitute
from rules.errors import Refused
from rules.vocabulary import Role
from tasks.journal import DIRECTORY, Actor
from tasks.numbers import Named, is_number

if TYPE_CHECKING:
    from tasks.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPost:
    """A post as messages and lists need it. 岗位."""

    no: str
    role: Role
    zh: str
    en: str
    lang: str
    area: str
    agency_no: str
    agency_zh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a message goes. 通道与地址."""

    channel: str
    address: str


Found = TypeVar("Found")

_COLUMNS = (
    col(Post.no),
    col(Post.role),
    col(Post.zh),
    col(Post.en),
    col(Post.lang),
    col(Agency.area),
    col(Agency.no),
    col(Agency.zh),
)

_HOLDERS = (
    select(Holding.person_no, null(), Holding.from_at, Holding.until_at)
    .where(col(Holding.post_no) == bindparam("post_no"))
    .order_by(col(Holding.from_at).desc())
)
_STAND_INS = (
    select(Substitute.person_no, Substitute.for_person, Substitute.from_at, Substitute.until_at)
    .where(col(Substitute.post_no) == bindparam("post_no"))
    .order_by(col(Substitute.from_at).desc())
)


def post_near(desk: Desk, roles: Sequence[Role], area: str) -> FoundPost | None:
    """The open post with the first of these roles that anybody near has; of several, the one with the smallest area.

    Args:
        roles: in order of preference.
        area: administrative division code of the place; an agency serves every area that begins with its own.
    """
    return _remembered(desk, (tuple(roles), area), lambda: _look_near(desk, roles, area))


def _remembered(desk: Desk, asked: object, look: Callable[[], Found]) -> Found:
    """What was asked of the directory before is not looked up again until something is entered in it."""
    if asked not in desk.directory:
        desk.directory[asked] = look()
    found: Found = desk.directory[asked]
    return found


def _look_near(desk: Desk, roles: Sequence[Role], area: str) -> FoundPost | None:
    serving = [area[:length] for length in range(1, len(area) + 1)]
    query = (
        select_columns(*_COLUMNS)
        .join(Agency, col(Agency.no) == col(Post.agency_no))
        .where(col(Post.open), col(Post.role).in_(list(roles)), col(Agency.area).in_(serving))
    )
    found = [_found(row) for row in desk.session.execute(query)]
    return min(found, key=lambda post: (roles.index(post.role), -len(post.area), post.no), default=None)


def post_finder(desk: Desk, roles: Sequence[Role]) -> Callable[[str], FoundPost | None]:
    """The same answers as `post_near` for these roles, of a directory that was read once: for thousands of areas."""
    of_all = _remembered(desk, ("all posts", tuple(roles)), lambda: _look_at_all(desk, roles))

    def near(area: str) -> FoundPost | None:
        for role in roles:
            for length in range(len(area), 0, -1):
                if (role, area[:length]) in of_all:
                    return of_all[role, area[:length]]
        return None

    return near


def _look_at_all(desk: Desk, roles: Sequence[Role]) -> dict[tuple[Role, str], FoundPost]:
    """By role and area; of several of one role in one area the one with the smallest number."""
    query = (
        select_columns(*_COLUMNS)
        .join(Agency, col(Agency.no) == col(Post.agency_no))
        .where(col(Post.open), col(Post.role).in_(list(roles)))
        .order_by(col(Post.no).desc())
    )
    return {(post.role, post.area): post for post in map(_found, desk.session.execute(query))}


def post_by_number(desk: Desk, no: str) -> FoundPost | None:
    """The post with this number, if there is one."""
    return _remembered(desk, ("post", no), lambda: _look_up(desk, no))


def _look_up(desk: Desk, no: str) -> FoundPost | None:
    query = select_columns(*_COLUMNS).join(Agency, col(Agency.no) == col(Post.agency_no)).where(col(Post.no) == no)
    row = desk.session.execute(query).first()
    return _found(row) if row else None


def known_post(desk: Desk, no: str, *, field: str) -> FoundPost:
    """The post with this number. Raises Refused with what to do where there is none."""
    post = post_by_number(desk, no)
    if post is None:
        raise Refused(
            f"没有编号为 {no} 的岗位，请用 hutong directory show 查看岗位编号",
            f"there is no post {no}; see `hutong directory show` for the numbers",
            field=field,
        )
    return post


def coordinates(post: FoundPost, area: str) -> bool:
    """Whether a post is a coordination office of this place: the one of another county has no say in it."""
    return post.role is Role.COUNTY_OFFICE and area.startswith(post.area)


def known_agency(desk: Desk, named: str, *, field: str) -> Agency:
    """The agency with this number, or the only one whose name contains these words. Raises Refused otherwise."""
    rows = desk.session.exec(select(Agency).order_by(col(Agency.no))).all()
    found = [row for row in rows if named in (row.no, row.zh)] or [row for row in rows if named in row.zh]
    if len(found) == 1:
        return found[0]
    listed = "、".join(f"{row.zh}（{row.no}）" for row in found[:10])
    raise Refused(
        f"“{named}”指多个机构，请写编号：{listed}"
        if found
        else f"没有“{named}”这个机构，请用 hutong directory show 查看",
        f"several agencies are called so: {', '.join(row.no for row in found[:10])}"
        if found
        else f"there is no agency {named!r}; see `hutong directory show`",
        field=field,
    )


_AREAS_NAMED = 5
"""So many areas are named to whoever asked for one that is not there."""


def refuse_an_area_of_nobody(desk: Desk, area: str, *, field: str) -> None:
    """An area where no agency and no case is was mistyped: that nothing is found there would read as good news.

    Raises: Refused: naming areas there are, those that begin most like it first.
    """
    if not area:
        return
    known = set(desk.session.exec(select(col(Agency.area)).distinct()))
    known |= set(desk.session.exec(select(col(CaseFile.area)).distinct()))
    known.discard("")
    if any(one.startswith(area) for one in known):
        return
    listed = sorted(known, key=lambda one: (-_alike(one, area), one))[:_AREAS_NAMED]
    raise Refused(
        f"“{area}”没有机构，也没有个案，请核对区划代码；已有的如：{'、'.join(listed) or '无'}",
        f"no agency and no case lies in {area!r}; check the code; there are: {', '.join(listed) or 'none'}",
        field=field,
    )


def _alike(one: str, other: str) -> int:
    """How many digits two areas have in common from the left."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def addresses_of(desk: Desk, post_no: str) -> list[Address]:
    """The channels on which a post is told, in the order in which they were entered."""
    return _remembered(desk, ("addresses", post_no), lambda: _look_up_addresses(desk, post_no))


def _look_up_addresses(desk: Desk, post_no: str) -> list[Address]:
    sealed = desk.session.exec(select(Post.channels_sealed).where(col(Post.no) == post_no)).one()
    listed = desk.reveal(DIRECTORY, "channels", sealed)
    return [Address(**one) for one in json.loads(listed or "[]")]


class _Turn(NamedTuple):
    """A stretch of time in which somebody acts at a post: for themselves, or for somebody who is absent."""

    person_no: str
    absent: str | None
    from_at: datetime
    until_at: datetime | None

    def covers(self, at: datetime) -> bool:
        return self.from_at <= at and (self.until_at is None or self.until_at > at)


def covering(term: type[Holding] | type[Substitute], at: datetime) -> tuple[ColumnElement[bool], ...]:
    """Which turns of people at posts run at a moment, for the WHERE of a list."""
    ends = col(term.until_at)
    return col(term.from_at) <= at, or_(ends.is_(None), ends > at)


def holder_of(desk: Desk, post_no: str, at: datetime) -> Actor | None:
    """Who acts at this post at this moment, in whose name a fact is entered; None where nobody holds it.

    Where the office knows who is at the desk (`Office.speaker`), it is that very person and nobody else; where it does
    not, the substitute before the absent person, as a post is trusted to say who acts for it.

    Raises: Refused: whoever is at the desk neither holds this post at that moment nor stands in there.
    """
    speaker = desk.office.speaker
    if speaker is None:
        return sits_at(desk, post_no, at)
    actor = _as_speaker(desk, post_no, at, speaker)
    if actor is None:
        raise Refused(
            f"您此刻不在 {post_no} 岗位（也未被指定代理），不能以该岗位名义办理；请换用自己的岗位",
            f"you neither hold {post_no} at this moment nor stand in there: act from a post of your own",
            field="by",
        )
    return actor


def sits_at(desk: Desk, post_no: str, at: datetime) -> Actor | None:
    """Who a post is held by at this moment, whoever asks: the substitute before the absent person; None: nobody."""
    acting = _acting(desk, post_no, at)
    person = acting.get(None)
    if person is None:
        return None
    stand_in = acting.get(person)
    return Actor(post_no=post_no, person_no=stand_in or person, for_person=person if stand_in else None)


def _acting(desk: Desk, post_no: str, at: datetime) -> dict[str | None, str]:
    """By whom they act for (None: for themselves), the person whose turn began last."""
    return {turn.absent: turn.person_no for turn in reversed(_turns(desk, post_no)) if turn.covers(at)}


def _as_speaker(desk: Desk, post_no: str, at: datetime, speaker: str) -> Actor | None:
    """This person at this post: in their own right before as a substitute, and for nobody who is gone themselves.

    Another program is known by the number of its token, and acts for the one post that this was made for.
    """
    if is_number(speaker, Named.TOKEN):
        return Actor(post_no=post_no, person_no=speaker) if _token_is_for(desk, speaker, post_no) else None
    turns = [turn for turn in _turns(desk, post_no) if turn.covers(at)]
    holders = {turn.person_no for turn in turns if turn.absent is None}
    if speaker in holders:
        return Actor(post_no=post_no, person_no=speaker)
    for turn in turns:
        if turn.person_no == speaker and turn.absent in holders:
            return Actor(post_no=post_no, person_no=speaker, for_person=turn.absent)
    return None


def _token_is_for(desk: Desk, no: str, post_no: str) -> bool:
    """Asked each time: a token that was revoked is worth nothing at once."""
    token = desk.session.get(ApiToken, no)
    return token is not None and token.post_no == post_no and token.revoked_at is None and desk.at < token.expires_at


def _turns(desk: Desk, post_no: str) -> list[_Turn]:
    """Remembered as they are entered: whoever asks makes of them what concerns them."""
    return _remembered(desk, ("turns", post_no), lambda: _look_up_turns(desk, post_no))


def _look_up_turns(desk: Desk, post_no: str) -> list[_Turn]:
    """Of everybody who ever held a post or stood in there, the latest first."""
    return [
        _Turn(*row) for query in (_HOLDERS, _STAND_INS) for row in desk.connection.execute(query, {"post_no": post_no})
    ]


def is_held(desk: Desk, post_no: str) -> bool:
    """Whether anybody holds this post now. Asked of the same desk again, it is not looked up again."""
    return post_no in desk.held_posts


def _found(row: Row[Any]) -> FoundPost:
    no, role, zh, en, lang, area, agency_no, agency_zh = tuple(row)
    return FoundPost(
        no=no, role=Role(role), zh=zh, en=en or zh, lang=lang, area=area, agency_no=agency_no, agency_zh=agency_zh
    )
