"""紧急安置程序 / Emergency placement: the child has a safe bed tonight, and somebody decides what follows.

Ground   未成年人保护法 Arts. 92–93; 反家庭暴力法 Art. 15(2).
Ends in  completed · declined (found not to be needed).
The duties, clocks and ladders are those of the first hours; what follows a placement decision (health check,
conferences, return or transfer) belongs to the guardianship procedures.
"""

from __future__ import annotations

from flows.procedure import procedure
from rules.placement import DECIDE_PLACEMENT, NOTIFY_CIVIL_AFFAIRS, SAFE_BED, PlacementMode
from rules.vocabulary import CloseReason, ProcedureKind
from tasks.casework import Proceeding


@procedure(ProcedureKind.EMERGENCY_PLACEMENT)
def emergency_placement(case: Proceeding) -> None:
    """Safety first, beside everything else. 紧急安置."""
    case.beside(
        lambda case: case.fulfilled(NOTIFY_CIVIL_AFFAIRS, since=case.since_at),  # 通知民政部门
        lambda case: case.fulfilled(SAFE_BED, since=case.since_at),  # 妥善安顿
        lambda case: case.fulfilled(DECIDE_PLACEMENT, since=case.since_at),  # 临时监护决定
    )
    decision = case.fulfilled(DECIDE_PLACEMENT, since=case.since_at)
    not_needed = decision.mode is PlacementMode.NOT_NEEDED
    case.close(CloseReason.DECLINED if not_needed else CloseReason.COMPLETED)
