"""What is opened beyond the rule: a case in an emergency, a reporter by two posts together. 例外查阅.

Whoever asks says why first, somebody else looks at it afterwards, and each look stays on the record.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from board.forms import Posted
from board.leaving import go
from board.rendering import page
from board.troubles import mendable
from board.visit import Seated, Visit
from rules.access import CaseRelation, FieldClass, ReviewOutcome
from rules.access_table import openers, sees
from rules.errors import CaseworkError
from tasks.access import emergency, reporter
from tasks.access.grants import FOR_EMERGENCIES, FOR_REPORTERS, person_at, span

if TYPE_CHECKING:
    from collections.abc import Sequence

router = APIRouter()

_LIST = "/openings"


@router.get(_LIST)
def openings(visit: Seated, done: str = "", case: str = "", report: str = "") -> Response:
    """What this person has open, what waits for this post's word, and what it has to review; the way to a further one.

    Args:
        case, report: number of a case or a report to open, as somebody typed it here.
    """
    if case.strip():
        return go(visit.url("cases", case.strip().upper(), "emergency"))
    if report.strip():
        return go(visit.url("reports", report.strip().upper(), "reporter"))
    return _list(visit, [], done=done)


def _list(visit: Visit, errors: Sequence[CaseworkError], *, done: str = "") -> Response:
    with visit.office.reading() as desk:
        by = person_at(desk, visit.post_no)
        area = visit.post.area
        running = emergency.running(desk, by)
        to_review = emergency.unreviewed(desk, area) if emergency.reviews(visit.post) else []
        asked, waiting = reporter.asked_by(desk, by), reporter.waiting_for(desk, visit.post_no)
    others = [one for one in to_review if one.asked_by_person != by.person_no]
    reasons = {
        **{one.no: reporter.reason_for(visit.office, one.no, by_post=visit.post_no) for one in waiting},
        **{one.no: emergency.reason_for(visit.office, one.no, by_post=visit.post_no) for one in others},
    }
    return page(
        visit,
        "openings.html",
        status=422 if errors else 200,
        running=running,
        to_review=to_review,
        asked=asked,
        waiting=waiting,
        reasons=reasons,
        me=by.person_no,
        may_open=sees(visit.post.role, CaseRelation.EMERGENCY, FieldClass.FACTS).at_all,
        may_ask=bool(openers(visit.post.role, FieldClass.REPORTER)),
        errors=errors,
        done=done,
    )


# --- a case, in an emergency ----------------------------------------


@router.get("/cases/{case_no}/emergency")
def ask_for_case(visit: Seated, case_no: str) -> Response:
    """What it means, and the form; nothing of the case is shown by it, not even that it exists."""
    return _ask(visit, "case", case_no, "", [])


@router.post("/cases/{case_no}/emergency")
def open_case(visit: Seated, typed: Posted, case_no: str) -> Response:
    """Open it for a time."""
    try:
        emergency.open_in_emergency(visit.office, case_no, reason=typed("reason"), by_post=visit.post_no)
    except CaseworkError as error:
        return _ask(visit, "case", case_no, typed("reason"), mendable(error))
    return go(visit.url("cases", case_no))


@router.post(_LIST + "/{grant_no}/end")
def end(visit: Seated, _: Posted, grant_no: str) -> Response:
    """Close it before its time."""
    emergency.end(visit.office, grant_no, by_post=visit.post_no)
    return go(visit.url("openings", done="ended"))


@router.post(_LIST + "/{grant_no}/review")
def review(visit: Seated, typed: Posted, grant_no: str) -> Response:
    """Whether it was needed."""

    def act() -> None:
        outcome = typed.chosen(ReviewOutcome, "outcome", "请选择审查结论", "choose what you found")
        emergency.review(visit.office, grant_no, outcome, words=typed("words"), by_post=visit.post_no)

    return _answered(visit, act, "reviewed")


# --- who reported, by two posts together ----------------------------------------


@router.get("/reports/{report_no}/reporter")
def ask_for_reporter(visit: Seated, report_no: str) -> Response:
    """What it means, and the form."""
    return _ask(visit, "reporter", report_no, "", [])


@router.post("/reports/{report_no}/reporter")
def request_reporter(visit: Seated, typed: Posted, report_no: str) -> Response:
    """Ask; another post at another agency answers."""
    try:
        reporter.ask_to_open(visit.office, report_no, reason=typed("reason"), by_post=visit.post_no)
    except CaseworkError as error:
        return _ask(visit, "reporter", report_no, typed("reason"), mendable(error))
    return go(visit.url("openings", done="asked"))


@router.post(_LIST + "/{grant_no}/agree")
def agree(visit: Seated, _: Posted, grant_no: str) -> Response:
    """The second word."""
    reporter.agree(visit.office, grant_no, by_post=visit.post_no)
    return go(visit.url("openings", done="agreed"))


@router.post(_LIST + "/{grant_no}/refuse")
def refuse(visit: Seated, typed: Posted, grant_no: str) -> Response:
    """No, and why."""
    return _answered(
        visit,
        lambda: reporter.refuse(visit.office, grant_no, reason=typed("reason"), by_post=visit.post_no),
        "refused",
    )


@router.post(_LIST + "/{grant_no}/open")
def look(visit: Seated, _: Posted, grant_no: str) -> Response:
    """Who reported, on this answer only; that somebody looked is a fact of the report."""
    found = reporter.open_reporter(visit.office, grant_no, by_post=visit.post_no)
    return page(visit, "reporter.html", found=found)


def _ask(visit: Visit, what: str, no: str, reason: str, errors: Sequence[CaseworkError]) -> Response:
    with visit.office.reading() as desk:
        lasts = span(desk, FOR_EMERGENCIES if what == "case" else FOR_REPORTERS)
    return page(
        visit,
        "opening_asked.html",
        status=422 if errors else 200,
        what=what,
        no=no,
        lasts=lasts,
        reason=reason,
        errors=errors,
    )


def _answered(visit: Visit, act: Callable[[], object], done: str) -> Response:
    try:
        act()
    except CaseworkError as error:
        return _list(visit, mendable(error))
    return go(visit.url("openings", done=done))
