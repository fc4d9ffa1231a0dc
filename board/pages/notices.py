"""What was this post told, and what has it not read yet? 通知."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from board.forms import Posted
from board.leaving import go
from board.rendering import page
from board.visit import Seated
from rules.access import FieldClass
from tasks import notice_reading
from tasks.access.duties import sees_duty

router = APIRouter(prefix="/notices")

MOST = 100
"""Messages of either kind on one page, the newest."""


@router.get("")
def notices(visit: Seated, done: str = "") -> Response:
    """Those that nobody here has read, then those that were."""
    with visit.office.reading() as desk:
        unread = notice_reading.notices_of(desk, visit.post_no, unread=True, limit=MOST)
        latest = notice_reading.notices_of(desk, visit.post_no, limit=MOST)
    read = [one for one in latest if one.read_at is not None]
    return page(visit, "notices.html", unread=unread, read=read, most=MOST, done=done)


@router.get("/{notice_no}")
def notice(visit: Seated, notice_no: str) -> Response:
    """One message, with places on pages for the commands that it names. Opening it does not confirm it."""
    with visit.office.reading() as desk:
        notice_reading.demand_own(desk, notice_no, visit.post_no)
        found = notice_reading.show(desk, notice_no)
        sight, about = visit.sight(desk), notice_reading.cases_told_of(desk, notice_no)
        opens = [
            no for no in about if sight.may(no, FieldClass.FACTS).at_all or sight.may(no, FieldClass.OWN_DUTIES).at_all
        ]
        case_no, _, short = (found.duty_no or "").partition("/")
        duty = (case_no, short) if short and sees_duty(desk, sight, case_no, short) else None
    return page(visit, "notice.html", one=found, opens=opens, duty=duty)


@router.post("/{notice_no}/read")
def read(visit: Seated, _: Posted, notice_no: str) -> Response:
    """Say that it was read; said again, nothing changes."""
    with visit.office.reading() as desk:
        notice_reading.demand_own(desk, notice_no, visit.post_no)
    notice_reading.mark_read(visit.office, notice_no, by_post=visit.post_no)
    return go(visit.url("notices", done="read"))
