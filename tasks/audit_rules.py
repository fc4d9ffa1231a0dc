"""A rule of a procedure and what became of it: the line of an audit sheet. 逐条核查.

The same line is made for one case and counted for a set.  Nothing here reads the tables of duties.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from models import Agency, Post
from packs.pack import Pack
from rules.asked_for import asked_for
from rules.moments import civil_day
from rules.vocabulary import DutyState, Force, Precision, ProcedureKind
from tasks import wording
from tasks.audit_fold import FoldedDuty, FoldedProcedure, Proof
from tasks.audit_late import Late, late_of
from tasks.verdicts import Verdict, verdict_of

if TYPE_CHECKING:
    from rules.working_time import WorkingTime
    from tasks.desk import Desk

BROKEN = frozenset({Verdict.LATE, Verdict.OVERDUE, Verdict.NEVER_DONE})
"""Verdicts that say that a period was surely not kept."""

NOT_IN_TIME = {
    Force.STATUTORY: ("法定期限逾期", "late against a statutory limit"),
    Force.LOCAL: ("地方规定期限逾期", "late against a local limit"),
    Force.OUR_DEFAULT: ("本系统默认期限（非法定）逾期", "late against our default, which is no law"),
}
"""What a broken period is called: never the same for law and for our default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What the rules say of a duty: the same for every case under the same pack. 规则.

    Args:
        procedure_zh: what its procedure is called.
        period_basis: the row that sets the number, as people cite it; `set_by` its id.
        force: what kind of truth the period is.
        ground: articles on which the duty rests.
    """

    kind: ProcedureKind
    procedure_zh: str
    code: str
    zh: str
    en: str
    period_zh: str
    period_en: str
    set_by: str
    period_basis: str
    force: Force
    ground: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """The post that owes a duty, and its agency; as the directory names them today. 承办岗位."""

    post_no: str
    zh: str
    en: str
    agency_no: str
    agency_zh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A duty with its verdict and everything that proves it. 一项职责的核查结论.

    Args:
        no: running number in its case; "" where it was never asked for.
        late: how far beyond its legal end, where it was; also of what was then skipped, excused or paused.
        owner: who owes it; of what was late, who owed it when its legal end passed.
        held_by: who owes it now, where that is another post.
        released: it became needless, nobody left it out.
        reason: why it was skipped or excused, in clear where that was asked for on the record.
        told: titles of the posts that the highest rung told; `told_at` the number of that rung.
        still_possible: never asked for so far, in a procedure that is still open.
    """

    rule: Rule
    verdict: Verdict
    proofs: tuple[Proof, ...]
    no: str = ""
    about: str = ""
    duty: FoldedDuty | None = None
    late: Late | None = None
    owner: Owner | None = None
    held_by: Owner | None = None
    released: bool = False
    reason: str = ""
    told: tuple[str, ...] = ()
    still_possible: bool = False

    @property
    def broken(self) -> bool:
        """Whether a period was surely not kept."""
        return self.verdict in BROKEN


@dataclass(frozen=True, kw_only=True)
class Judge:
    """Finds verdicts as of one moment, under the rules of each procedure. 核查.

    Args:
        at: the moment asked about.
        owners: every post that may owe something, by number.
    """

    desk: Desk
    at: datetime
    counted: WorkingTime
    owners: Mapping[str, Owner]
    _rules: dict[tuple[str, ProcedureKind, str, str, date | None], Rule] = field(default_factory=dict, repr=False)

    def procedure(self, procedure: FoldedProcedure) -> list[Judged]:
        """Every duty of a procedure, as it was opened, and after them what was never asked for."""
        return [*(self.duty(procedure, duty) for duty in procedure.duties), *self.never_asked_for(procedure)]

    def duty(self, procedure: FoldedProcedure, duty: FoldedDuty) -> Judged:
        """One duty that was opened."""
        verdict = verdict_of(duty, self.at, settled_at=duty.settled_at)
        late = late_of(duty, verdict, self.at, self.counted)
        answerable = duty.post_when_due if late else duty.post_no
        return Judged(
            rule=self.rule(procedure.kind, duty.rules or procedure.rules, duty.code, duty.variant, duty.since_at),
            verdict=verdict,
            proofs=tuple(duty.proofs),
            no=wording.short_no(duty.no),
            about=duty.about,
            duty=duty,
            late=late,
            owner=self.owners.get(answerable or ""),
            held_by=self.owners.get(duty.post_no or "") if answerable != duty.post_no else None,
            released=duty.state == DutyState.EXCUSED and duty.left_out_sealed is None,
            told=tuple(self.owners[no].zh if no in self.owners else no for no in duty.told),
        )

    def never_asked_for(self, procedure: FoldedProcedure) -> list[Judged]:
        """The duties that the law of this procedure knows and that nobody was asked for: not applicable.

        Proved by the procedure's own entries: between its opening and its end nothing asked for them.
        """
        proofs, still_possible = tuple(procedure.proofs), procedure.closed_at is None
        return [
            Judged(rule=rule, verdict=Verdict.NOT_APPLICABLE, proofs=proofs, still_possible=still_possible)
            for rule in self.rules_never_asked_for(procedure)
        ]

    def rules_never_asked_for(self, procedure: FoldedProcedure) -> list[Rule]:
        """The same, the rules alone: all that a count needs."""
        asked = {duty.code for duty in procedure.duties}
        kind, rules = procedure.kind, procedure.rules
        pack = self.desk.rules(rules)
        known = asked_for(kind, pack.procedures.get(procedure.about))
        left = asked | pack.asked_for_elsewhere
        return [self.rule(kind, rules, code, "default", self.at) for code in known if code not in left]

    def rule(self, kind: ProcedureKind, rules: str, code: str, variant: str, since_at: datetime) -> Rule:
        """What frozen rules say of a duty that began then; no law before its first day."""
        pack = self.desk.rules(rules)
        fact = pack.fact(pack.duty(code).periods[variant].set_by)
        key = (rules, kind, code, variant, pack.in_force_later(fact, civil_day(since_at)))
        if key not in self._rules:
            self._rules[key] = _rule(pack, kind, code, variant, since_at)
        return self._rules[key]


def owners(desk: Desk, numbers: Iterable[str] | None = None) -> dict[str, Owner]:
    """Posts with their agencies, by number: these, or all there are."""
    columns = (col(Post.no), col(Post.zh), col(Post.en), col(Agency.no), col(Agency.zh))
    query = select(*columns).join(Agency, col(Agency.no) == col(Post.agency_no))
    if numbers is not None:
        query = query.where(col(Post.no).in_(set(numbers)))
    return {
        no: Owner(post_no=no, zh=zh, en=en or zh, agency_no=agency_no, agency_zh=agency_zh)
        for no, zh, en, agency_no, agency_zh in desk.session.execute(query)
    }


def _rule(pack: Pack, kind: ProcedureKind, code: str, variant: str, since_at: datetime) -> Rule:
    spec = pack.duty(code)
    period = spec.periods[variant]
    fact = pack.fact(period.set_by)
    return Rule(
        kind=kind,
        procedure_zh=wording.procedure_name(pack, kind, code, "zh"),
        code=code,
        zh=spec.zh,
        en=spec.en,
        period_zh=period.zh,
        period_en=period.en,
        set_by=fact.id,
        period_basis=wording.cite_on(pack, fact, since_at),
        force=pack.force_on(period, civil_day(since_at)),
        ground=tuple(wording.say_basis(pack, spec.ground)),
    )


def say_verdict(judged: Judged, lang: str) -> str:
    """The verdict in words, with its force where a period was broken. 结论."""
    verdict, zh = judged.verdict, lang == "zh"
    told = verdict.zh if zh else verdict.en
    if verdict is Verdict.EXCUSED and judged.released:
        told = "不再需要办理" if zh else "needed no longer"
    if verdict is Verdict.NOT_APPLICABLE:
        return _never_asked(judged, zh=zh)
    if judged.broken:
        force = NOT_IN_TIME[judged.rule.force][0 if zh else 1]
        by = judged.late.say(lang) if judged.late else ""
        return f"{told} {by}（{force}）" if zh else f"{told} by {by} ({force})"
    if judged.late is not None:  # skipped, excused or paused when it was overdue already
        by = judged.late.say(lang)
        return f"{told}（此前已逾期{by}）" if zh else f"{told} (overdue by {by} before)"
    return told


def _never_asked(judged: Judged, *, zh: bool) -> str:
    if judged.still_possible:
        return "不适用（程序至今未要求办理）" if zh else "not applicable (never called for so far)"
    return "不适用（程序终结前从未要求办理）" if zh else "not applicable (never called for)"


def precision_of(duty: FoldedDuty) -> Precision:
    """How exactly it is known when it was done."""
    return Precision(duty.happened_precision or Precision.EXACT)
