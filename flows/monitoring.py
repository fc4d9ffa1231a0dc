"""关爱走访程序 / Monitoring: whoever is on the list is visited, contacted, assessed, window by window, until the exit.

Ground   未成年人保护法 Arts. 43(1), 81(2) (J-01, J-02); 民发〔2024〕35号 (J-03, J-04).  How often is local rule,
         and where there is none our default (J-90, J-91): the pack's rhythms say for whom and how often.
Ends in  no longer counts (the exit is recorded with its reason) · came of age · child died.
Opens    nothing by itself: what a visit finds is reported (`tasks.visiting`), and the report opens a matter.
"""

from __future__ import annotations

from flows.procedure import procedure
from rules.monitoring import (
    ASSESS_PSYCHOLOGY,
    ASSESS_TIER,
    CONFIRM_LOWER_TIER,
    ROUTINE_CONTACT,
    ROUTINE_VISIT,
    UPDATE_CHILD_DATA,
)
from rules.vocabulary import CloseReason, ProcedureKind, Turning
from tasks.casework import Proceeding


@procedure(ProcedureKind.MONITORING, ends_at=(Turning.CAME_OF_AGE, Turning.DIED))
def monitoring(case: Proceeding) -> None:
    """A child in care is not lost from sight. 摸排、走访、评估."""
    if case.routine.has_ended:
        case.close(CloseReason.NO_LONGER_COUNTS)
    case.routine.follow_the_assessment()
    case.beside(_lower_tier, _windows)


def _windows(case: Proceeding) -> None:
    """Each rhythm opens its duty once in each window; one act counts for all that it satisfies. 周期职责."""
    case.routine.keep((ROUTINE_CONTACT, ROUTINE_VISIT, UPDATE_CHILD_DATA, ASSESS_TIER, ASSESS_PSYCHOLOGY))
    case.wait_for_the_next_window()


def _lower_tier(case: Proceeding) -> None:
    """A tier is lowered by one step, and only if a second person agrees (J-92). 降级复核."""
    proposed = case.routine.proposed
    if proposed is None:
        return
    read = case.fulfilled(CONFIRM_LOWER_TIER, since=proposed.at, about=str(proposed.n))
    if read.agrees:
        case.routine.lower(proposed, by=read)
