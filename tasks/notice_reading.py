"""A post reads its messages: which it has, what one says, and that it was read. 通知的查看与确认."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import Blob, DutyRow, Notice, ReportChild
from notifications.message import Rendered
from rules.errors import Forbidden, Refused
from rules.vocabulary import LIVE
from tasks import attention
from tasks.filing import actor_at
from tasks.journal import Actor, Entry
from tasks.kinds import Kind

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """A message as a list shows it. 通知. `text` only where it was asked for."""

    no: str
    post_no: str
    subject: str
    state: str
    created_at: datetime
    read_at: datetime | None
    case_no: str | None
    duty_no: str | None
    text: str = ""


def notices_of(desk: Desk, post_no: str, *, unread: bool = False, limit: int = 200) -> list[NoticeView]:
    """The messages to a post, the newest first."""
    query = select(Notice).where(col(Notice.post_no) == post_no)
    if unread:
        query = query.where(col(Notice.read_at).is_(None))
    rows = desk.session.exec(query.order_by(col(Notice.created_at).desc(), col(Notice.no)).limit(limit))
    return [_view(desk, row) for row in rows]


def demand_own(desk: Desk, notice_no: str, post_no: str) -> None:
    """Raises Forbidden where this message is to somebody else, or to nobody: the same for both."""
    query = select(Notice.no).where(col(Notice.no) == notice_no, col(Notice.post_no) == post_no)
    if desk.session.exec(query).first() is None:
        raise Forbidden(
            f"没有编号为 {notice_no} 的通知，请核对编号",
            f"there is no message {notice_no}; check the number",
            field="notice_no",
            hidden=True,
        )


def show(desk: Desk, notice_no: str) -> NoticeView:
    """One message with its words, as they were sent."""
    return _view(desk, _notice(desk, notice_no), with_text=True)


def cases_told_of(desk: Desk, notice_no: str) -> list[str]:
    """The cases that a message is about: its own, or those that the report became of which it tells."""
    notice = _notice(desk, notice_no)
    if notice.case_no is not None:
        return [notice.case_no]
    query = select(ReportChild.case_no).where(col(ReportChild.report_no) == notice.report_no)
    return list(desk.session.exec(query.distinct().order_by(col(ReportChild.case_no))))


def mark_read(office: Office, notice_no: str, *, by_post: str | None = None) -> None:
    """That a post has read a message; what it owes by it is read, too. 已阅. Saying it again changes nothing."""
    with office.writing() as desk:
        notice = _notice(desk, notice_no)
        if notice.read_at is not None:
            return
        if by_post is not None and by_post != notice.post_no:
            raise Refused(
                f"这份通知发给 {notice.post_no}，{by_post} 不能代为确认",
                f"this message is to {notice.post_no}; {by_post} cannot confirm it",
                field="by",
            )
        by = actor_at(desk, notice.post_no)
        read = Entry(
            chain=notice.chain,
            kind=Kind.NOTICE_READ,
            key=f"notice-read:{notice.no}",
            payload={"notice_no": notice.no},
            happened_at=desk.at,
            by=by,
            duty_no=notice.duty_no,
        )
        desk.record(read, *_duty_read(desk, notice, by))


def _duty_read(desk: Desk, notice: Notice, by: Actor) -> list[Entry]:
    """The duty that the message was about, where its present post owes it still and has not read it yet.

    Locked, and asked again once it is: somebody may be answering it at this moment.
    """
    query = select(DutyRow).where(col(DutyRow.no) == notice.duty_no, col(DutyRow.post_no) == notice.post_no)
    unread = query.where(col(DutyRow.state).in_(LIVE), col(DutyRow.read_at).is_(None))
    row = desk.session.exec(unread.with_for_update()).first()
    return [attention.reading(desk, row, by)] if row else []


def _notice(desk: Desk, notice_no: str) -> Notice:
    found = desk.session.exec(select(Notice).where(col(Notice.no) == notice_no)).first()
    if found is None or found.post_no is None:  # what goes to a reporter is nobody's to read here
        raise Refused(
            f"没有编号为 {notice_no} 的通知，请用 hutong notice list 查看",
            f"there is no notice {notice_no}; see `hutong notice list`",
            field="N-NO",
        )
    return found


def _view(desk: Desk, row: Notice, *, with_text: bool = False) -> NoticeView:
    blob = desk.session.get(Blob, row.blob)
    said = Rendered.from_bytes(blob.content) if blob else None
    return NoticeView(
        no=row.no,
        post_no=row.post_no or "",
        subject=said.subject if said else "",
        state=row.state,
        created_at=row.created_at,
        read_at=row.read_at,
        case_no=row.case_no,
        duty_no=row.duty_no,
        text=said.text if said and with_text else "",
    )
