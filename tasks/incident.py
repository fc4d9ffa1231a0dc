"""What happened once, and the cases of all the children whom it concerns, side by side. 事件.

Siblings share an incident and no timeline: each case goes its own way, and here one sees which way that is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import col, func, select

from models import CaseFile, ChildFile, Incident, IncidentCase, ReportRow
from rules.access import FieldClass, Sees
from rules.errors import Forbidden
from rules.vocabulary import Precision, Sex, Situation
from tasks.access.duties import duties_seen
from tasks.case_course import courses_of
from tasks.cases import case_view, owed_in_order

if TYPE_CHECKING:
    from tasks.access import Sight
    from tasks.case_course import Course
    from tasks.cases import CaseView, DutyView
    from tasks.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOfIt:
    """A report of the incident, without a word of who made it. 报告."""

    no: str
    reported_at: datetime
    precision: Precision
    late: bool
    situations: tuple[Situation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """One child's case of it. 涉及的个案.

    Args:
        owed: what is owed now, by when it falls due.
    """

    case: CaseView
    sex: Sex
    courses: tuple[Course, ...]
    owed: tuple[DutyView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentView:
    """An incident as one seat sees it. 事件.

    Args:
        cases: those that it sees, the one opened first at the head.
        named: numbers of those that it sees on the record only: each is opened on its own page.
        others: how many it does not see.
    """

    no: str
    area: str | None
    happened_at: datetime | None
    precision: Precision
    reports: tuple[ReportOfIt, ...]
    cases: tuple[Concerned, ...]
    named: tuple[str, ...]
    others: int


def incident_view(desk: Desk, sight: Sight, incident_no: str) -> IncidentView:
    """An incident with every case of it that a seat sees.

    Raises: Forbidden: there is none, or the seat sees no case of it: the same for both.
    """
    row = desk.session.get(Incident, incident_no)
    admits = sight.cases_condition(FieldClass.FACTS)
    of_it = select(CaseFile.no).join(IncidentCase, col(IncidentCase.case_no) == col(CaseFile.no))
    of_it = of_it.where(col(IncidentCase.incident_no) == incident_no)
    seen = desk.session.exec(of_it.where(admits).order_by(col(CaseFile.opened_at), col(CaseFile.no))).all()
    if row is None or not seen:
        raise no_such_incident(incident_no)
    every = desk.session.exec(select(func.count()).select_from(of_it.subquery())).one()
    open_to = [no for no in seen if sight.may(no, FieldClass.FACTS) is Sees.YES]
    return IncidentView(
        no=incident_no,
        area=row.area,
        happened_at=row.happened_at,
        precision=Precision(row.happened_precision),
        reports=_reports(desk, incident_no),
        cases=tuple(_concerned(desk, sight, no) for no in open_to),
        named=tuple(no for no in seen if no not in open_to),
        others=every - len(seen),
    )


def no_such_incident(incident_no: str) -> Forbidden:
    """Of an incident that does not exist, and of one whose every case is kept from the reader (HT-218)."""
    return Forbidden(
        f"没有编号为 {incident_no} 的事件，请核对编号",
        f"there is no incident {incident_no}; check the number",
        field="NO",
        hidden=True,
    )


def _reports(desk: Desk, incident_no: str) -> tuple[ReportOfIt, ...]:
    query = select(ReportRow).where(col(ReportRow.incident_no) == incident_no)
    return tuple(
        ReportOfIt(
            no=row.no,
            reported_at=row.reported_at,
            precision=Precision(row.reported_precision),
            late=row.late,
            situations=tuple(map(Situation, json.loads(row.situations))),
        )
        for row in desk.session.exec(query.order_by(col(ReportRow.reported_at), col(ReportRow.no)))
    )


def _concerned(desk: Desk, sight: Sight, case_no: str) -> Concerned:
    view = case_view(desk, case_no)
    duties = duties_seen(desk, sight, case_no)
    child = desk.session.get(ChildFile, view.child_no) if view.child_no else None
    return Concerned(
        case=view,
        sex=Sex(child.sex) if child else Sex.UNKNOWN,
        courses=courses_of(desk, case_no, duties),
        owed=tuple(owed_in_order(duties)),
    )
