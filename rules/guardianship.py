"""The duties of temporary guardianship and of the ways out of it. 临时监护、返回家庭、长期监护的各项职责.

Ground: 未成年人保护法 Arts. 92–96; 民法典 Arts. 31–39.  National law sets no limit for temporary guardianship (F-04):
the conferences and the decision point are our own defaults (F-92, F-93) and are never shown as law.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rules.duty import Answer, Duty, Fault, Words
from rules.limits import LimitReached
from rules.orders import somebody_told
from rules.placement import PlacementMode
from rules.vocabulary import Role, Term


class PlacementGround(Term):
    """The seven grounds of temporary guardianship. 临时监护的情形 (未成年人保护法 Art. 92)."""

    WANDERING = "wandering", "流浪乞讨或者身份不明，暂时查找不到父母或者其他监护人"
    GUARDIAN_MISSING = "guardian_missing", "监护人下落不明且无其他人可以担任监护人"
    CANNOT_ACT = "cannot_act", "监护人因自身客观原因或者突发事件不能履行监护职责，致使监护缺失"
    REFUSES = "refuses", "监护人拒绝或者怠于履行监护职责，致使无人照料"
    MADE_TO_OFFEND = "made_to_offend", "监护人教唆、利用实施违法犯罪，需要带离安置"
    HARMED = "harmed", "遭受监护人严重伤害或者面临人身安全威胁，需要紧急安置"
    OTHER = "other", "法律规定的其他情形"


LOOKED_FOR = frozenset({PlacementGround.WANDERING, PlacementGround.GUARDIAN_MISSING})
"""Grounds on which the parents are looked for."""


class RevocationGround(Term):
    """The grounds on which a guardian is disqualified. 撤销监护人资格的情形 (民法典 Art. 36(1))."""

    SERIOUS_HARM = "serious_harm", "实施严重损害被监护人身心健康的行为"
    NEGLECT = "neglect", "怠于履行监护职责，或者无法履行且拒绝委托他人，导致处于危困状态"
    OTHER_INFRINGEMENT = "other_infringement", "实施严重侵害被监护人合法权益的其他行为"


class LongTermGround(Term):
    """The five grounds of long-term guardianship. 长期监护的情形 (未成年人保护法 Art. 94)."""

    PARENTS_NOT_FOUND = "parents_not_found", "查找不到父母或者其他监护人"
    GUARDIAN_DEAD = "guardian_dead", "监护人死亡或者被宣告死亡且无其他人可以担任监护人"
    GUARDIAN_INCAPABLE = "guardian_incapable", "监护人丧失监护能力且无其他人可以担任监护人"
    REVOKED = "revoked", "法院判决撤销监护人资格并指定由民政部门担任监护人"
    OTHER = "other", "法律规定的其他情形"


class WayOut(Term):
    """How temporary guardianship is to end. 临时监护后的去向."""

    RETURN = "return", "返回家庭"
    OTHER_PARENT = "other_parent", "由另一方父母接回抚养"
    LONG_TERM = "long_term", "转为长期监护（不经诉讼）"
    REVOCATION = "revocation", "申请撤销监护人资格"
    CONTINUE = "continue", "继续临时监护，另日再定"


class Leads(Term):
    """Where one way out has led. 一条去向的结果."""

    HOME = "home", "已返回家庭"
    NEW_GUARDIAN = "new_guardian", "已有新的监护人"
    MEDIATED = "mediated", "已调解"
    WITHDRAWN = "withdrawn", "申请已撤回"
    DISMISSED = "dismissed", "申请被驳回"
    DECISION = "decision", "须重新决定去向"
    UNSAFE = "unsafe", "返回后不安全"


@dataclass(frozen=True, slots=True)
class Leg:
    """How far one way out has led, and when. 去向的一程."""

    leads: Leads
    at: datetime


IN_CARE = frozenset(
    {
        PlacementMode.RELATIVES,
        PlacementMode.FOSTER_FAMILY,
        PlacementMode.RELIEF_INSTITUTION,
        PlacementMode.WELFARE_INSTITUTION,
    }
)
"""The modes of Art. 93(1): civil affairs is temporary guardian."""

IN_INSTITUTION = frozenset({PlacementMode.RELIEF_INSTITUTION, PlacementMode.WELFARE_INSTITUTION})

RETURN_VISITS = ("default", "month_1", "month_2", "month_3", "month_6", "month_9", "month_12")
"""Seven days after the return, monthly for three months, then every quarter to a year (F-94)."""


@dataclass(frozen=True, kw_only=True)
class GroundsFound(Answer):
    """What is found against one guardian; it may turn out to be nothing. 监护情形认定."""

    placement_grounds: tuple[PlacementGround, ...] = ()
    revocation_grounds: tuple[RevocationGround, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GuardianshipBegun(Answer):
    """Where the child is, and who cares for it from now. 临时监护手续."""

    mode: PlacementMode


@dataclass(frozen=True, kw_only=True)
class HealthChecked(Answer):
    """The child was examined on admission. 健康检查."""

    needs_treatment: bool | None = None


@dataclass(frozen=True, kw_only=True)
class PsychologyScreened(Answer):
    """The child was screened. 心理筛查."""

    needs_support: bool | None = None


@dataclass(frozen=True, kw_only=True)
class PlacementTold(Answer):
    """Guardian, school, police and committee know; a harmful guardian is not told where. 已告知安置情况."""

    guardian_reached: bool


@dataclass(frozen=True, kw_only=True)
class CaseNoteGiven(Answer):
    """The police wrote down why they handed the child over. 情况说明."""

    receipt: str = ""


@dataclass(frozen=True, kw_only=True)
class ConferenceHeld(Answer):
    """The bodies around the child sat together. 个案会商."""

    proposal: WayOut | None = None


@dataclass(frozen=True, kw_only=True)
class StayExplained(Answer):
    """Why the child is still in care after twelve months; the law asks nobody, we do (F-04, F-93). 久留说明."""

    reason: Words = ""


@dataclass(frozen=True, kw_only=True)
class ParentSearchConcluded(Answer):
    """What the police found when they looked for the parents, and who was told. 查找父母的最终结论."""

    found: bool
    told: tuple[Role, ...]

    def faults(self) -> tuple[Fault, ...]:
        """A conclusion that nobody hears of helps no child."""
        return somebody_told(self.told)


@dataclass(frozen=True, kw_only=True)
class WayOutDecided(Answer):
    """What is to become of the child. 去向决定."""

    way_out: WayOut
    reason: Words = ""


@dataclass(frozen=True, kw_only=True)
class CapacityAssessed(Answer):
    """Whether whoever takes the child can be its guardian again. 监护能力评估 (未成年人保护法 Art. 93(2))."""

    able: bool
    child_heard: bool | None = None
    child_agrees: bool | None = None
    reason: Words = ""


@dataclass(frozen=True, kw_only=True)
class HandedBack(Answer):
    """Whether the child was collected, with the receipt. 交回儿童."""

    collected: bool
    receipt: str = ""
    adult_no: str = ""  # who took the child

    def faults(self) -> tuple[Fault, ...]:
        """A child is never handed over without proof."""
        if self.collected and not self.receipt:
            return (
                Fault(
                    field="receipt",
                    zh="儿童已被接走的，请填写“回执”（receipt）：交接单编号或者签收情况",
                    en="receipt is missing: who collected the child signed for it; say where",
                ),
            )
        return ()


@dataclass(frozen=True, kw_only=True)
class ChangeTold(Answer):
    """School, police and committee know where the child now belongs. 已告知去向变化."""


@dataclass(frozen=True, kw_only=True)
class FollowUpVisit(Answer):
    """The child was visited at home. 回访."""

    child_safe: bool


@dataclass(frozen=True, kw_only=True)
class LongTermEntered(Answer):
    """Civil affairs is guardian for good; the file is open. 长期监护 (未成年人保护法 Art. 94)."""

    long_term_ground: LongTermGround


ESTABLISH_GROUNDS = Duty("establish_grounds", GroundsFound)
BEGIN_TEMPORARY_GUARDIANSHIP = Duty("begin_temporary_guardianship", GuardianshipBegun)
CHECK_HEALTH = Duty("check_health", HealthChecked)
SCREEN_PSYCHOLOGY = Duty("screen_psychology", PsychologyScreened)
TELL_OF_PLACEMENT = Duty("tell_of_placement", PlacementTold)
GIVE_CASE_NOTE = Duty("give_case_note", CaseNoteGiven)
HOLD_CONFERENCE = Duty("hold_conference", ConferenceHeld)
EXPLAIN_LONG_STAY = Duty("explain_long_stay", StayExplained)
DECIDE_AT_STAY_LIMIT = Duty("decide_at_stay_limit", LimitReached)
CONCLUDE_PARENT_SEARCH = Duty("conclude_parent_search", ParentSearchConcluded)
DECIDE_WAY_OUT = Duty("decide_way_out", WayOutDecided)
ASSESS_CAPACITY = Duty("assess_capacity", CapacityAssessed)
HAND_BACK_CHILD = Duty("hand_back_child", HandedBack)
TELL_OF_CHANGE = Duty("tell_of_change", ChangeTold)
VISIT_AFTER_RETURN = Duty("visit_after_return", FollowUpVisit)
ENTER_LONG_TERM = Duty("enter_long_term", LongTermEntered)
