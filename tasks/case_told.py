"""Who was told of a case, when, and whether it arrived and was read. 个案的告知."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import col, or_, select

from models import Notice, ReportChild
from tasks.kinds import Kind
from tasks.posts import FoundPost, post_by_number
from tasks.wording import short_no

if TYPE_CHECKING:
    from tasks.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLine:
    """One message. 一次告知.

    Args:
        post: None: the reporter.
        why: what caused it.
        rung: of the ladder, from 1; None where it is none of a ladder.
        duty_no: running number of the duty that it is about; "" where it is about none.
        state: queued, delivered or failed.
    """

    no: str
    post: FoundPost | None
    channel: str
    why: Kind
    rung: int | None
    duty_no: str
    state: str
    created_at: datetime
    delivered_at: datetime | None
    read_at: datetime | None


def told_of(desk: Desk, case_no: str, *, most: int) -> list[ToldLine]:
    """The messages of a case and of the reports that it rests on, the newest first; at most so many."""
    reports = desk.session.exec(select(ReportChild.report_no).where(col(ReportChild.case_no) == case_no)).all()
    query = select(Notice).where(  # along the index of chains; a report may have become several cases
        col(Notice.chain).in_([case_no, *reports]), or_(col(Notice.case_no) == case_no, col(Notice.case_no).is_(None))
    )
    rows = desk.session.exec(query.order_by(col(Notice.created_at).desc(), col(Notice.no)).limit(most))
    return [
        ToldLine(
            no=row.no,
            post=post_by_number(desk, row.post_no) if row.post_no else None,
            channel=row.channel,
            why=Kind(row.why),
            rung=row.rung,
            duty_no=short_no(row.duty_no) if row.duty_no else "",
            state=row.state,
            created_at=row.created_at,
            delivered_at=row.delivered_at,
            read_at=row.read_at,
        )
        for row in rows
    ]
