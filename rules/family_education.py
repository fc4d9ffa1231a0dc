"""The duties of an order to accept family-education guidance, and their answers. 责令接受家庭教育指导的各项职责.

Ground: 未成年人保护法 Art. 118(2); 家庭教育促进法 Arts. 48–54.  The law gives no number: every period is our default.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules.duty import Answer, Duty, Fault, Words
from rules.orders import AfterHarm, OrderDecision, Served, ends_before_it_begins, missing
from rules.vocabulary import Term


class GuidanceOutcome(Term):
    """What the closing check finds. 结业评估结论."""

    COMPLETED = "completed", "已完成指导，情况改善"
    RENEWED = "renewed", "延长一次"
    NOT_COMPLETED = "not_completed", "未完成或者没有改善"


@dataclass(frozen=True, kw_only=True)
class GuidanceDecision(OrderDecision):
    """Whether guidance is ordered, on what, until when. 决定责令接受家庭教育指导."""

    topics: Words = ""
    until: date | None = None  # last day, where the order names one

    def faults(self) -> tuple[Fault, ...]:
        """The term lies ahead."""
        return (*super().faults(), *ends_before_it_begins(self.until, self.happened_at))


@dataclass(frozen=True, kw_only=True)
class PassedToProvider(Answer):
    """Who gives the guidance, and that they have the order. 转交指导机构."""

    to_post: str
    receipt: str = ""


@dataclass(frozen=True, kw_only=True)
class GuidanceSession(Answer):
    """One session, or one that the guardian missed. 指导记录."""

    attended: bool
    record: Words = ""


@dataclass(frozen=True, kw_only=True)
class AbsenceReported(Answer):
    """The issuing body knows of two absences. 缺席报告."""


@dataclass(frozen=True, kw_only=True)
class GuidanceClosing(Answer):
    """What came of the guidance. 结业评估."""

    outcome: GuidanceOutcome
    until: date | None = None  # new last day, where it is renewed
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """A renewal says until when."""
        if self.outcome is GuidanceOutcome.RENEWED and self.until is None:
            return (missing("until", "延长的，请填写延长至哪一日（until）", "until is missing: renewed until when"),)
        return ends_before_it_begins(self.until, self.happened_at)


DECIDE_GUIDANCE_ORDER = Duty("decide_guidance_order", GuidanceDecision)
SERVE_GUIDANCE_ORDER = Duty("serve_guidance_order", Served)
PASS_TO_PROVIDER = Duty("pass_to_provider", PassedToProvider)
FIRST_SESSION = Duty("first_session", GuidanceSession)
GUIDANCE_SESSION = Duty("guidance_session", GuidanceSession)
REPORT_ABSENCE = Duty("report_absence", AbsenceReported)
CLOSING_CHECK = Duty("closing_check", GuidanceClosing)
DECIDE_AFTER_IGNORED = Duty("decide_after_ignored", AfterHarm)
