"""Over whose posts a program says who sits there: those of the area of its own. 人员变动的范围."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.errors import Forbidden
from tasks.access.places import covers
from tasks.posts import post_by_number

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.posts import FoundPost


def demand_post(desk: Desk, own: FoundPost, post_no: str) -> None:
    """Raises Forbidden: no such post, or none of this area: the same for both."""
    found = post_by_number(desk, post_no)
    if found is None or not covers(own.area, found.area):
        raise Forbidden(
            f"本辖区没有编号为 {post_no} 的岗位，请核对编号",
            f"there is no post {post_no} in this area; check the number",
            field="post_no",
            hidden=True,
        )
