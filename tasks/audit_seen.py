"""Audit sheets for a seat: shown on the record, taken out with a reason. 按岗位核查.

The sheet of one case is for whom the table says (`FieldClass.AUDIT`); the sheet of many, cut to no case, for whoever
oversees their area.  What leaves hides small numbers and names no case unless it is said to be for use inside.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from rules.access import FieldClass, Sees
from rules.errors import Refused
from tasks.access import sight_of
from tasks.access_area import demand_area
from tasks.audit_access import AUDIT_SHEET
from tasks.audit_forms import FORMS, in_form
from tasks.audit_paper import case_paper
from tasks.audit_reading import put_on_record
from tasks.audit_set import Asked, set_sheet
from tasks.audit_set_paper import set_paper
from tasks.audit_sheet import CaseSheet, case_sheet
from tasks.audit_view import SetView, inside, shared
from tasks.recorded_looks import looked
from tasks.shapes import of_audits

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office
    from tasks.posts import FoundPost


def show_case(office: Office, case_no: str, post: FoundPost, *, on: date | None) -> CaseSheet:
    """The sheet of one case on a screen. Raises: Forbidden; Refused: a day to come."""
    with office.reading() as desk:
        condition = sight_of(desk, post).demand(case_no, FieldClass.AUDIT)
        found = case_sheet(desk, case_no, on=on)
    if condition is not Sees.YES:
        looked(office, AUDIT_SHEET, by_post=post.no, chain=case_no, on=on.isoformat() if on else None)
    return found


def take_case(office: Office, case_no: str, post: FoundPost, *, on: date | None, form: str, reason: str) -> bytes:
    """The same as a file, on the record. Raises: Forbidden; Refused: no reason, or no such form."""
    _refuse_no_form(form)
    with office.writing() as desk:
        sight_of(desk, post).demand(case_no, FieldClass.AUDIT)
        found = case_sheet(desk, case_no, on=on)
        what = {"on": on.isoformat() if on else None, "to_file": True, "format": form}
        put_on_record(desk, what, by_post=post.no, reason=_given(reason), case=(case_no, found.case.child_no))
        mark = _mark(desk)
    return in_form(form, lambda: of_audits.case_sheet(found), lambda: case_paper(found, mark=mark))


def show_set(office: Office, asked: Asked, post: FoundPost) -> SetView:
    """The sheet of many cases on a screen, for use inside."""
    with office.reading() as desk:
        demand_area(sight_of(desk, post), asked.area, FieldClass.AUDIT)
        found = inside(set_sheet(desk, asked))
    looked(office, AUDIT_SHEET, by_post=post.no, **_said(asked))
    return found


def take_set(office: Office, asked: Asked, post: FoundPost, *, form: str, reason: str, for_inside: bool) -> bytes:
    """The same as a file. `for_inside`: nothing is hidden and cases are named; it must not leave."""
    _refuse_no_form(form)
    with office.writing() as desk:
        demand_area(sight_of(desk, post), asked.area, FieldClass.AUDIT)
        found = set_sheet(desk, asked)
        view = inside(found) if for_inside else shared(found)
        what = {**_said(asked), "for_sharing": not for_inside, "to_file": True, "format": form}
        put_on_record(desk, what, by_post=post.no, reason=_given(reason))
        mark = _mark(desk)
    return in_form(form, lambda: of_audits.set_view(view), lambda: set_paper(view, mark=mark))


def _said(asked: Asked) -> dict[str, Any]:
    return {
        "area": asked.area,
        "from": asked.from_on.isoformat(),
        "to": asked.to_on.isoformat(),
        "procedure": asked.procedure.value if asked.procedure else None,
        "agency": asked.agency_no,
        "on": asked.on.isoformat() if asked.on else None,
    }


def _given(reason: str) -> str:
    if not reason.strip():
        raise Refused("请写明调阅、导出的理由", "say why it is taken out", field="reason")
    return reason


def _refuse_no_form(form: str) -> None:
    if form not in FORMS:
        raise Refused("请选择格式", f"choose a form: {', '.join(FORMS)}", field="form")


def _mark(desk: Desk) -> str:
    """Words across every page of what comes from a rehearsal."""
    from documents.page import SIMULATED

    return SIMULATED if desk.simulated else ""
