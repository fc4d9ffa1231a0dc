"""What is stuck, and what is done about it. 卡住的个案."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from board.api.answers.of_stuck import MeetingOut, RepairedOut, StuckListOut
from board.api.caller import Caller, Unsticks
from board.api.doing import Done, Key, do
from board.api.words import Area, Asks, Moment, PostNo, Words, when_of
from board.downloads import MEDIA, as_file
from flows.moving import BODIES
from rules.access import FieldClass
from rules.causes import BreachCause
from rules.errors import Forbidden
from rules.moments import civil_day
from tasks import shapes
from tasks import stuck as finding
from tasks.access_area import demand_area
from tasks.meeting_sheet import GRAVE, MOST, MeetingSheet, meeting_sheet
from tasks.said import to_the_minute
from tasks.stuck import KINDS, Narrowed, RepairAct, Severity, StuckKind
from tasks.stuck.repairs import Order, repair
from tasks.stuck.seen import seen

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

router = APIRouter(tags=["stuck"])

_IN_ROUNDS = frozenset({RepairAct.ADVANCE, RepairAct.SWEEP})
"""Acts that are many transactions; each of them does nothing twice by itself."""


@router.get("/stuck", operation_id="list_stuck", summary="卡住的个案，最严重的在前  what is stuck, the gravest first")
def list_stuck(
    caller: Unsticks,
    kind: Annotated[list[StuckKind], Query(max_length=30)] = [],  # noqa: B006 - FastAPI copies it
    severity: Annotated[list[Severity], Query(max_length=10)] = [],  # noqa: B006
    area: Annotated[Area | None, Query()] = None,
) -> StuckListOut:
    """Of the cases that this post sees; of the installation as a whole, where it sees how that is doing."""
    with caller.office.reading() as desk:
        caller.sight(desk).demand_here(FieldClass.STUCK)
    narrowed = Narrowed(area=area or "", severities=frozenset(severity) or frozenset(Severity))
    found = finding.stuck_now(caller.office, frozenset(kind) or frozenset(StuckKind), narrowed)
    with caller.office.reading() as desk:
        mine = seen(desk, caller.sight(desk), found)
    return StuckListOut.model_validate({"stuck": [shapes.stuck(one) for one in mine]})


class RepairIn(Asks):
    """What is to be done about one line of the list. 处置."""

    key: Annotated[str, Field(min_length=1, max_length=200, description="清单所列 key  as the list has it")]
    to: PostNo | None = Field(default=None, description="由哪个岗位承办（补派、转交）  which post is to owe it")
    reason: Annotated[Words, Field(max_length=4_000)] = ""
    at: Moment | None = Field(default=None, description="何时起恢复计时  since when the clock runs again")
    cause: BreachCause | None = None


@router.post(
    "/stuck/repairs",
    operation_id="repair_stuck",
    summary="处置清单中的一项  do what the list offers for one line",
    responses={200: {"model": RepairedOut}},
)
def repair_stuck(request: Request, caller: Unsticks, key: Key, wanted: RepairIn) -> Response:
    """Remind, assign, send again, wake, resume, explain …: what the line says under `act`."""
    when = when_of(wanted.at)
    order = Order(
        key=wanted.key,
        by_post=caller.post_no,
        to_post=wanted.to or "",
        reason=wanted.reason,
        at=to_the_minute(when),
        cause=wanted.cause,
        bodies=BODIES,
    )
    kind = next((one for one in StuckKind if one.value == wanted.key.partition(":")[0]), None)

    def act(office: Office) -> Done:
        with office.reading() as desk:
            _demand_line(desk, caller, wanted.key, kind)
        done = repair(office, order)
        return Done(facts=shapes.repaired(done), cases=(done.was.case_no,) if done.was.case_no else ())

    in_rounds = kind is not None and KINDS[kind].act in _IN_ROUNDS
    return do(request, caller, key, wanted, act, RepairedOut, in_rounds=in_rounds)


def _demand_line(desk: Desk, caller: Caller, key: str, kind: StuckKind | None) -> None:
    """Raises Forbidden where there is no such line, or none that this post sees: the same for both."""
    found = finding.stuck(desk, {kind}) if kind else []
    if key not in {one.key for one in seen(desk, caller.sight(desk), found)}:
        raise Forbidden(
            "清单中没有这一项：已不再卡住，或者编号有误",
            "there is no such line: it is not stuck any more, or the key is wrong",
            field="key",
            hidden=True,
        )


OfArea = Annotated[Area | None, Query(description="行政区划代码，不写为本岗位的辖区  one's own, if left out")]
Everything = Annotated[bool, Query(description="一般、提示的也列入  minor things, too")]
Most = Annotated[int, Query(ge=1, le=1_000, description="最多列出几项，各种类轮流  at most so many")]


@router.get("/meeting-sheet", operation_id="show_meeting_sheet", summary="联席会议研究事项  what a conference decides")
def show_meeting(
    caller: Unsticks, area: OfArea = None, everything: Everything = False, most: Most = MOST
) -> MeetingOut:
    """What is stuck in an area, gravest first, for whoever oversees it; nobody is named."""
    where, made = _meeting(caller, area, everything, most)
    kinds = [{"kind": one.kind, "zh": one.kind.zh, "total": one.total, "shown": one.shown} for one in made.kinds]
    facts = {"area": where, "total": made.total, "cases": made.cases, "kinds": kinds, "items": made.lines}
    return MeetingOut.model_validate(facts)


@router.get(
    "/meeting-sheet.docx",
    operation_id="print_meeting_sheet",
    summary="联席会议材料（.docx）  the same as a paper",
    response_class=Response,
    responses={200: {"content": {MEDIA["docx"]: {"schema": {"type": "string", "format": "binary"}}}}},
)
def print_meeting(caller: Unsticks, area: OfArea = None, everything: Everything = False, most: Most = MOST) -> Response:
    """With room for what is decided."""
    where, made = _meeting(caller, area, everything, most)
    return as_file(made.paper.docx, "docx", f"lianxi-{where}-{civil_day(caller.now):%Y%m%d}")


def _meeting(caller: Caller, area: str | None, everything: bool, most: int) -> tuple[str, MeetingSheet]:
    where = area or caller.token.post.area
    with caller.office.reading() as desk:
        demand_area(caller.sight(desk), where, FieldClass.STUCK)
        return where, meeting_sheet(desk, where, severities=frozenset(Severity) if everything else GRAVE, most=most)
