"""What a post owes, for any calendar program. 职责日历."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from board.downloads import as_file
from board.visit import Seated
from tasks.duty_calendar import duty_calendar

router = APIRouter()


@router.get("/calendar.ics")
def calendar(visit: Seated) -> Response:
    """The dates of the post that is acted from, by numbers and names of duties: fetched by whoever is signed in."""
    with visit.office.reading() as desk:
        made = duty_calendar(desk, visit.post_no)
    return as_file(made.content, "ics", "hutong")
