"""Duties that keep a case from ending in a blind alley: referral, accountability, repair, review. 后续办理."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from rules.duty import ASKED, Answer, Duty, Fault, Words
from rules.vocabulary import Term, UnitKind


@dataclass(frozen=True, kw_only=True)
class SecondHand(Answer):
    """What another body answered, perhaps on paper only: then the referrer enters it and says so. 转介方代录."""

    second_hand: bool | None = None  # entered by the referrer, not by the body itself
    paper_no: str = ""  # number or short name of the paper on which it answered

    def faults(self) -> tuple[Fault, ...]:
        """What somebody else is said to have answered rests on a paper."""
        if self.second_hand and not self.paper_no:
            zh = "代录的，请填写所依据的纸质回复编号或者名称（paper_no）；电话答复请写明通话记录"
            return (Fault(field="paper_no", zh=zh, en="paper_no is missing: what does this second-hand entry rest on"),)
        return ()


@dataclass(frozen=True, kw_only=True)
class TakenUp(SecondHand):
    """Whether the body that was asked takes it on; a refusal has a reason. 承接转介."""

    accepts: bool
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """Whoever declines says why: the next body is chosen by that."""
        wrong = super().faults()
        if self.accepts or self.reason:
            return wrong
        return (
            *wrong,
            Fault(field="reason", zh="不承接的，请写明理由（reason）", en="reason is missing: why declined"),
        )


@dataclass(frozen=True, kw_only=True)
class ReferralDone(SecondHand):
    """What came of it. 转介办结."""

    outcome: Words


class NoTaker(Term):
    """Why nobody does it, in one word that may be told to others: free words stay sealed. 无人承接的原因."""

    NO_SERVICE = "no_service", "本地没有这项服务"
    NO_CAPACITY = "no_capacity", "名额、床位、经费已满"
    NOT_ELIGIBLE = "not_eligible", "不符合条件"
    NOT_WANTED = "not_wanted", "儿童或者监护人不接受"
    SERVED_OTHERWISE = "served_otherwise", "已由其他途径解决"
    OTHER = "other", "其他（另写理由）"


@dataclass(frozen=True, kw_only=True)
class ReassignedReferral(Answer):
    """Who does it instead, after a refusal; or why nobody does. 改派."""

    to_post: str = field(default="", metadata=ASKED)  # number of another post; empty: nobody does it
    no_taker: NoTaker | None = field(default=None, metadata=ASKED)
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """A referral does not end in silence: somebody else, or the reason."""
        if not self.to_post and self.no_taker is None:
            listed = "、".join(f"{one.value}（{one.zh}）" for one in NoTaker)
            zh = f"请填写改派给哪个岗位（to_post）；无人承接的，填写原因（no_taker）：{listed}"
            en = f"to_post is missing: who does it instead; if nobody does, no_taker: {', '.join(NoTaker)}"
            return (Fault(field="to_post", zh=zh, en=en),)
        if self.no_taker is NoTaker.OTHER and not self.reason:
            zh = "原因选“其他”的，请写明理由（reason）"
            return (Fault(field="reason", zh=zh, en="reason is missing: no_taker is 'other'"),)
        return ()


@dataclass(frozen=True, kw_only=True)
class ServiceConfirmed(Answer):
    """Whether the service reached the child, as the child or the family say. 回访确认服务到位."""

    received: bool
    refer_again: bool | None = None  # where it did not: ask the departments anew
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """A service that did not arrive is asked for again, or somebody says why not."""
        if self.received or self.refer_again or self.reason:
            return ()
        zh = "服务没有到位的，请选择再次转介（refer_again），或者写明不再转介的理由（reason）"
        return (Fault(field="reason", zh=zh, en="reason is missing: refer again, or say why not"),)


@dataclass(frozen=True, kw_only=True)
class FailureReviewed(Answer):
    """What the regulator made of a late or missing report. 未履行报告义务的处理 (未成年人保护法 Art. 117)."""

    breach_found: bool
    outcome: Words
    asks_procuratorate: bool | None = None  # to consider a suggestion (高检发〔2020〕9号 Art. 18)


class Commendation(Term):
    """What a reporter gets for reporting. 表扬、奖励 (济宁 JN-5c)."""

    PRAISED = "praised", "表扬"
    REWARDED = "rewarded", "奖励"


COMMENDABLE = frozenset({UnitKind.CITIZEN, UnitKind.RELATIVE, UnitKind.OTHER_MINOR})
"""其他公民: who reports without being bound to. Nobody can be commended whom nobody knows, nor the child itself."""


@dataclass(frozen=True, kw_only=True)
class ReporterCommended(Answer):
    """Whether whoever reported is commended, and how (济宁 JN-5c). 表扬、奖励报告人.

    Args:
        commendations: what was given; none: with the reason (查无此事, 本人谢绝 …).
        in_public: only where the reporter agrees: who reported is secret (A-20).
    """

    commendations: tuple[Commendation, ...] = field(default=(), metadata=ASKED)
    in_public: bool | None = None
    reporter_agrees: bool | None = None
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """Nobody is left out without a reason, and nobody named in public against their will."""
        if not self.commendations and not self.reason:
            zh = "不表扬、奖励的，请写明理由（reason）"
            return (Fault(field="reason", zh=zh, en="reason is missing: why the reporter is not commended"),)
        if self.in_public and not self.reporter_agrees:
            zh = "公开表扬须经报告人本人同意（reporter_agrees）；不同意的，不公开给与"
            en = "in public only where the reporter agrees (reporter_agrees); otherwise not in public"
            return (Fault(field="reporter_agrees", zh=zh, en=en),)
        return ()

    @property
    def said(self) -> str:
        """What the reporter is told; "" where there is nothing to tell."""
        return "、".join(one.zh for one in self.commendations)


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
CONFIRM_SERVICE = Duty("confirm_service", ServiceConfirmed)
REVIEW_REPORTING_FAILURE = Duty("review_reporting_failure", FailureReviewed)
COMMEND_REPORTER = Duty("commend_reporter", ReporterCommended)
REACH_BY_OTHER_MEANS = Duty("reach_by_other_means", ReachedOtherwise)
REVIEW_CASE = Duty("review_case", CaseReviewed)
