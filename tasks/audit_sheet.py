"""The audit sheet of a case: rule by rule what was met, late, excused, skipped, with proof. 核查表.

Derived from the journal itself.  Asked for a past day it knows what had been recorded by the end of that day and
nothing that was entered later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlmodel import col

from models import JournalEntry
from rules.errors import Refused
from rules.moments import civil_day, midnight_after
from rules.vocabulary import Force
from rules.working_time import WorkingTime
from tasks.audit_fold import FOLDED, Fact, FoldedCase, FoldedProcedure, Proof, fold
from tasks.audit_rules import Judge, Judged, owners
from tasks.no_such import no_such_case
from tasks.verdicts import Verdict

if TYPE_CHECKING:
    from tasks.desk import Desk

Counts = dict[Force, Counter[Verdict]]
"""Verdicts by what kind of truth their period is: law and our defaults are never added up."""

COLUMNS: tuple[Any, ...] = tuple(col(getattr(JournalEntry, name)) for name in Fact._fields)
"""The columns of the journal that make a `Fact`."""


@dataclass(frozen=True, kw_only=True)
class JudgedProcedure:
    """One procedure of the case with its rules. 程序."""

    procedure: FoldedProcedure
    rules: tuple[Judged, ...]
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, kw_only=True)
class CaseSheet:
    """The audit sheet of one case. 个案核查表.

    Args:
        on: the civil day as of whose end it is told, by what was recorded by then; None: now.
        at: the moment of its verdicts.
        last_entry: number of the last entry of the case's chain that it rests on.
    """

    case_no: str
    area: str
    on: date | None
    at: datetime
    last_entry: int
    procedures: tuple[JudgedProcedure, ...]
    case: FoldedCase

    @property
    def rules(self) -> Iterator[Judged]:
        """Every line of every procedure."""
        for one in self.procedures:
            yield from one.rules

    @property
    def counts(self) -> Counts:
        """How many lines of each verdict, by the force of their period."""
        return counts_of(self.rules)


def case_sheet(desk: Desk, case_no: str, *, on: date | None = None) -> CaseSheet:
    """The audit sheet of a case, now or as it stood on a civil day by what was recorded by its end.

    Raises: Refused: no such case, not yet on that day, or the day lies in the future.
    """
    at = moment_of(desk, on)
    facts = _facts(desk, case_no, on=on)
    if not facts:
        raise _no_case(desk, case_no, on)
    case = fold(case_no, facts)
    there = owners(desk, case.posts)
    judge = Judge(desk=desk, at=at, counted=WorkingTime(desk.office.calendar), owners=there)
    procedures = tuple(
        JudgedProcedure(procedure=one, rules=tuple(judge.procedure(one)), proofs=tuple(one.proofs))
        for one in case.procedures.values()
    )
    return CaseSheet(
        case_no=case_no, area=case.area, on=on, at=at, last_entry=case.last, procedures=procedures, case=case
    )


def with_reasons(desk: Desk, sheet: CaseSheet) -> CaseSheet:
    """The same sheet with the words of why a step was left out, in clear; whoever asks is put on the record first."""

    def opened(judged: Judged) -> Judged:
        token = judged.duty.left_out_sealed if judged.duty else None
        words = desk.reveal(sheet.case.child_no or sheet.case.no, "reason", token)
        return replace(judged, reason=words) if words else judged

    procedures = tuple(replace(one, rules=tuple(map(opened, one.rules))) for one in sheet.procedures)
    return replace(sheet, procedures=procedures)


def counts_of(rules: Iterable[Judged]) -> Counts:
    """How many lines of each verdict, by the force of their period."""
    counts: Counts = {force: Counter() for force in Force}
    for judged in rules:
        counts[judged.rule.force][judged.verdict] += 1
    return counts


def moment_of(desk: Desk, on: date | None) -> datetime:
    """The moment of the verdicts: now, or the end of a past day. Raises Refused for a day to come."""
    if on is None:
        return desk.at
    if on > civil_day(desk.at):
        raise Refused("“--on”的日期在将来，请核对", "the day of --on lies in the future; check it", field="--on")
    return min(midnight_after(on), desk.at)


def _facts(desk: Desk, case_no: str, *, on: date | None) -> list[Fact]:
    """The entries of a case that bear on its duties, in order; of a past day those recorded before its end."""
    query = select(*COLUMNS).where(col(JournalEntry.chain) == case_no, col(JournalEntry.kind).in_(FOLDED))
    if on is not None:
        query = query.where(col(JournalEntry.recorded_at) < midnight_after(on))
    return [Fact(*row) for row in desk.session.execute(query.order_by(col(JournalEntry.n)))]


def _no_case(desk: Desk, case_no: str, on: date | None) -> Refused:
    if on is not None and _facts(desk, case_no, on=None):
        return Refused(
            f"截至 {on} 没有个案 {case_no} 的记录，请换一个日期",
            f"nothing was recorded of case {case_no} by {on}; choose another day",
            field="--on",
        )
    return no_such_case(case_no)
