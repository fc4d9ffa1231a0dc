"""户籍地衔接程序 / Residence and registration: applied for here, decided there, told here; both records compared.

Ground   民发〔2024〕35号 (N-02, N-03); 跨省通办 for orphans and children without de facto support (N-04 to N-07:
         a secondary source, shown as such).  For other benefits, for what follows a refusal and for comparing records
         no number is known: HT-171 to HT-174 are our defaults.
Ends in  completed (granted, and both records agree) · declined (not granted, with what is done instead) · child died.
Opens    a service referral for temporary relief · a hand-over of the case, where the child moves back.
A place that is not in the directory answers on paper or online: the place of application enters it as second-hand.
"""

from __future__ import annotations

from datetime import datetime
from itertools import count

from flows.procedure import procedure
from flows.turns import nth
from rules.registration import (
    ACCEPT_BENEFIT,
    BASIC_LIVING,
    COMPARE_RECORDS,
    DECIDE_BENEFIT,
    GIVE_BENEFIT_OPINION,
    PLAN_AFTER_REFUSAL,
    TELL_APPLICANT,
    AfterRefusal,
    RefusalPlanned,
)
from rules.services import TEMPORARY_RELIEF
from rules.vocabulary import CloseReason, HandOver, ProcedureKind, Role, Turning
from tasks.casework import Proceeding

TOWNSHIP = (Role.TOWNSHIP_GOVERNMENT, Role.TOWNSHIP_STATION)


@procedure(ProcedureKind.CROSS_REGION, ends_at=(Turning.DIED,))
def cross_region(case: Proceeding) -> None:
    """A benefit of the place of registration reaches a child who lives elsewhere. 户籍地衔接."""
    granted: list[bool] = []
    case.beside(lambda case: granted.append(_application(case)), _records)
    case.close(CloseReason.COMPLETED if granted[0] else CloseReason.DECLINED)


def _application(case: Proceeding) -> bool:
    """Whether it was granted in the end, at the first try or after what was missing was added. 申请."""
    since = case.since_at
    for turn in count(1):
        granted, told_at = _one_try(case, since=since, about=nth(turn))
        if granted:
            return True
        plan = case.fulfilled(PLAN_AFTER_REFUSAL, since=told_at, about=nth(turn))
        if plan.after_refusal is not AfterRefusal.RESUBMIT:
            _instead(case, plan)
            return False
        since = plan.happened_at
    return False


def _one_try(case: Proceeding, *, since: datetime, about: str) -> tuple[bool, datetime]:
    """Accepted here, an opinion and a decision there, told here; whether granted, and when told. 跨省通办."""
    here = case.owed_by_post
    clock = "default" if case.about == BASIC_LIVING else "other_benefit"
    accepted = case.fulfilled(ACCEPT_BENEFIT, since=since, about=about, variant=clock, owed_by=here)
    if not accepted.admits:
        told = case.fulfilled(TELL_APPLICANT, since=accepted.happened_at, about=about, variant=clock, owed_by=here)
        return False, told.happened_at

    township = case.post_at_registration(*TOWNSHIP) or here
    opinion = case.fulfilled(
        GIVE_BENEFIT_OPINION, since=accepted.happened_at, about=about, variant=clock, owed_by=township
    )
    county = case.post_at_registration(Role.CIVIL_AFFAIRS) or here
    decided = case.fulfilled(DECIDE_BENEFIT, since=opinion.happened_at, about=about, variant=clock, owed_by=county)
    told = case.fulfilled(TELL_APPLICANT, since=decided.happened_at, about=about, variant=clock, owed_by=here)
    return decided.granted, told.happened_at


def _instead(case: Proceeding, plan: RefusalPlanned) -> None:
    if plan.after_refusal is AfterRefusal.RELIEF_HERE:
        civil = case.post_of(Role.CIVIL_AFFAIRS)
        case.open_beside(
            ProcedureKind.SERVICE_REFERRAL,
            since=plan.happened_at,
            about=TEMPORARY_RELIEF,
            owed_by=case.owed_by_post or case.post_of(*TOWNSHIP),
            bodies={Role.CIVIL_AFFAIRS: civil} if civil else {},
        )


def _records(case: Proceeding) -> None:
    """Both places push what they have until it is the same; a child who moved back takes the case along. 数据比对."""
    since = case.since_at
    for turn in count(1):
        again = "default" if turn == 1 else "again"
        compared = case.fulfilled(COMPARE_RECORDS, since=since, about=nth(turn), variant=again)
        since = compared.happened_at
        if compared.child_moved:
            _case_follows(case, since)
        if compared.records_agree:
            return


def _case_follows(case: Proceeding, since: datetime) -> None:
    """The case is handed over to the county where the child lives again, unless that is this one. 移交个案."""
    here = case.lead or case.post_of(Role.CIVIL_AFFAIRS)
    there = case.post_at_registration(Role.CIVIL_AFFAIRS)
    if there is None or there != here:
        case.open_beside(ProcedureKind.HANDOVER, since=since, about=HandOver.CASE, owed_by=here, receiver=there)
