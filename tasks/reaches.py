"""The civil days that a recorded moment may mean. 时间的起止日."""

from __future__ import annotations

from datetime import date, datetime

from rules.gaps import Reach
from rules.moments import civil_day
from rules.vocabulary import Precision
from rules.when import earliest, latest


def reach_of(at: datetime, precision: str | None, recorded_at: datetime, *, not_before: date) -> Reach:
    """From the first to the last day on which it may have happened.

    Args:
        at: the moment; of an unknown one, by when it was known.
        recorded_at: when it was entered; by then it had happened.
        not_before: the first possible day of what happened on an unknown one.
    """
    known = Precision(precision or Precision.EXACT)
    by = civil_day(recorded_at)
    if known is Precision.UNKNOWN:
        return Reach(min(not_before, by), by)
    first, last = civil_day(earliest(at, known)), civil_day(latest(at, known))
    return Reach(first, max(first, min(last, by)))
