"""Which duties a post sees: its own, those it was told of, all in a case whose facts it sees. 职责可见范围."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import DutyRow, Post
from rules.access import FieldClass
from tasks.cases import duties_of

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from tasks.access.sight import Sight
    from tasks.cases import DutyView
    from tasks.desk import Desk


class Whose(StrEnum):
    """Whose duties are listed. 谁的."""

    MINE = "mine"
    AGENCY = "agency"
    ALL = "all"  # that this post may see


def owed_by(desk: Desk, sight: Sight, post_no: str, whose: Whose) -> list[ColumnElement[bool]]:
    """Conditions on `DutyRow`: what a post owes, or what it sees of what its agency, or anybody, owes."""
    if whose is Whose.MINE:
        return [col(DutyRow.post_no) == post_no]
    if whose is Whose.ALL:
        return [sight.duties_condition()]
    own = select(Post.agency_no).where(col(Post.no) == post_no).scalar_subquery()
    return [sight.duties_condition(), col(DutyRow.post_no).in_(select(Post.no).where(col(Post.agency_no) == own))]


def duties_seen(desk: Desk, sight: Sight, case_no: str) -> list[DutyView]:
    """The duties of a case that are seen from a post: all, where it sees the facts of the case, else its own."""
    views = duties_of(desk, case_no)
    if sight.may(case_no, FieldClass.FACTS).at_all:
        return views
    query = select(DutyRow.no).where(col(DutyRow.case_no) == case_no, sight.duties_condition())
    seen = set(desk.session.exec(query))
    return [view for view in views if f"{case_no}/{view.no}" in seen]


def sees_duty(desk: Desk, sight: Sight, case_no: str, duty_no: str) -> bool:
    """Whether it is seen from here: whoever owes a duty sees it, though they may see nothing else of the case."""
    if sight.may(case_no, FieldClass.FACTS).at_all:
        return True
    seen = select(DutyRow.no).where(col(DutyRow.no) == f"{case_no}/{duty_no}", sight.duties_condition())
    return desk.session.exec(seen).first() is not None


def demand_duty(desk: Desk, sight: Sight, case_no: str, duty_no: str) -> None:
    """Whoever owes a duty sees it, though they may see nothing else of the case.

    Args:
        duty_no: its running number in the case.
    Raises: Forbidden: it is not seen from this post; as `Sight.demand`.
    """
    if not sees_duty(desk, sight, case_no, duty_no):
        sight.demand(case_no, FieldClass.FACTS)
