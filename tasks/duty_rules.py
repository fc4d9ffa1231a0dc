"""Under which rules a duty is owed. 职责所依规则.

A procedure may be moved to newer rules while a clock of it runs: the duty keeps the rules by which it was asked for,
and is told, counted and judged by them; so does what was done before the move.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlmodel import col, func, select

from models import DutyRow, Procedure
from rules.vocabulary import LIVE

if TYPE_CHECKING:
    from packs.pack import Pack
    from tasks.desk import Desk

CLOCKS = "clocks"
"""Key of the entry that moves a procedure to other rules: what becomes of the clocks that run."""


class Running(StrEnum):
    """What becomes of running clocks when a procedure is moved to other rules. 已经起算的期限."""

    KEPT = "kept"
    COUNTED = "counted"


RULES = func.coalesce(col(DutyRow.rules), col(Procedure.rules))
"""Hash of the rules of a duty, for a query in which its procedure is joined."""


def rules_of(desk: Desk, row: DutyRow) -> Pack:
    """The rules that a duty runs, or ran, under."""
    if row.rules is not None:
        return desk.rules(row.rules)
    return desk.rules(desk.session.exec(select(Procedure.rules).where(col(Procedure.no) == row.procedure_no)).one())


def rules_within(desk: Desk, row: DutyRow, of_procedure: str) -> Pack:
    """The same, where the rules of its procedure are known."""
    return desk.rules(row.rules or of_procedure)


def rules_after(state: str, rules: str | None, said: Mapping[str, Any]) -> str | None:
    """Which rules of its own a duty has after its procedure was moved, as the entry of the move says it.

    Args:
        state, rules: of the duty before the move.
        said: the payload.  One written before clocks could be kept says nothing of them: then no duty had its own.
    """
    if CLOCKS not in said:
        return rules
    if said[CLOCKS] == Running.COUNTED and state in LIVE:
        return None
    return rules or said["from"]
