"""The duties between the place of residence and the place of household registration. 居住地与户籍地衔接的各项职责.

A benefit is granted where a child is registered and applied for where it lives (跨省通办).  The steps of orphans and
children without de facto support and their numbers are known from a secondary source only (N-04 to N-07) and say so;
for other benefits no number is known, and every period is our default (HT-171).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules.duty import Answer, Duty, Fault, Words
from rules.follow_through import SecondHand
from rules.orders import missing
from rules.vocabulary import Term

BASIC_LIVING = "basic_living"
"""Code of 基本生活保障 of orphans and children without de facto support: the one with steps of its own."""


class AfterRefusal(Term):
    """What is done where the place of registration does not grant it. 未获批准后的办理."""

    RESUBMIT = "resubmit", "补正后再次申请"
    RELIEF_HERE = "relief_here", "由居住地临时救助"
    NOTHING = "nothing", "不再申请"


@dataclass(frozen=True, kw_only=True)
class BenefitAccepted(Answer):
    """Whether the place of application took it and pushed it to the place of registration. 受理、形式审查、推送."""

    admits: bool
    proof: str = ""  # number of the online push, or of the letter
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """What was taken was pushed; what was not taken has a reason."""
        if self.admits and not self.proof:
            zh = "已受理的，请填写推送凭证（proof）；没有推送，户籍地无从办理"
            return (missing("proof", zh, "proof is missing: how it was pushed to the place of registration"),)
        if not self.admits and not self.reason:
            return (missing("reason", "不受理的，请写明理由（reason）", "reason is missing: why it is not accepted"),)
        return ()


@dataclass(frozen=True, kw_only=True)
class BenefitOpinion(SecondHand):
    """What the township of registration thinks of it. 户籍地乡镇意见."""

    qualifies: bool
    reason: Words = ""


@dataclass(frozen=True, kw_only=True)
class BenefitDecided(SecondHand):
    """What the county of registration decided; a refusal has its reasons in writing. 户籍地县级决定."""

    granted: bool
    paid_from: date | None = None  # first day for which it is paid
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """A refusal without reasons cannot be answered."""
        wrong = super().faults()
        if self.granted or self.reason:
            return wrong
        return (
            *wrong,
            missing("reason", "不予批准的，请写明书面理由（reason）", "reason is missing: why it is refused"),
        )


@dataclass(frozen=True, kw_only=True)
class ApplicantTold(Answer):
    """The family knows what became of it. 告知申请人."""

    how: Words


@dataclass(frozen=True, kw_only=True)
class RefusalPlanned(Answer):
    """What is done for a child that was refused. 未获批准后的安排."""

    after_refusal: AfterRefusal
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """That nothing more is done has a reason."""
        if self.after_refusal is not AfterRefusal.NOTHING or self.reason:
            return ()
        return (missing("reason", "不再申请的，请写明理由（reason）", "reason is missing: why nothing more is done"),)


@dataclass(frozen=True, kw_only=True)
class RecordsCompared(SecondHand):
    """Whether both places have the same of the child, after each pushed what it has. 数据推送与比对."""

    records_agree: bool
    child_moved: bool | None = None  # lives in the place of registration again: the case follows
    differences: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """A difference that nobody names is not mended."""
        wrong = super().faults()
        if self.records_agree or self.differences:
            return wrong
        zh = "两地信息不一致的，请写明差异（differences）"
        return (*wrong, missing("differences", zh, "differences is missing: what the two places have differently"))


ACCEPT_BENEFIT = Duty("accept_benefit", BenefitAccepted)
GIVE_BENEFIT_OPINION = Duty("give_benefit_opinion", BenefitOpinion)
DECIDE_BENEFIT = Duty("decide_benefit", BenefitDecided)
TELL_APPLICANT = Duty("tell_applicant", ApplicantTold)
PLAN_AFTER_REFUSAL = Duty("plan_after_refusal", RefusalPlanned)
COMPARE_RECORDS = Duty("compare_records", RecordsCompared)
