"""督促监护程序 / Supervision order: inquiry, hearing, announcement, local follow-up, review; it ends by a decision.

Ground   督促监护令 is named in no national statute (D-02); 最高检 work since 2021-06-01 (D-01) on the footing of
         未成年人保护法 Arts. 7(2), 106, 118.  It has no statutory period and no penalty of its own: every period here
         is our default (D-90, D-91, D-92), and the follow-up of an ignored order stands under other laws.
Ends in  completed · moved on (harm again) · not issued · not found (the guardian) · withdrawn · came of age ·
         child died.
Opens    guardianship transfer (on a written suggestion to apply for revocation) and what else a review decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import count

from flows.orders import (
    Track,
    after_harm,
    decided,
    first_served,
    guardian_cannot_be_found,
    nth,
    open_next,
    respondents,
    serve_each,
)
from flows.procedure import procedure
from rules.orders import AfterHarm, NextStep
from rules.supervision import (
    ANNOUNCE_SUPERVISION_ORDER,
    DECIDE_SUPERVISION_ORDER,
    END_SUPERVISION_TERM,
    HAND_TO_PARTNER,
    HEAR_GUARDIAN,
    INQUIRE_INTO_GUARDIANSHIP,
    REVIEW_SUPERVISION_ORDER,
    SUGGEST_REVOCATION,
    SUPERVISION_VISIT,
    SupervisionOutcome,
    SupervisionReview,
)
from rules.vocabulary import CloseReason, InstrumentKind, ProcedureKind, Role, Turning
from tasks.casework import Proceeding
from tasks.orders import Order


@procedure(ProcedureKind.SUPERVISION_ORDER, ends_at=(Turning.CAME_OF_AGE, Turning.DIED))
def supervision_order(case: Proceeding) -> None:
    """Guardians are urged in writing to do their duty, and somebody sees whether they do. 督促监护令."""
    against = respondents(case)
    if not against:
        guardian_cannot_be_found(case)
        case.close(CloseReason.NOT_FOUND)

    inquiry_at = _inquiry(case, against)
    decision = decided(case, DECIDE_SUPERVISION_ORDER, since=inquiry_at, owed_by=_prosecutor(case))
    if not decision.issue:
        case.close(CloseReason.NOT_ISSUED)

    first = case.issue(
        InstrumentKind.SUPERVISION_ORDER,
        decision,
        to=against,
        valid_until=decision.until,
        together_with=decision.issuers,
    )
    _in_force(case, _as_reviewed(case, first), decision.partners)


def _inquiry(case: Proceeding, against: Sequence[str]) -> datetime:
    """How the child is brought up; and every guardian is heard. 调查并听取监护人意见."""

    def hearing(adult: str) -> Track:
        def hear(case: Proceeding) -> None:
            case.fulfilled(HEAR_GUARDIAN, since=case.since_at, about=adult, owed_by=case.owed_by_post)

        return hear

    def inquire(case: Proceeding) -> None:
        case.fulfilled(INQUIRE_INTO_GUARDIANSHIP, since=case.since_at, owed_by=case.owed_by_post)

    if not case.recorded(DECIDE_SUPERVISION_ORDER):  # whoever joins after the decision is not heard before it
        case.beside(inquire, *(hearing(adult) for adult in against))
    heard = [*case.recorded(INQUIRE_INTO_GUARDIANSHIP), *case.recorded(HEAR_GUARDIAN)]
    return max(one.happened_at for one in heard)


def _as_reviewed(case: Proceeding, first: Order) -> tuple[Order, ...]:
    """The order as the reviews have left it: extended, or followed by a second one. 延长、再次发出."""
    issued = [first]
    for review in _reviews_of(case):
        if review.outcome is SupervisionOutcome.EXTENDED and review.until:
            case.extend(issued[-1], by=review, until=review.until)
        elif review.outcome is SupervisionOutcome.SECOND_ORDER:
            issued.append(_second(case, review, issued))
    return tuple(case.order(one.kind, one.about) or one for one in issued)


def _second(case: Proceeding, review: SupervisionReview, issued: Sequence[Order]) -> Order:
    """The order that takes the place of one that did not help. 再次发出."""
    earlier = issued[-1]
    second = case.issue(
        earlier.kind,
        review,
        about=str(len(issued)),
        to=earlier.addressees,
        valid_until=review.until,
        follows=earlier,
    )
    case.end(earlier, by=review)
    return second


def _reviews_of(case: Proceeding) -> list[SupervisionReview]:
    reviews = [*case.recorded(REVIEW_SUPERVISION_ORDER), *case.recorded(END_SUPERVISION_TERM)]
    return sorted(reviews, key=lambda review: review.happened_at)


def _in_force(case: Proceeding, issued: Sequence[Order], partners: Sequence[Role]) -> None:
    """While an order is in force; the reviews end it. 落实与跟踪."""
    for turn, earlier in enumerate(issued[:-1], start=1):
        _is_replaced(case, earlier, turn, partners)
    turn, order = len(issued), issued[-1]
    if order.ended:  # withdrawn or ended by its issuer
        case.close(CloseReason.WITHDRAWN)

    visits = case.recorded(SUPERVISION_VISIT)
    case.beside(
        *(_concluding(review, order) for review in _reviews_of(case)),
        lambda case: serve_each(  # 宣告送达
            case,
            order,
            ANNOUNCE_SUPERVISION_ORDER,
            since=order.issued_at,
            turn=turn,
            owed_by=case.owed_by_post,
        ),
        lambda case: _follow_up(case, order, turn, partners),
        lambda case: _end_of_term(case, order, turn),
        lambda case: after_harm(
            case,
            since=issued[0].issued_at,
            visits=visits,
            owed_by=_prosecutor(case),
            then=lambda case, decision, about: _harm_again(case, decision, order),
        ),
    )


def _is_replaced(case: Proceeding, earlier: Order, turn: int, partners: Sequence[Role]) -> None:
    """What only the earlier order called for is owed no more. 前一份令已被替代."""
    for to in earlier.addressees:
        case.release(ANNOUNCE_SUPERVISION_ORDER, about=nth(turn, to))
    for partner in partners:
        case.release(HAND_TO_PARTNER, about=nth(turn, partner))
    for version in earlier.versions:
        case.release(END_SUPERVISION_TERM, about=nth(turn, version.about))


def _follow_up(case: Proceeding, order: Order, turn: int, partners: Sequence[Role]) -> None:
    """From the first announcement: partner units with their tasks, monthly visits, a review every quarter. 跟踪落实."""
    announced_at = first_served(case, order)
    if announced_at is None:
        return

    def handing(partner: Role) -> Track:
        def hand(case: Proceeding) -> None:
            about = nth(turn, partner)
            case.fulfilled(HAND_TO_PARTNER, since=announced_at, about=about, owed_by=case.owed_by_post)

        return hand

    def visits(case: Proceeding) -> None:
        since = announced_at
        for visit in count(1):  # until the order ends
            since = case.fulfilled(SUPERVISION_VISIT, since=since, about=str(visit)).happened_at

    def reviews(case: Proceeding) -> None:
        since = announced_at
        for review in count(1):
            answer = case.fulfilled(REVIEW_SUPERVISION_ORDER, since=since, about=str(review), owed_by=case.owed_by_post)
            since = answer.happened_at

    case.beside(*(handing(partner) for partner in partners), visits, reviews)


def _end_of_term(case: Proceeding, order: Order, turn: int) -> None:
    """Before the term of the present version runs out somebody says what becomes of it. 期满前评估."""
    for version in order.versions:
        if version.superseded:
            case.release(END_SUPERVISION_TERM, about=nth(turn, version.about))
        elif version.valid_until:
            case.fulfilled(
                END_SUPERVISION_TERM,
                since=version.from_at,
                about=nth(turn, version.about),
                ends_on=version.valid_until,
                owed_by=case.owed_by_post,
            )


def _concluding(review: SupervisionReview, order: Order) -> Track:
    """What a review concludes for good. 评估结论."""

    def conclude(case: Proceeding) -> None:
        if review.outcome is SupervisionOutcome.MET:
            case.end(order, by=review)
            case.close(CloseReason.COMPLETED)
        if review.outcome is SupervisionOutcome.HARM_AGAIN:
            _harm_again(case, review, order)

    return conclude


def _harm_again(case: Proceeding, decision: AfterHarm | SupervisionReview, order: Order) -> None:
    """Other procedures take over at once; the written suggestion to apply for revocation runs beside them. 书面建议."""
    case.beside(
        lambda case: open_next(case, decision, order.addressees),  # first: the child does not wait for a letter
        lambda case: _suggested(case, decision, order),
    )
    case.close(CloseReason.MOVED_ON)


def _suggested(case: Proceeding, decision: AfterHarm | SupervisionReview, order: Order) -> None:
    if NextStep.GUARDIANSHIP_TRANSFER in decision.next_steps:
        suggestion = case.fulfilled(SUGGEST_REVOCATION, since=decision.happened_at, owed_by=_prosecutor(case))
        case.issue(InstrumentKind.WRITTEN_SUGGESTION, suggestion, to=order.addressees)


def _prosecutor(case: Proceeding) -> str | None:
    return case.owed_by_post or case.post_of(Role.PROCURATORATE)
