"""Which villages are short of a child director: from the directory and the children on the list. 儿童主任配备检查."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import col

from models import Agency, CaseFile, Holding, MonitoredChild, Post
from rules.staffing import COUNTED, Village
from rules.vocabulary import Role
from tasks.posts import covering
from tasks.routine import standings_of

if TYPE_CHECKING:
    from tasks.desk import Desk

_VILLAGE_POSTS = (Role.COMMITTEE, Role.CHILD_DIRECTOR)


def villages(desk: Desk, area: str = "") -> list[Village]:
    """Every village of the directory, and every place with children on the list that no committee serves.

    A child counts for the committee with the smallest area that its place lies in.

    Args:
        area: only places whose code begins with this.
    Returns: those that lack most first, then by code.
    """
    names = _committees(desk)
    directors = _directors(desk)
    children = _children(desk, names)
    found = [
        Village(area=code, zh=names.get(code, ""), directors=directors[code], children=children[code])
        for code in {*names, *children}
        if code.startswith(area)
    ]
    return sorted(found, key=lambda one: (-one.lacks, one.area))


def short_of_directors(desk: Desk, area: str = "") -> list[Village]:
    """The villages that need a child director more than they have."""
    return [one for one in villages(desk, area) if one.lacks]


def _committees(desk: Desk) -> dict[str, str]:
    """Names by area: of the agencies with a post of the committee or of a child director."""
    query = (
        select_columns(col(Agency.area), col(Agency.zh))
        .join(Post, col(Post.agency_no) == col(Agency.no))
        .where(col(Post.open), col(Post.role).in_(_VILLAGE_POSTS))
        .order_by(col(Agency.no).desc())
    )
    return {row.area: row.zh for row in desk.session.execute(query)}


def _directors(desk: Desk) -> Counter[str]:
    """How many persons are child directors now, by area; who holds two posts in one village is one."""
    query = (
        select_columns(col(Agency.area), func.count(func.distinct(col(Holding.person_no))))
        .join(Post, col(Post.agency_no) == col(Agency.no))
        .join(Holding, col(Holding.post_no) == col(Post.no))
        .where(col(Post.open), col(Post.role) == Role.CHILD_DIRECTOR, *covering(Holding, desk.at))
        .group_by(col(Agency.area))
    )
    return Counter({row[0]: row[1] for row in desk.session.execute(query)})


def _children(desk: Desk, known: Iterable[str]) -> Counter[str]:
    """How many of the children whom the text counts are on the list, by village."""
    query = (
        select_columns(col(CaseFile.area), col(MonitoredChild.standings))
        .join(CaseFile, col(CaseFile.no) == col(MonitoredChild.case_no))
        .where(col(MonitoredChild.ended_at).is_(None))
    )
    codes = frozenset(known)
    return Counter(
        _village_of(place, codes)
        for place, standings in desk.session.execute(query)
        if standings_of(standings)[-1].categories & COUNTED
    )


def _village_of(place: str, known: frozenset[str]) -> str:
    """The longest known code that a place lies in; the place itself where there is none."""
    return next((place[:length] for length in range(len(place), 0, -1) if place[:length] in known), place)
