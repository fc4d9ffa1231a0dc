"""Cases: list, show, open without a report, register, close, open again. 个案."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import Field, StrictBool
from starlette.responses import Response

from board.api.answers.of_cases import CaseShownOut, CasesOut, EnteredOut, TimelineOut
from board.api.caller import Acts, Reads
from board.api.doing import Done, Key, do, do_in_case
from board.api.resources.children import ChildIn, as_form
from board.api.words import Area, Asks, CaseNo, Moment, PostNo, Reason, moment_or_now, when_of
from rules.access import FieldClass
from tasks import cases, closing, shapes, timeline
from tasks.access.duties import duties_seen
from tasks.case_hands import CaseAct, demand_open_case
from tasks.erasure import erased_with
from tasks.opening import open_case
from tasks.registering import register_child, registered
from tasks.report_form import read_child
from tasks.standing import as_it_stood
from tasks.standing_procedures import procedures_of

if TYPE_CHECKING:
    from tasks.office import Office

router = APIRouter(tags=["cases"])

Limit = Annotated[int, Query(ge=1, le=200, description="最多几项  at most so many")]
Offset = Annotated[int, Query(ge=0, le=100_000, description="略过前几项  leave out so many")]


@router.get("/cases", operation_id="list_cases", summary="列出本岗位可见的个案  cases that this post sees")
def list_cases(caller: Reads, only_open: bool = False, limit: Limit = 50, offset: Offset = 0) -> CasesOut:
    """The case opened last stands first."""
    with caller.office.reading() as desk:
        seen = [caller.sight(desk).cases_condition(FieldClass.FACTS)]
        found = cases.case_list(desk, only_open=only_open, limit=limit + 1, offset=offset, within=seen)
    listed = [shapes.case(view) for view in found[:limit]]
    return CasesOut.model_validate({"cases": listed, "more": len(found) > limit})


@router.get("/cases/{case_no}", operation_id="show_case", summary="查看个案  one case with everything in it")
def show_case(caller: Reads, case_no: CaseNo) -> CaseShownOut:
    """Procedures, duties and instruments by number; no names: those are opened by a person, with a reason."""
    with caller.office.reading() as desk:
        sight = caller.sight(desk)
        sight.demand(case_no, FieldClass.FACTS)
        erased = erased_with(desk, case_no)
        facts = {
            **shapes.case(cases.case_view(desk, case_no)),
            "erased_at": shapes.instant(erased),
            "procedures": [shapes.procedure(one) for one in procedures_of(desk, case_no)],
            "duties": [shapes.duty(view) for view in duties_seen(desk, sight, case_no)],
            "instruments": [shapes.instrument(view) for view in as_it_stood(desk, case_no)],
        }
    return CaseShownOut.model_validate(facts)


@router.get("/cases/{case_no}/timeline", operation_id="show_timeline", summary="个案时间线  the timeline of a case")
def show_timeline(caller: Reads, case_no: CaseNo) -> TimelineOut:
    """Every fact with both its times, its basis and its proof."""
    with caller.office.reading() as desk:
        caller.sight(desk).demand(case_no, FieldClass.TIMELINE)
        moments = timeline.timeline(desk, case_no)
    return TimelineOut.model_validate({"case_no": case_no, "moments": [shapes.moment(one) for one in moments]})


class OpenCaseIn(Asks):
    """A case that begins without a report: with a judgment, a notice, a file. 立案建档."""

    child: ChildIn
    source: Reason
    area: Area | None = None
    lead: PostNo | None = None
    at: Moment | None = None


@router.post(
    "/cases",
    operation_id="open_case",
    summary="没有报告的立案建档  open a case without a report",
    status_code=201,
    responses={201: {"model": EnteredOut}},
)
def open_a_case(request: Request, caller: Acts, key: Key, wanted: OpenCaseIn) -> Response:
    """Somebody must act for the child from the first day: a review of what is to be done is opened with it."""
    form, said = read_child(as_form(wanted.child)), when_of(wanted.at)

    def act(office: Office) -> Done:
        with office.reading() as desk:
            demand_open_case(caller.sight(desk))
        made = open_case(
            office,
            form,
            when=moment_or_now(office, said),
            source=wanted.source,
            by_post=caller.post_no,
            area=wanted.area,
            lead=wanted.lead,
        )
        adults = list(dict.fromkeys(made.adults.values()))
        facts = {"case_no": made.case_no, "child_no": made.child_no, "adults": adults}
        return Done(facts=facts, status=201, cases=(made.case_no,))

    return do(request, caller, key, wanted, act, EnteredOut)


class RegisterIn(Asks):
    """What has become known of the child; only what is new. 补登儿童信息."""

    child: ChildIn
    at: Moment | None = None


@router.post(
    "/cases/{case_no}/child",
    operation_id="register_child",
    summary="补登儿童信息  enter what has become known of the child",
    responses={200: {"model": EnteredOut}},
)
def register(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: RegisterIn) -> Response:
    """The file that was opened stays as it was; what is registered holds from now on."""
    known, when = registered(read_child(as_form(wanted.child))), when_of(wanted.at)

    def act(office: Office) -> dict[str, Any]:
        register_child(office, case_no, known, when=when, by_post=caller.post_no)
        return {}

    return do_in_case(request, caller, key, case_no, wanted, CaseAct.ENTER, act)


class CloseIn(Asks):
    """Close a case by decision. 结案."""

    reason: Reason
    settle: StrictBool = Field(default=False, description="在办程序一并终结  end the open procedures with it")
    at: Moment | None = None


@router.post(
    "/cases/{case_no}/close",
    operation_id="close_case",
    summary="结案  close a case by decision",
    responses={200: {"model": EnteredOut}},
)
def close(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: CloseIn) -> Response:
    """Refused while procedures are open, unless they are settled with it."""
    when = when_of(wanted.at)

    def act(office: Office) -> dict[str, Any]:
        closing.close(office, case_no, reason=wanted.reason, settle=wanted.settle, when=when, by_post=caller.post_no)
        return {"state": "closed"}

    return do_in_case(request, caller, key, case_no, wanted, CaseAct.CLOSE, act)


class ReopenIn(Asks):
    """Open a closed case again. 重新立案."""

    reason: Reason
    at: Moment | None = None


@router.post(
    "/cases/{case_no}/reopen",
    operation_id="reopen_case",
    summary="重新立案，作为新一轮  open a closed case again",
    responses={200: {"model": EnteredOut}},
)
def reopen(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: ReopenIn) -> Response:
    """As a new episode, in which somebody has to say at once what is to be done."""
    when = when_of(wanted.at)

    def act(office: Office) -> dict[str, Any]:
        closing.reopen(office, case_no, reason=wanted.reason, when=when, by_post=caller.post_no)
        return {"state": "open"}

    return do_in_case(request, caller, key, case_no, wanted, CaseAct.REOPEN, act)
