"""What the order procedures have in common. 训诫、告诫、各类令的共同步骤.

Ground   未成年人保护法 Arts. 92, 118; 治安管理处罚法 (2025) Arts. 53, 73.
Steps of police_admonition, written_warning, supervision_order, protection_order and family_education_order: against
whom, decide or say why not, serve each addressee, see who harmed the child again and what then follows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import count

from rules.duty import Duty
from rules.orders import (
    DECIDE_AFTER_HARM,
    DECIDE_PENALTY,
    IDENTIFY_RESPONDENT,
    TELL_NOT_ISSUED,
    AfterHarm,
    D,
    NextStep,
    S,
    Visit,
)
from rules.supervision import SupervisionReview
from rules.vocabulary import InstrumentKind, PartyRole, ProcedureKind, Role
from tasks.casework import Proceeding
from tasks.orders import Order

POLICE = (Role.POLICE_STATION, Role.COUNTY_POLICE)

OPENS: dict[NextStep, ProcedureKind] = {
    NextStep.ADMONITION: ProcedureKind.POLICE_ADMONITION,
    NextStep.FAMILY_EDUCATION_ORDER: ProcedureKind.FAMILY_EDUCATION_ORDER,
    NextStep.SUPERVISION_ORDER: ProcedureKind.SUPERVISION_ORDER,
    NextStep.PROTECTION_ORDER: ProcedureKind.PROTECTION_ORDER,
    NextStep.GUARDIANSHIP_TRANSFER: ProcedureKind.GUARDIANSHIP_TRANSFER,
}

FOR_GUARDIANS = {ProcedureKind.SUPERVISION_ORDER, ProcedureKind.GUARDIANSHIP_TRANSFER}
"""Procedures that can only be against somebody who is a guardian, not against a carer or a lodger."""

Track = Callable[[Proceeding], None]
Next = Callable[[Proceeding, AfterHarm, str], None]
"""What follows a decision; the text tells apart several of them."""


def nth(turn: int, about: str = "") -> str:
    """What a duty of the second turn is about, and of the third; the first needs no number."""
    if turn == 1:
        return about
    return f"{about}.{turn}" if about else str(turn)


# --- against whom -----------------------------------------------------------------------------------------------


def respondents(case: Proceeding) -> tuple[str, ...]:
    """Those against whom it goes; where nobody is named the police find out who it is. 责任监护人.

    Returns: numbers of adults; none where it cannot be found out.
    """
    found = [one.adult_no for one in case.recorded(IDENTIFY_RESPONDENT) if one.found]
    if known := tuple(dict.fromkeys((*found, *case.parties(PartyRole.RESPONDENT)))):
        case.release(IDENTIFY_RESPONDENT)
        return known
    case.fulfilled(IDENTIFY_RESPONDENT, since=case.since_at)
    return ()


def guardian_cannot_be_found(case: Proceeding) -> None:
    """A child whose guardian cannot be found comes under temporary guardianship. 查找不到监护人 (Art. 92)."""
    searched = case.fulfilled(IDENTIFY_RESPONDENT, since=case.since_at)
    case.open_beside(ProcedureKind.GUARDIANSHIP_TRANSFER, since=searched.happened_at)


# --- deciding and serving ---------------------------------------------------------------------------------------


def decided(case: Proceeding, duty: Duty[D], *, since: datetime, owed_by: str | None) -> D:
    """The decision to take the measure; or not to, after those concerned have heard of it. 决定.

    Args:
        owed_by: who decides and who says that it is not issued, where the rules do not name one.
    """
    for turn in count(1):
        decision = case.fulfilled(duty, since=since, about=nth(turn), owed_by=owed_by)
        if decision.issue:
            break
        told = case.fulfilled(TELL_NOT_ISSUED, since=decision.happened_at, about=nth(turn), owed_by=owed_by)
        if told.stands:
            break
        since = told.happened_at  # heard, the body decides again
    return decision


def serve_each(
    case: Proceeding, order: Order, duty: Duty[S], *, since: datetime, turn: int = 1, owed_by: str | None = None
) -> None:
    """Every addressee gets the order; one who cannot be reached holds up none of the others. 送达.

    Args:
        turn: 2 for the second order of this procedure.
    """

    def serving(to: str) -> Track:
        def serve(case: Proceeding) -> None:
            if to in order.served:  # entered as a service, without the duty
                case.release(duty, about=nth(turn, to))
                return
            served = case.fulfilled(duty, since=since, about=nth(turn, to), owed_by=owed_by)
            case.serve(order, to=to, by=served, method=served.method)

        return serve

    case.beside(*(serving(to) for to in order.addressees))


def first_served(case: Proceeding, order: Order) -> datetime | None:
    """When the first addressee had it: what follows an order does not wait for the last."""
    now = case.order(order.kind, order.about) or order
    return min(now.served.values(), default=None)


# --- harm again -------------------------------------------------------------------------------------------------


def after_harm(
    case: Proceeding,
    *,
    since: datetime,
    visits: Sequence[Visit] = (),
    local_visits: Sequence[Visit] = (),
    owed_by: str | None,
    then: Next,
) -> None:
    """Each new harm, recorded or found on a visit, is decided on; what is confirmed goes on in `then`. 再次侵害.

    Args:
        local_visits: counted apart: they run beside the others, and neither changes the numbers of the other.
    """
    recorded = [(harm.no, harm.happened_at) for harm in case.harms(since)]
    visited = [
        (f"{word}-{n}", visit.happened_at)
        for word, those in (("visit", visits), ("local-visit", local_visits))
        for n, visit in enumerate(those, start=1)
        if visit.harm_again
    ]

    def deciding(about: str, at: datetime) -> Track:
        def decide(case: Proceeding) -> None:
            decision = case.fulfilled(DECIDE_AFTER_HARM, since=at, about=about, owed_by=owed_by)
            if decision.confirmed:
                then(case, decision, about)

        return decide

    case.beside(*(deciding(about, at) for about, at in (*recorded, *visited)))


def open_next(
    case: Proceeding, decision: AfterHarm | SupervisionReview, against: Sequence[str], *, about: str = ""
) -> None:
    """What was decided is opened, against the same persons; a penalty is decided here. 转入后续程序."""
    for step in decision.next_steps:
        if kind := OPENS.get(step):
            open_against(case, kind, against, since=decision.happened_at)
    if NextStep.PENALTY in decision.next_steps:
        penalty = case.fulfilled(DECIDE_PENALTY, since=decision.happened_at, about=about)  # 治安管理处罚
        if penalty.punished:
            case.issue(InstrumentKind.PENALTY, penalty, about=about, to=against)


def open_against(
    case: Proceeding, kind: ProcedureKind, against: Sequence[str], *, since: datetime, owed_by: str | None = None
) -> None:
    """A further procedure against the same persons; one for each first respondent, since each has an own matter."""
    guardians = case.guardians()
    case.open_beside(
        kind,
        since=since,
        about=against[0] if against and kind is not ProcedureKind.GUARDIANSHIP_TRANSFER else "",
        owed_by=owed_by,
        anew=True,
        parties={PartyRole.RESPONDENT: [one for one in against if one in guardians or kind not in FOR_GUARDIANS]},
    )
