"""How an area keeps its dates, where it does not, and why: the audit of many cases. 及时情况.

The audit reads the journal of every case in the period, which takes seconds in a county: a page asks for it by
`tasks.counted`, and says as of when it was counted.  Small numbers are hidden also here: a page is photographed easily.
Verdicts are gathered into four outcomes first: the fewer numbers, the fewer small ones.  No sums over several rules are
shown, so each row hides by itself (`small_numbers`); nothing finer may be shown beside it, since two tables that hide
differently give one another away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select
from sqlmodel import col

from models import CaseFile, DutyRow
from rules.causes import BreachCause
from rules.moments import midnight_after, midnight_before
from rules.vocabulary import LIVE, CasePurpose, Force, Term
from tasks.access.places import within
from tasks.audit_rules import BROKEN, Rule
from tasks.audit_set import Asked, Step, set_sheet
from tasks.audit_times import Times
from tasks.audit_view import Number
from tasks.small_numbers import SMALLEST_SHARED, is_small, withheld
from tasks.verdicts import Verdict

if TYPE_CHECKING:
    from tasks.desk import Desk


class Outcome(Term):
    """What became of a duty, in four. 结果."""

    IN_TIME = "in_time", "按期"
    NOT_IN_TIME = "not_in_time", "没有按期"
    OPEN = "open", "未到期、中止"
    NOT_COUNTED = "not_counted", "免除、略过等，不计"


_OF = {
    Verdict.MET: Outcome.IN_TIME,
    **dict.fromkeys(BROKEN, Outcome.NOT_IN_TIME),
    Verdict.NOT_DUE: Outcome.OPEN,
    Verdict.PAUSED: Outcome.OPEN,
    **dict.fromkeys((Verdict.EXCUSED, Verdict.SKIPPED, Verdict.SETTLED, Verdict.UNCERTAIN), Outcome.NOT_COUNTED),
}
"""Of what was never asked for there is no duty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One rule. 一条规则. `numbers` in the order of `Outcome`; None: hidden."""

    rule: Rule
    numbers: tuple[Number, ...]
    total: int

    @property
    def share(self) -> float | None:
        """Of those that were surely in time or surely not, how many were: 0 to 1. None: hidden, or there are none."""
        met, broken = self.numbers[0], self.numbers[1]
        return met / (met + broken) if met is not None and broken is not None and met + broken else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The rules whose period is of one force. 一类期限.

    Args:
        lines: those with a number that may be shown.
        others: of how many more there are too few duties.
    """

    force: Force
    lines: tuple[Line, ...]
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long one rule took at one agency. 环节用时. `ninetieth`: None: too few to say."""

    rule: Rule
    agency_zh: str
    median: timedelta
    ninetieth: timedelta | None


@dataclass(frozen=True, kw_only=True)
class Timeliness:
    """What is shown of an area and a period. 及时情况.

    Args:
        at: as of when.
        cases: how many had a duty in the period; None: hidden.
        limits: law before local rules before our defaults.
        steps: how long each rule took at each agency, where there are enough; no counts.
        causes: why duties were late, the most frequent first; None: a number that is withheld.
        unexplained: late, and nobody has said why; None: withheld.
    """

    at: datetime
    cases: Number
    limits: tuple[Limits, ...]
    steps: tuple[Pace, ...]
    causes: Mapping[BreachCause, int | None]
    unexplained: int | None


def timeliness(desk: Desk, asked: Asked) -> Timeliness:
    """How the duties of an area were done.

    Raises: Refused: as `audit_set.set_sheet`.
    """
    sheet = set_sheet(desk, asked)
    causes = _causes(desk, asked)
    hidden_causes = withheld(causes)
    return Timeliness(
        at=sheet.at,
        cases=None if is_small(sheet.cases) else sheet.cases,
        limits=tuple(
            _limits(force, {rule: sheet.counts[rule] for rule in rules})
            for force, rules in groupby(sheet.counts, key=lambda rule: rule.force)
        ),
        steps=tuple(_pace(one, one.elapsed) for one in sheet.steps if one.elapsed and one.n >= SMALLEST_SHARED),
        causes={
            BreachCause(one): None if one in hidden_causes else number for one, number in causes.most_common() if one
        },
        unexplained=None if "" in hidden_causes else causes[""],
    )


def _pace(step: Step, elapsed: Times) -> Pace:
    """Of fewer than ten the ninetieth percentile is nearly the one that took longest."""
    enough = step.n >= 2 * SMALLEST_SHARED
    return Pace(
        rule=step.rule, agency_zh=step.agency_zh, median=elapsed.median, ninetieth=elapsed.p90 if enough else None
    )


def _limits(force: Force, counts: Mapping[Rule, Counter[Verdict]]) -> Limits:
    """The rows of one force; those of few have nothing that could be shown."""
    gathered = {rule: cells for rule, counter in counts.items() if sum((cells := _gathered(counter)).values())}
    lines = []
    for rule, cells in gathered.items():
        total, away = sum(cells.values()), withheld(cells)
        numbers = tuple(None if one in away else cells[one] for one in Outcome)
        if total >= SMALLEST_SHARED and any(numbers):
            lines.append(Line(rule=rule, numbers=numbers, total=total))
    return Limits(force=force, lines=tuple(lines), others=len(gathered) - len(lines))


def _gathered(counter: Counter[Verdict]) -> dict[Outcome, int]:
    return {outcome: sum(counter[verdict] for verdict, of in _OF.items() if of is outcome) for outcome in Outcome}


def _causes(desk: Desk, asked: Asked) -> Counter[str]:
    """Of the duties that are late, by what was said of it; "" of which nothing was said."""
    begin, end = midnight_before(asked.from_on), midnight_after(asked.to_on)
    late = or_(
        col(DutyRow.happened_at) > col(DutyRow.legal_due_at),
        (col(DutyRow.legal_due_at) < desk.at) & col(DutyRow.state).in_(LIVE),
    )
    said = func.coalesce(col(DutyRow.breach_cause), "")
    query = (
        select(said, func.count())
        .join(CaseFile, col(CaseFile.no) == col(DutyRow.case_no))
        .where(within(col(CaseFile.area), asked.area), col(CaseFile.purpose) == CasePurpose.MATTER)
        .where(col(DutyRow.since_at) >= begin, col(DutyRow.since_at) < end, late)
        .group_by(said)
    )
    return Counter({row[0]: row[1] for row in desk.session.execute(query)})
