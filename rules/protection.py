"""The duties of a protection order and their answers. 人身安全保护令的各项职责.

Ground: 反家庭暴力法 Arts. 23–34; 法释〔2022〕17号; 法发〔2022〕10号.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from dateutil.relativedelta import relativedelta

from rules.duty import ASKED, Answer, Duty, Fault, Words
from rules.moments import civil_day
from rules.orders import BodiesTold, Served, Visit, ends_before_it_begins, missing
from rules.vocabulary import Role, Sanction, Term

LONGEST = relativedelta(months=6)
"""反家庭暴力法 Art. 30: 不超过六个月，自作出之日起生效 (E-09)."""

MUST_HAVE_IT = (Role.POLICE_STATION, Role.COMMITTEE)
"""Bodies that get the order in any case (反家庭暴力法 Art. 32, E-07)."""


class RulingOutcome(Term):
    """What the court rules on an application. 裁定结果."""

    GRANTED = "granted", "作出人身安全保护令"
    GRANTED_IN_PART = "granted_in_part", "部分支持"
    DISMISSED = "dismissed", "驳回申请"
    WITHDRAWN = "withdrawn", "申请人撤回申请"


class Measure(Term):
    """What an order can contain (反家庭暴力法 Art. 29; 法释〔2022〕17号 Art. 10). 保护措施."""

    NO_VIOLENCE = "no_violence", "禁止实施家庭暴力"
    NO_CONTACT = "no_contact", "禁止骚扰跟踪接触"
    MOVE_OUT = "move_out", "责令迁出住所"
    NO_ABUSE_BY_MESSAGE = "no_abuse_by_message", "禁止以电话信息等方式侮辱诽谤威胁"
    KEEP_AWAY = "keep_away", "禁止在住所学校等场所及附近影响生活学习"
    OTHER = "other", "其他保护措施"


class Renewal(Term):
    """What is done about the end of a term. 期满前的打算."""

    EXTEND = "extend", "在失效前申请延长"
    NEW_ORDER = "new_order", "重新申请"
    NOT_NEEDED = "not_needed", "已另有保护，不再需要"
    LET_LAPSE = "let_lapse", "期满终止"


# --- applying ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ProtectionApplied(Answer):
    """The application is with the court, or somebody else is asked to make it. 申请（代为申请）."""

    applied: bool
    adult_no: str = ""  # the person who applies, where it is a person and not the body that answers
    to_post: str = ""  # which other body applies instead
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """Not applying needs another body, or a reason."""
        if self.applied or self.to_post or self.reason:
            return ()
        zh = "未提出申请的，请填写改由哪个岗位申请（to_post），或者写明理由（reason）"
        return (missing("reason", zh, "reason is missing: name another body under to_post, or say why nobody applies"),)


@dataclass(frozen=True, kw_only=True)
class ApplicationAccepted(Answer):
    """Whether the court takes the application, and how fast it must rule. 受理."""

    admitted: bool
    urgent: bool | None = field(default=None, metadata=ASKED)
    to_post: str = ""  # the court that has jurisdiction (Art. 25)
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """Whether it is urgent decides between 72 and 24 hours: it is said, not assumed."""
        if self.admitted and self.urgent is None:
            zh = "已受理的，请填写是否情况紧急（urgent）：是为二十四小时，否为七十二小时"
            return (missing("urgent", zh, "urgent is missing: yes means 24 hours, no means 72 hours"),)
        return ()


@dataclass(frozen=True, kw_only=True)
class ProtectionRuling(Answer):
    """The court's ruling. 裁定."""

    outcome: RulingOutcome
    until: date | None = None  # last day of the term
    measures: tuple[Measure, ...] = ()
    adult_no: str = ""  # the respondent, where nobody has been joined as such yet
    reason: Words = ""

    @property
    def granted(self) -> bool:
        """In full or in part."""
        return self.outcome in {RulingOutcome.GRANTED, RulingOutcome.GRANTED_IN_PART}

    def faults(self) -> tuple[Fault, ...]:
        """An order has measures and a term of at most six months from the day on which it is made."""
        if not self.granted:
            return ()
        wrong = list(ends_before_it_begins(self.until, self.happened_at))
        if self.until is None:
            wrong.append(
                missing("until", "请填写有效期至哪一日（until）", "until is missing: the last day of the term")
            )
        elif self.until > civil_day(self.happened_at) + LONGEST:
            zh = "人身安全保护令的有效期不超过六个月（反家庭暴力法第30条），请更正（until）"
            wrong.append(missing("until", zh, "a protection order is valid for six months at most (Art. 30)"))
        if not self.measures:
            zh = "请至少填写一项保护措施（measures）"
            wrong.append(missing("measures", zh, "measures is missing: at least one"))
        return tuple(wrong)


@dataclass(frozen=True, kw_only=True)
class ReconsiderationAsked(Answer):
    """Whether the applicant asks the same court to look again (Art. 31). 是否申请复议."""

    asks: bool


APPLY_FOR_PROTECTION = Duty("apply_for_protection", ProtectionApplied)
ACCEPT_PROTECTION_APPLICATION = Duty("accept_protection_application", ApplicationAccepted)
DECIDE_PROTECTION_ORDER = Duty("decide_protection_order", ProtectionRuling)
CONSIDER_RECONSIDERATION = Duty("consider_reconsideration", ReconsiderationAsked)
DECIDE_RECONSIDERATION = Duty("decide_reconsideration", ProtectionRuling)


# --- in force ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ProtectionSent(BodiesTold):
    """Applicant, police station and committee have the order and know their tasks. 送交协助执行."""

    applicant_has_it: bool

    def faults(self) -> tuple[Fault, ...]:
        """Police station and committee in any case (Art. 32)."""
        if set(MUST_HAVE_IT) <= set(self.told):
            return ()
        zh = "人身安全保护令须送达公安派出所和居（村）民委员会（反家庭暴力法第32条），请补齐（told）"
        return (missing("told", zh, "police_station and committee must have the order (Art. 32)"),)


@dataclass(frozen=True, kw_only=True)
class PoliceReady(Answer):
    """The station knows the order, and the respondent that the station knows. 协助执行准备."""

    respondent_told: bool


@dataclass(frozen=True, kw_only=True)
class Revisit(Visit):
    """A revisit during the order. 回访."""

    order_broken: bool


@dataclass(frozen=True, kw_only=True)
class PoliceOnBreach(Answer):
    """The police came, stopped it, secured evidence and told the court. 违反保护令的出警处置."""

    breach_recorded: bool  # on the order, so that the court decides what follows
    court_told: bool
    outcome: Words = ""


@dataclass(frozen=True, kw_only=True)
class BreachDecision(Answer):
    """What follows a breach (Art. 34). 违反后的处理."""

    sanction: Sanction
    confidential: bool = False  # the reason is not shown to others
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """Nothing may follow, but not without a reason."""
        if self.sanction is Sanction.PENDING:
            return (missing("sanction", "“尚未处理”不是处理结果（sanction）", "pending is no decision"),)
        if self.sanction is Sanction.NONE and not self.reason:
            zh = "不予处罚的，请写明理由（reason）；需要保密的，请同时填写 confidential"
            return (missing("reason", zh, "reason is missing: say why nothing follows (it may be confidential)"),)
        return ()


SERVE_PROTECTION_ORDER = Duty("serve_protection_order", Served)
SEND_PROTECTION_ORDER = Duty("send_protection_order", ProtectionSent)
PREPARE_POLICE_HELP = Duty("prepare_police_help", PoliceReady)
PROTECTION_REVISIT = Duty("protection_revisit", Revisit)
POLICE_ON_BREACH = Duty("police_on_breach", PoliceOnBreach)
DECIDE_BREACH = Duty("decide_breach", BreachDecision)


# --- the end of the term ----------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class RenewalConsidered(Answer):
    """What is done about the end; an extension must be asked for before the order lapses (Art. 30). 期满评估."""

    renewal: Renewal
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """Letting protection end needs a reason."""
        if self.renewal in {Renewal.EXTEND, Renewal.NEW_ORDER} or self.reason:
            return ()
        return (missing("reason", "不再续期的，请写明理由（reason）", "reason is missing: say why protection may end"),)


@dataclass(frozen=True, kw_only=True)
class ExtensionRuling(Answer):
    """Whether the court extends. 延长裁定."""

    granted: bool
    until: date | None = None
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """An extension says until when."""
        if self.granted and self.until is None:
            return (
                missing("until", "准予延长的，请填写延长至哪一日（until）", "until is missing: extended until when"),
            )
        return ends_before_it_begins(self.until, self.happened_at)


@dataclass(frozen=True, kw_only=True)
class SafetyAtTheEnd(Answer):
    """Whether the child is safe without the order; the revisit form goes to the court. 期满安全核查."""

    child_seen: bool
    safe: bool


CONSIDER_RENEWAL = Duty("consider_renewal", RenewalConsidered)
DECIDE_EXTENSION = Duty("decide_extension", ExtensionRuling)
SAFETY_CHECK_AT_END = Duty("safety_check_at_end", SafetyAtTheEnd)
