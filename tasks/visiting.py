"""What a visit raises in the same act: the report on what was found. 走访中的强制报告.

The report is taken in the transaction in which the visit is answered: either both are written or neither.  It opens a
matter of its own; the routine goes on beside it.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import ChildFile
from rules.duty import Answer
from rules.monitoring import Raise, RoutineVisit, SafetyFound
from rules.vocabulary import ChildCategory, Sex, UnitKind
from tasks.intake import Intake
from tasks.receipts import Received
from tasks.report_form import ChildForm, PlaceForm, ReporterForm, ReportForm

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.journal import Actor


def reported_on_a_visit(desk: Desk, child_no: str, visit: Answer, *, by: Actor) -> Received | None:
    """Take the report that a visit raises. None where it raises none. 强制报告.

    Args:
        by: who visited, and hence reports; the feedback goes to that post.
    """
    if not isinstance(visit, RoutineVisit) or Raise.REPORT not in visit.raises:
        return None
    form = ReportForm(
        unit_kind=UnitKind.COMMITTEE,
        reporter=ReporterForm(post=by.post_no),
        situations=list(visit.situations),
        discovered_at=visit.happened_at,
        danger_now=visit.safety is SafetyFound.DANGER,
        narrative=visit.findings,
        children=[child_as_filed(desk, child_no)],
    )
    return Intake(desk, form, child_no=child_no).take()


def child_as_filed(desk: Desk, child_no: str, *, elsewise: str | None = None) -> ChildForm:
    """The child as its file has it: nobody writes down again what is known.

    Args:
        elsewise: the area, where the file does not say where the child lives.
    """
    row = desk.session.exec(select(ChildFile).where(col(ChildFile.no) == child_no)).one()
    born = desk.reveal(child_no, "birth_on", row.birth_on_sealed)
    return ChildForm(
        name=desk.reveal(child_no, "name", row.name_sealed),
        sex=Sex(row.sex),
        birth_on=date.fromisoformat(born) if born else None,
        categories=[ChildCategory(one) for one in json.loads(row.categories)],
        residence=PlaceForm(area=row.residence_area or elsewise),
    )
