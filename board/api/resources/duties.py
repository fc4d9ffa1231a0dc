"""Looking at duties: lists, one duty, its form, its date explained. 职责查询."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from board.api.answers.of_duties import CausesOut, DutiesOut, FormOut, WhyOut
from board.api.caller import Reads
from board.api.resources.cases import Limit, Offset
from board.api.seeing import demand_there
from board.api.words import CaseNo, DutyNo
from board.downloads import MEDIA, as_file
from rules.access import FieldClass
from tasks import attending, cases, shapes
from tasks.access.duties import Whose, duties_seen, owed_by
from tasks.duty_calendar import duty_calendar

router = APIRouter(tags=["duties"])


@router.get("/duties", operation_id="list_duties", summary="待办职责，最急的在前  what is owed, the most urgent first")
def list_duties(
    caller: Reads, whose: Whose = Whose.MINE, overdue: bool = False, limit: Limit = 50, offset: Offset = 0
) -> DutiesOut:
    """Of this post, of its agency, or of everybody whom it may see."""
    with caller.office.reading() as desk:
        where = owed_by(desk, caller.sight(desk), caller.post_no, whose)
        found = cases.duty_list(desk, overdue=overdue, limit=limit + 1, offset=offset, within=where)
    listed = [shapes.duty(view) for view in found[:limit]]
    return DutiesOut.model_validate({"duties": listed, "more": len(found) > limit})


@router.get(
    "/duties/calendar.ics",
    operation_id="show_calendar",
    summary="职责日历（.ics）  the duties of this post as a calendar",
    response_class=Response,
    responses={200: {"content": {MEDIA["ics"]: {"schema": {"type": "string"}}}}},
)
def show_calendar(caller: Reads) -> Response:
    """With an alarm at the last safe moment; numbers and names of duties, nobody's name."""
    with caller.office.reading() as desk:
        made = duty_calendar(desk, caller.post_no)
    return as_file(made.content, "ics", "hutong")


@router.get("/cases/{case_no}/duties", operation_id="list_duties_of_case", summary="个案的职责  the duties of a case")
def duties_of_case(caller: Reads, case_no: CaseNo) -> DutiesOut:
    """All that this post sees, also those that are done, in the order in which they were opened."""
    with caller.office.reading() as desk:
        sight = caller.sight(desk)
        seen = duties_seen(desk, sight, case_no)
        if not seen:
            sight.demand(case_no, FieldClass.FACTS)
    return DutiesOut.model_validate({"duties": [shapes.duty(view) for view in seen], "more": False})


@router.get(
    "/cases/{case_no}/duties/{duty_no}",
    operation_id="explain_duty",
    summary="职责及其期限说明  a duty, its date explained",
)
def explain_duty(caller: Reads, case_no: CaseNo, duty_no: DutyNo) -> WhyOut:
    """What is owed, by whom, on what ground, and why the date is what it is, line by line."""
    with caller.office.reading() as desk:
        demand_there(desk, caller.sight(desk), case_no, duty_no)
        return WhyOut.model_validate(shapes.why(cases.why(desk, case_no, duty_no)))


@router.get(
    "/cases/{case_no}/duties/{duty_no}/form", operation_id="show_duty_form", summary="办理须填什么  what an answer says"
)
def show_form(caller: Reads, case_no: CaseNo, duty_no: DutyNo) -> FormOut:
    """The fields of the answer: which are required, and what each may be."""
    with caller.office.reading() as desk:
        demand_there(desk, caller.sight(desk), case_no, duty_no)
        view = cases.why(desk, case_no, duty_no).duty
    fields = [shapes.field(one) for one in view.fields]
    return FormOut.model_validate({"case_no": case_no, "duty_no": view.no, "code": view.code, "fields": fields})


@router.get(
    "/cases/{case_no}/duties/{duty_no}/causes",
    operation_id="list_breach_causes",
    summary="可选的逾期原因  why it may have been late",
)
def list_causes(caller: Reads, case_no: CaseNo, duty_no: DutyNo) -> CausesOut:
    """The closed list of the agency that owed it; refused for a duty that is not late."""
    with caller.office.reading() as desk:
        demand_there(desk, caller.sight(desk), case_no, duty_no)
    return CausesOut(causes=list(attending.causes_for(caller.office, case_no, duty_no)))
