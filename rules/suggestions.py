"""The duties of a suggestion to a unit that fails its duty to children. 检察建议、司法建议的各项职责.

未成年人保护法 Art. 114: police, procuratorate, court and judicial administration suggest; the unit answers in
writing within one month.  That month governs in minors' matters; the two months of judicial suggestions in general
(M-05) do not, and what is known of procuratorial suggestions in general from memory only (M-09) drives no clock.
Before a public-interest suit against an administrative body it has two months, or fifteen days while the harm grows
(M-06, M-07).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rules.duty import Answer, Duty, Fault, Words
from rules.follow_through import SecondHand
from rules.orders import BodiesTold, OrderDecision, Served, missing
from rules.vocabulary import Term


class SuggestionGround(Term):
    """On what a suggestion rests. 建议的依据."""

    DUTY_FAILED = "duty_failed", "有关单位未尽保护职责（未成年人保护法第114条）"
    REPORTING = "reporting", "未执行强制报告或者监管不力（高检发〔2020〕9号第18条）"
    PUBLIC_INTEREST = "public_interest", "公益诉讼诉前检察建议"
    PUBLIC_INTEREST_URGENT = "public_interest_urgent", "公益诉讼诉前检察建议（损害继续扩大等紧急情形）"


BEFORE_A_SUIT = frozenset({SuggestionGround.PUBLIC_INTEREST, SuggestionGround.PUBLIC_INTEREST_URGENT})
"""The grounds after which the procuratorate may sue if nothing is mended."""

REPLY_CLOCK: Mapping[SuggestionGround, str] = MappingProxyType(
    {
        SuggestionGround.DUTY_FAILED: "default",
        SuggestionGround.REPORTING: "default",
        SuggestionGround.PUBLIC_INTEREST: "public_interest",
        SuggestionGround.PUBLIC_INTEREST_URGENT: "public_interest_urgent",
    }
)
"""Which period of the pack the reply has."""


class ReplyVerdict(Term):
    """What the issuer makes of a reply, or of silence. 回复评估结论."""

    MENDED = "mended", "已整改"
    PROMISED = "promised", "已有整改安排，待复查"
    NOT_MENDED = "not_mended", "未整改、不当或者未回复"


class FollowUpVerdict(Term):
    """What a later look finds. 复查结论."""

    MENDED = "mended", "整改到位"
    NOT_MENDED = "not_mended", "仍未整改"
    NO_LONGER = "no_longer", "不再需要（单位撤销、职责移转等）"


@dataclass(frozen=True, kw_only=True)
class SuggestionDecision(OrderDecision):
    """Whether a suggestion is issued, to whom and on what ground. 决定是否发出建议."""

    suggestion_ground: SuggestionGround | None = None
    to_post: str = ""  # the unit, if it is in the directory; else the issuer obtains the reply
    sues: bool | None = None  # instead of a suggestion: a public-interest suit for which none is needed (Art. 106)
    demands: Words = ""

    @property
    def ground(self) -> SuggestionGround:
        """The ground, of what is issued; the general one of Art. 114 of what is not."""
        return self.suggestion_ground or SuggestionGround.DUTY_FAILED

    def faults(self) -> tuple[Fault, ...]:
        """What is issued rests on a ground: its clock is chosen by that."""
        wrong = super().faults()
        if self.issue and self.sues:
            zh = "先发建议的，是否起诉在回复以后决定；直接起诉的，是否作出（issue）填否"
            return (*wrong, missing("sues", zh, "with a suggestion it is decided after the reply whether to sue"))
        if self.issue and self.suggestion_ground is None:
            zh = "发出建议的，请选择依据（suggestion_ground）；回复期限由依据决定"
            return (*wrong, missing("suggestion_ground", zh, "suggestion_ground is missing: it decides the period"))
        return wrong


@dataclass(frozen=True, kw_only=True)
class SuggestionReplied(SecondHand):
    """Whether the unit answered in writing, as it must; no answer is entered by the issuer. 书面回复."""

    replied: bool
    outcome: Words = ""


@dataclass(frozen=True, kw_only=True)
class ReplyAssessed(Answer):
    """What the issuer makes of it. 评估回复."""

    reply_verdict: ReplyVerdict
    reason: Words = ""


@dataclass(frozen=True, kw_only=True)
class SuitConsidered(Answer):
    """Whether the procuratorate sues in the public interest. 是否提起公益诉讼."""

    sues: bool
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """An administrative body that mends nothing is not left alone without a reason."""
        if self.sues or self.reason:
            return ()
        return (missing("reason", "不提起诉讼的，请写明理由（reason）", "reason is missing: say why it is not sued"),)


@dataclass(frozen=True, kw_only=True)
class SuggestionFollowedUp(Answer):
    """What became of it. 复查整改."""

    follow_up_verdict: FollowUpVerdict
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """That nothing is needed any more has a reason."""
        if self.follow_up_verdict is not FollowUpVerdict.NO_LONGER or self.reason:
            return ()
        return (missing("reason", "不再需要整改的，请写明理由（reason）", "reason is missing: why no longer needed"),)


DECIDE_SUGGESTION = Duty("decide_suggestion", SuggestionDecision)
SERVE_SUGGESTION = Duty("serve_suggestion", Served)
REPLY_TO_SUGGESTION = Duty("reply_to_suggestion", SuggestionReplied)
ASSESS_REPLY = Duty("assess_reply", ReplyAssessed)
TELL_SUPERIOR = Duty("tell_superior", BodiesTold)
CONSIDER_SUIT = Duty("consider_suit", SuitConsidered)
FOLLOW_UP_SUGGESTION = Duty("follow_up_suggestion", SuggestionFollowedUp)
