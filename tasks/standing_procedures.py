"""The procedures of a case with those who stand in them, by number. 程序与当事人."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import Procedure, ProcedureParty
from rules.vocabulary import PartyRole, Precision, ProcedureKind
from tasks.wording import procedure_name

if TYPE_CHECKING:
    from tasks.desk import Desk


@dataclass(frozen=True, kw_only=True)
class StandingProcedure:
    """A procedure and its parties, by number. 程序与当事人."""

    no: str
    kind: ProcedureKind
    zh: str
    en: str
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
    parties = parties_of(desk, [row.no for row in rows])
    return tuple(_standing(desk, row, parties.get(row.no, [])) for row in rows)


def parties_of(desk: Desk, procedures: Sequence[str]) -> dict[str, list[tuple[str, PartyRole]]]:
    """Who stands in each of these procedures, and as what, in the order in which they joined."""
    query = select(ProcedureParty).where(col(ProcedureParty.procedure_no).in_(procedures))
    found: dict[str, list[tuple[str, PartyRole]]] = {}
    for row in desk.session.exec(query.order_by(col(ProcedureParty.place), col(ProcedureParty.party_no))):
        found.setdefault(row.procedure_no, []).append((row.party_no, PartyRole(row.role)))
    return found


def _standing(desk: Desk, row: Procedure, parties: Iterable[tuple[str, PartyRole]]) -> StandingProcedure:
    return StandingProcedure(
        no=row.no,
        kind=ProcedureKind(row.kind),
        zh=procedure_name(desk.rules(row.rules), ProcedureKind(row.kind), row.about, "zh"),
        en=procedure_name(desk.rules(row.rules), ProcedureKind(row.kind), row.about, "en"),
        about=row.about,
        state=row.state,
        close_reason=row.close_reason or "",
        since_at=row.since_at,
        precision=Precision(row.since_precision),
        parties=tuple(parties),
    )
