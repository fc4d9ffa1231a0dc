"""The routine duties for children in care and their answers. 摸排、走访、评估的各项职责.

National policy sets one number, the half-yearly update (J-03); how often is local rule or our default (J-90, J-91).
"""

from __future__ import annotations

from dataclasses import dataclass

from rules.duty import Answer, Duty, Fault, Words
from rules.orders import missing
from rules.vocabulary import Situation, Term, Tier


class SpokeWith(Term):
    """With whom somebody spoke. 联系对象."""

    CHILD = "child", "儿童本人"
    CARER = "carer", "实际照护人"
    PARENT = "parent", "父母"
    SCHOOL = "school", "学校"


class CareFound(Term):
    """How the child is looked after. 照护情况."""

    GOOD = "good", "照护良好"
    STRAINED = "strained", "照护吃力"
    REMISS = "remiss", "照护人不履行职责"
    UNABLE = "unable", "照护人无能力"
    NOBODY = "nobody", "无人照护"


class SchoolFound(Term):
    """How the child goes to school. 就学情况."""

    ATTENDS = "attends", "正常就学"
    IRREGULAR = "irregular", "经常缺课"
    OUT = "out", "失学、辍学"
    NOT_OF_AGE = "not_of_age", "未到入学年龄或已完成义务教育"


class HealthFound(Term):
    """How the child is. 健康情况."""

    WELL = "well", "健康"
    ILL = "ill", "患病"
    INJURED = "injured", "有伤"
    MIND = "mind", "心理、行为异常"


class SafetyFound(Term):
    """Whether the child is safe where it lives. 安全情况."""

    SAFE = "safe", "安全"
    HAZARDS = "hazards", "有安全隐患"
    DANGER = "danger", "面临危险"


class Raise(Term):
    """What a visit calls for at once. 走访中提出的事项."""

    REPORT = "report", "强制报告"
    ENTRUSTED_CARE = "entrusted_care", "委托照护问题"
    PSYCHOLOGY = "psychology", "心理转介"


@dataclass(frozen=True, kw_only=True)
class RoutineContact(Answer):
    """The child, or whoever looks after it, was reached. 联系记录.

    Who tried in vain has not been in contact: that is noted (`hutong note`), and the duty stays owed.
    """

    spoke_with: tuple[SpokeWith, ...]
    problems: Words = ""
    needs: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """A contact is with somebody."""
        if not self.spoke_with:
            zh = "请至少选一个联系对象（spoke_with）；未联系上的不算联系，请用 hutong note 记事"
            return (missing("spoke_with", zh, "spoke_with is missing: an attempt is no contact, note it instead"),)
        return ()


@dataclass(frozen=True, kw_only=True)
class RoutineVisit(RoutineContact):
    """The child was seen at home. 走访记录.

    Args:
        child_seen: a visit on which the child was not seen does not count (our default, HT-142).
        raises: what is raised in the same act; a report needs its situations and its findings.
    """

    child_seen: bool
    care: CareFound
    school: SchoolFound
    health: HealthFound
    safety: SafetyFound
    raises: tuple[Raise, ...] = ()
    situations: tuple[Situation, ...] = ()
    findings: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """The child was seen; danger is reported; a report says what of."""
        wrong = list(super().faults())
        if not self.child_seen:
            zh = "未见到儿童的走访不算完成；请另约走访，或说明事由免予办理（hutong monitor excuse）"
            en = "a visit without seeing the child does not count: visit again, or excuse it (hutong monitor excuse)"
            wrong.append(Fault(field="child_seen", zh=zh, en=en))
        if self.safety is SafetyFound.DANGER and Raise.REPORT not in self.raises:
            zh = "儿童面临危险的，应当立即报告：请在 raises 中选“强制报告”"
            wrong.append(missing("raises", zh, "a child in danger is reported at once: add 'report' to raises"))
        if Raise.REPORT in self.raises and not (self.situations and self.findings):
            zh = "提出强制报告的，请填写情形（situations）和发现的情况（findings）"
            wrong.append(missing("situations", zh, "a report needs its situations and what was found"))
        return tuple(wrong)

    @property
    def concerns(self) -> frozenset[str]:
        """What of it calls for an assessment at any time: 监护能力较弱、行为异常、失学 (J-91)."""
        found = {
            "guardian": self.care is not CareFound.GOOD,
            "behaviour": self.health is HealthFound.MIND,
            "school": self.school is SchoolFound.OUT,
        }
        return frozenset(concern for concern, is_so in found.items() if is_so)


@dataclass(frozen=True, kw_only=True)
class ChildDataUpdated(Answer):
    """The data of the child were gone through. 信息更新."""

    changed: bool
    changes: Words = ""


@dataclass(frozen=True, kw_only=True)
class SchoolHomeVisited(RoutineContact):
    """Somebody of the school was at the child's home (天门 2025 三（六）). 学校家访."""

    child_seen: bool


@dataclass(frozen=True, kw_only=True)
class TierAssessed(Answer):
    """How much the child needs to be looked at, and why. 风险评估."""

    tier: Tier
    reason: Words


@dataclass(frozen=True, kw_only=True)
class LowerTierRead(Answer):
    """A second person on a lower tier (J-92). 降级复核."""

    agrees: bool
    reason: Words = ""


@dataclass(frozen=True, kw_only=True)
class PsychologyAssessed(Answer):
    """The psychological assessment of a school year. 心理测评."""

    anomaly: bool
    findings: Words = ""


ROUTINE_CONTACT = Duty("routine_contact", RoutineContact)
ROUTINE_VISIT = Duty("routine_visit", RoutineVisit)
UPDATE_CHILD_DATA = Duty("update_child_data", ChildDataUpdated)
ASSESS_TIER = Duty("assess_tier", TierAssessed)
CONFIRM_LOWER_TIER = Duty("confirm_lower_tier", LowerTierRead)
ASSESS_ON_EVENT = Duty("assess_on_event", TierAssessed)
ASSESS_PSYCHOLOGY = Duty("assess_psychology", PsychologyAssessed)
SCHOOL_HOME_VISIT = Duty("school_home_visit", SchoolHomeVisited)

COUNTS_AS: dict[str, tuple[str, ...]] = {
    ROUTINE_VISIT.code: (ROUTINE_VISIT.code, ROUTINE_CONTACT.code),  # a visit is also a contact (HT-142)
    ROUTINE_CONTACT.code: (ROUTINE_CONTACT.code,),
    UPDATE_CHILD_DATA.code: (UPDATE_CHILD_DATA.code,),
    ASSESS_TIER.code: (ASSESS_TIER.code,),
    ASSESS_PSYCHOLOGY.code: (ASSESS_PSYCHOLOGY.code,),
    SCHOOL_HOME_VISIT.code: (SCHOOL_HOME_VISIT.code,),  # a school's visit is not the village's
}
"""Which routine duties one act answers, in every window in which it lies."""
