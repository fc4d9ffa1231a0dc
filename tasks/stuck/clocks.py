"""Duties whose clock says so: late, soon late, slow, unexplained, provisional, paused too long. 期限与中止."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Row, bindparam, exists, literal_column
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select

from models import CaseFile, DutyPause, DutyRow, Pace
from rules.guardianship import DECIDE_WAY_OUT, EXPLAIN_LONG_STAY
from rules.handover import CONFIRM_RECEIPT
from rules.moments import midnight_after
from rules.vocabulary import PauseCause
from tasks import wording
from tasks.pace import PEERS_AT_LEAST
from tasks.stuck.conditions import CASE_IS_OPEN, DUTY_LIVE, DUTY_OPEN, DUTY_PAUSED, not_overdue
from tasks.stuck.found import Found, Words
from tasks.stuck.look import Look, duties
from tasks.stuck.routine import OTHERS, missed_twice

DECISION_POINTS = (DECIDE_WAY_OUT.code, EXPLAIN_LONG_STAY.code)
"""Duties at which temporary guardianship is to be decided on or accounted for."""

RECEIPT = CONFIRM_RECEIPT.code

SHOWN_APART = (*DECISION_POINTS, RECEIPT)
"""Duties that are shown under a kind of their own when they are late, and not a second time as overdue."""


def overdue(look: Look) -> Iterator[Found]:
    """Late and not done; says so where nobody has even read it. Of a child on the list: what was missed twice."""
    yield from missed_twice(look, OTHERS)
    for row in look.rows(_late().where(col(DutyRow.legal_due_at) < look.at, col(DutyRow.code).not_in(SHOWN_APART))):
        yield _late_duty(look, row)


def past_decision_point(look: Look) -> Iterator[Found]:
    """The day has passed on which it was to be decided where the child goes."""
    for row in look.rows(_late().where(col(DutyRow.legal_due_at) < look.at, col(DutyRow.code).in_(DECISION_POINTS))):
        yield _late_duty(look, row)


def handover_without_receipt(look: Look) -> Iterator[Found]:
    """Sent, and not signed for: past its date, or for longer than a hand-over takes."""
    sent_before = look.at - look.limits.watching("handover_receipt")
    query = duties().where(DUTY_LIVE, col(DutyRow.code) == RECEIPT)
    for row in look.rows(query.where((col(DutyRow.legal_due_at) < look.at) | (col(DutyRow.since_at) < sent_before))):
        yield _late_duty(look, row, since=row.since_at)


def will_be_overdue(look: Look) -> Iterator[Found]:
    """Not late yet, and no longer to be done in time."""
    query = duties().where(DUTY_LIVE, DUTY_OPEN, col(DutyRow.last_safe_at) < look.at, not_overdue(look.at))
    for row in look.rows(query):
        zh, en = wording.say_end(row.legal_due_at, "zh"), wording.say_end(row.legal_due_at, "en")
        remark = Words(f"，期限 {zh}", f", due {en}")
        yield look.of_duty(row, since=row.last_safe_at, remark=remark, repair=partial(_answer, look, row))


def slower_than_peers(look: Look) -> Iterator[Found]:
    """Not late, and open for longer than nine in ten of its kind took. A hint to look, no judgement of anybody.

    Asked for each kind by itself: one range of an index each, where a join would read all live duties.
    """
    query = duties().where(
        DUTY_LIVE,
        DUTY_OPEN,
        col(DutyRow.code) == bindparam("code"),
        col(DutyRow.variant) == bindparam("variant"),
        col(DutyRow.since_at) < bindparam("until"),
        not_overdue(look.at),
    )
    for (code, variant), until in _usual_until(look).items():
        for row in look.desk.session.execute(query, {"code": code, "variant": variant, "until": until}):
            yield look.of_duty(row, since=row.since_at + (look.at - until), repair=partial(_answer, look, row))


def _usual_until(look: Look) -> dict[tuple[str, str], datetime]:
    """For each kind of duty with enough peers: before which moment it began if it is slower than nine in ten."""
    known = look.desk.session.exec(
        select(Pace.code, Pace.variant, Pace.p90_seconds).where(col(Pace.n) >= PEERS_AT_LEAST)
    ).all()
    return {(code, variant): look.at - timedelta(seconds=p90) for code, variant, p90 in known}


def provisional(look: Look) -> Iterator[Found]:
    """A date that waits for the notice of a year's holidays."""
    for row in look.rows(duties().where(DUTY_LIVE, col(DutyRow.provisional))):
        yield look.of_duty(row, since=row.opened_at)


def all_paused(look: Look) -> Iterator[Found]:
    """A case in which every clock stands still: nothing will happen by itself."""
    first = func.min(col(DutyPause.from_at))
    other = aliased(DutyRow)
    open_one = exists().where(col(other.case_no) == col(CaseFile.no), col(other.state) == literal_column("'open'"))
    query = (
        select(CaseFile.no, CaseFile.area, CaseFile.lead_post, first, func.count())  # type: ignore[call-overload]
        .join(DutyRow, col(DutyRow.case_no) == col(CaseFile.no))
        .join(DutyPause, (col(DutyPause.duty_no) == col(DutyRow.no)) & col(DutyPause.until_at).is_(None))
        .where(DUTY_PAUSED, CASE_IS_OPEN, ~open_one)
        .group_by(col(CaseFile.no), col(CaseFile.area), col(CaseFile.lead_post))
    )
    for no, area, lead, since, count in look.desk.session.exec(query):
        subject = Words(f"{count} 项职责全部中止计时", f"the clocks of all {count} duties stand still")
        yield Found(ref=no, case_no=no, area=area, subject=subject, holder=lead or "", since=since)


def pause_too_long(look: Look) -> Iterator[Found]:
    """A clock that stands still past the day that was foreseen, or for longer than its cause allows."""
    still = (col(DutyPause.duty_no) == col(DutyRow.no)) & col(DutyPause.until_at).is_(None)
    columns = (col(DutyPause.cause), col(DutyPause.from_at), col(DutyPause.expected_on))
    for row in look.rows(duties().join(DutyPause, still).add_columns(*columns).where(DUTY_PAUSED)):
        cause = PauseCause(row.cause)
        ends = [row.from_at + look.limits.pause(cause)]
        ends.append(midnight_after(row.expected_on) if row.expected_on else row.from_at + look.limits.open_ended_pause)
        if look.at > min(ends):
            foreseen = f"预计至 {row.expected_on}" if row.expected_on else "未写明何时恢复"
            until = f"foreseen until {row.expected_on}" if row.expected_on else "nobody said until when"
            remark = Words(f"，因“{cause.zh}”中止，{foreseen}", f", stopped for {cause.en}, {until}")
            yield look.of_duty(row, since=min(ends), remark=remark)


def _late() -> Any:
    return duties().where(DUTY_OPEN)


def _late_duty(look: Look, row: Row[Any], *, since: datetime | None = None) -> Found:
    unread = Words("，至今无人阅", ", nobody has read it") if row.read_at is None else Words("", "")
    return look.of_duty(row, since=since or row.legal_due_at, remark=unread, repair=partial(_answer, look, row))


def _answer(look: Look, row: Row[Any]) -> Words:
    pack = look.desk.rules(row.rules)
    return Words(
        wording.how_to_answer(pack, row.code, row.case_no, row.no, "zh"),
        wording.how_to_answer(pack, row.code, row.case_no, row.no, "en"),
    )
