"""Whom a post may tie to a child: those who stand around it, and those whose names it may open anyway. 关联的限制.

Who is tied to the child of a case is named where that case is opened.  A number alone must therefore not bring somebody
from the file of a child that is none of theirs to know of into one that is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import CaseFile, ChildFile, Tie
from rules.access import FieldClass
from tasks.people import nobody

if TYPE_CHECKING:
    from tasks.access import Sight
    from tasks.desk import Desk


def demand_adult(desk: Desk, sight: Sight, case_no: str, adult_no: str) -> None:
    """Raises Refused where this post may not tie somebody, in the words for a number that is nobody's."""
    ties = select(col(Tie.adult_no)).where(col(Tie.adult_no) == adult_no)
    of_the_case = select(col(CaseFile.child_no)).where(col(CaseFile.no) == case_no)
    elsewhere = select(col(ChildFile.no)).where(sight.children_condition(FieldClass.IDENTITY))
    for children in (of_the_case, elsewhere):
        if desk.session.scalars(ties.where(col(Tie.child_no).in_(children)).limit(1)).first() is not None:
            return
    raise nobody(adult_no)
