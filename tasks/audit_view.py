"""What is shown of the audit of many cases: everything inside, and what may leave. 成批核查的展示.

What may leave names no case, and no number from 1 to 4 can be told from it (`audit_small`).  One table for each force:
law and our defaults are never added up, here neither.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from rules.vocabulary import Force
from tasks.audit_rules import Rule
from tasks.audit_set import Asked, Broken, SetSheet, Step
from tasks.audit_small import LEAST, Place, hidden, with_totals
from tasks.audit_times import Times
from tasks.verdicts import Verdict

COLUMNS = tuple(Verdict)

Number = int | None
"""None: hidden."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """One rule: how many of each verdict, in the order of `COLUMNS`, and the total. 一条规则的件数."""

    rule: Rule
    cells: tuple[Number, ...]
    total: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class CountTable:
    """All rules whose period is of one force. 同一效力的规则."""

    force: Force
    rows: tuple[CountRow, ...]
    totals: tuple[Number, ...]
    total: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """One rule at one agency. 环节用时. None: hidden, or there is nothing to say.

    Args:
        share: of those that were surely in time or surely not, how many were: 0 to 1.
    """

    rule: Rule
    agency_no: str
    agency_zh: str
    n: Number
    unmeasured: Number
    share: float | None
    elapsed: Times | None
    working: Times | None
    p90_shown: bool


@dataclass(frozen=True, kw_only=True)
class SetView:
    """The audit of many cases as it is shown. 成批核查表. `cases`: None: hidden."""

    asked: Asked
    at: datetime
    shared: bool
    cases: Number
    tables: tuple[CountTable, ...]
    steps: tuple[StepRow, ...]
    broken: tuple[Broken, ...]


def inside(sheet: SetSheet) -> SetView:
    """Everything, with the numbers of the cases. 内部使用."""
    return _view(sheet, shared=False)


def shared(sheet: SetSheet) -> SetView:
    """What may leave. 对外提供."""
    return _view(sheet, shared=True)


def _view(sheet: SetSheet, *, shared: bool) -> SetView:
    tables = tuple(
        _table(force, {rule: sheet.counts[rule] for rule in rules}, shared=shared)
        for force, rules in groupby(sheet.counts, key=lambda rule: rule.force)
    )
    clear = _clear_rules(sheet, tables) if shared else frozenset(sheet.counts)
    return SetView(
        asked=sheet.asked,
        at=sheet.at,
        shared=shared,
        cases=None if shared and _is_small(sheet.cases) else sheet.cases,
        tables=tables,
        steps=tuple(_step(step, shared=shared, clear=step.rule in clear) for step in sheet.steps),
        broken=() if shared else sheet.broken,
    )


def _table(force: Force, counts: dict[Rule, Counter[Verdict]], *, shared: bool) -> CountTable:
    cells = [[counter[verdict] for verdict in COLUMNS] for counter in counts.values()]
    away = hidden(cells) | _whole_rows(cells) if shared else frozenset()
    rows = [_numbers(row, number, away) for number, row in enumerate(with_totals(cells))]
    return CountTable(
        force=force,
        rows=tuple(
            CountRow(rule=rule, cells=row[:-1], total=row[-1]) for rule, row in zip(counts, rows[:-1], strict=True)
        ),
        totals=rows[-1][:-1],
        total=rows[-1][-1],
    )


def _whole_rows(cells: list[list[int]]) -> frozenset[Place]:
    """Rows of so few that their zeros, too, would tell what became of them."""
    return frozenset(
        (number, column) for number, row in enumerate(cells) if _is_small(sum(row)) for column in range(len(row))
    )


def _numbers(row: list[int], number: int, away: frozenset[Place]) -> tuple[Number, ...]:
    return tuple(None if (number, column) in away else cell for column, cell in enumerate(row))


def _clear_rules(sheet: SetSheet, tables: tuple[CountTable, ...]) -> frozenset[Rule]:
    """Rules of which no number is small, neither in the tables nor at any agency.

    Of the others no numbers of agencies are shown at all: beside the tables they would give back what is hidden there.
    """
    shown = {row.rule for table in tables for row in table.rows if None not in (*row.cells, row.total)}
    small = {
        step.rule
        for step in sheet.steps
        if any(map(_is_small, (step.n, step.unmeasured, step.in_time, step.not_in_time)))
    }
    return frozenset(shown - small)


def _step(step: Step, *, shared: bool, clear: bool) -> StepRow:
    enough = not shared or step.n >= LEAST
    sure = step.in_time + step.not_in_time
    return StepRow(
        rule=step.rule,
        agency_no=step.agency_no,
        agency_zh=step.agency_zh,
        n=step.n if clear else None,
        unmeasured=step.unmeasured if clear else None,
        share=step.in_time / sure if clear and sure else None,
        elapsed=step.elapsed if enough else None,
        working=step.working if enough else None,
        p90_shown=not shared or step.n >= 2 * LEAST,  # of fewer it is nearly the one that took longest
    )


def _is_small(number: int) -> bool:
    return 0 < number < LEAST
