"""How far figures go: to the border of a post's area; its event log is for few. 统计的范围 (HT-213)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.access import OVERSEERS, CaseRelation, FieldClass
from rules.access_table import sees
from rules.errors import Forbidden
from tasks.access.places import COUNTY_DIGITS, covers

if TYPE_CHECKING:
    from tasks.posts import FoundPost


def area_of_figures(post: FoundPost, area: str) -> str:
    """The area that is asked for, the post's own where none is.

    Raises: Forbidden: it lies outside that of the post.
    """
    if area and not covers(post.area, area):
        raise Forbidden(
            f"本岗位看得到的统计限于辖区 {post.area}，不含 {area}",
            f"this post sees figures of its own area {post.area}, not of {area}",
            field="area",
        )
    return area or post.area


def may_take_log(post: FoundPost) -> bool:
    """Who may audit every case of a county may take its event log: pseudonyms are not anonymity."""
    audits = sees(post.role, CaseRelation.OVERSEES, FieldClass.AUDIT).at_all
    return post.role in OVERSEERS and audits and len(post.area) <= COUNTY_DIGITS


def demand_log(post: FoundPost) -> None:
    """The same, where the page stands and falls with it. Raises: Forbidden."""
    if not may_take_log(post):
        raise Forbidden(
            "事件日志只由监督本县全部个案、可以核查的岗位导出",
            "the event log is taken out by a post that oversees and audits every case of the county",
            source="HT-213",
        )
