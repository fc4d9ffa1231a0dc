"""Stuck cases: every kind by name, who holds it, since when, what happens next by itself, what repairs it. 卡住的个案.

Each kind is one query over stored facts and the moment asked about; nothing is marked as stuck anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlmodel import and_, col, exists, func, or_, select

from models import CaseFile, DutyRow, Holding, Notice, Procedure, ReportChild, Wake
from rules.vocabulary import LIVE, DutyState, ProcedureKind, Term
from tasks import heartbeat, wording
from tasks.messages import REPORTER_CHANNEL
from tasks.posts import post_by_number

if TYPE_CHECKING:
    from tasks.desk import Desk

WAKE_STALE_AFTER = timedelta(minutes=5)
SWEEP_SILENT_AFTER = timedelta(minutes=2)


class StuckKind(Term):
    """Why a case does not move. 卡住的种类."""

    OVERDUE = "overdue", "逾期未办"
    NOBODY_HOLDS_POST = "nobody_holds_post", "无人负责"
    NO_OPEN_DUTY = "no_open_duty", "在办个案没有待办职责"
    STALE_WAKE = "stale_wake", "程序未能推进"
    UNDELIVERED_NOTICE = "undelivered_notice", "通知未送达"
    PROVISIONAL_DATE = "provisional_date", "期限暂定（缺放假通知）"
    SWEEP_NOT_ALIVE = "sweep_not_alive", "督办巡查停摆"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """One reason why one case is stuck. 卡住事项.

    Args:
        case_no: "" for what concerns the installation as a whole.
        holder: the post that holds it, by number, or "".
        holder_zh: its title, or who holds it otherwise.
        since: from when it has been stuck.
        next_rung_at: when the next rung is climbed by itself; None where the ladder has come to its end.
        repair, repair_en: what a person can do about it.
    """

    kind: StuckKind
    case_no: str
    subject: str
    holder: str
    holder_zh: str
    since: datetime
    next_rung_at: datetime | None
    repair: str
    repair_en: str
    area: str = ""


def stuck(desk: Desk, kinds: frozenset[StuckKind] = frozenset(StuckKind)) -> list[Stuck]:
    """Every stuck case, the longest first within its kind."""
    found = [one for kind in StuckKind if kind in kinds for one in QUERIES[kind](desk)]
    return sorted(found, key=lambda one: (list(StuckKind).index(one.kind), one.since, one.case_no))


def _overdue(desk: Desk) -> Iterator[Stuck]:
    query = select(DutyRow).where(col(DutyRow.state) == DutyState.OPEN, col(DutyRow.legal_due_at) < desk.at)
    for row in desk.session.exec(query):
        if row.legal_due_at is not None:
            yield _of_duty(desk, StuckKind.OVERDUE, row, since=row.legal_due_at)


def _nobody(desk: Desk) -> Iterator[Stuck]:
    held = (
        exists()
        .where(col(Holding.post_no) == col(DutyRow.post_no), col(Holding.from_at) <= desk.at)
        .where(or_(col(Holding.until_at).is_(None), col(Holding.until_at) > desk.at))
    )
    query = select(DutyRow).where(col(DutyRow.state).in_(LIVE), or_(col(DutyRow.post_no).is_(None), ~held))
    for row in desk.session.exec(query):
        yield _of_duty(desk, StuckKind.NOBODY_HOLDS_POST, row, since=row.opened_at)


def _provisional(desk: Desk) -> Iterator[Stuck]:
    query = select(DutyRow).where(col(DutyRow.state).in_(LIVE), col(DutyRow.provisional))
    for row in desk.session.exec(query):
        yield _of_duty(desk, StuckKind.PROVISIONAL_DATE, row, since=row.opened_at)


def _of_duty(desk: Desk, kind: StuckKind, row: DutyRow, *, since: datetime) -> Stuck:
    owner = post_by_number(desk, row.post_no) if row.post_no else None
    spec = desk.office.pack.duties.get(row.code)
    number = wording.short_no(row.no)
    repairs = {
        StuckKind.OVERDUE: (
            wording.how_to_answer(row.code, row.case_no, row.no, "zh"),
            wording.how_to_answer(row.code, row.case_no, row.no, "en"),
        ),
        StuckKind.NOBODY_HOLDS_POST: (
            "在机构名册中为该岗位登记人员：hutong directory load 文件",
            "enter who holds the post: hutong directory load FILE",
        ),
        StuckKind.PROVISIONAL_DATE: (
            "放假通知公布后装载该年历法，期限即自动确定",
            "load the year's holiday notice; the date is then settled",
        ),
    }
    zh, en = repairs[kind]
    return Stuck(
        kind=kind,
        case_no=row.case_no,
        subject=f"{number} {spec.zh if spec else row.code}",
        holder=row.post_no or "",
        holder_zh=owner.zh if owner else "无",
        since=since,
        next_rung_at=row.next_rung_at,
        repair=zh,
        repair_en=en,
    )


def _no_open_duty(desk: Desk) -> Iterator[Stuck]:
    """An open case in which nobody owes anything, and no wake row will change that."""
    owed = exists().where(col(DutyRow.case_no) == col(CaseFile.no), col(DutyRow.state).in_(LIVE))
    coming = exists().where(col(Wake.procedure_no) == col(Procedure.no), col(Procedure.case_no) == col(CaseFile.no))
    query = select(CaseFile).where(col(CaseFile.state) == "open", ~owed, ~coming)
    for case in desk.session.exec(query):
        lead = post_by_number(desk, case.lead_post) if case.lead_post else None
        yield Stuck(
            kind=StuckKind.NO_OPEN_DUTY,
            case_no=case.no,
            subject="个案无下一步",
            holder=case.lead_post or "",
            holder_zh=lead.zh if lead else "无",
            since=case.opened_at,
            next_rung_at=None,
            repair="运行 hutong doctor --repair，重新推进该个案的程序",
            repair_en="run `hutong doctor --repair`, which wakes the procedures of the case",
        )


def _stale_wake(desk: Desk) -> Iterator[Stuck]:
    oldest = func.min(col(Wake.created_at))
    query = (
        select(Procedure.case_no, Procedure.kind, oldest, func.max(col(Wake.last_error)))
        .join(Procedure, col(Procedure.no) == col(Wake.procedure_no))
        .group_by(col(Procedure.case_no), col(Procedure.kind))
        .having(oldest <= desk.at - WAKE_STALE_AFTER)
    )
    for case_no, kind, since, error in desk.session.exec(query):
        yield Stuck(
            kind=StuckKind.STALE_WAKE,
            case_no=case_no,
            subject=f"{kind} {error or ''}".strip(),
            holder="",
            holder_zh="系统管理员",
            since=since,
            next_rung_at=None,
            repair="启动运行服务 hutong worker（或 hutong sweep），仍不推进时运行 hutong doctor",
            repair_en="start `hutong worker` (or run `hutong sweep`); if it stays, run `hutong doctor`",
        )


def _undelivered(desk: Desk) -> Iterator[Stuck]:
    """Failed for good, and nobody has reached the addressee otherwise: once for each case and addressee.

    A message that belongs to no case has nobody whose duty that is: it stays.
    """
    of_report = exists().where(
        col(ReportChild.report_no) == col(Notice.report_no), col(ReportChild.case_no) == col(Procedure.case_no)
    )
    in_hand = and_(
        col(Procedure.kind) == ProcedureKind.UNDELIVERED_NOTICE,
        col(Procedure.state) == "open",
        col(Procedure.about) == func.coalesce(col(Notice.post_no), REPORTER_CHANNEL),
        or_(col(Procedure.case_no) == col(Notice.case_no), of_report),
    )
    failed = col(Notice.state) == "failed"
    owed = select(Notice, Procedure.case_no).join(Procedure, in_hand).where(failed)
    latest = {(case_no, notice.post_no): notice for notice, case_no in desk.session.exec(owed.order_by(*_IN_ORDER))}
    for (case_no, _), notice in latest.items():
        yield _of_notice(desk, notice, case_no)
    caseless = select(Notice).where(failed, col(Notice.case_no).is_(None), col(Notice.report_no).is_(None))
    for notice in desk.session.exec(caseless.order_by(*_IN_ORDER)):
        yield _of_notice(desk, notice, "")


_IN_ORDER = (col(Notice.created_at), col(Notice.no))


def _of_notice(desk: Desk, notice: Notice, case_no: str) -> Stuck:
    post = post_by_number(desk, notice.post_no) if notice.post_no else None
    return Stuck(
        kind=StuckKind.UNDELIVERED_NOTICE,
        case_no=case_no,
        subject=f"{notice.no} {notice.channel}（{notice.failure}）",
        holder=notice.post_no or "",
        holder_zh=post.zh if post else "报告人",
        since=notice.created_at,
        next_rung_at=None,
        repair="以其他方式通知，并登记“以其他方式通知”职责；更正机构名册中的地址",
        repair_en="reach the addressee by other means, answer that duty, and mend the address in the directory",
    )


def _sweep_not_alive(desk: Desk) -> Iterator[Stuck]:
    beat = heartbeat.last_beat(desk.session, heartbeat.SWEEP)
    first = desk.session.exec(select(func.min(col(CaseFile.opened_at)))).first()
    since = beat[0] if beat else first
    if since is not None and desk.at - since > SWEEP_SILENT_AFTER:
        yield Stuck(
            kind=StuckKind.SWEEP_NOT_ALIVE,
            case_no="",
            subject="逾期督办",
            holder="",
            holder_zh="系统管理员",
            since=since,
            next_rung_at=None,
            repair="启动 hutong up 或 hutong worker；补办前可先运行 hutong sweep",
            repair_en="start `hutong up` or `hutong worker`; `hutong sweep` catches up at once",
        )


QUERIES: dict[StuckKind, Callable[[Desk], Iterator[Stuck]]] = {
    StuckKind.OVERDUE: _overdue,
    StuckKind.NOBODY_HOLDS_POST: _nobody,
    StuckKind.NO_OPEN_DUTY: _no_open_duty,
    StuckKind.STALE_WAKE: _stale_wake,
    StuckKind.UNDELIVERED_NOTICE: _undelivered,
    StuckKind.PROVISIONAL_DATE: _provisional,
    StuckKind.SWEEP_NOT_ALIVE: _sweep_not_alive,
}
"""One query per kind; a kind without one does not exist (a test holds it)."""


def next_rung_of(row: DutyRow) -> int | None:
    """Which rung is next, counted from 1; None where the ladder has come to its end."""
    return row.next_rung + 1 if row.next_rung < len(json.loads(row.rungs)) else None
