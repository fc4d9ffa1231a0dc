"""Registers of a post: it enters and takes out the children of its own area, and no others. 本辖区名册.

The command line does not ask: whoever runs it on the machine is the operator.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rules.errors import Forbidden
from tasks.access.places import covers
from tasks.child_table import ChildTable, mistake

if TYPE_CHECKING:
    from tasks.posts import FoundPost

ELSEWHERE = (
    "居住地不在本岗位的辖区，请由当地的岗位导入",
    "this child lives outside the area of your post; the post of that place enters it",
)


def only_here(table: ChildTable, post: FoundPost) -> ChildTable:
    """A register without the children who live elsewhere; each of their rows is told as a mistake."""
    here = {one.row for one in table.children if covers(post.area, one.form.residence.area or "")}
    told = [mistake(table.heads, one.row, "residence_area", ELSEWHERE) for one in table.children if one.row not in here]
    mistakes = sorted([*table.mistakes, *told], key=lambda one: one.row)
    children = tuple(one for one in table.children if one.row in here)
    return replace(table, children=children, mistakes=tuple(mistakes))


def refuse_elsewhere(area: str, post: FoundPost) -> None:
    """Raises Forbidden: an area that is not within that of the post."""
    if not covers(post.area, area):
        raise Forbidden(
            f"区划 {area} 不在本岗位的辖区（{post.area}）之内，不能导出",
            f"area {area} is not within that of your post ({post.area}); it cannot be taken out",
            field="area",
        )
