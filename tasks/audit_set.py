"""The audit of many cases: an area, a period, perhaps one procedure or agency. 成批核查.

A duty counts in the period in which its clock began, whatever became of it later; a rule that was never called for
counts in the period in which its procedure began.  Read in one pass over the journal, chain by chain.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, or_, select
from sqlmodel import col

from models import Agency, CaseFile, DutyRow, JournalEntry, Procedure
from rules.errors import Refused
from rules.moments import midnight_after, midnight_before
from rules.vocabulary import CasePurpose, DutyState, Force, ProcedureKind
from rules.working_time import WorkingTime
from tasks.audit_fold import FOLDED_FOR_COUNTING, Fact, FoldedCase, fold
from tasks.audit_rules import BROKEN, Judge, Judged, Rule, owners
from tasks.audit_sheet import COLUMNS, moment_of
from tasks.audit_times import Times, Took, times_of, took
from tasks.verdicts import Verdict

if TYPE_CHECKING:
    from tasks.desk import Desk

_AT_ONCE = 5_000
_NOBODY = ("", "无人承办  nobody")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which duties are audited. 核查范围.

    Args:
        area: administrative division code; every case whose area begins with it, as the cases lie today.
        from_on, to_on: civil days, both inclusive.
        procedure, agency_no: only these, where given.
        on: as it stood on this day, by what was recorded by its end; None: now.
    """

    area: str
    from_on: date
    to_on: date
    procedure: ProcedureKind | None = None
    agency_no: str | None = None
    on: date | None = None

    def covers(self, at: datetime) -> bool:
        """Whether an instant lies in the period."""
        return midnight_before(self.from_on) <= at < midnight_after(self.to_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One rule at one agency: how long it took and whether it was in time. 环节.

    Args:
        n: duties whose time is known exactly; `unmeasured` those that were done at moments not known exactly.
        in_time, not_in_time: surely one or the other; what its dates leave open is in neither.
    """

    rule: Rule
    agency_no: str
    agency_zh: str
    n: int
    unmeasured: int
    in_time: int
    not_in_time: int
    elapsed: Times | None
    working: Times | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """One duty whose period was not kept, with its case. 逾期事项. For use inside only."""

    case_no: str
    judged: Judged


@dataclass(frozen=True, kw_only=True)
class SetSheet:
    """What the audit of many cases came to. 成批核查结果. For use inside; `audit_shared` makes what may leave."""

    asked: Asked
    at: datetime
    cases: int
    counts: dict[Rule, Counter[Verdict]]
    steps: tuple[Step, ...]
    broken: tuple[Broken, ...]


def set_sheet(desk: Desk, asked: Asked) -> SetSheet:
    """Audit many cases.

    Raises: Refused: the period ends before it begins, an area that is no code, an agency that there is not.
    """
    _refuse_nonsense(desk, asked)
    counted = WorkingTime(desk.office.calendar)
    judge = Judge(desk=desk, at=moment_of(desk, asked.on), counted=counted, owners=owners(desk))
    tally = _Tally(asked, counted)
    for case in _cases(desk, asked):
        tally.take(case, judge)
    return tally.sheet(judge.at)


@dataclass
class _Tally:
    """What has been counted so far."""

    asked: Asked
    counted: WorkingTime
    cases: int = 0
    verdicts: int = 0
    counts: dict[Rule, Counter[Verdict]] = field(default_factory=lambda: defaultdict(Counter))
    by_step: dict[tuple[Rule, str, str], list[tuple[Judged, Took | None]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    broken: list[Broken] = field(default_factory=list)

    def take(self, case: FoldedCase, judge: Judge) -> None:
        """Count one case."""
        before = self.verdicts
        for procedure in case.procedures.values():
            if self.asked.procedure in (None, procedure.kind):
                for duty in procedure.duties:
                    if self.asked.covers(duty.since_at):
                        self._duty(case.no, judge.duty(procedure, duty))
                if self.asked.agency_no is None and self.asked.covers(procedure.since_at):
                    for rule in judge.rules_never_asked_for(procedure):
                        self._count(rule, Verdict.NOT_APPLICABLE)
        self.cases += self.verdicts > before

    def _count(self, rule: Rule, verdict: Verdict) -> None:
        self.counts[rule][verdict] += 1
        self.verdicts += 1

    def _duty(self, case_no: str, judged: Judged) -> None:
        owner = judged.owner
        if self.asked.agency_no not in (None, owner.agency_no if owner else ""):
            return
        self._count(judged.rule, judged.verdict)
        agency = (owner.agency_no, owner.agency_zh) if owner else _NOBODY
        assert judged.duty is not None, "it was opened"
        self.by_step[(judged.rule, *agency)].append((judged, took(judged.duty, self.counted)))
        if judged.broken:
            self.broken.append(Broken(case_no=case_no, judged=judged))

    def sheet(self, at: datetime) -> SetSheet:
        """All of it, in the order of the rules."""
        return SetSheet(
            asked=self.asked,
            at=at,
            cases=self.cases,
            counts={rule: self.counts[rule] for rule in sorted(self.counts, key=place_of)},
            steps=tuple(
                _step(key, self.by_step[key])
                for key in sorted(self.by_step, key=lambda key: (place_of(key[0]), key[1]))
            ),
            broken=tuple(sorted(self.broken, key=_the_gravest_first)),
        )


_FORCES = list(Force)
_KINDS = list(ProcedureKind)


def place_of(rule: Rule) -> tuple[int, int, str, str, str]:
    """Where a rule stands in every list: law before our defaults, then by procedure."""
    return (_FORCES.index(rule.force), _KINDS.index(rule.kind), rule.code, rule.set_by, rule.period_zh)


def _the_gravest_first(one: Broken) -> tuple[int, float, str, int]:
    late = one.judged.late.by.total_seconds() if one.judged.late else 0.0
    return (_FORCES.index(one.judged.rule.force), -late, one.case_no, int(one.judged.no))


def _step(key: tuple[Rule, str, str], found: list[tuple[Judged, Took | None]]) -> Step:
    rule, agency_no, agency_zh = key
    measured = [one for _, one in found if one is not None]
    answered = sum(judged.duty is not None and judged.duty.state == DutyState.ANSWERED for judged, _ in found)
    return Step(
        rule=rule,
        agency_no=agency_no,
        agency_zh=agency_zh,
        n=len(measured),
        unmeasured=answered - len(measured),
        in_time=sum(judged.verdict is Verdict.MET for judged, _ in found),
        not_in_time=sum(judged.verdict in BROKEN for judged, _ in found),
        elapsed=times_of([one.elapsed for one in measured]),
        working=times_of([one.working for one in measured]),
    )


# --- reading -----------------------------------------------------------------------------------------------------


def _cases(desk: Desk, asked: Asked) -> Iterator[FoldedCase]:
    """Every case that may have something in the period, folded from its entries."""
    query = (
        select(*COLUMNS)
        .where(col(JournalEntry.chain).in_(_candidates(asked)), col(JournalEntry.kind).in_(FOLDED_FOR_COUNTING))
        .order_by(col(JournalEntry.chain), col(JournalEntry.n))
        .execution_options(yield_per=_AT_ONCE)
    )
    if asked.on is not None:
        query = query.where(col(JournalEntry.recorded_at) < midnight_after(asked.on))
    rows = desk.session.execute(query)
    for chain, entries in groupby(rows, key=itemgetter(0)):
        yield fold(chain, map(Fact._make, entries))


def _candidates(asked: Asked) -> Select[Any]:
    """The tables only find which cases to read; what counts is told by their entries."""
    begin, end = midnight_before(asked.from_on), midnight_after(asked.to_on) - timedelta(microseconds=1)
    procedures = select(col(Procedure.case_no)).where(col(Procedure.since_at).between(begin, end))
    duties = select(col(DutyRow.case_no)).where(col(DutyRow.since_at).between(begin, end))
    here = and_(col(CaseFile.area).startswith(asked.area, autoescape=True), col(CaseFile.purpose) == CasePurpose.MATTER)
    return select(col(CaseFile.no)).where(here, or_(col(CaseFile.no).in_(procedures), col(CaseFile.no).in_(duties)))


def _refuse_nonsense(desk: Desk, asked: Asked) -> None:
    if not asked.area.isascii() or not asked.area.isdigit():
        raise Refused(
            "“--area”应为行政区划代码，如 990101", "--area is an administrative code such as 990101", field="--area"
        )
    if asked.from_on > asked.to_on:
        raise Refused("“--from”晚于“--to”，请核对", "--from is later than --to; check them", field="--from")
    known = select(col(Agency.no)).where(col(Agency.no) == asked.agency_no)
    if asked.agency_no is not None and desk.session.execute(known).first() is None:
        raise Refused(
            f"没有编号为 {asked.agency_no} 的机构，请用 hutong directory show 查看",
            f"there is no agency {asked.agency_no}; see `hutong directory show`",
            field="--agency",
        )
