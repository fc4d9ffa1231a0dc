"""A breach of a period: whether there is one, whose it is, who may say why and what. 逾期及其归属.

It belongs to whoever held the duty when its legal end passed: handing it on afterwards hands on the work, not the
breach.  The audit says the same from the journal (`tasks/audit_fold.py`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import CaseFile, DutyRow, JournalEntry, Procedure
from rules.causes import BreachCause, causes_of
from rules.vocabulary import DutyState, Role
from tasks.held import held_at
from tasks.kinds import Kind
from tasks.posts import FoundPost, coordinates
from tasks.verdicts import LATE, verdict_of

if TYPE_CHECKING:
    from tasks.desk import Desk

_HELD_BY = (Kind.DUTY_OPENED, Kind.DUTY_ASSIGNED, Kind.DUTY_HANDED_ON)
"""Entries that say who owes a duty from then on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who owes a duty, if anybody. 承办."""

    post_no: str | None
    role: Role | None


def is_breach(desk: Desk, row: DutyRow) -> bool:
    """Whether its period was surely not kept, also where it was never done and ended with its procedure."""
    settled_at = None
    if row.state == DutyState.SETTLED:
        settled_at = desk.session.exec(select(Procedure.closed_at).where(col(Procedure.no) == row.procedure_no)).one()
    return verdict_of(row, desk.at, settled_at=settled_at) in LATE


def holder_when_due(desk: Desk, row: DutyRow) -> Holder:
    """Who owed it when its legal end passed; of what was late when it was entered, who was asked first."""
    query = (
        select(JournalEntry.recorded_at, JournalEntry.payload)
        .where(col(JournalEntry.chain) == row.case_no, col(JournalEntry.duty_no) == row.no)
        .where(col(JournalEntry.kind).in_(_HELD_BY))
        .order_by(col(JournalEntry.n))
    )
    said = held_at(row.legal_due_at, [(since, json.loads(payload)) for since, payload in desk.session.exec(query)])
    return Holder(post_no=said["post_no"], role=_role(said["role"]))


def may_explain(desk: Desk, row: DutyRow, post: FoundPost) -> bool:
    """Whoever held it when it became late, whoever holds it now, and the county office may say why."""
    if post.no in (row.post_no, holder_when_due(desk, row).post_no):
        return True
    return coordinates(post, desk.session.exec(select(CaseFile.area).where(col(CaseFile.no) == row.case_no)).one())


def causes_of_breach(desk: Desk, row: DutyRow) -> tuple[BreachCause, ...]:
    """What may be said: the list of the agency that became late, and of the one that holds it since."""
    listed = (*causes_of(holder_when_due(desk, row).role), *causes_of(_role(row.role)))
    return tuple(dict.fromkeys(listed))


def _role(said: str | None) -> Role | None:
    return Role(said) if said else None
