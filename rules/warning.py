"""When people hear of a due date: shares, the last safe moment, the rungs of a ladder. 预警时刻.

All of it follows from a counted `Due`; nothing here is stored or counted down.  The times are ours, no law sets them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from rules.calendar import Calendar
from rules.clock import Due
from rules.clock import due as counted
from rules.duty import Ladder, Point, Rung
from rules.moments import at_clock, utc
from rules.period import Pause, Period, Unit

OFFICE_CLOSES = time(17, 30)
"""When offices close, unless a pack says otherwise. 下班时间（本系统默认）."""


def share_at(due: Due, since: datetime, share: float) -> datetime | None:
    """The instant at a share of the stretch from `since` to the internal end. 期限过去几成的时刻.

    Args:
        due: as counted.
        since: aware; when the period began.
        share: above 0 and below 1.
    Returns: UTC; None while the clock stands.
    """
    if due.internal_due_at is None:
        return None
    since = utc(since)
    return since + (due.internal_due_at - since) * share


def last_safe_at(
    due: Due,
    period: Period,
    takes_hours: float,
    calendar: Calendar,
    *,
    since: datetime,
    closes: time = OFFICE_CLOSES,
) -> datetime | None:
    """The last moment at which the act can still be begun and done in time. 最后安全时刻.

    Hours run at night too, so a period of hours ends `takes_hours` before its end.  Whatever is counted in days is
    done in offices: by the close of the last working day that is not after the internal last day.

    Args:
        due: as counted from `period`.
        period: tells whether hours or days were counted.
        takes_hours: how long the act itself takes, 0 or more.
        calendar: for the last working day.
        since: aware; when the period began. The answer is never before it.
        closes: when offices close, on a clock in China.
    Returns: UTC; None while the clock stands.
    """
    if due.internal_due_at is None or due.last_day is None:
        return None
    finished_by = due.internal_due_at
    if period.unit is not Unit.HOURS:
        office_closes = at_clock(calendar.last_working_day_until(due.last_day), closes)
        finished_by = min(finished_by, office_closes)
    return max(finished_by - timedelta(hours=takes_hours), utc(since))


def rung_times(
    ladder: Ladder, due: Due, since: datetime, period: Period, takes_hours: float, calendar: Calendar
) -> tuple[datetime, ...]:
    """When each rung of a ladder is reached, in its order. 阶梯各级的时刻.

    A rung never comes before the one below it: a county with a short period hears of a warning and of the last safe
    moment at once, but never in the wrong order.

    Args:
        ladder: its rungs in the order in which they are climbed.
        due: as counted from `period`.
        since: aware; when the period began.
        period, takes_hours, calendar: as for `last_safe_at`.
    Returns: UTC, one for each rung, none decreasing; empty while the clock stands.
    """
    times: list[datetime] = []
    for rung in ladder.rungs:
        at = _rung_at(rung, due, since, period, takes_hours, calendar)
        if at is None:
            return ()
        times.append(max(at, times[-1]) if times else at)
    return tuple(times)


def after_pauses(rungs: Sequence[datetime], end: datetime | None, pauses: Iterable[Pause]) -> tuple[datetime, ...]:
    """The rungs of a ladder whose clock stood still after its end: time that did not run leads to none. 中止之后的各级.

    A pause before the end moves the end itself (`rules.clock.due`); one after it moves every rung that had not come by
    its beginning on by its length.

    Args:
        rungs, end: as counted without what happened after the end.
        pauses: in any order; one that still stands is left out, since no rung is armed meanwhile.
    """
    if end is None:
        return tuple(rungs)
    moved = list(rungs)
    for pause in sorted(pauses, key=lambda one: one.from_at):
        begin = max(pause.from_at, end)
        if pause.until_at is not None and pause.until_at > begin:
            length = pause.until_at - begin
            moved = [at + length if at >= begin else at for at in moved]
    return tuple(moved)


MOST_REPEATS = 3
"""How often a rung of the clocks of attention is told again (our default, HT-70): then its post is known to be deaf."""


def attention_times(
    ladder: Ladder, told_at: datetime, until: datetime | None, calendar: Calendar
) -> tuple[tuple[datetime, int], ...]:
    """When a post that does not react is asked whether it has read, and taken on, what it owes. 催阅、催接的时刻.

    Args:
        ladder: its rungs of attention.
        told_at: aware; when the post was told.
        until: UTC; the legal end, from which the ladder of the duty itself speaks. None: open.
    Returns: the moments in order, each with the number of its rung in `ladder.attention`.
    """
    found = [
        (at, number) for number, rung in enumerate(ladder.attention) for at in _repeated(rung, utc(told_at), calendar)
    ]
    return tuple(sorted((at, number) for at, number in found if until is None or at < until))


def _repeated(rung: Rung, told_at: datetime, calendar: Calendar) -> list[datetime]:
    """The moment of a rung of attention, and of its repeats."""
    spans = [rung.after, *([rung.repeat] * MOST_REPEATS if rung.repeat else [])]
    times: list[datetime] = []
    for span in spans:
        assert span is not None, "a rung of attention says how long after (rules.duty)"
        times.append(span_after(span, times[-1] if times else told_at, calendar))
    return times


def span_after(span: Period, at: datetime, calendar: Calendar) -> datetime:
    """The end of a period that begins at an instant. UTC. 某时刻起若干时间."""
    end = counted(span, at, calendar=calendar).legal_due_at
    assert end is not None, "nothing pauses it"
    return end


def _rung_at(
    rung: Rung, due: Due, since: datetime, period: Period, takes_hours: float, calendar: Calendar
) -> datetime | None:
    match rung.point:
        case Point.SHARE:
            return share_at(due, since, rung.share)
        case Point.LAST_SAFE:
            return last_safe_at(due, period, takes_hours, calendar, since=since)
        case Point.OVERDUE:
            return _overdue_by(rung.after, due, calendar)
        case _:
            raise ValueError(f"{rung.point} is no point on the clock of the duty itself")


def _overdue_by(after: Period | None, due: Due, calendar: Calendar) -> datetime | None:
    """The legal end, or `after` counted from it as its start event."""
    if after is None or due.legal_due_at is None:
        return due.legal_due_at
    return span_after(after, due.legal_due_at, calendar)
