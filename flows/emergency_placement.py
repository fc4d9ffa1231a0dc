"""紧急安置程序 / Emergency placement: the child has a safe bed tonight, and somebody decides what follows.

Ground   未成年人保护法 Arts. 92–93; 反家庭暴力法 Art. 15(2).
Ends in  completed · declined (found not to be needed) · came of age · child died.
Opens    guardianship transfer, where the child is placed: health check, conferences, return or transfer belong there.
"""

from __future__ import annotations

from flows.procedure import procedure
from rules.placement import DECIDE_PLACEMENT, NOTIFY_CIVIL_AFFAIRS, SAFE_BED, PlacementMode
from rules.vocabulary import CloseReason, PartyRole, ProcedureKind, Turning
from tasks.casework import Proceeding


@procedure(ProcedureKind.EMERGENCY_PLACEMENT, ends_at=(Turning.CAME_OF_AGE, Turning.DIED))
def emergency_placement(case: Proceeding) -> None:
    """Safety first, beside everything else. 紧急安置."""
    case.beside(
        lambda case: case.fulfilled(NOTIFY_CIVIL_AFFAIRS, since=case.since_at),  # 通知民政部门
        lambda case: case.fulfilled(SAFE_BED, since=case.since_at),  # 妥善安顿
        _placement,
    )
    decision = case.fulfilled(DECIDE_PLACEMENT, since=case.since_at)
    if decision.mode is PlacementMode.NOT_NEEDED:
        case.close(CloseReason.DECLINED)
    case.close(CloseReason.COMPLETED)


def _placement(case: Proceeding) -> None:
    """Whoever places a child begins what must end with a guardian; the suspected ones answer for it. 临时监护决定."""
    decision = case.fulfilled(DECIDE_PLACEMENT, since=case.since_at)
    if decision.mode is not PlacementMode.NOT_NEEDED:
        case.open_beside(
            ProcedureKind.GUARDIANSHIP_TRANSFER,
            since=decision.happened_at,
            parties={PartyRole.RESPONDENT: case.suspects()},
        )
