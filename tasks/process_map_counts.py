"""How a procedure really went, duty by duty, held against the procedure's path. 流程计数.

Way      each time a duty arose it had come some way: from the duty on the path before it whose end was recorded last,
         or from the start where the path allows that.  A way that the path does not know is a deviation: it is counted
         from whatever had ended last.
Ended    answered, skipped or excused; what became needless by itself leads nowhere.
Age      from when the one was done to when the other was done, by the rules of `ocel_figures`.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, case, literal, select
from sqlmodel import col

from models import DutyRow, JournalEntry, Procedure
from rules.declared import Declared
from rules.vocabulary import LIVE, DutyState, ProcedureKind
from tasks.kinds import Kind
from tasks.ocel_figures import LATE, between
from tasks.process_paths import START, Way, path_of
from tasks.verdicts import RELEASED, verdict_of

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.ocel_chosen import Chosen

_ENDS = (Kind.DUTY_ANSWERED, Kind.DUTY_SKIPPED, Kind.DUTY_EXCUSED)
_LOOKED_AT = tuple(literal(one.value, literal_execute=True) for one in (Kind.DUTY_OPENED, *_ENDS))
"""Spelled out in the statement: the index of just these kinds is found by that."""
_AT_ONCE = 2_000

Moment = tuple[datetime, str]
"""When something was done, and how exactly that is known."""


@dataclass(slots=True)
class StepCount:
    """What became of one duty of the path. 环节计数.

    Args:
        procedures: in how many it arose.
        times: how often it arose.
        open: how many are owed now.
        late: how many surely were or are late.
    """

    procedures: int = 0
    times: int = 0
    open: int = 0
    late: int = 0
    skipped: int = 0
    excused: int = 0
    reopened: int = 0


@dataclass(slots=True)
class Counts:
    """How the chosen procedures of one kind went. 流程计数.

    Args:
        ends: how many ended for which reason.
        ways: how often each way on the path was gone; `off` those that are on no path.
        ages: how long each way took, where it is known.
    """

    kind: ProcedureKind
    declared: Declared | None = None
    procedures: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    steps: dict[str, StepCount] = field(default_factory=lambda: defaultdict(StepCount))
    ways: Counter[Way] = field(default_factory=Counter)
    off: Counter[Way] = field(default_factory=Counter)
    ages: dict[Way, list[timedelta]] = field(default_factory=lambda: defaultdict(list))


def count(desk: Desk, chosen: Chosen, kind: ProcedureKind, declared: Declared | None = None) -> Counts:
    """Count the chosen procedures of one kind, as they stand at the desk's moment.

    Args:
        declared: of the declared procedures, this one.
    """
    counts = Counts(kind, declared=declared)
    wanted = [*chosen.conditions(), col(Procedure.kind) == kind]
    if declared is not None:
        wanted.append(col(Procedure.about) == declared.code)
    for state, reason, how_many in _standing(desk, wanted):
        counts.procedures += how_many
        if state == "closed":
            counts.ends[reason or ""] += how_many
    before = _predecessors(path_of(kind, declared))
    for since, events in _events(desk, wanted):
        _follow(counts, since, events, before)
    _count_steps(desk, wanted, counts)
    return counts


def _standing(desk: Desk, wanted: Iterable[Any]) -> list[tuple[str, str | None, int]]:
    rows = desk.session.execute(select(col(Procedure.state), col(Procedure.close_reason)).where(*wanted))
    tallied = Counter((state, reason) for state, reason in rows)
    return [(state, reason, how_many) for (state, reason), how_many in sorted(tallied.items(), key=str)]


def _predecessors(path: Iterable[Way]) -> dict[str, frozenset[str]]:
    before: dict[str, set[str]] = defaultdict(set)
    for one, other in path:
        before[other].add(one)
    return {code: frozenset(found) for code, found in before.items()}


# ------------------------------------------------------------------------------------------------ which way


def _events(desk: Desk, wanted: Iterable[Any]) -> Iterator[tuple[Moment, list[Row[Any]]]]:
    """By procedure: since when, and what arose and what ended, in the order in which it was recorded.

    Only what is looked at: a county has tens of thousands of these, and to read a whole duty takes ten times as long.
    """
    how_excused = case((col(JournalEntry.kind) == Kind.DUTY_EXCUSED, col(JournalEntry.payload)))
    query = (
        select(
            col(JournalEntry.kind).label("what"),
            how_excused.label("how"),
            *(col(DutyRow.procedure_no), col(DutyRow.code), col(DutyRow.state)),
            *(col(DutyRow.happened_at), col(DutyRow.happened_precision)),
            *(col(Procedure.since_at), col(Procedure.since_precision)),
        )
        .join(DutyRow, col(DutyRow.no) == col(JournalEntry.duty_no))
        .join(Procedure, col(Procedure.no) == col(DutyRow.procedure_no))
        .where(*wanted, col(JournalEntry.kind).in_(_LOOKED_AT))
        .order_by(col(DutyRow.procedure_no), col(JournalEntry.seq))
    )
    rows = desk.session.execute(query, execution_options={"yield_per": _AT_ONCE})
    for _, group in groupby(rows, key=lambda row: row.procedure_no):
        found = list(group)
        kept = [row for row in found if row.how is None or not json.loads(row.how).get("overtaken")]
        yield (found[0].since_at, found[0].since_precision), kept


def _follow(counts: Counts, since: Moment, events: list[Row[Any]], before: Mapping[str, frozenset[str]]) -> None:
    """Which way every duty of one procedure came."""
    ended: list[Row[Any]] = []
    for duty in events:
        if duty.what != Kind.DUTY_OPENED:
            ended.append(duty)
            continue
        allowed = before.get(duty.code, frozenset())
        came = next((one for one in reversed(ended) if one.code in allowed), None)
        if came is None and START not in allowed and ended:
            counts.off[(ended[-1].code, duty.code)] += 1
            continue
        way = (came.code if came else START, duty.code)
        (counts.ways if way[0] in allowed else counts.off)[way] += 1
        start = _done(came) if came else since
        if (done := _done(duty)) and start and (age := between(start, done)) is not None:
            counts.ages[way].append(age)


def _done(duty: Row[Any]) -> Moment | None:
    if duty.state != DutyState.ANSWERED or duty.happened_at is None or duty.happened_precision is None:
        return None
    return duty.happened_at, duty.happened_precision


# ------------------------------------------------------------------------------------------------ what became of each


def _count_steps(desk: Desk, wanted: Iterable[Any], counts: Counts) -> None:
    columns = (
        *(col(DutyRow.procedure_no), col(DutyRow.code), col(DutyRow.state), col(DutyRow.answer), col(DutyRow.turns)),
        *(col(DutyRow.since_precision), col(DutyRow.legal_due_at)),
        *(col(DutyRow.happened_at), col(DutyRow.happened_precision)),
    )
    query = select(*columns).join(Procedure, col(Procedure.no) == col(DutyRow.procedure_no)).where(*wanted)
    seen: set[tuple[str, str]] = set()
    for row in desk.session.execute(query, execution_options={"yield_per": _AT_ONCE}):
        step = counts.steps[row.code]
        step.times += 1
        step.procedures += (row.procedure_no, row.code) not in seen
        seen.add((row.procedure_no, row.code))
        step.open += row.state in LIVE
        step.late += verdict_of(row, desk.at) in LATE
        step.skipped += row.state == DutyState.SKIPPED
        step.excused += row.state == DutyState.EXCUSED and row.answer != RELEASED
        step.reopened += row.turns
