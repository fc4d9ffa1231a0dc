"""Messages to the post. 通知."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from sqlmodel import col, select
from starlette.responses import Response

from board.api.answers.of_offices import NoticesOut, ReadOut
from board.api.caller import Acts, Reads
from board.api.doing import Done, Key, do
from board.api.resources.cases import Limit
from board.api.words import NoticeNo
from models import Notice
from rules.errors import Forbidden
from tasks import notice_reading, shapes

if TYPE_CHECKING:
    from tasks.desk import Desk
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
            _demand_own(desk, notice_no, caller.post_no)
        notice_reading.mark_read(office, notice_no, by_post=caller.post_no)
        return Done(facts={"no": notice_no, "read": True})

    return do(request, caller, key, None, act, ReadOut)


def _demand_own(desk: Desk, notice_no: str, post_no: str) -> None:
    """Raises Forbidden where this message is to somebody else, or to nobody: the same for both."""
    query = select(Notice.no).where(col(Notice.no) == notice_no, col(Notice.post_no) == post_no)
    if desk.session.exec(query).first() is None:
        raise Forbidden(
            f"没有编号为 {notice_no} 的通知，请核对编号",
            f"there is no message {notice_no}; check the number",
            field="notice_no",
            hidden=True,
        )
