"""What is stuck, who knows? The list, what can be done from it, and the sheet for the conference. 卡住."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from sqlmodel import col, select
from starlette.exceptions import HTTPException
from starlette.responses import Response

from board.downloads import as_file
from board.forms import Posted, Typed
from board.rendering import page
from board.settling import settle
from board.visit import Seated
from flows.moving import BODIES
from models import Post
from rules.access import FieldClass
from rules.causes import BASIS, BreachCause, causes_of
from rules.errors import CaseworkError, Refused
from rules.vocabulary import Role
from tasks.access_area import demand_area, may_see_area
from tasks.meeting_sheet import GRAVE, meeting_sheet
from tasks.posts_of_county import posts_of_county
from tasks.procedures import open_procedures
from tasks.said import read_spoken, to_the_minute
from tasks.stuck import Narrowed, RepairAct, Severity, StuckKind
from tasks.stuck.bulk import repair_each
from tasks.stuck.paging import stuck_page
from tasks.stuck.repairs import Order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from board.visit import Visit
    from tasks.desk import Desk
    from tasks.stuck.paging import Group, StuckPage

router = APIRouter(prefix="/stuck")

MOST_OF_A_KIND = 12
"""Lines of one kind on the page of all kinds."""

MOST_OF_ONE_KIND = 100
"""Lines on a page of one kind alone; the rest is on the pages after it."""


_DIGITS = 7  # more lines than that nobody turns to


@router.get("")
def listed(
    visit: Seated,
    kind: str = "",
    severity: str = "",
    agency: str = "",
    area: str = "",
    since: str = "",
    start: str = "",
) -> Response:
    """Everything that is stuck and that this post may know of; of one kind alone from a line on."""
    return _page(visit, kind=kind, severity=severity, agency=agency, area=area, since=since, start=start)


def _page(
    visit: Visit,
    *,
    kind: str = "",
    severity: str = "",
    agency: str = "",
    area: str = "",
    since: str = "",
    start: str = "",
    errors: Sequence[CaseworkError] = (),
) -> Response:
    with visit.office.reading() as desk:
        visit.sight(desk).demand_here(FieldClass.STUCK)
    faults = list(errors)
    try:
        from_at = read_spoken(since, visit.now, field="since")
    except CaseworkError as error:
        from_at, faults = None, [*faults, error]
    kinds = frozenset({StuckKind(kind)}) if kind in set(StuckKind) else frozenset(StuckKind)
    area = area.strip() if area.strip().isdigit() else ""
    severities = frozenset({Severity(severity)}) if severity in set(Severity) else frozenset(Severity)
    most = MOST_OF_ONE_KIND if len(kinds) == 1 else MOST_OF_A_KIND
    first = int(start) if len(kinds) == 1 and start.isdecimal() and len(start) < _DIGITS else 0
    found = stuck_page(
        visit.office,
        visit.post,
        kinds,
        Narrowed(agency=agency, area=area, since=from_at.at if from_at else None, severities=severities),
        start=first,
        most=most,
    )
    with visit.office.reading() as desk:
        sight = visit.sight(desk)
        roles = _roles(desk, found)
        posts = posts_of_county(desk, sight.post.area if sight.post else "")
        conference = may_see_area(sight, area or (sight.post.area if sight.post else ""), FieldClass.STUCK)
    return page(
        visit,
        "stuck.html",
        status=422 if faults else 200,
        found=found,
        Severity=Severity,
        RepairAct=RepairAct,
        kinds=StuckKind,
        kind=kind if kinds != frozenset(StuckKind) else "",
        severity=severity,
        agency=agency,
        area=area,
        since=since,
        causes=lambda group: _causes(group, roles),
        causes_basis=BASIS,
        posts=posts,
        most=most,
        start=first,
        conference=conference,
        errors=faults,
    )


def _roles(desk: Desk, found: StuckPage) -> dict[str, Role]:
    """Roles of the posts that hold what waits for a cause."""
    holders = {no for one in found.groups if one.act is RepairAct.EXPLAIN for no in one.holders}
    query = select(Post.no, Post.role).where(col(Post.no).in_(holders))
    return {no: Role(role) for no, role in desk.session.exec(query)}


def _causes(group: Group, roles: dict[str, Role]) -> list[BreachCause]:
    """The causes that any of the agencies concerned may give, in the order of the list."""
    known = {cause for no in group.holders for cause in causes_of(roles.get(no))}
    return [cause for cause in BreachCause if cause in known]


@router.post("/repair")
def repair(visit: Seated, typed: Posted) -> Response:
    """Do what the list offers to every line that was ticked; each end is told."""
    with visit.office.reading() as desk:
        visit.sight(desk).demand_here(FieldClass.STUCK)
    keys = typed.all("one") or typed.all("key")
    try:
        order = _order(visit, typed)
        if not keys:
            raise Refused("请先勾选要处置的事项", "tick what is to be done first", field="key")
    except CaseworkError as error:
        return _page(visit, kind=typed("kind"), errors=[error])
    outcomes = repair_each(visit.office, keys, order, visit.post)
    cases = {one.was.case_no for one in outcomes if one.done and one.was and one.was.case_no}
    with visit.office.reading() as desk:
        procedures = [no for case_no in sorted(cases) for no in open_procedures(desk, case_no)]
    settled = settle(visit, procedures)
    return page(visit, "stuck_done.html", outcomes=outcomes, settled=settled, kind=typed("kind"))


def _order(visit: Visit, typed: Typed) -> Order:
    cause = typed("cause")
    if cause and cause not in set(BreachCause):
        raise Refused("没有这个原因，请从清单中选", "there is no such cause; choose from the list", field="cause")
    when = read_spoken(typed("at"), visit.now, field="at")
    return Order(
        key="",
        by_post=visit.post_no,
        to_post=typed("to_post"),
        reason=typed("reason"),
        at=to_the_minute(when),
        cause=BreachCause(cause) if cause else None,
        bodies=BODIES,
    )


@router.get("/meeting.{form}")
def meeting(visit: Seated, form: str, area: str = "", everything: str = "") -> Response:
    """The sheet of a joint conference on an area: nobody is named in it."""
    area = area.strip() or visit.post.area
    severities = frozenset(Severity) if everything == "yes" else GRAVE
    with visit.office.reading() as desk:
        demand_area(visit.sight(desk), area, FieldClass.STUCK)
        made = meeting_sheet(desk, area, severities=severities)
    if form not in ("docx", "html"):
        raise HTTPException(404)
    content = made.paper.docx if form == "docx" else made.paper.html
    return as_file(content, form, f"lianxi-{area}-{visit.say.today:%Y%m%d}")
