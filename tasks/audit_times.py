"""How long steps take: median and ninetieth percentile, in elapsed and in office time. 用时.

A quantile is interpolated linearly between the two nearest values in order (`statistics.quantiles`, "inclusive"; the
same as numpy's "linear"): of n values in order, the p-quantile lies at position (n - 1) * p, counted from 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median, quantiles
from typing import TYPE_CHECKING

from rules.vocabulary import DutyState, Precision
from tasks.audit_fold import FoldedDuty

if TYPE_CHECKING:
    from rules.working_time import WorkingTime


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """What a number of stretches come to. 用时统计."""

    median: timedelta
    p90: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """How long one duty took, from the beginning of its clock until it was done. 一项职责的用时."""

    elapsed: timedelta
    working: timedelta


def took(duty: FoldedDuty, counted: WorkingTime) -> Took | None:
    """How long a duty took; None where it was not answered, or where either moment is not known exactly.

    Time during which its clock stood is in it: how long people waited is asked here, not whether it was in time.
    What was done before its clock began took no time.
    """
    exact = (duty.since_precision, duty.happened_precision) == (Precision.EXACT, Precision.EXACT)
    if duty.state != DutyState.ANSWERED or duty.happened_at is None or not exact:
        return None
    begun: datetime = min(duty.since_at, duty.happened_at)
    return Took(elapsed=duty.happened_at - begun, working=counted.between(begun, duty.happened_at))


def times_of(stretches: Sequence[timedelta]) -> Times | None:
    """Median and ninetieth percentile; None of nothing.

    >>> hours = times_of([timedelta(hours=number) for number in (4, 1, 2, 3)])
    >>> hours.median / timedelta(hours=1), round(hours.p90 / timedelta(hours=1), 6)
    (2.5, 3.7)
    """
    if not stretches:
        return None
    seconds = [stretch.total_seconds() for stretch in stretches]
    ninetieth = quantiles(seconds, n=10, method="inclusive")[8] if len(seconds) > 1 else seconds[0]
    return Times(median=timedelta(seconds=median(seconds)), p90=timedelta(seconds=ninetieth))
