"""A child over the years: who was with it, the gaps, the days in care. 接触、照护日数.

As on the page of a child: the whole of it is for whoever sees the course of a case of the child; a case that this post
may not know of is told without its number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from sqlmodel import col, select

from board.api.answers.of_children import ChildCareOut, ContactsOut
from board.api.caller import Caller, Reads
from board.api.words import ChildNo, Day
from models import CaseFile
from rules.access import FieldClass
from tasks.care_days import care_of
from tasks.contact_sheet import contact_sheet
from tasks.shapes import of_children

if TYPE_CHECKING:
    from tasks.desk import Desk

router = APIRouter(prefix="/children/{child_no}", tags=["children"])

Gap = Annotated[
    int | None, Query(ge=1, le=3660, description="间隔超过几日才列出，不写为本系统默认  gaps of more than so many days")
]
On = Annotated[Day | None, Query(description="截至何日，不写即今天  up to this day; today, if left out")]


@router.get("/contacts", operation_id="show_contacts", summary="历年接触及间隔  contacts over the years, and the gaps")
def show_contacts(caller: Reads, child_no: ChildNo, gap: Gap = None, on: On = None) -> ContactsOut:
    """Over all cases of the child; what counts as a gap is ours, and no law."""
    with caller.office.reading() as desk:
        caller.sight(desk).demand_of_child(child_no, FieldClass.TIMELINE)
        found = of_children.contacts(contact_sheet(desk, child_no, longer_than=gap, on=on), desk.pack)
        seen = _seen(desk, caller, child_no)
    contacts = [
        one if one["case_no"] in seen else {**one, "case_no": None, "source": None} for one in found["contacts"]
    ]
    cases = [one for one in found["cases"] if one in seen]
    return ContactsOut.model_validate({**found, "contacts": contacts, "cases": cases})


@router.get("/care-days", operation_id="show_care_days", summary="在外照护的日数  days in care")
def show_care_days(caller: Reads, child_no: ChildNo) -> ChildCareOut:
    """Over all cases of the child, by where it was and on what footing; nights, by our rule."""
    with caller.office.reading() as desk:
        caller.sight(desk).demand_of_child(child_no, FieldClass.TIMELINE)
        found = of_children.care(care_of(desk, child_no))
        seen = _seen(desk, caller, child_no)
    cases: list[dict[str, Any]] = [one for one in found["cases"] if one["case_no"] in seen]
    return ChildCareOut.model_validate({**found, "cases": cases})


def _seen(desk: Desk, caller: Caller, child_no: str) -> set[str]:
    """Numbers of the cases of the child that this post may know of."""
    known = caller.sight(desk).cases_condition(FieldClass.FACTS)
    return set(desk.session.scalars(select(col(CaseFile.no)).where(col(CaseFile.child_no) == child_no, known)))
