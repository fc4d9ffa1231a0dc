"""The posts from which a person may act at a moment: their own, and those where they stand in. 席位."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select as select_columns
from sqlmodel import col

from models import Holding, Post, Substitute
from tasks.posts import FoundPost, covering, known_post

if TYPE_CHECKING:
    from tasks.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A post from which somebody may act. 席位.

    Args:
        for_person: number of the absent person for whom they stand in; None: the post is theirs.
        until_at: when it lapses; None: no end is entered.
    """

    post: FoundPost
    for_person: str | None = None
    until_at: datetime | None = None


def seats_of(desk: Desk, person_no: str | None) -> tuple[Seat, ...]:
    """Every seat of a person at the moment of the desk: their own posts first, each by its number; one a post."""
    if person_no is None:
        return ()
    found: dict[str, Seat] = {}
    for post_no, for_person, until_at in [*_own(desk, person_no), *_as_substitute(desk, person_no)]:
        if post_no not in found:
            post = known_post(desk, post_no, field="post")
            found[post_no] = Seat(post=post, for_person=for_person, until_at=until_at)
    return tuple(found.values())


def _own(desk: Desk, person_no: str) -> list[tuple[str, None, datetime | None]]:
    query = (
        select_columns(col(Holding.post_no), col(Holding.until_at))
        .join(Post, col(Post.no) == col(Holding.post_no))
        .where(col(Post.open), col(Holding.person_no) == person_no, *covering(Holding, desk.at))
        .order_by(col(Holding.post_no))
    )
    return [(post_no, None, until_at) for post_no, until_at in desk.session.execute(query)]


def _as_substitute(desk: Desk, person_no: str) -> list[tuple[str, str, datetime | None]]:
    """A substitute acts for somebody who holds the post: when either's time is over, so is this."""
    same = (col(Holding.post_no) == col(Substitute.post_no)) & (col(Holding.person_no) == col(Substitute.for_person))
    query = (
        select_columns(
            col(Substitute.post_no), col(Substitute.for_person), col(Substitute.until_at), col(Holding.until_at)
        )
        .join(Holding, same)
        .join(Post, col(Post.no) == col(Substitute.post_no))
        .where(col(Post.open), col(Substitute.person_no) == person_no)
        .where(*covering(Substitute, desk.at), *covering(Holding, desk.at))
        .order_by(col(Substitute.post_no), col(Substitute.from_at).desc())
    )
    return [
        (post_no, for_person, min((end for end in ends if end is not None), default=None))
        for post_no, for_person, *ends in desk.session.execute(query)
    ]
