"""Procedures with those who stand in them, as people read them. 程序与当事人的显示."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import col, select

from cli.output import show_table
from models import Procedure, ProcedureParty
from rules.vocabulary import CloseReason, PartyRole, Precision, ProcedureKind
from rules.when import When, say_when
from tasks.wording import procedure_name

if TYPE_CHECKING:
    from tasks.desk import Desk


@dataclass(frozen=True, kw_only=True)
class StandingProcedure:
    """A procedure and its parties, by number. 程序与当事人."""

    no: str
    kind: ProcedureKind
    zh: str
    about: str
    state: str
    close_reason: str
    since_at: datetime
    precision: Precision
    parties: tuple[tuple[str, PartyRole], ...]


def procedures_of(desk: Desk, case_no: str) -> tuple[StandingProcedure, ...]:
    """The procedures of a case, in the order in which they were opened."""
    query = select(Procedure).where(col(Procedure.case_no) == case_no)
    rows = desk.session.exec(query.order_by(col(Procedure.opened_at), col(Procedure.no))).all()
    return tuple(_standing(desk, row) for row in rows)


def show_procedures(found: Iterable[StandingProcedure]) -> None:
    """A table of procedures; an uncertain beginning in words."""
    columns = ("编号 No.", "程序 Procedure", "状态 State", "起因时间 Since", "当事人 Parties")
    show_table(columns, map(_row, found))


def _standing(desk: Desk, row: Procedure) -> StandingProcedure:
    query = select(ProcedureParty).where(col(ProcedureParty.procedure_no) == row.no)
    parties = desk.session.exec(query.order_by(col(ProcedureParty.place), col(ProcedureParty.party_no)))
    return StandingProcedure(
        no=row.no,
        kind=ProcedureKind(row.kind),
        zh=procedure_name(desk.rules(row.rules), ProcedureKind(row.kind), row.about, "zh"),
        about=row.about,
        state=row.state,
        close_reason=row.close_reason or "",
        since_at=row.since_at,
        precision=Precision(row.since_precision),
        parties=tuple((one.party_no, PartyRole(one.role)) for one in parties),
    )


def _row(one: StandingProcedure) -> tuple[str, ...]:
    ended = f"（{CloseReason(one.close_reason).zh}）" if one.close_reason else ""
    state = f"{'在办' if one.state == 'open' else '终结'}{ended}  {one.state}"
    unknown = one.precision is Precision.UNKNOWN
    since = say_when(When(at=None if unknown else one.since_at, precision=one.precision))
    parties = "\n".join(f"{role.zh} {number}" for number, role in one.parties)
    return one.no, f"{one.zh}  {one.kind.value}", state, since, parties or "—"
