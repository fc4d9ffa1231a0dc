"""Opening a procedure: the one fact from which everything that a flow does follows; and which are open. 启动程序."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlmodel import col, func, select

from models import Procedure, ProcedureParty
from rules.vocabulary import PartyRole, Precision, ProcedureKind, Role
from tasks.canonical import canonical, instant
from tasks.journal import BY_THE_SYSTEM, Actor, Entry
from tasks.kinds import Kind
from tasks.numbers import Named

if TYPE_CHECKING:
    from tasks.desk import Desk

Parties = Mapping[PartyRole, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A procedure about to be opened. 拟启动的程序.

    Args:
        since_at, since_precision: the moment of the fact that calls for it.
        key: what makes it happen once.
        about: what it is about, where a case can hold several of its kind.
        opened_by: number of the procedure that calls for it.
        report_no: the report that it answers to.
        owed_by_post: the post that owes its duties where the rules do not name one.
        parties: who stands in it, by role: numbers of adults or posts.
        bodies: the post that acts in a role here, where it is not the nearest.
        receiver: of a hand-over; None: somebody outside the directory.
        reason_sealed: why somebody opened it by hand, sealed.
    """

    case_no: str
    kind: ProcedureKind
    since_at: datetime
    key: str
    since_precision: Precision = Precision.EXACT
    about: str = ""
    opened_by: str | None = None
    report_no: str | None = None
    owed_by_post: str | None = None
    parties: Parties = field(default_factory=dict)
    bodies: Mapping[Role, str] = field(default_factory=dict)
    receiver: str | None = None
    reason_sealed: str | None = None
    by: Actor = BY_THE_SYSTEM


def open_procedure(desk: Desk, opening: Opening) -> str:
    """Open a procedure under the rules in force now, and wake it. Returns its number."""
    entry = opening_entry(desk, opening)
    desk.record(entry)
    number = str(entry.procedure_no)
    desk.wake(number, "opened")
    return number


def opening_entry(desk: Desk, opening: Opening) -> Entry:
    """The fact that opens a procedure; whoever records it wakes the procedure too."""
    no = desk.number(Named.PROCEDURE)
    payload: dict[str, Any] = {
        "no": no,
        "kind": opening.kind,
        "report_no": opening.report_no,
        "opened_by": opening.opened_by,
        "about": opening.about,
        "owed_by_post": opening.owed_by_post,
        "rules": desk.current_rules.hash,
        "since_at": instant(opening.since_at),
    }
    payload |= _beside_the_ordinary(opening)
    return Entry(
        chain=opening.case_no,
        kind=Kind.PROCEDURE_OPENED,
        key=opening.key,
        payload=payload,
        happened_at=opening.since_at,
        precision=opening.since_precision,
        by=opening.by,
        procedure_no=no,
    )


def _beside_the_ordinary(opening: Opening) -> dict[str, Any]:
    """What most procedures do not have is not written down for them."""
    said: dict[str, Any] = {
        "parties": [{"no": no, "role": role} for role, numbers in opening.parties.items() for no in numbers],
        "bodies": canonical({role.value: post for role, post in opening.bodies.items()}) if opening.bodies else "",
        "receiver": opening.receiver,
        "reason_sealed": opening.reason_sealed,
    }
    return {name: value for name, value in said.items() if value}


def open_one(desk: Desk, case_no: str, kind: ProcedureKind, about: str) -> str | None:
    """Number of the procedure of this kind that is open in a case for this matter; None: there is none."""
    query = select(Procedure.no).where(
        col(Procedure.case_no) == case_no,
        col(Procedure.kind) == kind,
        col(Procedure.about) == about,
        col(Procedure.state) == "open",
    )
    return desk.session.exec(query).first()


def open_procedures(desk: Desk, *case_nos: str) -> list[str]:
    """Numbers of the procedures that are open in these cases: those that look again after an act."""
    query = select(Procedure.no).where(col(Procedure.case_no).in_(case_nos), col(Procedure.state) == "open")
    return list(desk.session.exec(query.order_by(col(Procedure.no))))


def others_are_open(desk: Desk, procedure: Procedure) -> bool:
    """Whether another procedure is open in the same case."""
    query = select(func.count()).where(
        col(Procedure.case_no) == procedure.case_no,
        col(Procedure.no) != procedure.no,
        col(Procedure.state) == "open",
    )
    return desk.session.exec(query).one() > 0


def join_those_who_are_new(desk: Desk, case_no: str, procedure_no: str, parties: Parties) -> None:
    """What covers the matter covers it against those, too, who were not in it yet."""
    query = select(ProcedureParty.party_no, ProcedureParty.role)
    there = set(desk.session.exec(query.where(col(ProcedureParty.procedure_no) == procedure_no)))
    new = [(no, role) for role, numbers in parties.items() for no in numbers if (no, role) not in there]
    for no, role in new:
        desk.record(
            Entry(
                chain=case_no,
                kind=Kind.PARTY_JOINED,
                key=f"join:{procedure_no}:{no}:{role}",
                payload={"no": no, "role": role},
                happened_at=desk.at,
                procedure_no=procedure_no,
            )
        )
    if new:
        desk.wake(procedure_no, "party")
