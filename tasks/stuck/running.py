"""What the machinery has left lying: no next step, a run that fails, leftovers, a sweep that is dead. 程序运行."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, literal_column
from sqlalchemy import select as select_columns
from sqlmodel import col, func, or_, select

from models import CaseFile, DutyRow, MonitoredChild, Procedure, Wake
from rules.vocabulary import ProcedureKind
from tasks import heartbeat
from tasks.routine import standings_of
from tasks.routine_ahead import leaves_somebody_out, nothing_comes
from tasks.stuck.conditions import (
    CASE_IS_OPEN,
    CASE_OPEN,
    DUTY_LIVE,
    PROCEDURE_OPEN,
    live_duty_of_case,
    woken,
)
from tasks.stuck.found import ADMINISTRATOR, Found, Words
from tasks.stuck.look import Look

WAKE_STALE_AFTER = timedelta(minutes=5)
SWEEP_SILENT_AFTER = timedelta(minutes=2)
TRIED_IN_VAIN = 5
"""A run that failed so often in a row, within about a minute, will not mend itself."""


_OPENED = select(col(Procedure.case_no), col(Procedure.no)).where(PROCEDURE_OPEN)
_OWED = select(col(DutyRow.case_no), col(DutyRow.procedure_no)).where(DUTY_LIVE)
"""Open procedures, and those in which somebody owes something: the two should be the same."""

_AT_ONCE = 500
WITHOUT_DUTY = "open procedures without a live duty"


_IN_CARE = select(col(MonitoredChild.case_no), col(MonitoredChild.procedure_no))
_IN_CARE = _IN_CARE.where(col(MonitoredChild.ended_at).is_(None))
"""Of a child in care everything may be done until the next window begins."""


def _left_of(look: Look, these: Any, *others: Any) -> list[Any]:
    """What is among these and not among the others.

    SQLite reads both in one order off their partial indices and merges them; PostgreSQL hashes them.
    """
    if look.desk.office.database.dialect == "postgresql":
        left = these.subquery()
        query = select_columns(left)
        for those in others:
            right = those.subquery()
            same = [mine == yours for mine, yours in zip(left.c, right.c, strict=True)]
            query = query.where(~exists().where(*same))
        return list(look.desk.session.execute(query))
    places: list[ColumnElement[int]] = [literal_column(str(n + 1)) for n in range(len(these.selected_columns))]
    return list(look.desk.session.execute(these.except_(*others).order_by(*places)))


def _of(look: Look, query: Any, number: Any, numbers: list[str]) -> Iterator[Any]:
    """The rows of a query with one of these numbers, some hundreds at a time."""
    for start in range(0, len(numbers), _AT_ONCE):
        yield from look.desk.session.execute(query.where(number.in_(numbers[start : start + _AT_ONCE])))


def _procedures_in_which_nobody_owes(look: Look) -> list[tuple[str, str]]:
    """Case and number of every open procedure without a live duty: two kinds ask for it, it is compared once."""
    if WITHOUT_DUTY not in look.compared:
        look.compared[WITHOUT_DUTY] = [(case_no, no) for case_no, no in _left_of(look, _OPENED, _OWED, _IN_CARE)]
    return look.compared[WITHOUT_DUTY]


_NO_NEXT_STEP = Words("个案无下一步", "the case has no next step")
_LISTED_IN_VAIN = Words(
    "在册儿童没有任何周期职责，也不会产生", "nothing is owed for a child on the list, and nothing will be"
)


def _procedure(kind: str, no: str, error: str = "") -> Words:
    of = ProcedureKind(kind)
    return Words(f"{of.zh}（{no}）{error}", f"{of.en} ({no}) {error}".rstrip())


def no_open_duty(look: Look) -> Iterator[Found]:
    """An open case in which nobody owes anything, and no wake row will change that."""
    idle = {case_no for case_no, _ in _procedures_in_which_nobody_owes(look)}
    opened = select(col(CaseFile.no)).where(CASE_OPEN)
    idle |= {no for (no,) in _left_of(look, opened, select(col(Procedure.case_no)).where(PROCEDURE_OPEN))}
    coming = exists().where(col(Wake.procedure_no) == col(Procedure.no), col(Procedure.case_no) == col(CaseFile.no))
    columns = select(CaseFile.no, CaseFile.area, CaseFile.lead_post, CaseFile.opened_at)
    nobody = columns.where(CASE_IS_OPEN, ~coming, ~live_duty_of_case())
    for no, area, lead, since in _of(look, nobody, col(CaseFile.no), sorted(idle)):
        yield Found(ref=no, case_no=no, area=area, subject=_NO_NEXT_STEP, holder=lead or "", since=since)
    yield from _listed_in_vain(look)


def _listed_in_vain(look: Look) -> Iterator[Found]:
    """A child on the list for whom nothing is owed, and nothing will be: no rhythm of its rules counts it."""
    rules = select(Procedure.rules).where(col(Procedure.kind) == ProcedureKind.MONITORING, PROCEDURE_OPEN).distinct()
    packs = {one: look.desk.rules(one) for one in look.desk.session.exec(rules)}
    packs = {one: pack for one, pack in packs.items() if leaves_somebody_out(pack)}
    if not packs:
        return
    query = (
        select(MonitoredChild, Procedure.rules, CaseFile.area, CaseFile.lead_post)
        .join(Procedure, col(Procedure.no) == col(MonitoredChild.procedure_no))
        .join(CaseFile, col(CaseFile.no) == col(MonitoredChild.case_no))
        .where(col(MonitoredChild.ended_at).is_(None), CASE_IS_OPEN, ~woken(), ~live_duty_of_case())
        .where(col(Procedure.rules).in_(packs))
    )
    for row, of, area, lead in look.desk.session.exec(query.order_by(col(MonitoredChild.case_no))):
        if nothing_comes(packs[of], standings_of(row.standings)[-1]):
            yield Found(
                ref=row.case_no,
                case_no=row.case_no,
                area=area,
                subject=_LISTED_IN_VAIN,
                holder=lead or "",
                since=row.standing_since,
            )


def without_step(look: Look) -> Iterator[Found]:
    """An open procedure in which nobody owes anything, in a case in which something else goes on."""
    query = (
        select(Procedure, CaseFile.area)
        .join(CaseFile, col(CaseFile.no) == col(Procedure.case_no))
        .where(CASE_IS_OPEN, ~woken(), live_duty_of_case())
    )
    numbers = [no for _, no in _procedures_in_which_nobody_owes(look)]
    for row, area in _of(look, query, col(Procedure.no), numbers):
        yield Found(
            ref=row.no,
            case_no=row.case_no,
            area=area,
            subject=_procedure(row.kind, row.no),
            held_by=ADMINISTRATOR,
            since=row.opened_at,
        )


def stale_wake(look: Look) -> Iterator[Found]:
    """A procedure that was to be looked at again and was not: nobody runs, or its run fails."""
    oldest = func.min(col(Wake.created_at))
    failing = func.max(col(Wake.attempts)) >= TRIED_IN_VAIN
    stale = (  # first the few that wait, then what they are: there are thousands of procedures
        select(Wake.procedure_no, oldest.label("since"), func.max(col(Wake.last_error)).label("error"))
        .group_by(col(Wake.procedure_no))
        .having(or_(oldest <= look.at - WAKE_STALE_AFTER, failing))
        .subquery()
    )
    query = (
        select(Procedure.no, Procedure.case_no, Procedure.kind, CaseFile.area, stale.c.since, stale.c.error)  # type: ignore[call-overload]
        .join(stale, stale.c.procedure_no == col(Procedure.no))
        .join(CaseFile, col(CaseFile.no) == col(Procedure.case_no))
    )
    for no, case_no, kind, area, since, error in look.desk.session.execute(query):
        yield Found(
            ref=no,
            case_no=case_no,
            area=area,
            subject=_procedure(kind, no, error or ""),
            held_by=ADMINISTRATOR,
            since=since,
        )


def open_under_closed(look: Look) -> Iterator[Found]:
    """A closed case with an open procedure; a closed procedure with a live duty."""
    in_closed_case = (
        select(Procedure.no, Procedure.case_no, CaseFile.area, func.coalesce(CaseFile.closed_at, Procedure.opened_at))
        .join(CaseFile, col(CaseFile.no) == col(Procedure.case_no))
        .where(PROCEDURE_OPEN, ~CASE_IS_OPEN)
    )
    of_case = select(col(Procedure.case_no)).where(PROCEDURE_OPEN)
    cases = [no for (no,) in _left_of(look, of_case, select(col(CaseFile.no)).where(CASE_OPEN))]
    for no, case_no, area, since in _of(look, in_closed_case, col(Procedure.case_no), cases):
        subject = Words(f"个案已结，程序 {no} 仍在办", f"the case is closed; procedure {no} still runs")
        yield Found(ref=no, case_no=case_no, area=area, subject=subject, held_by=ADMINISTRATOR, since=since)
    count, since = func.count(), func.min(func.coalesce(Procedure.closed_at, DutyRow.opened_at))
    under_closed = (
        select(Procedure.no, Procedure.case_no, CaseFile.area, since, count)  # type: ignore[call-overload]
        .select_from(DutyRow)
        .join(Procedure, col(Procedure.no) == col(DutyRow.procedure_no))
        .join(CaseFile, col(CaseFile.no) == col(Procedure.case_no))
        .where(DUTY_LIVE)
        .group_by(col(Procedure.no), col(Procedure.case_no), col(CaseFile.area))
    )
    numbers = [no for _, no in _left_of(look, _OWED, _OPENED)]
    for no, case_no, area, closed_at, left in _of(look, under_closed, col(Procedure.no), numbers):
        subject = Words(
            f"程序 {no} 已终结，仍有 {left} 项职责待办",
            f"procedure {no} has ended; {left} of its duties are open",
        )
        yield Found(ref=no, case_no=case_no, area=area, subject=subject, held_by=ADMINISTRATOR, since=closed_at)


def sweep_not_alive(look: Look) -> Iterator[Found]:
    """Nobody has said for minutes that rungs are climbed. A rehearsal is over when it is looked at: nobody has to."""
    if look.desk.simulated:
        return
    beat = heartbeat.last_beat(look.desk.session, heartbeat.SWEEP)
    first = None if beat else look.desk.session.exec(select(func.min(col(CaseFile.opened_at)))).first()
    since = beat[0] if beat else first
    if since is not None and look.at - since > SWEEP_SILENT_AFTER:
        yield Found(ref="sweep", subject=Words("逾期督办", "climbing of rungs"), held_by=ADMINISTRATOR, since=since)
