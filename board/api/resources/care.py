"""Children in care: the list, on it and off it, what is owed for them now, how villages are staffed. 关爱对象."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from board.api.answers.of_care import InCareListOut, ListedOut, StaffingOut, TierOut, VisitsOut
from board.api.answers.of_cases import EnteredOut
from board.api.answers.of_duties import ActedOut
from board.api.caller import Acts, Reads
from board.api.doing import Done, Key, do, do_in_case
from board.api.resources.cases import Limit, Offset
from board.api.resources.children import ChildIn, as_form
from board.api.seeing import demand_there
from board.api.words import (
    Area,
    Asks,
    CaseNo,
    ChildNumber,
    DutyNo,
    Line,
    Moment,
    Reason,
    Why,
    moment_or_now,
    when_of,
)
from rules.access import FieldClass
from rules.errors import Conflict, Refused
from rules.screening import Condition
from rules.vocabulary import ChildCategory, ChildMark, ExcuseCause, MonitoringEnd, Tier
from tasks import monitoring, shapes, staffing
from tasks.access.care import demand_listing, demand_staffing
from tasks.case_hands import CaseAct
from tasks.children_listed import children_listed
from tasks.monitoring_marks import set_marks
from tasks.not_seen import NotSeen, not_seen
from tasks.report_form import ChildForm, read_child
from tasks.shapes import of_care
from tasks.visit_round import round_of

if TYPE_CHECKING:
    from tasks.office import Office

router = APIRouter(tags=["care"])

_LISTED: dict[str, Any] = {"responses": {200: {"model": ListedOut}}}
_ENTERED: dict[str, Any] = {"responses": {200: {"model": EnteredOut}}}
_OF_CASE = "/cases/{case_no}/care"

Within = Annotated[
    Area | None, Query(description="只列该行政区划，不写为本岗位的辖区  of one area; one's own if left out")
]
Marks = Annotated[list[ChildMark], Field(max_length=len(ChildMark))]


# ------------------------------------------------------------------------------------------------ looking


@router.get("/care/children", operation_id="list_children_in_care", summary="关爱对象清单  children in care")
def list_children(
    caller: Reads,
    area: Within = None,
    tier: Tier | None = None,
    left: Annotated[bool, Query(description="改列已退出的，最近退出的在前  those who left, the latest first")] = False,
    limit: Limit = 50,
    offset: Offset = 0,
) -> InCareListOut:
    """Those of its area that this post may know of, the highest tier and the longest silence first; no names."""
    with caller.office.reading() as desk:
        sight = caller.sight(desk)
        sight.demand_here(FieldClass.REGISTERS)
        may_know = sight.children_condition(FieldClass.FACTS)
        found = children_listed(desk, may_know, area=area or "", tier=tier, left=left, most=limit + 1, skip=offset)
    return InCareListOut.model_validate(
        {
            "counts": found.counts,
            "children": [of_care.in_care(one) for one in found.shown[:limit]],
            "more": len(found.shown) > limit,
        }
    )


@router.get("/care/visits", operation_id="list_visits", summary="本期走访，最急的在前  visits owed now")
def list_visits(caller: Reads, limit: Limit = 200) -> VisitsOut:
    """What this post owes in the windows that run; a visit is answered as any duty: POST …/duties/{duty_no}/answer."""
    with caller.office.reading() as desk:
        known = caller.sight(desk).cases_condition(FieldClass.FACTS)
        return VisitsOut.model_validate(of_care.visits(round_of(desk, caller.post_no, known=known, most=limit)))


@router.get("/care/staffing", operation_id="show_staffing", summary="儿童主任配备  villages short of a child director")
def show_staffing(
    caller: Reads,
    area: Within = None,
    all_of_them: Annotated[bool, Query(alias="all", description="配足的也列出  also those that have enough")] = False,
) -> StaffingOut:
    """From the directory and the children on the list, with the basis of each number."""
    look = staffing.villages if all_of_them else staffing.short_of_directors
    with caller.office.reading() as desk:
        where = area or caller.token.post.area
        demand_staffing(caller.sight(desk), where)
        found = [of_care.village(one, desk.pack) for one in look(desk, where)]
    return StaffingOut.model_validate({"area": where, "villages": found})


# ------------------------------------------------------------------------------------------------ on the list


class ListChildIn(Asks):
    """A child, and what screening found of it; name the child in one of three ways. 列为关爱对象."""

    child: ChildIn | None = Field(default=None, description="写法同报告  as in a report")
    child_no: ChildNumber | None = Field(default=None, description="已有的儿童档案  number of its file")
    case_no: Line | None = Field(default=None, description="该儿童的任一个案  number of any of its cases")
    categories: Annotated[list[ChildCategory], Field(min_length=1, max_length=len(ChildCategory))]
    conditions: Annotated[list[Condition], Field(max_length=len(Condition))] = Field(
        default=[], description="已核实的条件  conditions that were found"
    )
    tier: Tier
    marks: Marks = Field(default=[])
    reason: Reason
    area: Area | None = Field(default=None, description="照护地，档案未写时用  where it is looked after")
    at: Moment | None = None


@router.post(
    "/care/children",
    operation_id="list_child",
    summary="列为关爱对象  put a child on the list after screening",
    status_code=201,
    responses={201: {"model": ListedOut}},
)
def list_child(request: Request, caller: Acts, key: Key, wanted: ListChildIn) -> Response:
    """By a post that keeps the register of where the child lives; the answer tells what its routine will owe."""
    when = when_of(wanted.at)
    child = _named(wanted)
    screened = monitoring.Screened(
        categories=wanted.categories,
        conditions=wanted.conditions,
        tier=wanted.tier,
        marks=wanted.marks,
        reason=wanted.reason,
    )

    def act(office: Office) -> Done:
        with office.reading() as desk:
            demand_listing(desk, caller.sight(desk), child, wanted.area)
        try:
            begun = monitoring.begin(
                office,
                child,
                screened,
                when=moment_or_now(office, when),
                by_post=caller.post_no,
                area=wanted.area,
            )
        except Conflict:
            if isinstance(child, str):
                raise
            raise _on_the_list() from None  # the file may be one of another county: its number is not told
        return Done(facts=of_care.listed(begun), status=201, cases=(begun.case_no,))

    return do(request, caller, key, wanted, act, ListedOut)


def _named(wanted: ListChildIn) -> str | ChildForm:
    """The child, in the one way in which it is named. Raises Refused: in none, or in several."""
    given = [one for one in (wanted.child, wanted.child_no, wanted.case_no) if one is not None]
    if len(given) != 1:
        raise Refused(
            "请写明一名儿童：child、child_no、case_no 三者填一项",
            "name the child by one of child, child_no and case_no",
            field="child",
        )
    return given[0] if isinstance(given[0], str) else read_child(as_form(given[0]))


def _on_the_list() -> Conflict:
    return Conflict(
        "该儿童已在册；本辖区的清单见 /api/v1/care/children",
        "this child is on the list already; those of this area: /api/v1/care/children",
    )


class MarksIn(Asks):
    """Which marks a child on the list gets, and which it loses. 变更标记."""

    give: Marks = Field(default=[])
    take: Marks = Field(default=[])
    reason: Reason
    at: Moment | None = None


@router.post(f"{_OF_CASE}/marks", operation_id="mark_child", summary="变更标记  give or take marks", **_LISTED)
def mark(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: MarksIn) -> Response:
    """They decide which routine duties there are; what had begun stays owed."""
    when = when_of(wanted.at)

    def act(office: Office) -> dict[str, Any]:
        return of_care.listed(
            set_marks(
                office,
                case_no,
                give=wanted.give,
                take=wanted.take,
                reason=wanted.reason,
                when=moment_or_now(office, when),
                by_post=caller.post_no,
            )
        )

    return do_in_case(request, caller, key, case_no, wanted, CaseAct.CARE, act, shape=ListedOut)


class TierIn(Asks):
    """To which tier. 调整等级."""

    tier: Tier
    reason: Reason
    at: Moment | None = None


@router.post(
    f"{_OF_CASE}/tier",
    operation_id="move_tier",
    summary="调整风险等级  move a child to another tier",
    responses={200: {"model": TierOut}},
)
def move_tier(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: TierIn) -> Response:
    """Higher at once; lower by one step, once a second person agrees."""
    when = when_of(wanted.at)

    def act(office: Office) -> dict[str, Any]:
        changed = monitoring.set_tier(
            office,
            case_no,
            wanted.tier,
            reason=wanted.reason,
            when=moment_or_now(office, when),
            by_post=caller.post_no,
        )
        return {"tier_changed": changed}

    return do_in_case(request, caller, key, case_no, wanted, CaseAct.CARE, act, shape=TierOut)


class AssessIn(Asks):
    """What happened that calls for an assessment. 随时评估."""

    reason: Reason
    at: Moment | None = None


@router.post(f"{_OF_CASE}/assess", operation_id="ask_to_assess", summary="提出随时评估  ask to assess", **_ENTERED)
def assess(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: AssessIn) -> Response:
    """Upon an event: a parent leaves, a carer changes; the township then owes it."""
    when = when_of(wanted.at)

    def act(office: Office) -> dict[str, Any]:
        monitoring.ask_to_assess(
            office,
            case_no,
            reason=wanted.reason,
            when=moment_or_now(office, when),
            by_post=caller.post_no,
        )
        return {}

    return do_in_case(request, caller, key, case_no, wanted, CaseAct.NOTE, act)


class LeaveListIn(Asks):
    """Why a child leaves the list. 退出."""

    why: MonitoringEnd
    words: Why = ""
    at: Moment | None = None


@router.post(f"{_OF_CASE}/end", operation_id="end_care", summary="退出关爱对象  take a child off the list", **_ENTERED)
def end(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: LeaveListIn) -> Response:
    """It ends the file of care, so it is for whoever may close a case."""
    when = when_of(wanted.at)

    def act(office: Office) -> dict[str, Any]:
        monitoring.end(
            office,
            case_no,
            wanted.why,
            words=wanted.words,
            when=moment_or_now(office, when),
            by_post=caller.post_no,
        )
        return {}

    return do_in_case(request, caller, key, case_no, wanted, CaseAct.END_CARE, act)


class ExcuseWindowIn(Asks):
    """Why a routine duty cannot be asked for in its window. 本期免办."""

    cause: ExcuseCause
    reason: Reason


@router.post(
    "/cases/{case_no}/duties/{duty_no}/excuse-window",
    operation_id="excuse_window",
    summary="本期免办  excuse a routine duty for its window",
    responses={200: {"model": ActedOut}},
)
def excuse(
    request: Request, caller: Acts, key: Key, case_no: CaseNo, duty_no: DutyNo, wanted: ExcuseWindowIn
) -> Response:
    """While the window runs; what is late is done late instead."""

    def act(office: Office) -> Done:
        with office.reading() as desk:
            demand_there(desk, caller.sight(desk), case_no, duty_no)
        acted = monitoring.excuse(office, case_no, duty_no, wanted.cause, reason=wanted.reason, by_post=caller.post_no)
        return Done(facts=shapes.acted(acted), cases=(acted.case_no,))

    return do(request, caller, key, wanted, act, ActedOut)


class NotSeenIn(Asks):
    """Somebody went, and did not see the child. 走访未见到."""

    why: NotSeen
    words: Why = ""
    at: Moment | None = None


@router.post(
    "/cases/{case_no}/duties/{duty_no}/not-seen",
    operation_id="note_not_seen",
    summary="走访未见到  the child was sought and not seen",
    **_ENTERED,
)
def sought(request: Request, caller: Acts, key: Key, case_no: CaseNo, duty_no: DutyNo, wanted: NotSeenIn) -> Response:
    """That is no visit: the duty stays owed and its clock runs. Where the child has gone or is kept back, say more."""
    when = when_of(wanted.at)

    def act(office: Office) -> Done:
        with office.reading() as desk:
            demand_there(desk, caller.sight(desk), case_no, duty_no)
        moment = moment_or_now(office, when)
        not_seen(office, case_no, wanted.why, words=wanted.words, when=moment, by_post=caller.post_no)
        return Done(facts={"case_no": case_no}, cases=(case_no,))

    return do(request, caller, key, wanted, act, EnteredOut)
