"""What the five order procedures have in common: against whom, served how, harm again. 训诫、告诫、令的共同职责.

Ground: 未成年人保护法 Arts. 92, 118; 治安管理处罚法 (2025) Arts. 53, 73(2), 118.  Who owes each duty, by when and on
what row stands in the pack; here stands only what an answer can say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from rules.duty import Answer, Duty, Fault, Words
from rules.moments import civil_day
from rules.vocabulary import Role, ServiceMethod, Term


class NextStep(Term):
    """What follows when a child is harmed again, or an order is ignored. 后续措施."""

    PENALTY = "penalty", "治安管理处罚"
    ADMONITION = "admonition", "训诫"
    FAMILY_EDUCATION_ORDER = "family_education_order", "责令接受家庭教育指导"
    SUPERVISION_ORDER = "supervision_order", "督促监护令"
    PROTECTION_ORDER = "protection_order", "人身安全保护令"
    GUARDIANSHIP_TRANSFER = "guardianship_transfer", "监护转移"


def missing(field: str, zh: str, en: str) -> Fault:
    """A field that the rest of the answer calls for."""
    return Fault(field=field, zh=zh, en=en)


def somebody_told(told: tuple[Role, ...]) -> tuple[Fault, ...]:
    """Telling nobody is no telling."""
    if told:
        return ()
    return (missing("told", "请至少填写一个已告知的单位（told）", "told is missing: name at least one body"),)


# --- against whom -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class RespondentIdentified(Answer):
    """Whether it is known which adult the measure is for. 查明责任监护人."""

    found: bool
    adult_no: str = ""  # number of the adult in this case

    def faults(self) -> tuple[Fault, ...]:
        """Whoever is found has a number in the case."""
        if self.found and not self.adult_no:
            zh = "已查明的，请填写该成年人在本案中的编号（adult_no）；尚未登记的请先登记"
            return (missing("adult_no", zh, "adult_no is missing: enter the adult in the case first, then its number"),)
        return ()


IDENTIFY_RESPONDENT = Duty("identify_respondent", RespondentIdentified)


# --- deciding ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class OrderDecision(Answer):
    """Whether a measure is taken; not taking it needs a reason. 决定是否作出."""

    issue: bool
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """No measure without a document, no refusal without a reason."""
        if self.issue or self.reason:
            return ()
        return (missing("reason", "不予作出的，请写明理由（reason）", "reason is missing: say why it is not issued"),)


@dataclass(frozen=True, kw_only=True)
class NotIssuedTold(Answer):
    """Who heard that it is not issued, and whether it stays at that. 不予作出的告知与再议."""

    told: tuple[Role, ...]
    stands: bool  # after those who asked for it were heard

    def faults(self) -> tuple[Fault, ...]:
        """A refusal that nobody hears of is silence."""
        return somebody_told(self.told)


D = TypeVar("D", bound=OrderDecision)

TELL_NOT_ISSUED = Duty("tell_not_issued", NotIssuedTold)


# --- serving and telling ----------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Served(Answer):
    """One addressee has it. 送达."""

    method: ServiceMethod
    receipt: str = ""  # what proves it: number of the 送达回证, of the recording …


S = TypeVar("S", bound=Served)


@dataclass(frozen=True, kw_only=True)
class BodiesTold(Answer):
    """The bodies around the child know of it. 已告知有关单位."""

    told: tuple[Role, ...]

    def faults(self) -> tuple[Fault, ...]:
        """As its name says."""
        return somebody_told(self.told)


# --- afterwards -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Visit(Answer):
    """Somebody went and looked. 查访、回访."""

    child_seen: bool
    harm_again: bool


@dataclass(frozen=True, kw_only=True)
class AfterHarm(Answer):
    """What follows new harm, or an order that is ignored; confirmed, never nothing. 再次侵害的处理."""

    confirmed: bool
    next_steps: tuple[NextStep, ...] = ()
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """Confirmed harm has a next step; harm that is not confirmed has a reason."""
        if self.confirmed and not self.next_steps:
            steps = "、".join(f"{one.value}（{one.zh}）" for one in NextStep)
            zh, en = f"情况属实的，请至少选一项后续措施（next_steps）：{steps}", "next_steps is missing: at least one"
            return (missing("next_steps", zh, en),)
        if not self.confirmed and not self.reason:
            zh = "认为情况不属实或者有正当理由的，请写明理由（reason）"
            return (missing("reason", zh, "reason is missing: say why it is not confirmed"),)
        return ()


@dataclass(frozen=True, kw_only=True)
class PenaltyDecision(Answer):
    """Whether the offender is punished (治安管理处罚法 (2025) Arts. 51, 53, 73). 行政处罚决定."""

    punished: bool
    reason: Words = ""


DECIDE_AFTER_HARM = Duty("decide_after_harm", AfterHarm)
DECIDE_PENALTY = Duty("decide_penalty", PenaltyDecision)


# --- terms ------------------------------------------------------------------------------------------------------


def ends_before_it_begins(until: date | None, happened_at: datetime) -> tuple[Fault, ...]:
    """A term that would be over before it is granted. 有效期早于作出之日."""
    if until is None or until >= civil_day(happened_at):
        return ()
    return (
        missing("until", "有效期（until）早于作出之日，请核对", "until lies before the day of the decision; check it"),
    )
