"""公安训诫程序 / Police admonition: told face to face, known to those around the child, looked after.

Ground   未成年人保护法 Art. 118(2); 家庭教育促进法 Art. 49; 预防未成年人犯罪法 Art. 61.  The law gives no period and no
         form; every period here is our default (B-90, B-91).  Not to be mixed up with 告诫书 (written_warning).
Ends in  no recurrence · moved on (harm again) · not issued · not found (the guardian; temporary guardianship is asked
         for) · came of age · child died.
Opens    family education order · supervision order · protection order · guardianship transfer.
"""

from __future__ import annotations

from flows.orders import (
    POLICE,
    after_harm,
    decided,
    first_served,
    guardian_cannot_be_found,
    open_against,
    open_next,
    respondents,
    serve_each,
)
from flows.procedure import procedure
from rules.admonition import ADMONITION_VISIT, DECIDE_ADMONITION, HOLD_ADMONITION, TELL_OF_ADMONITION
from rules.orders import AfterHarm
from rules.vocabulary import CloseReason, InstrumentKind, ProcedureKind, Turning
from tasks.casework import Proceeding
from tasks.orders import Order

VISITS = (("7", "default"), ("30", "day_30"), ("90", "day_90"))
"""Days after the admonition, and the pack's period of each (B-91)."""


@procedure(ProcedureKind.POLICE_ADMONITION, ends_at=(Turning.CAME_OF_AGE, Turning.DIED))
def police_admonition(case: Proceeding) -> None:
    """A guardian who fails or harms a child is admonished, and the child is looked after. 训诫."""
    against = respondents(case)  # 查明责任监护人
    if not against:
        guardian_cannot_be_found(case)
        case.close(CloseReason.NOT_FOUND)

    police = case.owed_by_post
    decision = decided(case, DECIDE_ADMONITION, since=case.since_at, owed_by=police)
    if not decision.issue:
        case.close(CloseReason.NOT_ISSUED)

    order = case.issue(InstrumentKind.ADMONITION, decision, to=against)
    if decision.with_guidance:  # 同时责令接受家庭教育指导
        ordered_by = police or case.post_of(*POLICE)
        since = decision.happened_at
        open_against(case, ProcedureKind.FAMILY_EDUCATION_ORDER, against, since=since, owed_by=ordered_by)
    case.beside(
        lambda case: serve_each(case, order, HOLD_ADMONITION, since=decision.happened_at, owed_by=police),  # 当面训诫
        lambda case: _follow_up(case, order),
        lambda case: _harm_again(case, order),
    )
    case.close(CloseReason.NO_RECURRENCE)


def _follow_up(case: Proceeding, order: Order) -> None:
    """From the first admonition that was held: the bodies around the child know, and three visits follow. 跟踪走访."""
    held_at = first_served(case, order)
    if held_at is None:
        return

    def visits(case: Proceeding) -> None:
        for day, variant in VISITS:
            case.fulfilled(ADMONITION_VISIT, since=held_at, about=day, variant=variant)

    case.beside(lambda case: case.fulfilled(TELL_OF_ADMONITION, since=held_at, owed_by=case.owed_by_post), visits)


def _harm_again(case: Proceeding, order: Order) -> None:
    def moved_on(case: Proceeding, decision: AfterHarm, about: str) -> None:
        open_next(case, decision, order.addressees, about=about)
        case.close(CloseReason.MOVED_ON)

    visits = case.recorded(ADMONITION_VISIT)
    after_harm(case, since=order.issued_at, visits=visits, owed_by=case.owed_by_post, then=moved_on)
