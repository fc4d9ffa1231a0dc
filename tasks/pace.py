"""How long a step usually takes here: median and nine in ten, by duty and variant. 通常用时.

Computed once a day from what was answered in the last year; never a fact, never in the journal, and never used to
rank children, posts or persons: it only asks why one duty takes longer than its like.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, delete
from sqlmodel import col, func, select

from models import DutyRow, Pace
from models.columns import seconds_between
from rules.monitoring import COUNTS_AS
from rules.vocabulary import DutyState, Precision
from tasks.stuck_limits import Limits

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

PEERS_AT_LEAST = 20
"""Fewer say nothing about what is usual (HT-74)."""

_SURE = (Precision.EXACT, Precision.DAY)


def compute(office: Office) -> int:
    """Compute how long each kind of duty takes, anew. Returns of how many kinds something is known."""
    with office.writing() as desk:
        rows = [dict(row._mapping) | {"computed_at": desk.at} for row in desk.session.execute(_paces(desk))]
        desk.session.execute(delete(Pace))
        desk.add(Pace, rows)
        return len(rows)


def _paces(desk: Desk) -> Any:
    """The nearest rank of a share of n is the smallest whole number not below it."""
    since = desk.at - Limits(desk.pack).watching("pace_window")
    kind = (col(DutyRow.code), col(DutyRow.variant))
    took = seconds_between(DutyRow.since_at, DutyRow.happened_at, desk.office.database.dialect)
    ranked = (
        select(  # type: ignore[call-overload]
            *kind,
            took.label("took"),
            func.row_number().over(partition_by=kind, order_by=took).label("place"),
            func.count().over(partition_by=kind).label("n"),
        )
        .where(col(DutyRow.state) == DutyState.ANSWERED, col(DutyRow.recorded_at) >= since)
        .where(col(DutyRow.since_precision).in_(_SURE), col(DutyRow.happened_precision).in_(_SURE))
        .where(col(DutyRow.happened_at) >= col(DutyRow.since_at))
        .where(col(DutyRow.code).not_in(sorted(COUNTS_AS)))  # what is owed by windows has no pace
        .subquery()
    )
    at_median = ranked.c.place == (ranked.c.n + 1) // 2
    at_ninety = ranked.c.place == (ranked.c.n * 9 + 9) // 10

    def taken(at: ColumnElement[bool]) -> ColumnElement[int]:
        return func.max(ranked.c.took).filter(at)

    grouped = select(  # type: ignore[call-overload]
        ranked.c.code,
        ranked.c.variant,
        func.max(ranked.c.n).label("n"),
        taken(at_median).label("median_seconds"),
        taken(at_ninety).label("p90_seconds"),
    )
    return grouped.group_by(ranked.c.code, ranked.c.variant)
