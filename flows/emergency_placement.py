"""紧急安置程序 / Emergency placement: the child has a safe bed tonight, and somebody decides what follows.

Ground   未成年人保护法 Arts. 92–93; 反家庭暴力法 Art. 15(2).  Where a local rule limits how long a committee may
         keep the child (山西 Art. 19, B-56) it hands the child on by then, or says why not.
Ends in  completed · declined (found not to be needed) · came of age · child died.
Opens    guardianship transfer, where the child is placed: health check, conferences, return or transfer belong there.
"""

from __future__ import annotations

from flows.limits import kept_within_limit, release_limit
from flows.procedure import procedure
from flows.turns import nth
from rules.placement import (
    DECIDE_PLACEMENT,
    END_COMMITTEE_PLACEMENT,
    NOTIFY_CIVIL_AFFAIRS,
    SAFE_BED,
    PlacementMode,
)
from rules.vocabulary import CloseReason, PartyRole, ProcedureKind, Turning
from tasks.casework import Proceeding


@procedure(ProcedureKind.EMERGENCY_PLACEMENT, ends_at=(Turning.CAME_OF_AGE, Turning.DIED))
def emergency_placement(case: Proceeding) -> None:
    """Safety first, beside everything else. 紧急安置."""
    case.beside(
        lambda case: case.fulfilled(NOTIFY_CIVIL_AFFAIRS, since=case.since_at),  # 通知民政部门
        _safe_bed,
        _placement,
    )
    decision = case.fulfilled(DECIDE_PLACEMENT, since=case.since_at)
    if decision.mode is PlacementMode.NOT_NEEDED:
        case.close(CloseReason.DECLINED)
    case.close(CloseReason.COMPLETED)


def _safe_bed(case: Proceeding) -> None:
    """Tonight's bed; a committee that gave it keeps the child only for as long as its rules let it. 妥善安顿."""
    bed = case.fulfilled(SAFE_BED, since=case.since_at)
    decision = case.answer_to(DECIDE_PLACEMENT)
    if bed.by_committee and not (decision and decision.mode is PlacementMode.NOT_NEEDED):
        kept_within_limit(case, END_COMMITTEE_PLACEMENT, since=bed.happened_at, about=nth, ends_by_word=True)
    else:
        release_limit(case, END_COMMITTEE_PLACEMENT, about=nth)


def _placement(case: Proceeding) -> None:
    """Whoever places a child begins what must end with a guardian; the suspected ones answer for it. 临时监护决定."""
    decision = case.fulfilled(DECIDE_PLACEMENT, since=case.since_at)
    if decision.mode is not PlacementMode.NOT_NEEDED:
        case.open_beside(
            ProcedureKind.GUARDIANSHIP_TRANSFER,
            since=decision.happened_at,
            parties={PartyRole.RESPONDENT: case.suspects()},
        )
