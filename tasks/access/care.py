"""Which post puts a child on the list of those in care: whoever keeps the register of where it lives. 谁可以列入.

No law says whose hand it is (HT-217, HT-219); it is that of the posts that enter a register of
children (`registers_here`), for the children of their own area.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import CaseFile, ChildFile
from rules.access import FieldClass
from rules.errors import Forbidden
from tasks.access.places import covers
from tasks.access_area import may_see_area
from tasks.case_entry import place_of
from tasks.numbers import Named, is_number

if TYPE_CHECKING:
    from tasks.access import Sight
    from tasks.desk import Desk
    from tasks.report_form import ChildForm


def demand_listing(desk: Desk, sight: Sight, child: str | ChildForm, area: str | None) -> None:
    """Whether this post may put a child on the list.

    Args:
        child: number of its file or of a case of it, or the child as in a report.
        area: where it is looked after, where that is said.
    Raises: Forbidden: it keeps no register, may not know of the child, or the child lives elsewhere. Refused: nobody
        knows where it lives.
    """
    sight.demand_here(FieldClass.REGISTERS)
    place = (area or _home(desk, sight, child)) if isinstance(child, str) else place_of(child, area)
    assert sight.post is not None, "who keeps a register sits at a post"
    if not covers(sight.post.area, place):
        raise Forbidden(
            f"照护地 {place} 不在本岗位的辖区（{sight.post.area}）之内，请由当地的岗位列入",
            f"{place} is not within the area of this post ({sight.post.area}); the post of that place lists the child",
            field="area",
            source="HT-217",
        )


def _home(desk: Desk, sight: Sight, number: str) -> str:
    """Where a child lives by its file. Raises Forbidden: none of theirs to know of."""
    if is_number(number, Named.CASE):
        sight.demand(number, FieldClass.FACTS)
        query = select(col(ChildFile.residence_area)).join(CaseFile, col(CaseFile.child_no) == col(ChildFile.no))
        found = desk.session.scalars(query.where(col(CaseFile.no) == number)).first()
    else:
        sight.demand_of_child(number, FieldClass.FACTS)
        query = select(col(ChildFile.residence_area))
        found = desk.session.scalars(query.where(col(ChildFile.no) == number)).first()
    return found or ""


def demand_staffing(sight: Sight, area: str) -> None:
    """Whether this post sees how the villages of an area are staffed, and for how many children. 儿童主任配备.

    The numbers are small, so they are for whoever sees each of these children anyway.
    Raises: Forbidden: it keeps no register of that area, and does not oversee it.
    """
    keeps = sight.may_here(FieldClass.REGISTERS).at_all
    if may_see_area(sight, area, FieldClass.FACTS) or (keeps and sight.post and covers(sight.post.area, area)):
        return
    if not keeps:
        sight.demand_here(FieldClass.REGISTERS)
    raise Forbidden(
        "本岗位只看得到本辖区的儿童主任配备，请填写辖区内的行政区划代码",
        "this post sees how its own area is staffed: give a code within it",
        field="area",
    )
