"""The duties of a psychological referral and their answers. 心理转介的各项职责.

Ground: 未成年人保护法 Arts. 90(3), 111; 精神卫生法 Arts. 23, 28–29.  The law says 立即 and 及时 and gives no
number: every period is our default.  Whoever counsels may not diagnose (精神卫生法 Art. 23): only a medical
institution is asked whether the child needs treatment, and nowhere is it asked for which disorder.
"""

from __future__ import annotations

from dataclasses import dataclass

from rules.duty import Answer, Duty, Fault, Words
from rules.orders import BodiesTold, missing
from rules.vocabulary import Term


class PsychChannel(Term):
    """How urgent it is. 转介通道."""

    CRISIS = "crisis", "危机（自杀、自伤、伤人危险或者精神病性症状）"
    URGENT = "urgent", "较急（受侵害或者被带离家庭后的创伤）"
    ORDINARY = "ordinary", "一般（筛查或者走访发现异常，没有急性危险）"


class Help(Term):
    """Who was called in a crisis. 危机求助."""

    AMBULANCE = "ambulance", "120急救"
    POLICE = "police", "110报警"
    PSYCH_LINE = "psych_line", "12356心理援助热线"
    YOUTH_LINE = "youth_line", "12355青少年服务台"
    HOSPITAL = "hospital", "直接送医疗机构"


class GuardianConsent(Term):
    """What the guardians say to the referral. 监护人意见."""

    GIVEN = "given", "知情并同意"
    REFUSED = "refused", "知情但不同意"
    NOT_ASKED = "not_asked", "监护人涉嫌侵害，未征求其意见"


class PsychOutcome(Term):
    """What came of it, in one word: no finding about the child leaves the provider. 转介结果."""

    BETTER = "better", "情况好转，结束干预"
    IN_TREATMENT = "in_treatment", "已在医疗机构治疗"
    CONTINUES = "continues", "继续干预"
    STOPPED = "stopped", "本人或者监护人中止"


# --- finding and crisis -------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class PsychSorted(Answer):
    """Which channel the child needs. 心理异常分级."""

    channel: PsychChannel
    guardian_reached: bool
    harm_found: bool


@dataclass(frozen=True, kw_only=True)
class CrisisAnswered(Answer):
    """Help was called, and somebody stays with the child until it is there. 心理危机处置."""

    called: tuple[Help, ...]
    escorted: bool
    guardian_reached: bool

    def faults(self) -> tuple[Fault, ...]:
        """A crisis in which nobody was called was not answered."""
        if self.called:
            return ()
        zh = "请至少填写一项已联系的急救、报警、热线或者送医（called）"
        return (missing("called", zh, "called is missing: name at least one"),)


@dataclass(frozen=True, kw_only=True)
class HospitalSeen(Answer):
    """A medical institution saw the child. 医疗机构诊断."""

    needs_treatment: bool


TELL_OF_SERIOUS_PROBLEM = Duty("tell_of_serious_problem", BodiesTold)
SORT_PSYCHOLOGY = Duty("sort_psychology", PsychSorted)
ANSWER_CRISIS = Duty("answer_crisis", CrisisAnswered)
ASSESS_AT_HOSPITAL = Duty("assess_at_hospital", HospitalSeen)


# --- referral -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class PsychReferred(Answer):
    """Who is asked to help the child, and what the guardians say. 发出心理转介单."""

    guardian_consent: GuardianConsent
    to_post: str = ""
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """Without a refusal somebody is asked; guardians who are not asked are passed over for a reason."""
        wrong: list[Fault] = []
        if self.guardian_consent is not GuardianConsent.REFUSED and not self.to_post:
            zh = "请填写承接转介的岗位编号（to_post）"
            wrong.append(missing("to_post", zh, "to_post is missing: who is asked"))
        if self.guardian_consent is GuardianConsent.NOT_ASKED and not self.reason:
            zh = "未征求监护人意见的，请写明理由（reason）"
            wrong.append(missing("reason", zh, "reason is missing: why the guardians were not asked"))
        return tuple(wrong)


@dataclass(frozen=True, kw_only=True)
class GuardianWorkedWith(Answer):
    """Guardians who refused were talked with. 与监护人沟通."""

    guardian_consent: GuardianConsent
    harm_found: bool  # refusing puts the child in danger


@dataclass(frozen=True, kw_only=True)
class PsychTakenUp(Answer):
    """Whether whoever was asked takes it on. 承接心理转介."""

    accepts: bool
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """Declining has a reason."""
        if self.accepts or self.reason:
            return ()
        return (missing("reason", "不承接的，请写明理由（reason）", "reason is missing: why it is declined"),)


@dataclass(frozen=True, kw_only=True)
class PsychRedirected(Answer):
    """Who is asked instead. 改转."""

    to_post: str = ""
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """Somebody else, or the reason why there is nobody."""
        if self.to_post or self.reason:
            return ()
        zh = "请填写改由哪个岗位承接（to_post）；无人承接的写明理由（reason）"
        return (missing("to_post", zh, "to_post is missing: who is asked instead, or the reason why nobody is"),)


SEND_PSYCH_REFERRAL = Duty("send_psych_referral", PsychReferred)
WORK_WITH_GUARDIAN = Duty("work_with_guardian", GuardianWorkedWith)
TAKE_UP_PSYCHOLOGY = Duty("take_up_psychology", PsychTakenUp)
REDIRECT_PSYCHOLOGY = Duty("redirect_psychology", PsychRedirected)


# --- help and its end ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class FirstPsychContact(Answer):
    """A professional met the child. 首次专业接触."""

    child_seen: bool
    suspected_disorder: bool  # no diagnosis: the child is to be seen by a medical institution (Art. 23)
    harm_found: bool


@dataclass(frozen=True, kw_only=True)
class HospitalAdvised(Answer):
    """The guardians were advised to have the child seen by a medical institution. 建议就医."""

    guardian_reached: bool
    goes_to_hospital: bool
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """Not going has a reason."""
        if self.goes_to_hospital or self.reason:
            return ()
        return (
            missing("reason", "不就医的，请写明理由（reason）", "reason is missing: why the child is not taken there"),
        )


@dataclass(frozen=True, kw_only=True)
class PsychConcluded(Answer):
    """How it stands after a month, and in the end. 干预结果."""

    outcome: PsychOutcome
    harm_found: bool


FIRST_PSYCH_CONTACT = Duty("first_psych_contact", FirstPsychContact)
ADVISE_HOSPITAL = Duty("advise_hospital", HospitalAdvised)
PSYCH_OUTCOME = Duty("psych_outcome", PsychConcluded)
FEEDBACK_TO_REFERRER = Duty("feedback_to_referrer", BodiesTold)
