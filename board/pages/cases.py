"""Where does it stand, who owes the next step? Cases as a list, and one of them. 个案."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from board import validity
from board.picture import timeline_of
from board.rendering import page
from board.visit import Seated
from pictures.scale import Zoom
from rules.access import FieldClass, Sees
from rules.vocabulary import LIVE
from tasks import cases
from tasks.access.duties import duties_seen
from tasks.audit_access import CASE_PAGE
from tasks.case_course import Stand, courses_of
from tasks.case_hands import CaseAct, may_act, may_open_cases
from tasks.case_head import case_head
from tasks.case_list import CLOSED, OPEN, case_lines
from tasks.case_told import told_of
from tasks.cases import owed_in_order
from tasks.erasure import erased_with
from tasks.evidence import evidence_of
from tasks.papers_now import drawable
from tasks.recorded_looks import looked
from tasks.rules_change import runs_under_other_rules
from tasks.standing import as_it_stood
from tasks.windows_left import windows_left

if TYPE_CHECKING:
    from board.visit import Visit
    from tasks.access import Sight
    from tasks.desk import Desk

router = APIRouter(prefix="/cases")

MOST = 100
"""Cases on one page of the list."""

MESSAGES = 60
"""Messages on the page of a case: the newest; the timeline has all that they are about."""


@router.get("")
def listed(visit: Seated, state: str = OPEN, area: str = "") -> Response:
    """The cases that this post may know of."""
    state = state if state in (OPEN, CLOSED, "all") else OPEN
    area = area.strip() if area.strip().isdigit() else ""
    with visit.office.reading() as desk:
        admits = [visit.sight(desk).cases_condition(FieldClass.FACTS)]
        found = case_lines(desk, admits, state=None if state == "all" else state, area=area, most=MOST)
        may_open = may_open_cases(visit.sight(desk))
    return page(visit, "cases.html", found=found, state=state, area=area, most=MOST, may_open=may_open)


@router.get("/{case_no}")
def case(
    visit: Seated,
    case_no: str,
    zoom: str = "",
    since: Annotated[str, Query(alias="from")] = "",
    lane: Annotated[list[str] | None, Query()] = None,
    done: str = "",
) -> Response:
    """One case, as far as this post may see it."""
    asked = _Asked(zoom=zoom, since=since, lanes=lane or [], done=done)
    with visit.office.reading() as desk:
        sight = visit.sight(desk)
        condition = sight.may(case_no, FieldClass.FACTS)
        if not condition.at_all:
            return _own_part(desk, visit, sight, case_no)
        if condition is Sees.YES:
            return _whole(desk, visit, sight, case_no, asked)
    looked(visit.office, CASE_PAGE, by_post=visit.post_no, chain=case_no)  # opened in an emergency
    with visit.office.reading() as desk:
        return _whole(desk, visit, visit.sight(desk), case_no, asked)


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What the address asks for."""

    zoom: str
    since: str
    lanes: list[str]
    done: str


def _whole(desk: Desk, visit: Visit, sight: Sight, case_no: str, asked: _Asked) -> Response:
    assert visit.seat is not None  # Seated
    view = cases.case_view(desk, case_no)
    duties = duties_seen(desk, sight, case_no)
    whole = sight.may(case_no, FieldClass.TIMELINE).at_all
    closed = view.state == CLOSED
    drawn = (
        timeline_of(desk, visit, case_no, closed=closed, zoom=asked.zoom, since=asked.since, lanes=asked.lanes)
        if whole
        else None
    )
    return page(
        visit,
        "case.html",
        case=view,
        head=case_head(desk, case_no, admits=sight.cases_condition(FieldClass.FACTS)),
        owed=owed_in_order(duties),
        courses=courses_of(desk, case_no, duties),
        Stand=Stand,
        drawn=drawn,
        instruments=as_it_stood(desk, case_no) if whole else [],
        can=drawable(desk, case_no, visit.seat.post) if whole and may_act(sight, case_no, CaseAct.ENTER) else [],
        validity=validity,
        zooms={one.value: one for one in Zoom},
        told=told_of(desk, case_no, most=MESSAGES) if whole else [],
        erased=erased_with(desk, case_no),
        may={one.value: sight.may(case_no, one).at_all for one in FieldClass if one.of_a_case},
        acts={act.value: may_act(sight, case_no, act) for act in CaseAct},
        evidence=evidence_of(desk, sight, case_no),
        other_rules=may_act(sight, case_no, CaseAct.RULES) and runs_under_other_rules(desk, case_no),
        left=windows_left(desk, case_no) if whole else (),
        done=asked.done,
    )


def _own_part(desk: Desk, visit: Visit, sight: Sight, case_no: str) -> Response:
    """What a post sees of a case of which it only has its own duties: a school, a hospital."""
    sight.demand(case_no, FieldClass.OWN_DUTIES)
    duties = duties_seen(desk, sight, case_no)
    identity = sight.may(case_no, FieldClass.IDENTITY).at_all
    settled = [one for one in duties if one.state not in LIVE]
    return page(visit, "case_own.html", case_no=case_no, owed=owed_in_order(duties), settled=settled, identity=identity)
