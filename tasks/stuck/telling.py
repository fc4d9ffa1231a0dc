"""Messages that did not arrive: not read, not delivered, not even sent. 告知."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy.orm import aliased
from sqlmodel import and_, col, exists, func, select

from models import CaseFile, DutyRow, Notice, Outbox, Post, Procedure, ReportChild
from rules.vocabulary import ProcedureKind
from tasks.messages import REPORTER_CHANNEL
from tasks.stuck.conditions import DUTY_OPEN, NOTICE_FAILED, PROCEDURE_OPEN, not_overdue
from tasks.stuck.found import ADMINISTRATOR, Found, Next, Words
from tasks.stuck.look import Look, duties

DIGEST = "digest"
"""Template of the daily summary."""

DIGESTS_OF = timedelta(days=14)
"""How far back unread summaries are counted: older ones say nothing about who reads now."""

UNSENT_AFTER = timedelta(minutes=5)
"""A running service sends what is due within seconds."""


def not_read(look: Look) -> Iterator[Found]:
    """A post was told of a duty, and nobody has read it; once it is late it is shown as late."""
    told_before = look.at - look.limits.unread
    query = duties().where(DUTY_OPEN, col(DutyRow.read_at).is_(None), col(DutyRow.told_at) < told_before)
    for row in look.rows(query.where(not_overdue(look.at))):
        yield look.of_duty(row, since=row.told_at)


def digest_unread(look: Look) -> Iterator[Found]:
    """A post that has let its daily summaries lie unread."""
    told_before, known_since = look.at - look.limits.watching("digest_unread"), look.at - DIGESTS_OF
    posts = select(Post.no).where(col(Post.open))
    other = aliased(Notice)
    reads = exists().where(
        and_(
            other.template == DIGEST,
            other.post_no == col(Notice.post_no),
            col(other.created_at) >= known_since,
            col(other.read_at) >= told_before,
        )
    )
    query = (
        select(Notice.post_no, func.count(), func.min(col(Notice.created_at)))
        .where(col(Notice.template) == DIGEST, col(Notice.post_no).in_(posts), col(Notice.read_at).is_(None))
        .where(col(Notice.created_at) >= known_since, col(Notice.created_at) < told_before, ~reads)
        .group_by(col(Notice.post_no))
    )
    for post_no, count, since in look.desk.session.exec(query):
        if post_no is not None:
            yield Found(
                ref=post_no,
                subject=Words(f"每日要情 {count} 份未阅", f"{count} morning digests not read"),
                holder=post_no,
                since=since,
            )


def undelivered(look: Look) -> Iterator[Found]:
    """Failed for good, and nobody has reached the addressee otherwise: once for each case and addressee.

    A message that belongs to no case has nobody whose duty that is: it stays.
    """
    in_hand = set(
        look.desk.session.exec(
            select(Procedure.case_no, Procedure.about).where(
                col(Procedure.kind) == ProcedureKind.UNDELIVERED_NOTICE, PROCEDURE_OPEN
            )
        )
    )
    of_report = and_(col(Notice.case_no).is_(None), col(ReportChild.report_no) == col(Notice.report_no))
    in_case = func.coalesce(col(Notice.case_no), col(ReportChild.case_no))
    told = select(Notice, in_case).outerjoin(ReportChild, of_report)
    told = told.where(NOTICE_FAILED, in_case.in_({case_no for case_no, _ in in_hand}))
    latest = {
        (case_no, notice.post_no): notice
        for notice, case_no in look.desk.session.exec(told.order_by(*_IN_ORDER))
        if (case_no, notice.post_no or REPORTER_CHANNEL) in in_hand
    }
    of_cases = select(CaseFile.no, CaseFile.area).where(col(CaseFile.no).in_({case_no for case_no, _ in latest}))
    areas = dict(look.desk.session.exec(of_cases).all())
    for (case_no, _), notice in latest.items():
        yield _of_notice(notice, case_no, areas[case_no])
    of_nothing = func.coalesce(col(Notice.case_no), col(Notice.report_no)).is_(None)  # asked of the few that failed
    caseless = select(Notice).where(NOTICE_FAILED, of_nothing)
    for notice in look.desk.session.exec(caseless.order_by(*_IN_ORDER)):
        yield _of_notice(notice, "", "")


_IN_ORDER = (col(Notice.created_at), col(Notice.no))


def _of_notice(notice: Notice, case_no: str, area: str) -> Found:
    return Found(
        ref=notice.no,
        case_no=case_no,
        area=area,
        subject=Words(
            f"{notice.no} {notice.channel}（{notice.failure}）", f"{notice.no} {notice.channel} ({notice.failure})"
        ),
        holder=notice.post_no or "",
        held_by=Words("报告人", "the reporter"),
        since=notice.created_at,
    )


def unsent(look: Look) -> Iterator[Found]:
    """Messages that were due to go out and that nobody has taken: no service is sending."""
    due_before = look.at - UNSENT_AFTER
    waiting = col(Outbox.next_try_at) < due_before
    query = select(func.count(), func.min(col(Outbox.next_try_at))).select_from(Outbox).where(waiting)
    count, since = look.desk.session.exec(query).one()
    if count:
        yield Found(
            ref="outbox",
            subject=Words(f"{count} 件通知应发未发", f"{count} messages are due and not sent"),
            held_by=ADMINISTRATOR,
            since=since,
            next_step=Next(None, "运行服务恢复后自动发出", "they go out once a service runs again"),
        )
