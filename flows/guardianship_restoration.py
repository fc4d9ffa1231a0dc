"""恢复监护人资格程序 / Restoration: a parent who was disqualified asks to be guardian again.

Ground   民法典 Art. 38.  The three to twelve months of 法发〔2014〕24号 Art. 38 are asked about and never decide.
Ends in  restored · not restored · withdrawn · came of age · child died.
Opens    emergency placement, where a visit after the restoration finds the child unsafe.
Whoever committed an intentional crime against the ward is refused without an assessment.
"""

from __future__ import annotations

from datetime import datetime

from flows.procedure import procedure
from flows.turns import join
from rules.guardianship import TELL_OF_CHANGE
from rules.restoration import (
    ASSESS_FOR_RESTORATION,
    DECIDE_RESTORATION,
    EXAMINE_RESTORATION,
    REFUSE_BARRED_RESTORATION,
    RESTORATION_VISITS,
    VISIT_AFTER_RESTORATION,
    RestorationDecided,
    RestorationExamined,
    RestorationOutcome,
)
from rules.revocation import HAND_OVER_CHILD
from rules.vocabulary import CloseReason, InstrumentKind, PartyRole, ProcedureKind, Turning
from tasks.casework import Proceeding

ENDS = {
    RestorationOutcome.RESTORED: CloseReason.RESTORED,
    RestorationOutcome.NOT_RESTORED: CloseReason.NOT_RESTORED,
    RestorationOutcome.WITHDRAWN: CloseReason.WITHDRAWN,
}
"""What the court decides; the generic guard adds CloseReason.CAME_OF_AGE and CloseReason.CHILD_DIED."""


@procedure(ProcedureKind.GUARDIANSHIP_RESTORATION, ends_at=(Turning.CAME_OF_AGE, Turning.DIED))
def guardianship_restoration(case: Proceeding) -> None:
    """The law's bar, the child's own wish, the court, and a year of visits. 恢复监护人资格."""
    examined = case.fulfilled(EXAMINE_RESTORATION, since=case.since_at)  # 审查申请
    if examined.intentional_crime:
        refused = case.fulfilled(REFUSE_BARRED_RESTORATION, since=examined.happened_at)
        case.issue(InstrumentKind.DISMISSAL, refused, to=case.parties(PartyRole.APPLICANT))
        case.close(CloseReason.NOT_RESTORED)

    decision = _trial(case, examined)
    if decision.restoration_outcome is RestorationOutcome.RESTORED:
        case.issue(InstrumentKind.RESTORATION_JUDGMENT, decision, to=case.parties(PartyRole.APPLICANT))
        for appointed in case.appointed_guardians():  # 民法典 Art. 38: 恢复的同时终止
            case.guardianship_ends(appointed, by=decision)
        for restored in case.parties(PartyRole.APPLICANT):
            case.guardianship_begins(restored, by=decision)
        _home_again(case, since=decision.happened_at)
    case.close(ENDS[decision.restoration_outcome])


def _trial(case: Proceeding, examined: RestorationExamined) -> RestorationDecided:
    """The assessment serves the court: it is needless once the court has decided. 评估与审理."""
    decided: list[RestorationDecided] = []
    case.beside(
        lambda case: decided.append(case.fulfilled(DECIDE_RESTORATION, since=examined.happened_at)),
        lambda case: _assessment(case, since=examined.happened_at, over=bool(decided)),
    )
    return decided[0]


def _assessment(case: Proceeding, *, since: datetime, over: bool) -> None:
    if over:
        case.release(ASSESS_FOR_RESTORATION)
        return
    case.fulfilled(ASSESS_FOR_RESTORATION, since=since)  # 监护能力评估并听取儿童意见


def _home_again(case: Proceeding, *, since: datetime) -> None:
    """Handed over with a receipt, made known, and visited. 交接、告知、回访."""
    case.beside(
        lambda case: case.fulfilled(HAND_OVER_CHILD, since=since),
        lambda case: case.fulfilled(TELL_OF_CHANGE, since=since),
        lambda case: _visits(case, since=since),
    )


def _visits(case: Proceeding, *, since: datetime) -> None:
    for visit in RESTORATION_VISITS:
        seen = case.fulfilled(VISIT_AFTER_RESTORATION, since=since, about=join(visit), variant=visit)
        if not seen.child_safe:  # 新的风险
            case.open_beside(ProcedureKind.EMERGENCY_PLACEMENT, since=seen.happened_at, anew=True)
