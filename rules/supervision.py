"""The duties of a supervision order and their answers. 督促监护的各项职责.

No national statute names 督促监护令 (D-02) and none sets it a period: every period of this procedure is our default.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules.duty import Answer, Duty, Fault, Words
from rules.orders import NextStep, OrderDecision, Served, Visit, ends_before_it_begins, missing
from rules.vocabulary import Role, Term


class SupervisionOutcome(Term):
    """What a review makes of an order. 评估结论."""

    MET = "met", "要求已落实"
    CONTINUES = "continues", "继续督促"
    EXTENDED = "extended", "书面延长"
    SECOND_ORDER = "second_order", "再次发出督促监护令"
    HARM_AGAIN = "harm_again", "再次侵害或者拒不改正"


@dataclass(frozen=True, kw_only=True)
class SupervisionInquiry(Answer):
    """How the child is brought up, and what went wrong. 监护情况调查."""

    fault_found: bool
    findings: Words = ""


@dataclass(frozen=True, kw_only=True)
class GuardianHeard(Answer):
    """One guardian was heard, or could not or would not be. 听取监护人意见."""

    heard: bool
    reply: Words = ""


@dataclass(frozen=True, kw_only=True)
class SupervisionDecision(OrderDecision):
    """Whether an order is made, with whom, on what, until when. 决定发出督促监护令."""

    issuers: tuple[Role, ...] = ()  # bodies that sign with the procuratorate
    demands: Words = ""
    until: date | None = None  # last day of the term, where the order names one
    partners: tuple[Role, ...] = (Role.CIVIL_AFFAIRS, Role.COMMITTEE)  # who follows it up

    def faults(self) -> tuple[Fault, ...]:
        """An order is followed up by somebody, and its term lies ahead."""
        wrong = list(super().faults())
        if self.issue and not self.partners:
            zh = "请至少填写一个协助落实的单位（partners）"
            wrong.append(missing("partners", zh, "partners is missing: at least one body follows it up"))
        return (*wrong, *ends_before_it_begins(self.until, self.happened_at))


@dataclass(frozen=True, kw_only=True)
class SupervisionAnnounced(Served):
    """One guardian heard and has the order. 宣告送达."""

    present: int | None = None  # how many were there besides the guardian
    who_was_there: Words = ""


@dataclass(frozen=True, kw_only=True)
class HandedToPartner(Answer):
    """One partner unit has a copy and its list of tasks. 移交协助单位."""

    tasks: Words
    receipt: str = ""


@dataclass(frozen=True, kw_only=True)
class SupervisionReview(Answer):
    """How the order stands. 落实情况评估."""

    outcome: SupervisionOutcome
    until: date | None = None  # new last day: of an extension, or of a second order
    next_steps: tuple[NextStep, ...] = ()
    reason: Words = ""

    def faults(self) -> tuple[Fault, ...]:
        """An extension says until when; harm again says what follows."""
        wrong = list(ends_before_it_begins(self.until, self.happened_at))
        if self.outcome is SupervisionOutcome.EXTENDED and self.until is None:
            wrong.append(
                missing("until", "延长的，请填写延长至哪一日（until）", "until is missing: extended until when")
            )
        if self.outcome is SupervisionOutcome.HARM_AGAIN and not self.next_steps:
            zh = "再次侵害或者拒不改正的，请至少选一项后续措施（next_steps）"
            wrong.append(missing("next_steps", zh, "next_steps is missing: at least one"))
        return tuple(wrong)


@dataclass(frozen=True, kw_only=True)
class SupervisionEnd(SupervisionReview):
    """What becomes of an order whose term runs out: it does not lapse unseen. 期满评估."""

    def faults(self) -> tuple[Fault, ...]:
        """At the end of a term "goes on" means an extension or a second order."""
        wrong = list(super().faults())
        if self.outcome is SupervisionOutcome.CONTINUES:
            zh = "期满前的评估请在“要求已落实、书面延长、再次发出、再次侵害或者拒不改正”中选择（outcome）"
            wrong.append(missing("outcome", zh, "at the end of a term: met, extended, second_order or harm_again"))
        return tuple(wrong)


@dataclass(frozen=True, kw_only=True)
class RevocationSuggested(Answer):
    """A written suggestion that somebody apply for revocation (高检发〔2020〕9号 Art. 12). 书面建议."""

    to_post: str = ""  # who is asked to apply
    reason: Words = ""


INQUIRE_INTO_GUARDIANSHIP = Duty("inquire_into_guardianship", SupervisionInquiry)
HEAR_GUARDIAN = Duty("hear_guardian", GuardianHeard)
DECIDE_SUPERVISION_ORDER = Duty("decide_supervision_order", SupervisionDecision)
ANNOUNCE_SUPERVISION_ORDER = Duty("announce_supervision_order", SupervisionAnnounced)
HAND_TO_PARTNER = Duty("hand_to_partner", HandedToPartner)
SUPERVISION_VISIT = Duty("supervision_visit", Visit)
REVIEW_SUPERVISION_ORDER = Duty("review_supervision_order", SupervisionReview)
END_SUPERVISION_TERM = Duty("end_supervision_term", SupervisionEnd)
SUGGEST_REVOCATION = Duty("suggest_revocation", RevocationSuggested)
