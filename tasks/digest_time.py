"""When the day's digests go out. 每日要情的时刻."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from rules.moments import at_clock, civil_day

SENT_AT = time(8, 30)
"""On a clock in China (our default, HT-75)."""


def next_digest(at: datetime) -> datetime:
    """The next digest after an instant.

    >>> from rules.moments import en, shanghai
    >>> [en(next_digest(shanghai(one))) for one in ("2026-03-02 08:29:59", "2026-03-02 08:30")]
    ['Monday 2026-03-02 08:30', 'Tuesday 2026-03-03 08:30']
    """
    today = civil_day(at)
    first = at_clock(today, SENT_AT)
    return first if at < first else at_clock(today + timedelta(days=1), SENT_AT)
