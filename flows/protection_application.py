"""申请与裁定 / From the application to the ruling: the first half of the protection order.

Ground   反家庭暴力法 Arts. 23–28, 31; 法释〔2022〕17号 Art. 2; 法发〔2022〕10号.
A part of the protection order (flows.protection_order), told apart because a second application takes the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import count

from flows.orders import nth
from rules.protection import (
    ACCEPT_PROTECTION_APPLICATION,
    APPLY_FOR_PROTECTION,
    CONSIDER_RECONSIDERATION,
    DECIDE_PROTECTION_ORDER,
    DECIDE_RECONSIDERATION,
    ProtectionApplied,
    ProtectionRuling,
    RulingOutcome,
)
from rules.reporting import SECOND_READING
from rules.vocabulary import InstrumentKind
from tasks.casework import Proceeding


@dataclass(frozen=True)
class Applied:
    """An application that is with the court, and the body that brought it."""

    application: ProtectionApplied
    by: str | None


@dataclass(frozen=True)
class Ruled:
    """A ruling, by which court and for which body; no ruling where the court did not take the application."""

    ruling: ProtectionRuling | None
    court: str | None
    applicant: str | None

    @property
    def granted(self) -> bool:
        """There is an order."""
        return self.ruling is not None and self.ruling.granted

    @property
    def withdrawn(self) -> bool:
        """The applicant took it back."""
        return self.ruling is not None and self.ruling.outcome is RulingOutcome.WITHDRAWN


def applied_and_ruled(case: Proceeding, turn: int, *, since: datetime, applicant: str | None) -> Ruled | None:
    """An application and what the court makes of it; None where nobody applies, as a second office has agreed.

    Args:
        turn: 1 for the first application of this procedure.
        applicant: post that owes the application; the nearest body that may apply, where none is named.
    """
    applied = _applied(case, turn, since=since, applicant=applicant)
    if applied is None:
        return None
    case.issue(InstrumentKind.PROTECTION_APPLICATION, applied.application, about=nth(turn))
    return _ruled(case, turn, applied)


def _applied(case: Proceeding, turn: int, *, since: datetime, applicant: str | None) -> Applied | None:
    """One eligible body after another, until one applies or nobody needs to. 申请、代为申请 (Art. 23)."""
    post = applicant
    for attempt in count(1):
        about = _attempt(turn, attempt)
        application = case.fulfilled(APPLY_FOR_PROTECTION, since=since, about=about, owed_by=post)
        if application.applied:
            return Applied(application, post)
        since, post = application.happened_at, application.to_post or None
        if post:
            continue
        reading = case.fulfilled(SECOND_READING, since=since, about=about)  # 无人申请：另一机关复核
        if reading.agrees:
            return None
        since = reading.happened_at
    return None


def _ruled(case: Proceeding, turn: int, applied: Applied) -> Ruled:
    """Accepted by the court that has jurisdiction, and ruled on within 72 hours, or 24. 受理、裁定 (Art. 28)."""
    since, court = applied.application.happened_at, None
    for attempt in count(1):
        about = _attempt(turn, attempt)
        taken = case.fulfilled(ACCEPT_PROTECTION_APPLICATION, since=since, about=about, owed_by=court)
        if taken.admitted:
            break
        if not taken.to_post:
            return Ruled(None, court, applied.by)
        since, court = taken.happened_at, taken.to_post  # 移送有管辖权的法院

    variant = "urgent" if taken.urgent else "default"
    ruling = case.fulfilled(
        DECIDE_PROTECTION_ORDER, since=taken.happened_at, about=nth(turn), variant=variant, owed_by=court
    )
    if ruling.outcome is RulingOutcome.DISMISSED:
        ruling = _reconsidered(case, turn, ruling, court, applied.by)
    return Ruled(ruling, court, applied.by)


def _reconsidered(
    case: Proceeding, turn: int, dismissal: ProtectionRuling, court: str | None, applicant: str | None
) -> ProtectionRuling:
    """Five days in which the applicant may ask the same court once to look again. 复议 (Art. 31)."""
    about = nth(turn)
    case.issue(InstrumentKind.DISMISSAL, dismissal, about=about)
    asked = case.fulfilled(CONSIDER_RECONSIDERATION, since=dismissal.happened_at, about=about, owed_by=applicant)
    if not asked.asks:
        return dismissal
    return case.fulfilled(DECIDE_RECONSIDERATION, since=asked.happened_at, about=about, owed_by=court)


def _attempt(turn: int, attempt: int) -> str:
    return "" if turn == attempt == 1 else f"{turn}.{attempt}"
