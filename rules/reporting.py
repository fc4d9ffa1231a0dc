"""The duties of mandatory reporting and what may be answered to each. 强制报告的各项职责.

Ground: 未成年人保护法 Art. 11; 高检发〔2020〕9号; 公安刑事程序规定; 公安部 2015 受案立案改革意见.  Who owes each duty,
by when and on what row of law stands in the pack; here stands only what an answer can say.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rules.duty import ASKED, Answer, Duty, Fault, Words
from rules.vocabulary import Intervention, Term, UnitKind


class Urgency(Term):
    """How fast the child must be seen. 紧急程度."""

    EMERGENCY = "emergency", "紧急"
    URGENT = "urgent", "较急"
    ORDINARY = "ordinary", "一般"


class Track(Term):
    """Which way the police take a report. 案件性质."""

    ADMINISTRATIVE = "administrative", "涉嫌违反治安管理"
    CRIMINAL = "criminal", "涉嫌犯罪"
    NO_VIOLATION = "no_violation", "未发现违法犯罪事实"


class Complexity(Term):
    """What decides how long the police may examine a report. 疑难程度."""

    ORDINARY = "ordinary", "一般"
    COMPLEX = "complex", "疑难复杂（治安）"
    CLUES = "clues", "线索需要查证（刑事）"
    MAJOR = "major", "重大疑难复杂，经县级公安机关负责人批准（刑事）"
    SEXUAL = "sexual", "性侵害未成年人（刑事）"


def _free_to_report(unit: UnitKind | None) -> tuple[Fault, ...]:
    if unit is None or unit.must_report:
        return ()
    units = "、".join(f"{one.value}（{one.zh}）" for one in UnitKind if one.must_report)
    return (
        Fault(
            field="late_unit",
            zh=f"{unit.zh}没有强制报告义务，不能因未报告被追责；可填：{units}",
            en=f"{unit} is under no duty to report; one of {', '.join(one for one in UnitKind if one.must_report)}",
        ),
    )


# --- passing on to the police -----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class PassedOn(Answer):
    """The report reached the police. 已移送公安机关."""

    proof: str  # number of the hand-over slip, ticket or call record


PASS_ON_TO_POLICE = Duty("pass_on_to_police", PassedOn)


@dataclass(frozen=True, kw_only=True)
class TicketAnswered(Answer):
    """The department that got the ticket of a hotline has answered it. 热线工单办结答复.

    Args:
        proof: number of the ticket, or of the reply.
        caller_told: the caller was told as well; one who gave no number cannot be.
    """

    proof: str
    caller_told: bool


ANSWER_HOTLINE_TICKET = Duty("answer_hotline_ticket", TicketAnswered)


# --- safety first -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Triage(Answer):
    """How urgent it is, and whether the child is in danger now. 初步研判."""

    urgency: Urgency
    danger_now: bool
    same_matter: bool | None = None  # the report repeats what an open procedure of this child already carries
    late_unit: UnitKind | None = None  # a unit that should have reported and did not

    def faults(self) -> tuple[Fault, ...]:
        """Only a unit under a duty to report can have failed it."""
        return _free_to_report(self.late_unit)


@dataclass(frozen=True, kw_only=True)
class ChildSeen(Answer):
    """The child was seen face to face. 当面见到儿童."""

    safe_where_found: bool


@dataclass(frozen=True, kw_only=True)
class SafetyAssessment(Answer):
    """What the assessment found. 安全评估."""

    risk: Urgency
    danger_now: bool
    late_unit: UnitKind | None = None

    def faults(self) -> tuple[Fault, ...]:
        """As for triage."""
        return _free_to_report(self.late_unit)


@dataclass(frozen=True, kw_only=True)
class Interventions(Answer):
    """What is to be done for the child; nothing means: proposed to be screened out. 干预措施."""

    chosen: tuple[Intervention, ...] = ()
    reason: Words = ""


@dataclass(frozen=True, kw_only=True)
class SecondReading(Answer):
    """Another office read a proposal to do nothing. 复核."""

    agrees: bool
    reason: Words = ""


@dataclass(frozen=True, kw_only=True)
class Told(Answer):
    """The reporter was told. 已反馈."""

    outcome: str  # what was told, without detail of the case


TRIAGE = Duty("triage", Triage)
CHILD_SEEN = Duty("child_seen", ChildSeen)
SAFETY_ASSESSMENT = Duty("safety_assessment", SafetyAssessment)
CHOOSE_INTERVENTIONS = Duty("choose_interventions", Interventions)
SECOND_READING = Duty("second_reading", SecondReading)
TELL_REPORTER = Duty("tell_reporter", Told)


# --- police -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class PoliceAcceptance(Answer):
    """The police took the report down and gave a receipt. 接受报案."""

    ours: bool  # within this unit's jurisdiction
    track: Track | None = field(default=None, metadata=ASKED)
    complexity: Complexity | None = None
    complainant: bool | None = None  # there is a 控告人, who is owed a notice of non-filing
    child_needs_place: bool | None = None  # 反家庭暴力法 Art. 15(2): civil affairs must be told

    def faults(self) -> tuple[Fault, ...]:
        """Whoever keeps a report says what it is taken for; nothing is assumed in the officer's name."""
        if self.ours and self.track is None:
            tracks = "、".join(f"{one.value}（{one.zh}）" for one in Track)
            return (
                Fault(
                    field="track",
                    zh=f"属本单位管辖的，请填写“案件性质”（track）：{tracks}",
                    en=f"track is missing: where the case is yours, one of {', '.join(Track)}",
                ),
            )
        return ()


@dataclass(frozen=True, kw_only=True)
class Transferred(Answer):
    """The case went to the police unit that has jurisdiction. 移送有管辖权的公安机关."""

    to_post: str  # number of the receiving police post
    receipt: str  # what proves that it arrived


@dataclass(frozen=True, kw_only=True)
class AdministrativeDecision(Answer):
    """Whether an administrative case was opened. 行政案件受案决定."""

    accepted: bool
    now_criminal: bool | None = None  # the facts turned out to be a suspected crime


@dataclass(frozen=True, kw_only=True)
class FilingDecision(Answer):
    """Whether a criminal case was filed. 刑事立案决定."""

    filed: bool
    complainant: bool | None = None


@dataclass(frozen=True, kw_only=True)
class NonFilingNotice(Answer):
    """The complainant has the notice of non-filing. 不予立案通知书已送达."""


@dataclass(frozen=True, kw_only=True)
class NonFilingReview(Answer):
    """Whether the procuratorate asks the police for their reasons. 要求说明不立案理由."""

    asks_for_reasons: bool


@dataclass(frozen=True, kw_only=True)
class NonFilingReasons(Answer):
    """The police explained in writing. 说明不立案理由."""


@dataclass(frozen=True, kw_only=True)
class ReasonsAssessed(Answer):
    """Whether the reasons hold; if not, the procuratorate notifies the police to file. 审查不立案理由."""

    reasons_hold: bool


@dataclass(frozen=True, kw_only=True)
class VictimTold(Answer):
    """The victim's side was told why non-filing stands. 告知被害人."""


@dataclass(frozen=True, kw_only=True)
class FiledAfterNotice(Answer):
    """The police filed after the procuratorate's notice. 通知立案后立案."""


@dataclass(frozen=True, kw_only=True)
class InvestigationEnd(Answer):
    """How the investigation ended. 调查（侦查）终结."""

    to_prosecution: bool
    outcome: Words = ""  # 行政处罚、撤销案件 … where it does not go to prosecution


@dataclass(frozen=True, kw_only=True)
class Urged(Answer):
    """Three months after a supervised filing: the investigation had not ended, and a reminder went out. 催办."""

    letter_sent: bool  # 立案监督案件催办函


@dataclass(frozen=True, kw_only=True)
class SentForProsecution(Answer):
    """The file went to the procuratorate for review and prosecution. 移送审查起诉."""


POLICE_ACCEPTANCE = Duty("police_acceptance", PoliceAcceptance)
TRANSFER_TO_COMPETENT_POLICE = Duty("transfer_to_competent_police", Transferred)
DECIDE_ADMINISTRATIVE_CASE = Duty("decide_administrative_case", AdministrativeDecision)
DECIDE_FILING = Duty("decide_filing", FilingDecision)
NOTIFY_NON_FILING = Duty("notify_non_filing", NonFilingNotice)
REVIEW_NON_FILING = Duty("review_non_filing", NonFilingReview)
EXPLAIN_NON_FILING = Duty("explain_non_filing", NonFilingReasons)
ASSESS_REASONS = Duty("assess_reasons", ReasonsAssessed)
TELL_VICTIM_REASONS_HOLD = Duty("tell_victim_reasons_hold", VictimTold)
FILE_AFTER_NOTICE = Duty("file_after_notice", FiledAfterNotice)
CONCLUDE_INVESTIGATION = Duty("conclude_investigation", InvestigationEnd)
URGE_INVESTIGATION = Duty("urge_investigation", Urged)
FEEDBACK_ON_PROGRESS = Duty("feedback_on_progress", Told)
FEEDBACK_ON_RESULT = Duty("feedback_on_result", Told)
FEEDBACK_BEFORE_PROSECUTION = Duty("feedback_before_prosecution", Told)
SEND_FOR_PROSECUTION = Duty("send_for_prosecution", SentForProsecution)
