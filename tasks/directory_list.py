"""The directory as lists show it: posts, who holds them by number, on what channels they are told. 名册一览."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import Agency, Post
from rules.vocabulary import Role
from tasks.posts import addresses_of, sits_at

if TYPE_CHECKING:
    from tasks.desk import Desk


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A post as the directory lists it; its holder by number, its channels without addresses. 岗位."""

    no: str
    role: Role
    zh: str
    en: str
    agency: str
    area: str
    holder: str | None
    channels: tuple[str, ...]


def posts_listed(desk: Desk) -> list[Listed]:
    """All open posts, by area."""
    query = (
        select(Post, Agency)
        .join(Agency, col(Agency.no) == col(Post.agency_no))
        .where(col(Post.open))
        .order_by(col(Agency.area), col(Agency.no), col(Post.no))
    )
    return [_listed(desk, post, agency) for post, agency in desk.session.exec(query)]


def _listed(desk: Desk, post: Post, agency: Agency) -> Listed:
    holder = sits_at(desk, post.no, desk.at)
    return Listed(
        no=post.no,
        role=Role(post.role),
        zh=post.zh,
        en=post.en or post.zh,
        agency=agency.zh,
        area=agency.area,
        holder=holder.person_no if holder else None,
        channels=tuple(one.channel for one in addresses_of(desk, post.no)),
    )
