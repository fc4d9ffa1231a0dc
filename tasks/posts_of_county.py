"""The posts that somebody in a county may choose from: those of the county, and those above it. 本县岗位."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_
from sqlmodel import col, select

from models import Agency, Post
from tasks.access.places import COUNTY_DIGITS, within

if TYPE_CHECKING:
    from tasks.desk import Desk


def posts_of_county(desk: Desk, area: str) -> list[tuple[str, str, str]]:
    """Number, Chinese and English name of the open posts in the county of an area, and of what lies above, by number.

    Args:
        area: division code; of a place above all counties everything in it.
    """
    county = area[:COUNTY_DIGITS]
    above = [county[:length] for length in range(1, len(county))]
    query = (
        select(Post.no, Post.zh, Post.en)
        .join(Agency, col(Agency.no) == col(Post.agency_no))
        .where(col(Post.open), or_(within(col(Agency.area), county), col(Agency.area).in_(above)))
        .order_by(col(Post.no))
    )
    return [(no, zh, en or zh) for no, zh, en in desk.session.exec(query)]
