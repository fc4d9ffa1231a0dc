"""返回家庭 / The child goes home, or to the other parent: assessed, handed over with a receipt, visited for a year.

Ground   未成年人保护法 Art. 93(2).  The assessment is law; its time, and the visits (F-94), are our defaults.
A track of guardianship transfer.  Not able, or not collected: another way out is decided.  Not safe: care again.
"""

from __future__ import annotations

from datetime import datetime

from flows.temporary_guardianship import Stay
from flows.turns import join
from rules.guardianship import (
    ASSESS_CAPACITY,
    HAND_BACK_CHILD,
    RETURN_VISITS,
    TELL_OF_CHANGE,
    VISIT_AFTER_RETURN,
    Leads,
    Leg,
    WayOut,
)
from rules.vocabulary import InstrumentKind, ProcedureKind
from tasks.casework import Proceeding


def return_home(case: Proceeding, stay: Stay, way_out: WayOut, *, about: str, since: datetime) -> Leg:
    """Back to a guardian who is able again, or on to the other parent at once. 返回家庭."""
    variant = "other_parent" if way_out is WayOut.OTHER_PARENT else "default"
    assessment = case.fulfilled(ASSESS_CAPACITY, since=since, about=about, variant=variant)  # 监护能力评估
    if not assessment.able:
        return Leg(Leads.DECISION, assessment.happened_at)
    if stay.at_home:
        return _at_home(case, about=about, since=assessment.happened_at)

    handed = case.fulfilled(HAND_BACK_CHILD, since=assessment.happened_at, about=about)  # 交接
    if not handed.collected:
        return Leg(Leads.DECISION, handed.happened_at)
    stay.left = handed
    case.issue(InstrumentKind.HANDOVER_FORM, handed, about=about)
    return _at_home(case, about=about, since=handed.happened_at)


def _at_home(case: Proceeding, *, about: str, since: datetime) -> Leg:
    visits: list[Leg] = []
    case.beside(
        lambda case: visits.append(_follow_up(case, about=about, since=since)),
        lambda case: _tell_of_change(
            case, about=about, since=since, at_home=all(leg.leads is Leads.HOME for leg in visits)
        ),
    )
    return visits[0]


def _tell_of_change(case: Proceeding, *, about: str, since: datetime, at_home: bool) -> None:
    """Nobody is told of a return that has already failed. 告知学校、公安、居（村）委会."""
    if at_home:
        case.fulfilled(TELL_OF_CHANGE, since=since, about=about)
    else:
        case.release(TELL_OF_CHANGE, about=about)


def _follow_up(case: Proceeding, *, about: str, since: datetime) -> Leg:
    """Seven visits within a year; new harm ends them, and care begins again. 回访."""
    if harms := case.harms(since):
        for visit in RETURN_VISITS:
            case.release(VISIT_AFTER_RETURN, about=join(about, visit))
        return Leg(Leads.UNSAFE, harms[0].happened_at)
    for visit in RETURN_VISITS:
        seen = case.fulfilled(VISIT_AFTER_RETURN, since=since, about=join(about, visit), variant=visit)
        if not seen.child_safe:
            case.open_beside(ProcedureKind.EMERGENCY_PLACEMENT, since=seen.happened_at, anew=True)
            return Leg(Leads.UNSAFE, seen.happened_at)
    return Leg(Leads.HOME, since)
