"""Whether a seat sees something of every case of an area: what is counted or listed there is cut to no single case.

The audit of many cases and the sheet of a conference are about an area as a whole; only whoever oversees it sees them.
整个辖区的查阅。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.access import OVERSEERS, CaseRelation, FieldClass
from rules.access_table import sees
from rules.errors import Forbidden
from tasks.access.grounds import what_would_open
from tasks.access.places import covers

if TYPE_CHECKING:
    from tasks.access import Sight


def may_see_area(sight: Sight, area: str, what: FieldClass) -> bool:
    """Whether a class of fields is seen of all cases of an area."""
    post = sight.post
    if post is None or post.role not in OVERSEERS:
        return False
    return sees(post.role, CaseRelation.OVERSEES, what).at_all and covers(post.area, area)


def demand_area(sight: Sight, area: str, what: FieldClass) -> None:
    """The same, where the page stands and falls with it.

    Raises: Forbidden: the seat oversees nothing, or not there.
    """
    if may_see_area(sight, area, what):
        return
    post = sight.post
    if post is None or not may_see_area(sight, post.area, what):
        raise what_would_open(post.role if post else None, what)
    raise Forbidden(
        f"本岗位只监督行政区划 {post.area}，请填写该代码或者其下级的代码",
        f"this post oversees area {post.area}: give that code, or one below it",
        field="area",
    )
