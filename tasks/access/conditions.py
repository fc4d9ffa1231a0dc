"""What a post is to a case, as conditions of a database. 关系的查询条件.

Each relation is a set of numbers of cases, found along an index from the post, or a range of areas: never a look at
each case.  The same sets serve a whole list and a single case.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, union_all
from sqlmodel import col

from models import AccessGrant, CaseFile, DutyRow, Notice, Procedure, ProcedureParty, ReportChild
from rules.access import OVERSEERS, TENDING, CaseRelation
from rules.vocabulary import CasePurpose
from tasks.access.grants import BREAK_GLASS
from tasks.access.places import within

if TYPE_CHECKING:
    from tasks.posts import FoundPost


_OF_THE_ROW = frozenset({CaseRelation.LEADS, CaseRelation.OVERSEES, CaseRelation.TENDS})


def condition_of(
    relation: CaseRelation, post: FoundPost, person_no: str | None, at: datetime, *, one: bool = False
) -> ColumnElement[bool]:
    """Which rows of `CaseFile` a post stands to in this relation at this moment.

    Args:
        person_no: who sits there: what was opened in an emergency was opened for that person.
        one: a single case is asked about: it is looked at from the case, not from all that the post ever had.
    """
    if relation is CaseRelation.LEADS:
        return col(CaseFile.lead_post) == post.no
    if relation is CaseRelation.OVERSEES:
        return within(col(CaseFile.area), post.area) if post.role in OVERSEERS else false()
    if relation is CaseRelation.TENDS:
        care = col(CaseFile.purpose) == CasePurpose.CARE
        return and_(within(col(CaseFile.area), post.area), care) if post.role in TENDING else false()
    found = {
        CaseRelation.OWES: lambda: _owed(post.no),
        CaseRelation.TOLD: lambda: _told(post.no),
        CaseRelation.EMERGENCY: lambda: _opened(post.no, person_no, at),
    }[relation]()
    if one:
        return or_(*(query.where(number == col(CaseFile.no)).exists() for number, query in found))
    return col(CaseFile.no).in_(union_all(*(query.distinct() for _, query in found)))


def any_of(
    relations: tuple[CaseRelation, ...], post: FoundPost, person_no: str | None, at: datetime
) -> ColumnElement[bool]:
    """Which cases a post stands to in any of these relations.

    What the row of a case says by itself comes first: a database that asks in this order then looks up what a post was
    told or owes only where that leaves it open.
    """
    in_order = sorted(relations, key=lambda one: one not in _OF_THE_ROW)
    return or_(false(), *(condition_of(one, post, person_no, at) for one in in_order))


_Found = list[tuple[Any, Select[Any]]]
"""Ways to find cases: the column with the number of the case, and the query."""


def _owed(post_no: str) -> _Found:
    """Cases in which it owes or owed a duty, or stands as a party."""
    standing = select(col(Procedure.case_no)).join(
        ProcedureParty, col(ProcedureParty.procedure_no) == col(Procedure.no)
    )
    return [
        (col(DutyRow.case_no), select(col(DutyRow.case_no)).where(col(DutyRow.post_no) == post_no)),
        (col(Procedure.case_no), standing.where(col(ProcedureParty.party_no) == post_no)),
    ]


def _told(post_no: str) -> _Found:
    """Cases of which a notice reached it: by the case, or by the report that became it."""
    of_case = select(col(Notice.case_no)).where(col(Notice.post_no) == post_no, col(Notice.case_no).is_not(None))
    of_report = select(col(ReportChild.case_no)).join(Notice, col(Notice.report_no) == col(ReportChild.report_no))
    told = of_report.where(col(Notice.post_no) == post_no, col(Notice.report_no).is_not(None))
    return [(col(Notice.case_no), of_case), (col(ReportChild.case_no), told)]


def _opened(post_no: str, person_no: str | None, at: datetime) -> _Found:
    """Cases that this person opened from this post in an emergency, while the time for it runs."""
    running = select(col(AccessGrant.subject_no)).where(
        col(AccessGrant.kind) == BREAK_GLASS,
        col(AccessGrant.asked_by_post) == post_no,
        col(AccessGrant.asked_by_person) == person_no,
        col(AccessGrant.from_at) <= at,
        col(AccessGrant.until_at) > at,
        col(AccessGrant.closed_at).is_(None),
    )
    return [(col(AccessGrant.subject_no), running)]


def told_of_duty(post_no: str) -> ColumnElement[bool]:
    """A message about the duty reached a post. Looked up from the duty: an office has been sent tens of thousands."""
    return exists().where(col(Notice.duty_no) == col(DutyRow.no), col(Notice.post_no) == post_no)
