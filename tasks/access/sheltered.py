"""Whether a child is sheltered: where it lives now is then a class of its own, kept from most. 受保护儿童.

法发〔2022〕10号 pt. 4 (E-16) forbids that the person who did harm learns it.  When a child counts as sheltered is our
default (HT-210), on the careful side: from the opening of a procedure that takes it away from that person, and as long
as an order or a placement stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, or_
from sqlmodel import col, select

from models import CaseFile, Instrument, Procedure
from rules.access import FieldClass
from rules.vocabulary import InstrumentKind, ProcedureKind

if TYPE_CHECKING:
    from tasks.desk import Desk

TAKEN_AWAY_BY = (
    ProcedureKind.EMERGENCY_PLACEMENT,
    ProcedureKind.PROTECTION_ORDER,
    ProcedureKind.GUARDIANSHIP_TRANSFER,
)
"""Procedures during which a child may have been brought away."""

KEPT_AWAY_BY = (InstrumentKind.PROTECTION_ORDER, InstrumentKind.PLACEMENT_DECISION)
"""Instruments that keep somebody away from it as long as they stand."""


def is_sheltered(desk: Desk, child_no: str) -> bool:
    """Whether where this child lives is kept from whoever did harm, and from all who may stand near them."""
    cases = select(col(CaseFile.no)).where(col(CaseFile.child_no) == child_no)
    under_way = exists().where(
        col(Procedure.case_no).in_(cases), col(Procedure.kind).in_(TAKEN_AWAY_BY), col(Procedure.state) == "open"
    )
    standing = exists().where(
        col(Instrument.case_no).in_(cases), col(Instrument.kind).in_(KEPT_AWAY_BY), col(Instrument.state) == "issued"
    )
    return bool(desk.session.execute(select(or_(under_way, standing))).scalar_one())


def class_of_addresses(desk: Desk, child_no: str) -> FieldClass:
    """The class in which the addresses of a child are shown now, and of those who look after it."""
    return FieldClass.SHELTERED_ADDRESS if is_sheltered(desk, child_no) else FieldClass.IDENTITY
