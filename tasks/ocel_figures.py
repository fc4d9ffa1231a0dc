"""How long each step took, which ways were gone, which cases are late: counted from our own tables. 用时、路径、逾期.

The same figures are counted again from the export by another tool (tests/oracle); nothing here reads an export.

Duration   from the moment at which a duty arose to the moment at which it was done, where both are known to the day or
           better; where one of them is known to the day only, in whole civil days (24 hours each).
Quantile   by linear interpolation between the two nearest values (the "inclusive" method, numpy's default), rounded to
           whole seconds.
Way        from one duty to the next one that was done in the same procedure, by when they were done; of two at the same
           moment, the one recorded first comes first.
Late       a case in which a duty surely was done late, is overdue, or was still undone at its limit when it became
           needless (see `verdicts`).
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlmodel import col

from models import DutyRow, JournalEntry, Procedure
from rules.moments import civil_day
from rules.vocabulary import DutyState, Precision
from tasks.kinds import Kind
from tasks.verdicts import Verdict, verdict_of

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.ocel_chosen import Chosen

Way = tuple[str, str]
"""From one duty code to the next."""

SURE = frozenset({Precision.EXACT, Precision.DAY})
"""How exactly both ends of a duration must be known."""

LATE = frozenset({Verdict.LATE, Verdict.OVERDUE, Verdict.NEVER_DONE})
"""Verdicts that make a case late."""

_AT_ONCE = 2_000
_TENTHS = 10


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a step took. 用时.

    Args:
        count: how many were measured.
        median, p90: half of them, nine in ten of them took no longer.
    """

    count: int
    median: timedelta
    p90: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was counted. 统计结果.

    Args:
        paces: by duty code.
        ways: by kind of procedure, how often one duty was done directly after the other.
        late_cases: numbers of the cases that are late.
    """

    paces: dict[str, Pace]
    ways: dict[str, Counter[Way]]
    late_cases: frozenset[str]


def figures(desk: Desk, chosen: Chosen) -> Figures:
    """The figures of the chosen procedures at the desk's moment."""
    lengths: dict[str, list[timedelta]] = defaultdict(list)
    ways: dict[str, Counter[Way]] = defaultdict(Counter)
    late: set[str] = set()
    for kind, duties in _by_procedure(desk, chosen):
        for row, _ in duties:
            if verdict_of(row, desk.at) in LATE:
                late.add(row.case_no)
            if (length := length_of(row)) is not None:
                lengths[row.code].append(length)
        done = sorted((one for one in duties if one[0].state == DutyState.ANSWERED), key=_when_done)
        ways[kind].update((before.code, after.code) for (before, _), (after, _) in pairwise(done))
    return Figures(
        paces={code: pace(found) for code, found in sorted(lengths.items())},
        ways={kind: counted for kind, counted in sorted(ways.items()) if counted},
        late_cases=frozenset(late),
    )


def length_of(row: DutyRow) -> timedelta | None:
    """How long a duty took; None where it was not done, or where one of its moments is not known well enough."""
    if row.state != DutyState.ANSWERED or row.happened_at is None:
        return None
    return between((row.since_at, row.since_precision), (row.happened_at, row.happened_precision or ""))


def between(one: tuple[datetime, str], other: tuple[datetime, str]) -> timedelta | None:
    """From one moment to another, each with its precision; None where one is not known well enough.

    >>> from rules.moments import shanghai
    >>> between((shanghai("2026-03-02 10:00"), "exact"), (shanghai("2026-03-05 00:00"), "day"))
    datetime.timedelta(days=3)
    """
    known = {one[1], other[1]}
    if known == {Precision.EXACT}:
        return other[0] - one[0]
    return civil_day(other[0]) - civil_day(one[0]) if known <= SURE else None


def pace(lengths: Sequence[timedelta]) -> Pace:
    """The median and the ninth decile of some durations, at least one.

    >>> pace([timedelta(hours=hours) for hours in (1, 2, 3, 10)]).p90
    datetime.timedelta(seconds=28440)
    """
    seconds = [one.total_seconds() for one in lengths]
    ninth = statistics.quantiles(seconds, n=_TENTHS, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
    return Pace(len(seconds), _whole_seconds(statistics.median(seconds)), _whole_seconds(ninth))


def _whole_seconds(seconds: float) -> timedelta:
    return timedelta(seconds=round(seconds))


_Done = tuple[DutyRow, int]
"""A duty and the sequence number of the entry by which it was done; 0 where it was not."""


def _by_procedure(desk: Desk, chosen: Chosen) -> Iterator[tuple[str, list[_Done]]]:
    """The duties of each procedure, with its kind."""
    answered = (
        select(col(JournalEntry.duty_no), func.max(col(JournalEntry.seq)).label("seq"))
        .where(col(JournalEntry.kind) == Kind.DUTY_ANSWERED)
        .group_by(col(JournalEntry.duty_no))
        .subquery()
    )
    query = (
        select(DutyRow, answered.c.seq, col(Procedure.kind))
        .join(Procedure, col(Procedure.no) == col(DutyRow.procedure_no))
        .outerjoin(answered, answered.c.duty_no == col(DutyRow.no))
        .where(*chosen.conditions())
        .order_by(col(DutyRow.procedure_no), col(DutyRow.no))
    )
    rows = desk.session.execute(query, execution_options={"yield_per": _AT_ONCE})
    for (_, kind), group in groupby(rows, key=lambda row: (row[0].procedure_no, row[2])):
        yield kind, [(duty, seq or 0) for duty, seq, _ in group]


def _when_done(one: _Done) -> tuple[datetime, int]:
    row, seq = one
    assert row.happened_at is not None  # it was answered
    return row.happened_at, seq
