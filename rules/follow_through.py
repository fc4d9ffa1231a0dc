"""Duties that keep a case from ending in a blind alley: referral, accountability, repair, review. 后续办理."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules.duty import Answer, Duty, Words


@dataclass(frozen=True, kw_only=True)
class TakenUp(Answer):
    """Whether the body that was asked takes it on. 承接转介."""

    accepts: bool
    reason: Words = ""


@dataclass(frozen=True, kw_only=True)
class ReferralDone(Answer):
    """What came of it. 转介办结."""

    outcome: Words


@dataclass(frozen=True, kw_only=True)
class ReassignedReferral(Answer):
    """Who does it instead, after a refusal. 改派."""

    to_post: str = ""  # number of another post; empty: nobody, with the reason in `reason`
    reason: Words = ""


@dataclass(frozen=True, kw_only=True)
class FailureReviewed(Answer):
    """What the regulator made of a late or missing report. 未履行报告义务的处理 (未成年人保护法 Art. 117)."""

    breach_found: bool
    outcome: Words


@dataclass(frozen=True, kw_only=True)
class ReachedOtherwise(Answer):
    """The message reached its addressee by other means, and the address was mended. 以其他方式通知."""

    how: Words


@dataclass(frozen=True, kw_only=True)
class CaseReviewed(Answer):
    """Close the case, or say when it is looked at again. 结案审查."""

    close: bool
    next_review_on: date | None = None
    reason: Words = ""


TAKE_UP_REFERRAL = Duty("take_up_referral", TakenUp)
COMPLETE_REFERRAL = Duty("complete_referral", ReferralDone)
REASSIGN_REFERRAL = Duty("reassign_referral", ReassignedReferral)
REVIEW_REPORTING_FAILURE = Duty("review_reporting_failure", FailureReviewed)
REACH_BY_OTHER_MEANS = Duty("reach_by_other_means", ReachedOtherwise)
REVIEW_CASE = Duty("review_case", CaseReviewed)
