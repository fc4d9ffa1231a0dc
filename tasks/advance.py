"""Advance: a procedure's flow runs from the top over what is recorded, in one transaction. 推进.

Whoever calls it (a Prefect flow run, a batch, a bare process), it is this function that moves a case.  The procedure
is locked, its flow is told from the top, what it adds is recorded, the wake rows that led here are removed, all or
nothing.  Killed anywhere, it has not happened, and its wake row is still there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import BindParameter, bindparam, delete, update
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from models import CaseFile, Procedure, Wake
from models.bulk import table_of
from rules.errors import Gap
from rules.vocabulary import ProcedureKind
from tasks.casework import Ended, Proceeding
from tasks.procedure_duties import Awaiting

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

Bodies = Mapping[ProcedureKind, Callable[[Proceeding], None]]
"""The procedures as plain functions, by kind."""

CORRECTED = "corrected"
"""Why a procedure is woken after an answer was corrected."""

MOVED = "rules"
"""Why a procedure is woken after it was moved to other rules."""

FIRST_RETRY = timedelta(seconds=2)
LONGEST_RETRY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Advanced:
    """What one run came to. 推进结果.

    Args:
        procedure_no, case_no, kind: which procedure; kind is None where there was nothing to do.
        awaiting: codes of the duties that it waits for; empty once it has ended.
        done: what this run added, in codes.
        ended: whether the procedure is closed.
    """

    procedure_no: str
    case_no: str = ""
    kind: ProcedureKind | None = None
    awaiting: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    ended: bool = False

    @property
    def state_name(self) -> str:
        """What the engine shows: `Awaiting triage, police_acceptance`, `Ended` or `Nothing new`."""
        if self.awaiting:
            return f"Awaiting {', '.join(self.awaiting)}"
        return "Ended" if self.ended else "Nothing new"


class RunInterrupted(Exception):
    """A run failed and nothing of it was kept. Says which procedure and what kind of error, in no other words."""

    def __init__(self, procedure_no: str, kind: str) -> None:
        super().__init__(f"{procedure_no}: {kind}")
        self.procedure_no = procedure_no
        self.kind = kind


def advance(office: Office, procedure_no: str, bodies: Bodies) -> Advanced:
    """Run a procedure once, from the top. Does nothing where nothing woke it."""
    with office.writing() as desk:
        return _advance(desk, procedure_no, bodies)


def advance_next(office: Office, bodies: Bodies, *, passed_over: frozenset[str] = frozenset()) -> Advanced | None:
    """Take the longest-waiting procedure that nobody else is at, and run it, in one transaction.

    Args:
        passed_over: procedures not to take, because a run of them just failed here.
    Returns: None where nothing waits.
    """
    with office.writing() as desk:
        # the case is what is locked, never the wake row: whoever holds the case deletes its wake rows
        asked = {"at": desk.at, "passed_over": sorted(passed_over)}
        procedure_no = desk.connection.execute(_NEXT, asked).scalar()
        if procedure_no is None:
            return None
        try:
            return _advance(desk, procedure_no, bodies)
        except Exception as error:
            raise RunInterrupted(procedure_no, type(error).__name__) from error


def advance_many(office: Office, bodies: Bodies, limit: int = 1_000) -> int:
    """Advance waiting procedures one after another, each in a transaction of its own.

    One that fails is put back with the kind of its error and passed over: it must not keep the others waiting.

    Returns: how many were run.
    """
    failed: set[str] = set()
    for done in range(limit):
        try:
            if advance_next(office, bodies, passed_over=frozenset(failed)) is None:
                return done
        except RunInterrupted as failure:
            put_back(office, failure.procedure_no, failure.kind)
            failed.add(failure.procedure_no)
    return limit


def waiting(session: Session, at: datetime, limit: int) -> list[tuple[str, str, ProcedureKind]]:
    """The longest-waiting procedures: number, case and kind."""
    numbers = dict.fromkeys(session.exec(_waiting(at).limit(limit)))
    rows = session.exec(
        select(Procedure.no, Procedure.case_no, Procedure.kind).where(col(Procedure.no).in_(list(numbers)))
    )
    found = {no: (no, case_no, ProcedureKind(kind)) for no, case_no, kind in rows}
    return [found[no] for no in numbers if no in found]


def lease(office: Office, procedure_no: str, length: timedelta) -> bool:
    """Claim a procedure's wake rows for a run that happens elsewhere. False where somebody else has them."""
    with office.writing() as desk:
        free = or_(col(Wake.leased_until).is_(None), col(Wake.leased_until) <= desk.at)
        taken = desk.session.exec(
            select(Wake.id).where(col(Wake.procedure_no) == procedure_no, free).with_for_update(skip_locked=True)
        ).all()
        if taken:
            desk.session.execute(update(Wake).where(col(Wake.id).in_(taken)).values(leased_until=desk.at + length))
        return bool(taken)


def release(office: Office, procedure_no: str) -> None:
    """Give a leased procedure back unchanged: whoever was to run it did not."""
    with office.writing() as desk:
        desk.session.execute(update(Wake).where(col(Wake.procedure_no) == procedure_no).values(leased_until=None))


def put_back(office: Office, procedure_no: str, kind: str) -> None:
    """A run failed: its wake rows wait longer each time, and say what kind of error it was, without its words."""
    with office.writing() as desk:
        attempts = max(
            desk.session.exec(select(Wake.attempts).where(col(Wake.procedure_no) == procedure_no)).all(), default=0
        )
        pause = min(FIRST_RETRY * 2 ** min(attempts, 20), LONGEST_RETRY)
        desk.session.execute(
            update(Wake)
            .where(col(Wake.procedure_no) == procedure_no)
            .values(attempts=attempts + 1, last_error=kind, leased_until=desk.at + pause)
        )


def _waiting(at: datetime | BindParameter[datetime]) -> SelectOfScalar[str]:
    free = or_(col(Wake.leased_until).is_(None), col(Wake.leased_until) <= at)
    return select(Wake.procedure_no).where(free).order_by(col(Wake.id))


# Made once: making a statement takes longer than running it.
_NEXT = (
    _waiting(bindparam("at"))
    .where(col(Wake.procedure_no).not_in(bindparam("passed_over", expanding=True)))
    .join(Procedure, col(Procedure.no) == col(Wake.procedure_no))
    .join(CaseFile, col(CaseFile.no) == col(Procedure.case_no))
    .limit(1)
    .with_for_update(of=CaseFile, skip_locked=True)
)
_WAKES = select(Wake.id, Wake.why).where(col(Wake.procedure_no) == bindparam("procedure_no"))
_AWAKE = delete(table_of(Wake)).where(col(Wake.id).in_(bindparam("wakes", expanding=True)))
_CASE = select(Procedure.case_no).where(col(Procedure.no) == bindparam("no"))
_LOCK = select(CaseFile.no).where(col(CaseFile.no) == bindparam("no")).with_for_update()
_PROCEDURE = select(Procedure).where(col(Procedure.no) == bindparam("no"))


def _advance(desk: Desk, procedure_no: str, bodies: Bodies) -> Advanced:
    row = _locked(desk, procedure_no)
    found = desk.connection.execute(_WAKES, {"procedure_no": procedure_no})
    wakes: dict[int, str] = {row.id: row.why for row in found}
    if not wakes:
        return Advanced(procedure_no=procedure_no, case_no=row.case_no, ended=row.state == "closed")
    kind = ProcedureKind(row.kind)
    proceeding = Proceeding(desk, row)
    awaiting: tuple[str, ...] = ()
    if row.state == "open":
        awaiting = _run(bodies[kind], proceeding)
        if awaiting and _may_lead_elsewhere(kind, wakes.values()):
            proceeding.release_what_is_no_longer_asked()
    desk.connection.execute(_AWAKE, {"wakes": list(wakes)})
    return Advanced(
        procedure_no=procedure_no,
        case_no=row.case_no,
        kind=kind,
        awaiting=awaiting,
        done=tuple(proceeding.done),
        ended=not awaiting,
    )


def _may_lead_elsewhere(kind: ProcedureKind, why: Collection[str]) -> bool:
    """Whether what was asked for before may not be asked for now: of a declared procedure other rules ask otherwise."""
    return CORRECTED in why or (kind is ProcedureKind.DECLARED and MOVED in why)


def _locked(desk: Desk, procedure_no: str) -> Procedure:
    """The procedure, with its case locked: two procedures of one case number their duties in one series."""
    connection = desk.connection
    case_no = connection.execute(_CASE, {"no": procedure_no}).scalar()
    if case_no is None:
        raise Gap(f"没有编号为 {procedure_no} 的程序", f"there is no procedure {procedure_no}")
    connection.execute(_LOCK, {"no": case_no}).one()
    return desk.session.exec(_PROCEDURE, params={"no": procedure_no}).one()


def _run(body: Callable[[Proceeding], None], proceeding: Proceeding) -> tuple[str, ...]:
    """Tell the flow from the top; returns the duties it waits for, empty once it has ended."""
    try:
        body(proceeding)
    except Awaiting as wait:
        return wait.codes
    except Ended:
        return ()
    raise AssertionError("a flow came to its last line without closing its procedure: a blind alley")
