"""Which places this office serves, by name: nobody who reports knows the code of a township. 服务区域."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import Agency, Post
from rules.vocabulary import Role
from tasks.access.places import COUNTY_DIGITS

if TYPE_CHECKING:
    from tasks.desk import Desk

_NAMED_BY = (
    Role.TOWNSHIP_GOVERNMENT,
    Role.TOWNSHIP_STATION,
    Role.COUNTY_GOVERNMENT,
    Role.COMMITTEE,
)
"""Whose agency is called after its place, the first of them first."""

_NOT_OF_THE_NAME = ("人民政府", "街道办事处", "村民委员会", "居民委员会")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that somebody here answers for. 地区."""

    area: str
    zh: str
    en: str

    @property
    def is_county(self) -> bool:
        """Whether it is a whole county: what whoever does not know the township chooses."""
        return len(self.area) == COUNTY_DIGITS


def places_served(desk: Desk) -> tuple[Place, ...]:
    """Every place that an agency with an open post serves, the smallest first, whole counties last."""
    query = select(Agency, Post.role).join(Post, col(Post.agency_no) == col(Agency.no)).where(col(Post.open))
    named: dict[str, tuple[int, str, Agency]] = {}
    for agency, role in desk.session.exec(query):
        if len(agency.area) >= COUNTY_DIGITS:  # what is wider is no answer to "where?"
            rank = _NAMED_BY.index(Role(role)) if role in _NAMED_BY else len(_NAMED_BY)
            one = (rank, agency.no, agency)
            named[agency.area] = min(named.get(agency.area, one), one, key=lambda found: found[:2])
    order = sorted(named, key=lambda area: (len(area) == COUNTY_DIGITS, area))
    return tuple(_place(area, named[area][2]) for area in order)


def _place(area: str, agency: Agency) -> Place:
    zh = agency.zh
    for ending in _NOT_OF_THE_NAME:
        zh = zh.removesuffix(ending)
    return Place(area=area, zh=zh, en=agency.en.removesuffix(" Government") or zh)
