"""控辍保学程序 / Dropout: contact, home visit, persuasion, written report, order, admonition; a plan for who is back.

Ground   未成年人保护法 Arts. 28(2), 83(2), 118; 义务教育法 Arts. 13, 58; 预防未成年人犯罪法 Arts. 34–36.  The law
         says 及时 and leaves the period of an order to the authority; our numbers are L-90 to L-93, HT-125 to HT-129.
         The home visit is counted from the first contact, not from the third day of absence (L-91): mostly earlier.
Ends in  completed (back in school and stays, or taught in another way) · moved on (admonition asked for, or nobody is
         known to be guardian) · came of age · child died.
Opens    police admonition (Art. 118(2)) · guardianship transfer, where no guardian is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count

from flows.harm_found import report_harm
from flows.orders import first_served, open_against, serve_each
from flows.orders import nth as nth_to
from flows.procedure import procedure
from flows.turns import Step, nth
from rules.duty import Answer
from rules.schooling import (
    CHECK_RETURN,
    CHECK_SCHOOLING,
    CONTACT_ABSENT_PUPIL,
    DECIDE_SCHOOLING_ORDER,
    HOME_VISIT_ABSENCE,
    PERSUADE_RETURN,
    REPORT_DROPOUT,
    REQUEST_ADMONITION,
    RETURN_PLAN,
    SERVE_SCHOOLING_ORDER,
    SchoolingChecked,
    SchoolingDecision,
)
from rules.vocabulary import CloseReason, InstrumentKind, PartyRole, ProcedureKind, Turning
from tasks.casework import Proceeding
from tasks.orders import Order


@procedure(ProcedureKind.DROPOUT, ends_at=(Turning.CAME_OF_AGE, Turning.DIED))
def dropout(case: Proceeding) -> None:
    """A pupil who stays away is asked after on the same day, and not given up. 控辍保学."""
    ends: list[CloseReason] = []
    case.beside(lambda case: ends.append(_course(case)), _harm)
    case.close(ends[0])


def _course(case: Proceeding) -> CloseReason:
    """From the absence until the child is taught again, and stays. 劝返全程."""
    since = case.since_at
    for turn in count(1):
        about = nth(turn)
        contact = case.fulfilled(CONTACT_ABSENT_PUPIL, since=since, about=about, owed_by=case.owed_by_post)  # 当日联系
        if contact.back_in_school:
            break
        back_at = _brought_back(case, turn, since=contact.happened_at)
        if back_at is None:
            return CloseReason.MOVED_ON
        planned = case.fulfilled(RETURN_PLAN, since=back_at, about=about, owed_by=case.owed_by_post)
        checked = case.fulfilled(CHECK_RETURN, since=planned.happened_at, about=about, owed_by=case.owed_by_post)
        if checked.in_school:
            break
        since = checked.happened_at  # away again
    return CloseReason.COMPLETED


def _brought_back(case: Proceeding, turn: int, *, since: datetime) -> datetime | None:
    """When the child was back, or it was settled how else it is taught; None where another procedure takes over."""
    about, school = nth(turn), case.owed_by_post
    visit = case.fulfilled(HOME_VISIT_ABSENCE, since=since, about=about, owed_by=school)  # 家访
    if visit.back_in_school:
        return visit.happened_at
    persuaded = case.fulfilled(PERSUADE_RETURN, since=visit.happened_at, about=about, owed_by=school)  # 劝返登记
    if persuaded.back_in_school:
        return persuaded.happened_at
    reported = case.fulfilled(REPORT_DROPOUT, since=visit.happened_at, about=about, owed_by=school)  # 书面报告
    decision = case.fulfilled(DECIDE_SCHOOLING_ORDER, since=reported.happened_at, about=about)  # 责令限期改正
    if not decision.issue:
        return decision.happened_at
    against = case.parties(PartyRole.RESPONDENT) or case.guardians()
    if not against:
        case.open_beside(ProcedureKind.GUARDIANSHIP_TRANSFER, since=decision.happened_at)
        return None
    return _ordered(case, turn, decision, against)


def _ordered(case: Proceeding, turn: int, decision: SchoolingDecision, against: tuple[str, ...]) -> datetime | None:
    """The order, what came of it, and the admonition where it is ignored. 责令、核查、提请训诫."""
    about = nth(turn)
    kind = InstrumentKind.SCHOOLING_ORDER
    order = case.issue(kind, decision, about=about, to=against, valid_until=decision.until)
    checks: list[SchoolingChecked] = []
    case.beside(
        lambda case: _serving(case, order, turn, since=decision.happened_at),
        lambda case: checks.extend(_checked(case, order, decision)),
    )
    checked = checks[0]
    if checked.back_in_school:
        case.end(order, by=checked)
        return checked.happened_at
    requested = case.fulfilled(REQUEST_ADMONITION, since=checked.happened_at, about=about)
    if not requested.requests_admonition:
        case.end(order, by=requested)
        return requested.happened_at
    open_against(case, ProcedureKind.POLICE_ADMONITION, against, since=requested.happened_at)
    return None


def _serving(case: Proceeding, order: Order, turn: int, *, since: datetime) -> None:
    """Each guardian has it; once it was looked at whether the child is back, nobody needs it any more. 送达."""
    if case.answer_to(CHECK_SCHOOLING, about=order.about) is None:
        serve_each(case, order, SERVE_SCHOOLING_ORDER, since=since, turn=turn)
        return
    for to in order.addressees:
        case.release(SERVE_SCHOOLING_ORDER, about=nth_to(turn, to))


def _checked(case: Proceeding, order: Order, decision: SchoolingDecision) -> Iterator[SchoolingChecked]:
    """A day before the day that the order names; where it names none, ten days after the first service. 限期核查."""
    served_at = first_served(case, order)
    if served_at is not None:
        yield case.fulfilled(
            CHECK_SCHOOLING,
            since=served_at,
            about=order.about,
            variant="named" if decision.until else "default",
            ends_on=decision.until,
        )


def _harm(case: Proceeding) -> None:
    """A child whose whereabouts nobody knows, or who is found in danger, is reported at once. 发现危险."""
    case.beside(*_reports(case))


def _reports(case: Proceeding) -> Iterator[Step]:
    contacts = case.recorded(CONTACT_ABSENT_PUPIL)
    looks: tuple[tuple[str, Sequence[tuple[bool, Answer]]], ...] = (
        ("contact", [(one.harm_found or not one.whereabouts_known, one) for one in contacts]),
        ("visit", [(one.harm_found, one) for one in case.recorded(HOME_VISIT_ABSENCE)]),
        ("order", [(one.harm_found, one) for one in case.recorded(CHECK_SCHOOLING)]),
        ("return", [(one.harm_found, one) for one in case.recorded(CHECK_RETURN)]),
    )
    for word, found in looks:
        for turn, (harm, look) in enumerate(found, start=1):
            if harm:
                yield _reporting(f"{word}-{turn}", look)


def _reporting(about: str, found: Answer) -> Step:
    return lambda case: report_harm(case, found=found, about=about)
