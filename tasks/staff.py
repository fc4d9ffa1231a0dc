"""Who sits where: posts with their holders and stand-ins, as the directory has them now. 岗位与人员.

By numbers; a name is opened only for whoever looks after accounts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from models import Agency, Holding, Person, Post, Substitute
from rules.vocabulary import Role
from tasks.access.places import same_county
from tasks.journal import DIRECTORY
from tasks.posts import addresses_of, covering, known_post

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.posts import FoundPost


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A stretch of time in which somebody is at a post. 任职、代理.

    Args:
        for_person: for whom they stand in; None: the post is theirs.
        until_at: None: no end is entered.
        state: `now`, `coming` or `over`, at the moment of asking.
    """

    person_no: str
    for_person: str | None
    from_at: datetime
    until_at: datetime | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sat:
    """A post on the list. 岗位. `holders` and `stand_ins` are numbers of persons."""

    no: str
    role: Role
    zh: str
    en: str
    agency_zh: str
    agency_en: str
    area: str
    holders: tuple[str, ...]
    stand_ins: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostSheet:
    """One post with everybody who ever sat there. 岗位详情. `channels`: by which it is told, without addresses."""

    post: FoundPost
    channels: tuple[str, ...]
    holders: tuple[Turn, ...]
    stand_ins: tuple[Turn, ...]

    @property
    def holding(self) -> Turn | None:
        """Who holds it now."""
        return next((one for one in self.holders if one.state == "now"), None)


def posts_sat(desk: Desk, area: str | None) -> list[Sat]:
    """The open posts of the county that an area lies in, by area and agency; all of them where no area is named."""
    sitting, standing_in = _now(desk, Holding), _now(desk, Substitute)
    query = (
        select(Post, Agency)
        .join(Agency, col(Agency.no) == col(Post.agency_no))
        .where(col(Post.open))
        .order_by(col(Agency.area), col(Agency.no), col(Post.no))
    )
    return [
        Sat(
            no=post.no,
            role=Role(post.role),
            zh=post.zh,
            en=post.en or post.zh,
            agency_zh=agency.zh,
            agency_en=agency.en or agency.zh,
            area=agency.area,
            holders=tuple(sitting.get(post.no, ())),
            stand_ins=tuple(standing_in.get(post.no, ())),
        )
        for post, agency in desk.session.execute(query)
        if area is None or same_county(area, agency.area)
    ]


def post_sheet(desk: Desk, post_no: str) -> PostSheet:
    """One post. Raises Refused where there is none."""
    post = known_post(desk, post_no, field="post")
    return PostSheet(
        post=post,
        channels=tuple(dict.fromkeys(one.channel for one in addresses_of(desk, post_no))),
        holders=tuple(_turns(desk, Holding, post_no)),
        stand_ins=tuple(_turns(desk, Substitute, post_no)),
    )


def names_of(desk: Desk, persons: Iterable[str]) -> dict[str, str]:
    """Names of people who work, by number. For whoever looks after accounts, and nobody else."""
    query = select(col(Person.no), col(Person.name_sealed)).where(col(Person.no).in_(list(persons)))
    return {no: desk.reveal(DIRECTORY, "name", sealed) or "" for no, sealed in desk.session.execute(query)}


def persons_known(desk: Desk) -> list[str]:
    """Numbers of everybody in the directory."""
    return list(desk.session.scalars(select(col(Person.no)).order_by(col(Person.no))))


def posts_held(desk: Desk) -> dict[str, list[str]]:
    """Numbers of the posts that each person holds now, or stands in at, by number of the person."""
    found: dict[str, list[str]] = {}
    for table in (Holding, Substitute):
        for post_no, persons in _now(desk, table).items():
            for person in persons:
                found.setdefault(person, []).append(post_no)
    return found


def _now(desk: Desk, table: type[Holding] | type[Substitute]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for post_no, person_no in desk.session.execute(
        select(col(table.post_no), col(table.person_no)).where(*covering(table, desk.at)).order_by(col(table.from_at))
    ):
        found.setdefault(post_no, []).append(person_no)
    return found


def _turns(desk: Desk, table: type[Holding] | type[Substitute], post_no: str) -> Iterable[Turn]:
    """The latest first."""
    query = select(table).where(col(table.post_no) == post_no).order_by(col(table.from_at).desc())
    rows: list[Holding | Substitute] = list(desk.session.scalars(query))
    for row in rows:
        over = row.until_at is not None and row.until_at <= desk.at
        yield Turn(
            person_no=row.person_no,
            for_person=row.for_person if isinstance(row, Substitute) else None,
            from_at=row.from_at,
            until_at=row.until_at,
            state="over" if over else "now" if row.from_at <= desk.at else "coming",
        )
