"""Figures of an area, and the files that a spot check looks at. 统计、上报数字、抽查.

What is given out here has its small numbers hidden, as on the pages: an answer is passed on easily.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from board.api.answers.of_figures import DrawingAgainOut, DrawnOut, FiguresOut, ProcessMapOut, TimelinessOut
from board.api.caller import Acts, Caller, Reads
from board.api.doing import Key, do_in_case
from board.api.resources.duty_acts import NothingIn
from board.api.words import Area, CaseNo, Day
from rules.access import FieldClass
from rules.errors import Refused
from rules.moments import civil_day
from rules.vocabulary import ProcedureKind
from tasks import spot_check
from tasks.access_figures import area_of_figures
from tasks.audit_set import Asked
from tasks.case_hands import CaseAct
from tasks.figures import figures_of
from tasks.ocel_chosen import Chosen
from tasks.process_map_rows import process_map
from tasks.shapes import of_figures
from tasks.timeliness import timeliness

if TYPE_CHECKING:
    from rules.declared import Declared
    from tasks.desk import Desk
    from tasks.office import Office

router = APIRouter(tags=["figures"])

Year = Annotated[int, Path(ge=2000, le=2100, description="哪一年  which year", examples=[2026])]
OfArea = Annotated[Area | None, Query(description="行政区划代码，不写为本岗位的辖区  one's own, if left out")]
From = Annotated[Day | None, Query(description="自何日  from this day on")]
To = Annotated[Day | None, Query(description="至何日，含当日  up to and with this day")]
Procedure = Annotated[
    str,
    Path(
        pattern="^[a-z][a-z0-9_]{0,60}$",
        description="程序或者自设程序的代码  code of a procedure or of a declared one",
        examples=["mandatory_reporting"],
    ),
]


def _area(desk: Desk, caller: Caller, area: str | None) -> str:
    """Raises Forbidden: figures stop at the border of the post's area."""
    caller.sight(desk).demand_here(FieldClass.FIGURES)
    return area_of_figures(caller.token.post, area or "")


@router.get("/figures/{year}", operation_id="show_figures", summary="上报数字  figures of routine reports for a year")
def show_figures(caller: Reads, year: Year, area: OfArea = None) -> FiguresOut:
    """Computed from the record, typed by nobody; of the year that runs, up to now."""
    with caller.office.reading() as desk:
        found = figures_of(desk, area=_area(desk, caller, area), year=year)
    return FiguresOut.model_validate(of_figures.figures(found))


@router.get("/timeliness", operation_id="show_timeliness", summary="及时情况  how an area keeps its dates, and why not")
def show_timeliness(caller: Reads, area: OfArea = None, from_on: From = None, to_on: To = None) -> TimelinessOut:
    """This year, where no days are named; law and defaults apart."""
    today = civil_day(caller.now)
    with caller.office.reading() as desk:
        asked = Asked(
            area=_area(desk, caller, area),
            from_on=from_on or date(today.year, 1, 1),
            to_on=to_on or today,
        )
        found = timeliness(desk, asked)
    return TimelinessOut.model_validate(of_figures.timeliness(asked, found))


@router.get("/process-maps/{procedure}", operation_id="show_process_map", summary="流程图的数据  a process map as data")
def show_map(
    caller: Reads, procedure: Procedure, area: OfArea = None, from_on: From = None, to_on: To = None
) -> ProcessMapOut:
    """A procedure on the law's path: how often each step was reached, each way gone and how long it took."""
    with caller.office.reading() as desk:
        chosen = Chosen(area=_area(desk, caller, area), since=from_on, until=to_on)
        kind, declared = _procedure(desk, procedure)
        drawn = process_map(desk, chosen, kind, declared=declared, for_sharing=True)
    return ProcessMapOut.model_validate(of_figures.process_map(drawn))


def _procedure(desk: Desk, named: str) -> tuple[ProcedureKind, Declared | None]:
    declared = desk.pack.procedures.get(named)
    if declared is not None:
        return ProcedureKind.DECLARED, declared
    if named not in set(ProcedureKind) or named == ProcedureKind.DECLARED:
        raise Refused("没有这种程序，请核对代码", "there is no such procedure; check its code", field="procedure")
    return ProcedureKind(named), None


# ------------------------------------------------------------------------------------------------ spot checks


@router.get("/cases/{case_no}/spot-check", operation_id="show_drawing", summary="抽取的档案，并复算  what was drawn")
def show_drawing(caller: Reads, case_no: CaseNo) -> DrawingAgainOut:
    """In the file of an agency that owes a spot check; drawn again to see whether it comes out the same."""
    with caller.office.reading() as desk:
        caller.sight(desk).demand(case_no, FieldClass.FACTS)
        found = spot_check.drawing_of(desk, case_no)
        if found is None:
            raise Refused("该卷宗尚未抽取受查档案", "nothing is drawn in this file yet", field="case_no")
        again = spot_check.comes_out_again(desk, found)
    return DrawingAgainOut.model_validate({**of_figures.drawing(found), "comes_out_again": again})


@router.post(
    "/cases/{case_no}/spot-check",
    operation_id="draw_files",
    summary="抽取受查档案，每期一次  draw the files of a spot check, once",
    status_code=201,
    responses={201: {"model": DrawnOut}},
)
def draw(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: NothingIn) -> Response:
    """By the system, from a seed: nobody chooses, and nobody draws again."""

    def act(office: Office) -> dict[str, Any]:
        return of_figures.drawing(spot_check.draw(office, case_no, by_post=caller.post_no))

    return do_in_case(request, caller, key, case_no, wanted, CaseAct.ENTER, act, status=201, shape=DrawnOut)
