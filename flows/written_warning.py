"""家庭暴力告诫程序 / Written domestic-violence warning (告诫书): within 72 hours, then visits until three are clean.

Ground   反家庭暴力法 Arts. 16–17; 公通字〔2024〕34号 pts. 6–12, 15, 20; 治安管理处罚法 (2025) Art. 73(2).
         Local rules may ask for a visit of the committee besides (贵州、黑龙江 B-54; 山西 B-55).
         An instrument of its own: not 训诫 (police_admonition), not a penalty, and never in place of a penalty.
Ends in  no recurrence · moved on (harm again) · not issued · not found (the offender) · came of age · child died.
Opens    protection order · guardianship transfer and what else is decided after new harm.
"""

from __future__ import annotations

from itertools import count

from flows.orders import POLICE, after_harm, decided, first_served, open_against, open_next, respondents, serve_each
from flows.procedure import procedure
from rules.admonition import (
    DECIDE_WARNING,
    EXPLAIN_PROTECTION,
    LOCAL_WARNING_VISIT,
    SERVE_WARNING,
    TELL_OF_WARNING,
    WARNING_VISIT,
)
from rules.orders import IDENTIFY_RESPONDENT, TELL_NOT_ISSUED, AfterHarm, Visit
from rules.vocabulary import CloseReason, InstrumentKind, ProcedureKind, Turning
from tasks.casework import Proceeding
from tasks.orders import Order

CLEAN_IN_A_ROW = 3
"""Quarterly visits without new violence after which the visits stop (公通字〔2024〕34号 pt. 12); the first, at seven
days, is not counted: the stricter reading."""


@procedure(ProcedureKind.WRITTEN_WARNING, ends_at=(Turning.CAME_OF_AGE, Turning.DIED))
def written_warning(case: Proceeding) -> None:
    """Light domestic violence is answered in writing, and looked at again. 告诫书."""
    police = case.owed_by_post
    against = respondents(case)  # 加害人
    if not against:
        searched = case.fulfilled(IDENTIFY_RESPONDENT, since=case.since_at)
        case.fulfilled(TELL_NOT_ISSUED, since=searched.happened_at, owed_by=police)
        case.close(CloseReason.NOT_FOUND)

    decision = decided(case, DECIDE_WARNING, since=case.since_at, owed_by=police)
    if not decision.issue:
        case.close(CloseReason.NOT_ISSUED)

    order = case.issue(InstrumentKind.WARNING, decision, to=against)
    case.beside(
        lambda case: serve_each(case, order, SERVE_WARNING, since=decision.happened_at, owed_by=police),
        lambda case: case.fulfilled(TELL_OF_WARNING, since=decision.happened_at, owed_by=police),  # 通知居委会、妇联
        lambda case: _protection(case, order),
        lambda case: _visits(case, order),
        lambda case: _local_visit(case, order),
        lambda case: _harm_again(case, order),
    )
    case.close(CloseReason.NO_RECURRENCE)


def _protection(case: Proceeding, order: Order) -> None:
    """The victim's side knows of the protection order, or the police apply for it. 告知并代为申请 (pt. 15)."""
    explained = case.fulfilled(EXPLAIN_PROTECTION, since=order.issued_at, owed_by=case.owed_by_post)
    if explained.applies:
        applicant = case.owed_by_post or case.post_of(*POLICE)
        since = explained.happened_at
        open_against(case, ProcedureKind.PROTECTION_ORDER, order.addressees, since=since, owed_by=applicant)


def _visits(case: Proceeding, order: Order) -> None:
    """Seven days after delivery, then every three months until three in a row are clean. 查访 (pt. 12)."""
    served_at = first_served(case, order)
    if served_at is None:
        return
    last = case.fulfilled(WARNING_VISIT, since=served_at, about="1")
    clean: list[Visit] = []
    for turn in count(2):
        if len(clean) == CLEAN_IN_A_ROW:
            return
        last = case.fulfilled(WARNING_VISIT, since=last.happened_at, about=str(turn), variant="quarterly")
        clean = [] if last.harm_again else [*clean, last]


def _local_visit(case: Proceeding, order: Order) -> None:
    """Beside the police, whoever a local rule sends: the committee, the women's federation. 地方规定的查访."""
    served_at = first_served(case, order)
    if served_at is not None:
        case.where_set(LOCAL_WARNING_VISIT, since=served_at)


def _harm_again(case: Proceeding, order: Order) -> None:
    """Punishment instead of another warning (pt. 20), a protection order, guardianship. 再次实施家庭暴力."""

    def moved_on(case: Proceeding, decision: AfterHarm, about: str) -> None:
        open_next(case, decision, order.addressees, about=about)
        case.close(CloseReason.MOVED_ON)

    after_harm(
        case,
        since=order.issued_at,
        visits=case.recorded(WARNING_VISIT),
        local_visits=case.recorded(LOCAL_WARNING_VISIT),
        owed_by=case.owed_by_post,
        then=moved_on,
    )
