"""监护转移程序 / Guardianship transfer: a child whose guardians fail is cared for until somebody is guardian again.

Ground   未成年人保护法 Arts. 92–96, 106, 108; 民法典 Arts. 31–39.  No national law limits temporary guardianship.
         Where a local rule limits the search for the parents (上海 Art. 77(3), F-50) the police conclude it by then.
Ends in  returned · transferred · mediated · withdrawn · dismissed · came of age · child died.
Opens    emergency placement (unsafe after the return) · handover (a guardian elsewhere).
The way out can be decided on any day; a way that fails leads to another decision, never to an end.  The care of the
child goes on beside it until somebody has signed for the child, whatever a judgment says.
"""

from __future__ import annotations

from datetime import datetime
from itertools import count

from flows.long_term_guardianship import long_term_guardianship
from flows.procedure import procedure
from flows.return_home import return_home
from flows.revocation_suit import revocation_suit
from flows.temporary_guardianship import Stay, begin_stay, temporary_guardianship
from flows.turns import nth, respondents
from rules.guardianship import (
    CONCLUDE_PARENT_SEARCH,
    DECIDE_WAY_OUT,
    ESTABLISH_GROUNDS,
    LOOKED_FOR,
    Leads,
    Leg,
    WayOut,
)
from rules.vocabulary import CloseReason, ProcedureKind, Turning
from tasks.casework import Proceeding

ENDS = {
    Leads.HOME: CloseReason.RETURNED,
    Leads.NEW_GUARDIAN: CloseReason.TRANSFERRED,
    Leads.MEDIATED: CloseReason.MEDIATED,
    Leads.WITHDRAWN: CloseReason.WITHDRAWN,
    Leads.DISMISSED: CloseReason.DISMISSED,
}
"""What brings the procedure to its end; the generic guard adds CloseReason.CAME_OF_AGE and CloseReason.CHILD_DIED."""


@procedure(ProcedureKind.GUARDIANSHIP_TRANSFER, ends_at=(Turning.CAME_OF_AGE, Turning.DIED))
def guardianship_transfer(case: Proceeding) -> None:
    """Grounds, care and the way out, side by side. 监护转移."""
    led: list[Leads] = []
    case.beside(
        _grounds,
        lambda case: led.append(_stays(case)),
        lambda case: _parent_search(case, needed=not led),
    )
    case.close(ENDS[led[0]])


def _grounds(case: Proceeding) -> None:
    """What is found against each guardian; one may have harmed, the other only looked away. 逐人认定监护情形."""
    case.beside(
        *(
            lambda case, adult=adult: case.fulfilled(ESTABLISH_GROUNDS, since=case.since_at, about=adult)
            for adult in respondents(case)
        )
    )


def _parent_search(case: Proceeding, *, needed: bool) -> None:
    """Missing parents are looked for, up to a conclusion; not once the child is somewhere for good. 查找父母."""
    missing = [found for found in case.recorded(ESTABLISH_GROUNDS) if LOOKED_FOR & set(found.placement_grounds)]
    if missing and needed:
        case.where_set(CONCLUDE_PARENT_SEARCH, since=missing[0].happened_at)
    else:
        case.release(CONCLUDE_PARENT_SEARCH)


def _stays(case: Proceeding) -> Leads:
    """One stay in care, and another after a return that was not safe. 临时监护，必要时再次临时监护."""
    since = case.since_at
    for number in count(1):
        stay = begin_stay(case, number, since=since)
        leg = _stay(case, stay)
        if leg.leads in ENDS:
            return leg.leads
        since = leg.at
    raise AssertionError("a child without a way out")


def _stay(case: Proceeding, stay: Stay) -> Leg:
    """The way out first, so that the care beside it knows whether the child has left. 去向与照护并行."""
    ended: list[Leg] = []
    case.beside(
        lambda case: ended.append(_way_out(case, stay)),
        lambda case: temporary_guardianship(case, stay),
    )
    return ended[0]


def _way_out(case: Proceeding, stay: Stay) -> Leg:
    """Decide, try, and where it fails decide anew. 决定去向."""
    since, variant = stay.began.happened_at, "default" if stay.in_care else "promptly"
    for turn in count(1):
        about = nth(stay.number, turn)
        decision = case.fulfilled(DECIDE_WAY_OUT, since=since, about=about, variant=variant)
        leg = _walk(case, stay, decision.way_out, about=about, since=decision.happened_at)
        if leg.leads in ENDS or leg.leads is Leads.UNSAFE:
            return leg
        since, variant = leg.at, "continued" if decision.way_out is WayOut.CONTINUE else "promptly"
    raise AssertionError("a child without a way out")


def _walk(case: Proceeding, stay: Stay, way_out: WayOut, *, about: str, since: datetime) -> Leg:
    match way_out:
        case WayOut.RETURN | WayOut.OTHER_PARENT:
            return return_home(case, stay, way_out, about=about, since=since)
        case WayOut.LONG_TERM:
            return long_term_guardianship(case, stay, about=about, since=since)
        case WayOut.REVOCATION:
            return revocation_suit(case, stay, about=about, since=since)
        case WayOut.CONTINUE:  # 法律没有期限: with a reason, until the next decision
            return Leg(Leads.DECISION, since)
