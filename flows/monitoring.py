"""关爱走访程序 / Monitoring: whoever is on the list is visited, contacted, assessed, window by window, until the exit.

Ground   未成年人保护法 Arts. 43(1), 81(2) (J-01, J-02); 民发〔2024〕35号 (J-03, J-04).  How often is local rule,
         and where there is none our default (J-90, J-91): the pack's rhythms say for whom and how often.
Ends in  no longer counts (the exit is recorded with its reason) · came of age · child died.
Opens    nothing by itself: what a visit finds is reported (`tasks.visiting`), and the report opens a matter.
An event calls for an assessment at any time (J-91; 济宁 J-57), whether it was entered or a visit found it.
A carer who is found remiss is dissuaded (B-29, C-01); what does not stop is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from flows.dissuasion import dissuaded_in_vain
from flows.harm_found import report_harm
from flows.procedure import procedure
from rules.moments import civil_day
from rules.monitoring import (
    ASSESS_ON_EVENT,
    ASSESS_PSYCHOLOGY,
    ASSESS_TIER,
    CONFIRM_LOWER_TIER,
    ROUTINE_CONTACT,
    ROUTINE_VISIT,
    SCHOOL_HOME_VISIT,
    UPDATE_CHILD_DATA,
    CareFound,
    Raise,
    RoutineVisit,
)
from rules.vocabulary import CloseReason, ProcedureKind, Turning
from tasks.casework import Proceeding


@procedure(ProcedureKind.MONITORING, ends_at=(Turning.CAME_OF_AGE, Turning.DIED))
def monitoring(case: Proceeding) -> None:
    """A child in care is not lost from sight. 摸排、走访、评估."""
    if case.routine.has_ended:
        case.close(CloseReason.NO_LONGER_COUNTS)
    case.routine.follow_the_assessment()
    case.beside(_lower_tier, _events, _remiss, _windows)


def _windows(case: Proceeding) -> None:
    """Each rhythm opens its duty once in each window; one act counts for all that it satisfies. 周期职责."""
    case.routine.keep(
        (ROUTINE_CONTACT, ROUTINE_VISIT, UPDATE_CHILD_DATA, ASSESS_TIER, ASSESS_PSYCHOLOGY, SCHOOL_HOME_VISIT)
    )
    case.wait_for_the_next_window()


def _events(case: Proceeding) -> None:
    """An event calls for an assessment at any time; one assessment after it is enough for several. 随时评估."""
    case.beside(*(_assessing(about, at) for about, at in _calling_for_assessment(case)))


def _assessing(about: str, at: datetime) -> Callable[[Proceeding], None]:
    def assess(case: Proceeding) -> None:
        assessed = [*case.recorded(ASSESS_ON_EVENT), *case.recorded(ASSESS_TIER)]
        if any(one.happened_at >= at for one in assessed):
            case.release(ASSESS_ON_EVENT, about=about)
        else:
            case.fulfilled(ASSESS_ON_EVENT, since=at, about=about)

    return assess


def _calling_for_assessment(case: Proceeding) -> Iterator[tuple[str, datetime]]:
    """What was entered as an event, and what a visit found that the visit before had not."""
    yield from case.routine.asked_to_assess.items()
    known: frozenset[str] = frozenset()
    for day, visit in _visits(case):
        if not visit.concerns <= known:
            yield f"visit-{day}", visit.happened_at
        known = visit.concerns


def _remiss(case: Proceeding) -> None:
    """A carer who was found remiss is dissuaded; what does not stop is reported. 劝诫、制止."""
    case.beside(*(_dissuading(day, visit) for day, visit in _visits(case) if _calls_for_a_word(visit)))


def _calls_for_a_word(visit: RoutineVisit) -> bool:
    """What was reported on the visit itself is past dissuading (HT-192)."""
    return visit.care is CareFound.REMISS and Raise.REPORT not in visit.raises


def _dissuading(day: str, visit: RoutineVisit) -> Callable[[Proceeding], None]:
    def dissuade(case: Proceeding) -> None:
        in_vain = dissuaded_in_vain(case, since=visit.happened_at, about=day)
        if in_vain is not None:
            report_harm(case, found=in_vain, about=day)

    return dissuade


def _visits(case: Proceeding) -> Iterator[tuple[str, RoutineVisit]]:
    """The visits, each once with its day: one act may answer several windows."""
    by_day: dict[str, RoutineVisit] = {}
    for visit in sorted(case.recorded(ROUTINE_VISIT), key=lambda one: one.happened_at):
        by_day.setdefault(civil_day(visit.happened_at).isoformat(), visit)
    yield from by_day.items()


def _lower_tier(case: Proceeding) -> None:
    """A tier is lowered by one step, and only if a second person agrees (J-92). 降级复核."""
    proposed = case.routine.proposed
    if proposed is None:
        return
    read = case.fulfilled(CONFIRM_LOWER_TIER, since=proposed.at, about=str(proposed.n))
    if read.agrees:
        case.routine.lower(proposed, by=read)
