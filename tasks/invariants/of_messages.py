"""That what is to be told is told, and that those who tell are alive. 通知与运行的不变式."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import String, and_, cast, exists, func, literal, or_, select
from sqlmodel import col

from models import CaseFile, DutyRow, Heartbeat, MissedRung, Notice, Outbox, Procedure, Wake
from tasks import heartbeat
from tasks.invariants.of_clocks import SILENT_AFTER, UNTOLD_AFTER
from tasks.invariants.shape import Invariant, Statement, Window
from tasks.stuck import StuckKind

if TYPE_CHECKING:
    from tasks.desk import Desk

UNMOVED_AFTER = timedelta(minutes=5)
"""A wake row is taken within a second; so long is far more (our default)."""

FAILED_OFTEN = 5
"""Tries of a procedure's run, over about a minute, that all failed."""


def _queued_and_not_sent(desk: Desk, window: Window) -> Statement:
    sent = exists().where(col(Outbox.notice_no) == col(Notice.no))
    return select(col(Notice.case_no), col(Notice.no), col(Notice.state)).where(col(Notice.state) == "queued", ~sent)


def _sent_and_not_queued(desk: Desk, window: Window) -> Statement:
    return (
        select(col(Notice.case_no), col(Outbox.notice_no), col(Notice.state))
        .select_from(Outbox)
        .outerjoin(Notice, col(Notice.no) == col(Outbox.notice_no))
        .where(col(Notice.state).is_distinct_from("queued"))
    )


def _missed_and_untold(desk: Desk, window: Window) -> Statement:
    subject = col(MissedRung.duty_no) + "#" + cast(col(MissedRung.rung), String) + "→" + col(MissedRung.post_no)
    return (
        select(col(DutyRow.case_no), subject.label("subject"), col(MissedRung.climbed_at))
        .select_from(MissedRung)
        .outerjoin(DutyRow, col(DutyRow.no) == col(MissedRung.duty_no))
        .where(col(MissedRung.climbed_at) < desk.at - UNTOLD_AFTER)
    )


def _wakes_not_taken(desk: Desk, window: Window) -> Statement:
    failed = and_(col(Wake.last_error).is_not(None), col(Wake.attempts) >= FAILED_OFTEN)
    old = col(Wake.created_at) <= desk.at - UNMOVED_AFTER
    return (
        select(func.max(col(Procedure.case_no)), col(Wake.procedure_no), func.min(col(Wake.id)))
        .select_from(Wake)
        .outerjoin(Procedure, col(Procedure.no) == col(Wake.procedure_no))
        .where(or_(failed, old))
        .group_by(col(Wake.procedure_no))
    )


def _sweep_is_dead(desk: Desk, window: Window) -> Statement:
    """Its last beat is too long ago; where it never beat, the first case is."""
    last = select(col(Heartbeat.at)).where(col(Heartbeat.name) == heartbeat.SWEEP).scalar_subquery()
    first = select(func.min(col(CaseFile.opened_at))).scalar_subquery()
    since = func.coalesce(last, first)
    return select(literal("").label("case_no"), literal(heartbeat.SWEEP).label("subject"), since.label("seen")).where(
        since < desk.at - SILENT_AFTER
    )


OF_MESSAGES = (
    Invariant(
        code="what_is_queued_goes_out",
        zh="待送达的通知在发件箱中有一行",
        en="a notice that is queued has its row in the outbox",
        why_zh="不在发件箱的通知永远不会送出",
        why_en="a notice without a row in the outbox is never sent, and nobody notices",
        mend_zh="保留现场并报告；先以其他方式告知",
        mend_en="keep it as it is and report it; reach the addressee by other means first",
        look=_queued_and_not_sent,
    ),
    Invariant(
        code="what_goes_out_is_queued",
        zh="发件箱中只有待送达的通知；已送达、已失败的没有",
        en="what stands in the outbox is a notice that is queued; delivered and failed ones have left it",
        why_zh="否则同一件事一再告知同一人",
        why_en="otherwise the same thing is told to the same person again and again",
        mend_zh="保留现场并报告",
        mend_en="keep it as it is and report it",
        look=_sent_and_not_queued,
    ),
    Invariant(
        code="what_was_missed_is_summed_up",
        zh="补办的各级在几分钟内汇总告知",
        en="rungs that were caught up are told in a summary within minutes",
        why_zh="补办了而不告知，等于没有督办",
        why_en="a rung that was climbed and told to nobody is no rung",
        mend_zh="运行一次 hutong sweep，汇总即发出",
        mend_en="run `hutong sweep` once; the summaries then go out",
        look=_missed_and_untold,
    ),
    Invariant(
        code="wakes_are_taken",
        zh="待推进的程序在几分钟内推进，没有反复失败的",
        en="a procedure that is woken is run within minutes, and its run does not fail again and again",
        why_zh="已有答复而程序不前进，下一步就没有人知道",
        why_en="an answer was given and nobody learns of the next step",
        mend_zh="启动 hutong up 或 hutong worker，或运行一次 hutong sweep；反复失败的，查看日志并报告",
        mend_en="start `hutong up` or `hutong worker`, or run `hutong sweep` once; what fails again and again: "
        "read the log and report it",
        look=_wakes_not_taken,
        told_as=StuckKind.STALE_WAKE,
    ),
    Invariant(
        code="sweep_is_alive",
        zh="督办巡查在两分钟内有心跳",
        en="the sweep was alive within the last two minutes",
        why_zh="巡查停摆时，什么期限都不会响",
        why_en="while the sweep is dead no clock rings",
        mend_zh="启动 hutong up 或 hutong worker；补办前可先运行 hutong sweep",
        mend_en="start `hutong up` or `hutong worker`; `hutong sweep` catches up at once",
        look=_sweep_is_dead,
        told_as=StuckKind.SWEEP_NOT_ALIVE,
    ),
)
"""Each is one statement over the tables."""
