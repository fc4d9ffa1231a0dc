"""The duties of bringing a child back to school and their answers. 控辍保学的各项职责.

Ground: 未成年人保护法 Arts. 28(2), 83(2); 义务教育法 Arts. 13, 58; 预防未成年人犯罪法 Arts. 34–36.  The law says
及时 and leaves the period of an order to the authority: every number is our default (L-90 to L-93, HT-125 to HT-129).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules.duty import Answer, Duty, Fault, Words
from rules.orders import BodiesTold, OrderDecision, Served, ends_before_it_begins, missing
from rules.vocabulary import Role, Term


class AbsenceCause(Term):
    """Why a pupil stays away. 未到校原因."""

    ILLNESS = "illness", "疾病、残疾"
    WORK = "work", "务工、经商、帮家里干活"
    WEARY = "weary", "厌学、被欺凌"
    HARDSHIP = "hardship", "家庭困难、无人照护"
    MOVED = "moved", "随父母迁移，未办转学"
    OTHER = "other", "其他"


# --- finding and persuading ---------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class AbsenceContact(Answer):
    """The guardians were asked where the child is. 联系家长."""

    guardian_reached: bool
    whereabouts_known: bool  # if not, the police are told at once (预防未成年人犯罪法 Art. 35)
    back_in_school: bool
    harm_found: bool


@dataclass(frozen=True, kw_only=True)
class AbsenceVisit(Answer):
    """School and child director went to the home. 家访."""

    child_seen: bool
    cause: AbsenceCause
    back_in_school: bool
    harm_found: bool


@dataclass(frozen=True, kw_only=True)
class Persuaded(Answer):
    """Whether the family was persuaded; the register has the child. 劝返登记 (未成年人保护法 Art. 28(2))."""

    back_in_school: bool
    reason: Words = ""


@dataclass(frozen=True, kw_only=True)
class DropoutReported(BodiesTold):
    """Persuasion failed, and the authorities know in writing. 书面报告."""

    def faults(self) -> tuple[Fault, ...]:
        """The education department is the one whom the law names."""
        wrong = list(super().faults())
        if self.told and Role.EDUCATION not in self.told:
            zh = "劝返无效的，应当书面报告教育行政部门（未成年人保护法第28条第2款），请在已告知单位（told）中填写"
            wrong.append(missing("told", zh, "told must name education: Art. 28(2) asks for a written report to it"))
        return tuple(wrong)


CONTACT_ABSENT_PUPIL = Duty("contact_absent_pupil", AbsenceContact)
HOME_VISIT_ABSENCE = Duty("home_visit_absence", AbsenceVisit)
PERSUADE_RETURN = Duty("persuade_return", Persuaded)
REPORT_DROPOUT = Duty("report_dropout", DropoutReported)


# --- ordering -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class SchoolingDecision(OrderDecision):
    """Whether the guardians are ordered to send the child to school. 责令送子女入学.

    Not ordering it has a reason, such as an illness for which the child is taught at home.
    """

    demands: Words = ""
    until: date | None = None  # last day to comply; none: ten days from service, by our default (L-93)

    def faults(self) -> tuple[Fault, ...]:
        """The last day lies ahead."""
        return (*super().faults(), *ends_before_it_begins(self.until, self.happened_at))


@dataclass(frozen=True, kw_only=True)
class SchoolingChecked(Answer):
    """Whether the child came back in the time of the order. 限期核查."""

    back_in_school: bool
    harm_found: bool


@dataclass(frozen=True, kw_only=True)
class AdmonitionRequested(Answer):
    """Whether the police are asked to admonish the guardians (未成年人保护法 Art. 118). 提请训诫."""

    requests_admonition: bool
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """Not asking for it has a reason."""
        if self.requests_admonition or self.reason:
            return ()
        zh = "不提请训诫的，请写明理由和就学安排（reason）"
        return (missing("reason", zh, "reason is missing: why not, and how the child is taught instead"),)


DECIDE_SCHOOLING_ORDER = Duty("decide_schooling_order", SchoolingDecision)
SERVE_SCHOOLING_ORDER = Duty("serve_schooling_order", Served)
CHECK_SCHOOLING = Duty("check_schooling", SchoolingChecked)
REQUEST_ADMONITION = Duty("request_admonition", AdmonitionRequested)


# --- back in school -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ReturnPlan(Answer):
    """How this child is taught now. 一人一案的复学（就学）计划."""

    plan: Words


@dataclass(frozen=True, kw_only=True)
class ReturnChecked(Answer):
    """Whether the child stays. 复学巩固核查."""

    in_school: bool
    harm_found: bool


RETURN_PLAN = Duty("return_plan", ReturnPlan)
CHECK_RETURN = Duty("check_return", ReturnChecked)
