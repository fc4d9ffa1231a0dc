"""委托照护程序 / Entrusted care: notice, verification, confirmation, visits, renewal, and the end of it.

Ground   未成年人保护法 Arts. 21–23, 43; the witnessed confirmation is a local form (福建, 济宁).
         The law says 及时 where we put a number (I-90, I-91, I-92, HT-110 to HT-116).  The parents stay guardians.
         济宁 2016 二（二）1: where the parents find nobody the township designates a carer and fixes the pay (JN-1a);
         to relatives and friends the committee agrees, the agreement is signed before a supervisor and filed (I-52).
Ends in  returned (a parent is back) · completed (sixteen, and no longer entrusted) · moved on (nobody can care) ·
         withdrawn (not entrusted after all) · came of age · child died.
Opens    guardianship transfer, where nobody can care for the child (Art. 92).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

from flows.harm_found import report_harm
from flows.procedure import procedure
from flows.turns import Step, nth
from rules.entrusted_care import (
    CARE_VISIT,
    CHOOSE_CARER,
    CONFIRM_CARE,
    CONSENT_TO_CARER,
    DESIGNATE_CARER,
    END_CARE,
    FILE_CARE_AGREEMENT,
    GIVE_CARE_COPIES,
    OF_THE_FAMILY,
    RENEW_CARE,
    TAKE_ENTRUSTING_NOTICE,
    TELL_PARENTS_OF_CARER,
    URGE_CONTACT,
    VERIFY_CARER,
    CareConfirmed,
    CareCourse,
    CarerAgreedTo,
    CarerChoice,
    CarerState,
    CareVisit,
    looked_at_again_by,
)
from rules.vocabulary import CloseReason, InstrumentKind, ProcedureKind, Turning
from tasks.casework import Proceeding
from tasks.orders import Order

ENDS = {
    CareCourse.RETURNED: CloseReason.RETURNED,
    CareCourse.SIXTEEN: CloseReason.COMPLETED,
    CareCourse.MOVED_ON: CloseReason.MOVED_ON,
}
"""The courses that end the procedure; the others lead into another round."""


@dataclass(frozen=True)
class Turn:
    """How a round ended. 去向.

    Args:
        fit: the carer stays who was verified, so that only the paper is made anew.
    """

    course: CareCourse
    at: datetime
    fit: bool = False


@dataclass(frozen=True)
class Begun:
    """What one round hands on to the next. 轮次.

    Args:
        turns: numbers of the rounds to come.
        carer: number of the adult who is to care; "" where one must be chosen.
        ends: takes the course that ended it all, in the last round.
        nobody: the round begins where the parents know of nobody, so that they are not asked to choose first.
        order: the confirmation that the next one takes the place of.
    """

    turns: Iterator[int]
    carer: str
    ends: list[CareCourse]
    order: Order | None = None
    nobody: bool = False


@procedure(ProcedureKind.ENTRUSTED_CARE, ends_at=(Turning.CAME_OF_AGE, Turning.DIED))
def entrusted_care(case: Proceeding) -> None:
    """A child whose parents are away is with somebody who may and can care, and who is seen to. 委托照护."""
    notice = case.fulfilled(TAKE_ENTRUSTING_NOTICE, since=case.since_at)  # 书面告知
    if not notice.entrusts:
        case.close(CloseReason.WITHDRAWN)
    ends: list[CareCourse] = []
    _round(case, Begun(count(1), notice.adult_no, ends), since=notice.happened_at)
    case.end_all_orders()
    case.close(ENDS[ends[0]])


def _round(case: Proceeding, begun: Begun, *, since: datetime, fit: bool = False) -> None:
    """One confirmation: from the choice of the carer to what takes its place. 一轮委托."""
    turn = next(begun.turns)
    found = (begun.carer, since) if fit else _fit_carer(case, turn, begun, since=since)
    if isinstance(found, Turn):  # nobody was found, or the parents come home
        _over(case, found, turn, begun.ends)
        return
    carer, fit_at = found
    about = nth(turn)
    confirmed = case.fulfilled(CONFIRM_CARE, since=fit_at, about=about)  # 签订并见证
    to = (*case.guardians(), carer)
    if begun.order:
        case.end(begun.order, by=confirmed)
    order = case.issue(
        InstrumentKind.CARE_CONFIRMATION,
        confirmed,
        about=about,
        to=to,
        valid_until=confirmed.until,
        follows=begun.order,
    )

    turned = _turned(case, turn)
    case.beside(
        lambda case: case.fulfilled(GIVE_CARE_COPIES, since=confirmed.happened_at, about=about),  # 抄送
        lambda case: _filing(case, about, carer, since=confirmed.happened_at),
        lambda case: _visits(case, turn, since=confirmed.happened_at, over=turned is not None),
        lambda case: _after_visits(case, turn),
        lambda case: _renewal(case, about, confirmed, over=turned is not None),
        lambda case: _then(case, turned, turn, replace(begun, carer=carer, order=order)),
    )


def _then(case: Proceeding, turned: Turn | None, turn: int, begun: Begun) -> None:
    """Another round beside what the last one still owes, or the end. 去向办理."""
    if turned is None:
        return
    nobody = turned.course is CareCourse.MOVED_ON and case.asks_for(DESIGNATE_CARER)
    if turned.course in ENDS and not nobody:
        _over(case, turned, turn, begun.ends)
        return
    begun = replace(begun, nobody=nobody)
    if nobody or turned.course is CareCourse.ANOTHER_CARER:
        begun = replace(begun, carer="")
    _round(case, begun, since=turned.at, fit=turned.fit)


def _over(case: Proceeding, turned: Turn, turn: int, ends: list[CareCourse]) -> None:
    """Somebody sees with whom the child is; where nobody can care, civil affairs is asked. 终止核实."""
    if turned.course is CareCourse.MOVED_ON:
        case.open_beside(ProcedureKind.GUARDIANSHIP_TRANSFER, since=turned.at)
    else:
        case.fulfilled(END_CARE, since=turned.at, about=nth(turn))
    ends.append(turned.course)


# --- who cares --------------------------------------------------------------------------------------------------


def _fit_carer(case: Proceeding, turn: int, begun: Begun, *, since: datetime) -> tuple[str, datetime] | Turn:
    """The carer who may and can care, and since when that is known; or what is done without one. 核实受托人."""
    carer, designated = begun.carer, False
    for attempt in count(1):
        about = nth(turn, attempt)
        if not carer:
            named = _named(case, about, since=since, nobody=begun.nobody and attempt == 1)
            if isinstance(named, Turn):
                return named
            carer, since = named
            designated = case.answer_to(DESIGNATE_CARER, about=about) is not None
        verified = case.fulfilled(VERIFY_CARER, since=since, about=about)  # Art. 22(3), and the child is heard
        since = verified.happened_at
        if verified.fit:
            agreed = None if designated else _consent(case, turn, about, carer, since=since)
            if agreed is None or agreed.agrees:
                break
            since = agreed.happened_at
        carer, designated = "", False
    return carer, agreed.happened_at if agreed else since


def _consent(case: Proceeding, turn: int, about: str, carer: str, *, since: datetime) -> CarerAgreedTo | None:
    """To a relative or a friend the committee agrees, where a local text asks for that. 居（村）委会同意 (I-52).

    Nobody is asked after the signing: a case that was moved to these rules later has its confirmation already.
    """
    if case.relation_of(carer) in OF_THE_FAMILY:
        return None
    if case.answer_to(CONSENT_TO_CARER, about=about) is None and case.answer_to(CONFIRM_CARE, about=nth(turn)):
        return None
    return case.where_set(CONSENT_TO_CARER, since=since, about=about)


def _filing(case: Proceeding, about: str, carer: str, *, since: datetime) -> None:
    """The agreement with them is signed before a supervisor and filed, there too. 协议备案 (济宁 I-52)."""
    if case.relation_of(carer) not in OF_THE_FAMILY:
        case.where_set(FILE_CARE_AGREEMENT, since=since, about=about)


def _named(case: Proceeding, about: str, *, since: datetime, nobody: bool) -> tuple[str, datetime] | Turn:
    """Whom the parents choose; where they know of nobody and a local text says so, whom the township designates."""
    if not nobody:
        chosen = case.fulfilled(CHOOSE_CARER, since=since, about=about)  # 重新选择
        if chosen.choice is CarerChoice.FOUND:
            return chosen.adult_no, chosen.happened_at
        if chosen.choice is CarerChoice.RETURNS:
            return Turn(CareCourse.RETURNED, chosen.happened_at)
        since = chosen.happened_at
    named = case.where_set(DESIGNATE_CARER, since=since, about=about)  # 乡镇指定 (济宁 JN-1a)
    if named is None:
        return Turn(CareCourse.MOVED_ON, since)
    if named.designated:
        return named.adult_no, named.happened_at
    return Turn(CareCourse.MOVED_ON, named.happened_at)


# --- while it goes on ---------------------------------------------------------------------------------------------


def _visited(case: Proceeding, turn: int) -> Iterator[tuple[str, CareVisit]]:
    """The visits of a round that were made, in order, with what tells each apart."""
    for visit in count(1):
        about = nth(turn, visit)
        seen = case.answer_to(CARE_VISIT, about=about)
        if seen is None:
            return
        yield about, seen


def _turned(case: Proceeding, turn: int) -> Turn | None:
    """What ended the round first, as far as anybody has said: on a visit, by the parents, or before the term ends."""
    said: list[Turn] = []
    for about, seen in _visited(case, turn):
        said.append(Turn(seen.course, seen.happened_at, fit=seen.course is CareCourse.NEW_TERMS))
        if told := case.answer_to(TELL_PARENTS_OF_CARER, about=about):
            said.append(Turn(told.course, told.happened_at))
    if renewed := case.answer_to(RENEW_CARE, about=nth(turn)):
        said.append(Turn(renewed.course, renewed.happened_at))
    ended = [one for one in said if one.course is not CareCourse.GOES_ON]
    return min(ended, key=lambda one: one.at, default=None)


def _visits(case: Proceeding, turn: int, *, since: datetime, over: bool) -> None:
    """Every quarter; sooner where the carer has to mend. 走访."""
    variant = "default"
    for visit in count(1):
        about = nth(turn, visit)
        if over and case.answer_to(CARE_VISIT, about=about) is None:
            case.release(CARE_VISIT, about=about)
            return
        seen = case.fulfilled(CARE_VISIT, since=since, about=about, variant=variant)
        since, variant = seen.happened_at, "default" if seen.carer_state is CarerState.ABLE else "mending"


def _after_visits(case: Proceeding, turn: int) -> None:
    """What a visit found is followed up, each by itself. 发现问题的处理."""
    case.beside(*(track for about, seen in _visited(case, turn) for track in _called_for(about, seen)))


def _called_for(about: str, seen: CareVisit) -> Iterator[Step]:
    since = seen.happened_at
    if seen.harm_found:
        yield lambda case: report_harm(case, found=seen, about=about)
    if not seen.contact_kept:
        yield lambda case: case.fulfilled(URGE_CONTACT, since=since, about=about)  # 督促父母联系
    if seen.carer_state is not CarerState.ABLE:
        yield lambda case: case.fulfilled(TELL_PARENTS_OF_CARER, since=since, about=about)  # 告知父母、报备村居委会


def _renewal(case: Proceeding, about: str, confirmed: CareConfirmed, *, over: bool) -> None:
    """Before the term ends, and at the latest before a year is over, somebody says what becomes of it. 期满前."""
    if over and case.answer_to(RENEW_CARE, about=about) is None:
        case.release(RENEW_CARE, about=about)
        return
    ends_on = looked_at_again_by(confirmed)
    case.fulfilled(RENEW_CARE, since=confirmed.happened_at, about=about, ends_on=ends_on)
