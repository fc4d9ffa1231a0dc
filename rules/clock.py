"""When something is due. 期限届满.

One pure function, `due`, and the questions that follow from its answer.  It reads no wall clock: the start, the pauses
and the extensions are facts, the calendar is data, and the same facts give the same dates whenever they are asked.

    internal_due_at   never rolled over; reminders count towards it (P-12)
    legal_due_at      rolled over a rest day where the counting rule says so (P-03)

How it counts: the start day is not counted (P-01); months end on the corresponding day (P-02); the last day ends at
24:00 (P-04); hours run through from the very instant (P-05); a working day is what the notice says (P-09, P-13);
validity periods never roll (P-11).  What a pause leaves out stands in `rules.counting`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from rules.calendar import Calendar
from rules.counting import Leg, Span, Start, count
from rules.explain import Account, tell
from rules.explain import Line as Line  # told on from here
from rules.moments import civil_day, en_day, midnight_after, utc, zh_day
from rules.period import Extension, Pause, Period, Unit
from rules.standstill import StandStill
from rules.vocabulary import WindowKind
from rules.windows import window_of


@dataclass(frozen=True, kw_only=True)
class Due:
    """By when something is owed. 届满.

    Args:
        internal_due_at: UTC; never rolled over. None while the clock stands without an end in sight.
        legal_due_at: UTC; rolled over where the rule allows. None as above.
        provisional: a day whose status had to be known lies in a year without a holiday notice. 暂定.
        paused: the clock stands, without an end in sight, before the end was reached. 中止.
        last_day: civil day on which it ends before any roll-over. None while paused.
        account: what was counted, for `lines`.
        said: the lines themselves, where nothing had to be counted.
    """

    internal_due_at: datetime | None
    legal_due_at: datetime | None
    provisional: bool = False
    paused: bool = False
    last_day: date | None = None
    account: Account | None = field(default=None, repr=False, compare=False)
    said: tuple[Line, ...] = field(default=(), repr=False, compare=False)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The due date explained line by line. 期限说明."""
        return self.said if self.account is None else tuple(tell(self.account))


def due(
    period: Period,
    since: datetime,
    *,
    calendar: Calendar,
    pauses: Iterable[Pause] = (),
    extensions: Sequence[Extension] = (),
    ends_on: date | None = None,
    of_a_document: bool = True,
) -> Due:
    """By when something is owed that began to run at `since`. 期限届满时刻.

    Args:
        period: how long, and by which rule.
        since: aware; when the start event happened, not when it was entered.
        calendar: asked in periods of working days, and about the last day where the rule rolls over.
        pauses: stretches during which the clock stands; they may touch, overlap, or begin before `since`.
        extensions: in the order granted; each counts on from the unrolled end of what it extends.
        ends_on: last civil day of the document's term, for a period that counts back from it.
        of_a_document: whether it is that; else it is a day that somebody named.
    Returns: both dates in UTC, or none while the clock stands without an end in sight.
    Raises: ValueError: a naive `since`.
    Source: 民法典 Art. 201–203; rules P-01 to P-14.

    >>> from rules.moments import en_end, shanghai
    >>> from rules.period import CountingRule
    >>> reconsider = Period(amount=5, unit=Unit.DAYS, rule=CountingRule.CIVIL_PROCEDURE, set_by="E-11")
    >>> end = due(reconsider, shanghai("Monday 2026-06-08 10:00"), calendar=Calendar.national())
    >>> en_end(end.internal_due_at), en_end(end.legal_due_at)
    ('Saturday 2026-06-13 24:00', 'Monday 2026-06-15 24:00')
    """
    if period.before_end:
        return _before_end(period, utc(since), ends_on, of_a_document=of_a_document)
    if period.window is not None:
        return _in_window(period, period.window, utc(since))
    pauses = tuple(pauses)
    legs = tuple(_legs(period, utc(since), extensions, calendar, StandStill.of(pauses)))
    legal_day = _legal_day(period, legs[-1], calendar)
    account = Account(period=period, legs=legs, legal_day=legal_day, pauses=pauses, calendar=calendar)
    ends_at = legs[-1].ends_at
    return Due(
        internal_due_at=ends_at,
        legal_due_at=ends_at if legal_day is None else midnight_after(legal_day),
        provisional=ends_at is not None and bool(account.years_guessed),
        paused=ends_at is None,
        last_day=legs[-1].last_day,
        account=account,
    )


def _before_end(period: Period, since: datetime, ends_on: date | None, *, of_a_document: bool) -> Due:
    """Counted back from the end of a term; of a term shorter than that, the day on which it began remains."""
    if ends_on is None:
        raise ValueError("a period before an end needs the end: the last day of the document's term")
    last_day = max(ends_on - timedelta(days=period.amount), civil_day(since))
    ends_at = midnight_after(last_day)
    early = f"，提前{period.amount}日" if period.amount else ""
    zh = f"文书有效期至{zh_day(ends_on)}，{period.zh}" if of_a_document else f"按所填日期{zh_day(ends_on)}{early}"
    counted = period.en if of_a_document else f"{period.amount} days before" if period.amount else "by that day"
    en = f"{'The term ends on' if of_a_document else 'The day named is'} {en_day(ends_on)}; {counted}"
    told = Line(
        f"{zh}：{zh_day(last_day)}24:00届满，不顺延",
        f"{en}: due {en_day(last_day)} 24:00, never rolled over",
        period.set_by,
    )
    return Due(internal_due_at=ends_at, legal_due_at=ends_at, last_day=last_day, said=(told,))


def _in_window(period: Period, kind: WindowKind, since: datetime) -> Due:
    """By the end of the stretch of the calendar in which it began, or the day of the year that the rule names.

    Neither paused, extended nor rolled over; no day of it has to be known as a working day, so that it is the same in a
    year whose calendar has not been published.
    """
    window = window_of(kind, civil_day(since))
    last = date(window.first.year, *period.until) if period.until else window.last
    ends_at = midnight_after(last)
    told = Line(
        f"{period.zh}：{window.zh}，{zh_day(last)}24:00届满，不顺延",
        f"{period.en}: {window.code} ends on {en_day(last)} 24:00, never rolled over"
        if last == window.last
        else f"{period.en}: in {window.code} due {en_day(last)} 24:00, never rolled over",
        period.set_by,
    )
    return Due(internal_due_at=ends_at, legal_due_at=ends_at, last_day=last, said=(told,))


def is_in_time(due: Due, happened_at: datetime) -> bool:
    """Whether an act at `happened_at` is in time: up to and at the legal end. 是否在期限内.

    While the clock stands without an end in sight nothing is late.

    Args:
        due: as counted by `due`.
        happened_at: aware.
    """
    return due.legal_due_at is None or utc(happened_at) <= due.legal_due_at


def _legs(
    period: Period, since: datetime, extensions: Sequence[Extension], calendar: Calendar, still: StandStill
) -> Iterator[Leg]:
    """The period and its extensions, up to the first that an open pause keeps from ending."""
    spans = [Span(amount=period.amount, unit=period.unit, basis=period.set_by)]
    spans += [Span(amount=one.amount, unit=one.unit, basis=one.basis) for one in extensions]
    start = Start(at=since, day=civil_day(since))
    for span in spans:
        leg = count(span, start, calendar=calendar, still=still)
        yield leg
        if leg.ends_at is None or leg.last_day is None:
            return
        start = Start(at=leg.ends_at, day=leg.last_day)


def _legal_day(period: Period, last: Leg, calendar: Calendar) -> date | None:
    """The day at whose 24:00 the period legally ends; None where the end is an instant or the clock stands."""
    if last.last_day is None or last.span.unit is Unit.HOURS:
        return None
    if period.rule.rolls_over and calendar.is_rest_day(last.last_day):
        return calendar.next_day_that_is_not_rest(last.last_day)
    return last.last_day
