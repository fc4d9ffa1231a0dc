"""责令接受家庭教育指导程序 / Order to accept family-education guidance: ordered, served, given, checked.

Ground   未成年人保护法 Art. 118(2); 家庭教育促进法 Arts. 48–49, 53–54; 预防未成年人犯罪法 Art. 61.  The law gives no
         number and no fine: every period here is our default (C-90, C-91, C-92); an order that is ignored leads to
         the next tool (C-09).
Ends in  completed · moved on (ignored, or harm again) · not issued · not found (the guardian) · lapsed (not completed
         for good reason) · withdrawn · came of age · child died.
Opens    admonition · supervision order · protection order · guardianship transfer, as decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from flows.orders import (
    Next,
    Track,
    after_harm,
    decided,
    guardian_cannot_be_found,
    open_next,
    respondents,
    serve_each,
)
from flows.procedure import procedure
from rules.family_education import (
    CLOSING_CHECK,
    DECIDE_AFTER_IGNORED,
    DECIDE_GUIDANCE_ORDER,
    FIRST_SESSION,
    GUIDANCE_SESSION,
    PASS_TO_PROVIDER,
    REPORT_ABSENCE,
    SERVE_GUIDANCE_ORDER,
    GuidanceOutcome,
    GuidanceSession,
)
from rules.orders import AfterHarm
from rules.vocabulary import CloseReason, InstrumentKind, ProcedureKind, Turning
from tasks.casework import Proceeding
from tasks.orders import Order


@procedure(ProcedureKind.FAMILY_EDUCATION_ORDER, ends_at=(Turning.CAME_OF_AGE, Turning.DIED))
def family_education_order(case: Proceeding) -> None:
    """Guardians who do not know how, or do not care to, must learn. 责令接受家庭教育指导."""
    against = respondents(case)
    if not against:
        guardian_cannot_be_found(case)
        case.close(CloseReason.NOT_FOUND)

    issuer = case.owed_by_post  # 公安机关、人民检察院、人民法院
    decision = decided(case, DECIDE_GUIDANCE_ORDER, since=case.since_at, owed_by=issuer)
    if not decision.issue:
        case.close(CloseReason.NOT_ISSUED)

    issued = case.issue(InstrumentKind.GUIDANCE_ORDER, decision, to=against, valid_until=decision.until)
    order = _as_renewed(case, issued)
    if order.ended:  # withdrawn or ended by its issuer
        case.close(CloseReason.WITHDRAWN)
    case.beside(
        lambda case: _closing_check(case, order, issuer),  # first: it may end everything else
        lambda case: serve_each(case, order, SERVE_GUIDANCE_ORDER, since=decision.happened_at, owed_by=issuer),
        lambda case: _guidance(case, order, issuer),
        lambda case: after_harm(case, since=order.issued_at, owed_by=issuer, then=_moved_on(order)),
    )


def _as_renewed(case: Proceeding, issued: Order) -> Order:
    """The order with the term that a closing check gave it; once. 延长."""
    order = issued
    for check in case.recorded(CLOSING_CHECK)[:1]:
        if check.outcome is GuidanceOutcome.RENEWED and check.until:
            order = case.extend(issued, by=check, until=check.until)
    return order


def _guidance(case: Proceeding, order: Order, issuer: str | None) -> None:
    """The provider has the order and holds the sessions; absence is told to the issuing body. 转交、指导."""
    passed = case.fulfilled(PASS_TO_PROVIDER, since=order.issued_at, owed_by=issuer)  # 转交指导机构
    provider = passed.to_post

    def sessions(case: Proceeding) -> None:
        last = case.fulfilled(FIRST_SESSION, since=passed.happened_at, owed_by=provider)  # 首次指导
        for session in count(2):  # 每月至少一次
            last = case.fulfilled(GUIDANCE_SESSION, since=last.happened_at, about=str(session), owed_by=provider)

    missed = [one for one in _sessions_of(case) if not one.attended]
    pairs = enumerate(missed[1::2], start=1)  # two absences, and every two more
    case.beside(
        *(_ignoring(str(n), second, provider, issuer, order) for n, second in pairs),
        sessions,
    )


def _sessions_of(case: Proceeding) -> Sequence[GuidanceSession]:
    return [*case.recorded(FIRST_SESSION), *case.recorded(GUIDANCE_SESSION)]


def _ignoring(about: str, second: GuidanceSession, provider: str, issuer: str | None, order: Order) -> Track:
    """Two absences: reported to the issuing body, which decides what follows. 缺席."""

    def ignored(case: Proceeding) -> None:
        reported = case.fulfilled(REPORT_ABSENCE, since=second.happened_at, about=about, owed_by=provider)
        decision = case.fulfilled(DECIDE_AFTER_IGNORED, since=reported.happened_at, about=about, owed_by=issuer)
        if decision.confirmed:
            _moved_on(order)(case, decision, about)

    return ignored


def _closing_check(case: Proceeding, order: Order, issuer: str | None) -> None:
    """After three months: done, renewed once, or the next tool. 结业评估."""
    for version in order.versions:
        if version.superseded:
            case.release(CLOSING_CHECK, about=version.about)
            continue
        check = case.fulfilled(CLOSING_CHECK, since=version.from_at, about=version.about, owed_by=issuer)
        if check.outcome is GuidanceOutcome.COMPLETED:
            case.end(order, by=check)
            case.close(CloseReason.COMPLETED)
        decision = case.fulfilled(  # not completed, or renewed a second time
            DECIDE_AFTER_IGNORED, since=check.happened_at, about=version.about, owed_by=issuer
        )
        if decision.confirmed:
            _moved_on(order)(case, decision, version.about)
        case.end(order, by=decision)
        case.close(CloseReason.LAPSED)


def _moved_on(order: Order) -> Next:
    def moved_on(case: Proceeding, decision: AfterHarm, about: str) -> None:
        open_next(case, decision, order.addressees, about=about)
        case.close(CloseReason.MOVED_ON)

    return moved_on
