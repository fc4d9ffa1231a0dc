"""Mending what the machinery has left lying: wake, run, sweep, end what was left. 程序运行的处置."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import CaseFile, Procedure
from rules.errors import Refused
from rules.vocabulary import CloseReason, ProcedureKind
from tasks import advance, deliver, heartbeat, sweep
from tasks.advance import Bodies
from tasks.canonical import instant
from tasks.filing import actor_at
from tasks.journal import Entry
from tasks.kinds import Kind
from tasks.procedures import Opening, open_procedure
from tasks.stuck.found import Stuck
from tasks.stuck.kinds import StuckKind
from tasks.stuck.pushing import entry

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

WHY = "repair"
"""Why a procedure is woken from the list."""


def wake(desk: Desk, one: Stuck, *, by_post: str) -> None:
    """Let a procedure look again, or all of a case; a case without any begins its closing review.

    An open case whose last procedure has ended would be woken in vain for ever.
    """
    still = select(Procedure.no).where(col(Procedure.case_no) == one.case_no, col(Procedure.state) == "open")
    if one.kind is not StuckKind.NO_OPEN_DUTY:
        still = still.where(col(Procedure.no) == one.key.partition(":")[2])
    numbers = desk.session.exec(still.order_by(col(Procedure.no))).all()
    desk.record(entry(desk, one, by_post=by_post))
    for number in numbers:
        desk.wake(number, WHY)
    if not numbers:
        open_procedure(
            desk,
            Opening(
                case_no=one.case_no,
                kind=ProcedureKind.CASE_REVIEW,
                since_at=desk.at,
                key=f"review:{one.case_no}:repair:{instant(desk.at)}",
                by=actor_at(desk, by_post),
            ),
        )


def advance_now(office: Office, procedure_no: str, one: Stuck, *, by_post: str, bodies: Bodies) -> None:
    """Run a procedure that did not move, here and now.

    Raises: Refused: it fails again; its wake row is kept, with the kind of the error.
    """
    with office.writing() as desk:
        desk.record(entry(desk, one, by_post=by_post))
    advance.release(office, procedure_no)
    try:
        advance.advance(office, procedure_no, bodies)
    except Exception as error:
        advance.put_back(office, procedure_no, type(error).__name__)
        raise Refused(
            f"程序 {procedure_no} 推进仍然失败（{type(error).__name__}），请看日志并联系系统管理员",
            f"procedure {procedure_no} fails again ({type(error).__name__}); see the log, tell the administrator",
            field="KEY",
        ) from error


def sweep_now(office: Office, one: Stuck, *, by_post: str, bodies: Bodies) -> None:
    """One round by hand: move, climb, send. The resident runner should do this; start it."""
    with office.writing() as desk:
        desk.record(entry(desk, one, by_post=by_post))
    advance.advance_many(office, bodies)
    sweep.sweep_all(office)
    heartbeat.beat(office, {heartbeat.SWEEP: ""})
    while deliver.deliver(office):
        pass
    advance.advance_many(office, bodies)


def close_leftovers(desk: Desk, one: Stuck, *, by_post: str) -> None:
    """End a procedure that a closed case left open, and the duties that a closed procedure left."""
    number = one.key.partition(":")[2]
    desk.session.exec(select(CaseFile.no).where(col(CaseFile.no) == one.case_no).with_for_update()).one()
    kind = desk.session.exec(select(Procedure.kind).where(col(Procedure.no) == number)).one()
    desk.record(
        Entry(
            chain=one.case_no,
            kind=Kind.PROCEDURE_CLOSED,
            key=f"leftovers:{number}:{instant(desk.at)}",
            payload={"reason": CloseReason.SETTLED_BY_HAND, "kind": kind, "leftovers": True},
            happened_at=desk.at,
            by=actor_at(desk, by_post),
            procedure_no=number,
        )
    )
