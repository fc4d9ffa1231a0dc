"""Audit sheets, taken out on the record. 核查表.

Asked for by POST: whoever takes a sheet out says why, that goes into the journal, and a reason belongs into no address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from pydantic import Field, StrictBool
from starlette.responses import Response

from board.api.answers.of_audits import AreaAuditOut, AuditSheetOut
from board.api.caller import Audits
from board.api.doing import Done, Key, do
from board.api.words import Area, Asks, CaseNo, Day, Line, Reason
from rules.access import FieldClass
from rules.vocabulary import ProcedureKind
from tasks.access_area import demand_area
from tasks.audit_reading import put_on_record
from tasks.audit_set import Asked, set_sheet
from tasks.audit_sheet import case_sheet
from tasks.audit_view import inside, shared
from tasks.shapes import of_audits

if TYPE_CHECKING:
    from tasks.office import Office

router = APIRouter(tags=["audit"])


class CaseAuditIn(Asks):
    """Why the sheet of a case is taken out, and as of which day. 个案核查."""

    reason: Reason
    on: Day | None = Field(default=None, description="截至此日终了已记录的内容  as recorded by the end of this day")


@router.post(
    "/cases/{case_no}/audit-sheets",
    operation_id="audit_case",
    summary="个案核查表  the audit sheet of a case",
    responses={200: {"model": AuditSheetOut}},
)
def audit_case(request: Request, caller: Audits, key: Key, case_no: CaseNo, wanted: CaseAuditIn) -> Response:
    """Rule by rule what was met, late, excused or skipped, each with the entries that prove it; no reasons in clear."""

    def act(office: Office) -> Done:
        with office.writing() as desk:
            caller.sight(desk).demand(case_no, FieldClass.AUDIT)
            sheet = case_sheet(desk, case_no, on=wanted.on)
            what = {"on": wanted.on.isoformat() if wanted.on else None, "to_file": True, "format": "json"}
            case = (case_no, sheet.case.child_no or case_no)
            put_on_record(desk, what, by_post=caller.post_no, reason=wanted.reason, case=case)
        return Done(facts=of_audits.case_sheet(sheet))

    return do(request, caller, key, wanted, act, AuditSheetOut)


class AreaAuditIn(Asks):
    """Which cases are audited, over which period, and why. 成批核查."""

    area: Area
    from_on: Day
    to_on: Day
    procedure: ProcedureKind | None = None
    agency: Line | None = None
    on: Day | None = None
    for_sharing: StrictBool = Field(
        default=True, description="隐去小数、不列个案  hide small numbers, name no case; false: for use inside"
    )
    reason: Reason


@router.post(
    "/audit-sheets",
    operation_id="audit_area",
    summary="一个地区一段期间的核查表  the audit sheet of an area over a period",
    responses={200: {"model": AreaAuditOut}},
)
def audit_area(request: Request, caller: Audits, key: Key, wanted: AreaAuditIn) -> Response:
    """For posts that oversee the area."""
    asked = Asked(
        area=wanted.area,
        from_on=wanted.from_on,
        to_on=wanted.to_on,
        procedure=wanted.procedure,
        agency_no=wanted.agency,
        on=wanted.on,
    )

    def act(office: Office) -> Done:
        with office.writing() as desk:
            demand_area(caller.sight(desk), wanted.area, FieldClass.AUDIT)
            found = set_sheet(desk, asked)
            what = wanted.model_dump(mode="json", exclude={"reason"}) | {"format": "json"}
            put_on_record(desk, what, by_post=caller.post_no, reason=wanted.reason)
        view = shared(found) if wanted.for_sharing else inside(found)
        return Done(facts=of_audits.set_view(view))

    return do(request, caller, key, wanted, act, AreaAuditOut)
