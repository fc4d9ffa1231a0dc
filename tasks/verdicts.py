"""Whether a duty was met, as far as its dates allow to say. 办理评价.

Nobody is found late on a date that is only about right: late is what must be late on every reading of the dates,
in time what must be in time on every reading, and what lies between is said to be uncertain.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from rules.vocabulary import DutyState, Precision, Term
from rules.when import earliest, latest

RELEASED = "{}"
"""What stands in place of an answer where a duty became needless: nobody answered it."""

_SURE = frozenset({Precision.EXACT, Precision.DAY})
"""A clock that began on a known day has a known end."""


class Verdict(Term):
    """What became of a duty, measured by its period. 评价."""

    MET = "met", "按期办理"
    LATE = "late", "逾期办理"
    UNCERTAIN = "uncertain", "日期不足以判断"
    NOT_DUE = "not_due", "未到期"
    OVERDUE = "overdue", "逾期未办"
    PAUSED = "paused", "中止计时"
    SKIPPED = "skipped", "略过"
    EXCUSED = "excused", "免除"
    SETTLED = "settled", "随程序终结"
    NEVER_DONE = "never_done", "逾期未办，其后不再需要"
    NOT_APPLICABLE = "not_applicable", "不适用"  # never asked for: no duty has it, only a rule of a procedure


class Measured(Protocol):
    """What a verdict is found from: a row of the table of duties, or what the journal tells of one. 评价所据."""

    @property
    def state(self) -> str:
        """A `DutyState`."""

    @property
    def answer(self) -> str | None:
        """Canonical JSON; `RELEASED` where nobody answered."""

    @property
    def since_precision(self) -> str:
        """How exactly the beginning of its clock is known."""

    @property
    def legal_due_at(self) -> datetime | None:
        """None while the clock stands."""

    @property
    def happened_at(self) -> datetime | None:
        """When it was done, or left out."""

    @property
    def happened_precision(self) -> str | None:
        """How exactly that is known."""


LATE = frozenset({Verdict.LATE, Verdict.OVERDUE, Verdict.NEVER_DONE})
"""Verdicts that ask for a cause."""

_NOT_MEASURED = {
    DutyState.PAUSED: Verdict.PAUSED,
    DutyState.SKIPPED: Verdict.SKIPPED,
    DutyState.EXCUSED: Verdict.EXCUSED,
    DutyState.SETTLED: Verdict.SETTLED,
}


def verdict_of(row: Measured, at: datetime, *, settled_at: datetime | None = None) -> Verdict:
    """What became of a duty by the moment `at`.

    Args:
        settled_at: when its procedure ended, for one that was settled with it: where that was after its limit it was
            never done, as it is for one that was released after it.
    """
    state = DutyState(row.state)
    if settled_at is not None and row.legal_due_at is not None and settled_at > row.legal_due_at:
        return Verdict.NEVER_DONE
    if surely_late(row) and row.answer == RELEASED:
        return Verdict.NEVER_DONE
    if state in _NOT_MEASURED:
        return _NOT_MEASURED[state]
    if state is DutyState.OPEN:
        return Verdict.OVERDUE if row.legal_due_at is not None and at > row.legal_due_at else Verdict.NOT_DUE
    met = in_time(row, row.happened_at or at, Precision(row.happened_precision or Precision.EXACT))
    if met is None:
        return Verdict.UNCERTAIN
    return Verdict.MET if met else Verdict.LATE


def surely_late(row: Measured) -> bool:
    """Whether it was still undone when its limit had passed, for a duty that became needless."""
    return row.legal_due_at is not None and (row.happened_at or row.legal_due_at) > row.legal_due_at


def in_time(row: Measured, happened_at: datetime, precision: Precision) -> bool | None:
    """Whether it was done in time on every reading of its dates; None where they leave it open."""
    if row.legal_due_at is None:
        return None
    if precision is Precision.UNKNOWN:
        return None
    exact = precision is Precision.EXACT
    if (happened_at if exact else earliest(happened_at, precision)) > row.legal_due_at:
        return False
    sure = Precision(row.since_precision) in _SURE
    return True if sure and (happened_at if exact else latest(happened_at, precision)) <= row.legal_due_at else None
