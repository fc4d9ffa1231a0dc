"""The words for the tiers of a child on the list: those of the rules that govern its file. 在册儿童的等次."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import MonitoredChild, Procedure
from packs.pack import Pack
from rules.vocabulary import Tier
from tasks.grades import Grades, grades_in, grades_of, say_tier
from tasks.routine import standings_of

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office


def grades_of_procedure(desk: Desk, pack: Pack, procedure_no: str) -> Grades:
    """The words for the child of a file of care."""
    if not grades_in(pack):
        return {}
    query = select(MonitoredChild.standings).where(col(MonitoredChild.procedure_no) == procedure_no)
    written = desk.session.exec(query).first()
    return grades_of(pack, standings_of(written)[-1]) if written else {}


def tier_said(office: Office, case_no: str, tier: Tier) -> str:
    """A tier of the child of a file of care, in the words of the place."""
    query = select(MonitoredChild.procedure_no, Procedure.rules).join(
        Procedure, col(Procedure.no) == col(MonitoredChild.procedure_no)
    )
    with office.reading() as desk:
        row = desk.session.exec(query.where(col(MonitoredChild.case_no) == case_no)).first()
        return say_tier(grades_of_procedure(desk, desk.rules(row[1]), row[0]) if row else {}, tier)
