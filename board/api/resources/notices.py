"""Messages to the post. 通知."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import Response

from board.api.answers.of_offices import NoticesOut, ReadOut
from board.api.caller import Acts, Reads
from board.api.doing import Done, Key, do
from board.api.resources.cases import Limit
from board.api.words import NoticeNo
from tasks import notice_reading, shapes

if TYPE_CHECKING:
    from tasks.office import Office

router = APIRouter(tags=["notices"])


@router.get("/notices", operation_id="list_notices", summary="本岗位的通知，最新的在前  messages to this post")
def list_notices(caller: Reads, unread: bool = False, limit: Limit = 50) -> NoticesOut:
    """Their subjects, and whether they arrived and were read; what they say is in the case."""
    with caller.office.reading() as desk:
        found = notice_reading.notices_of(desk, caller.post_no, unread=unread, limit=limit)
    return NoticesOut.model_validate({"notices": [shapes.notice(one) for one in found]})


@router.post(
    "/notices/{notice_no}/read",
    operation_id="read_notice",
    summary="确认已阅  say that a message was read",
    responses={200: {"model": ReadOut}},
)
def read_notice(request: Request, caller: Acts, key: Key, notice_no: NoticeNo) -> Response:
    """The duty that it was about is read with it."""

    def act(office: Office) -> Done:
        with office.reading() as desk:
            notice_reading.demand_own(desk, notice_no, caller.post_no)
        notice_reading.mark_read(office, notice_no, by_post=caller.post_no)
        return Done(facts={"no": notice_no, "read": True})

    return do(request, caller, key, None, act, ReadOut)
