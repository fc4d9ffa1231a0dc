"""How the stories of orders begin, and what can be seen of them. 各类令的测试件."""

from __future__ import annotations

from sqlmodel import col, select

from models import Instrument
from rules.vocabulary import NoteKind, PartyRole, ProcedureKind
from rules.when import exactly
from tasks.notes import note
from tests.flows.guardianship import begun
from tests.office import County


def against(county: County, kind: ProcedureKind, *, among: int = 1) -> str:
    """A case with an order procedure against the father, or against father and mother; its number."""
    return begun(county, kind, role=PartyRole.RESPONDENT, among=among)


def against_nobody_known(county: County, kind: ProcedureKind) -> str:
    """The same, while nobody knows against whom."""
    return begun(county, kind)


def harm(county: County, case: str) -> None:
    """The child is harmed again, and somebody writes it down."""
    county.clock.move(minutes=1)
    note(
        county.office,
        case,
        NoteKind.HARM,
        words="再次被打",
        when=exactly(county.clock()),
        by_post="P-LIUXI-STATION",
    )
    county.move()


def owed_in(county: County, case: str, kind: ProcedureKind) -> list[str]:
    """Codes of what is owed in the procedures of a kind, with what it is about where several are told apart."""
    numbers = {row.no for row in county.procedures(case, kind)}
    live = [row for row in county.duties(case) if row.procedure_no in numbers and row.state in ("open", "paused")]
    return sorted(row.code for row in live)


def parties(county: County, case: str, kind: ProcedureKind) -> list[list[str]]:
    """Who was named when each procedure of a kind was opened."""
    opened = [one for one in county.facts("procedure_opened", case) if one["kind"] == kind]
    return [[party["no"] for party in one.get("parties", [])] for one in opened]


def issued(county: County, case: str, kind: str) -> list[str]:
    """Numbers of the instruments of a kind, in the order in which they were issued."""
    return [one["no"] for one in county.facts("instrument_issued", case) if one["kind"] == kind]


def order_of(county: County, number: str) -> Instrument:
    """An instrument as it stands."""
    with county.office.reading() as desk:
        return desk.session.exec(select(Instrument).where(col(Instrument.no) == number)).one()
