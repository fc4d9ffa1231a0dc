"""The days of a count in words. 逐日说明.

Long runs of like days are told in one line: nobody reads sixty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from rules.calendar import Calendar
from rules.counting import Leg, Mark
from rules.moments import en_day, zh_day
from rules.period import Unit

_MOST_LINES_OF_LIKE_DAYS = 14


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an explanation. 一行说明.

    Args:
        zh, en: a sentence in each language.
        basis: what it rests on: a counting rule (P-…), a row of the fact table, or a notice's number.
    """

    zh: str
    en: str
    basis: str


@dataclass(frozen=True, slots=True)
class _Told:
    """A day of a count, and how many had counted up to and with it."""

    day: date
    mark: Mark
    number: int


def day_lines(leg: Leg, calendar: Calendar, pause_rule: str) -> Iterator[Line]:
    """What became of each day that was looked at. 逐日说明.

    Args:
        leg: as counted.
        calendar: for the reason why a day is worked or not.
        pause_rule: what the lines on whole days in pauses rest on.
    """
    days = _without_counted(leg) if leg.span.unit is Unit.MONTHS else _numbered(leg)
    for _, group in groupby(days, key=lambda one: _likeness(one, leg, calendar)):
        run = list(group)
        if len(run) > _MOST_LINES_OF_LIKE_DAYS:
            yield _run_line(run, leg, pause_rule)
        else:
            yield from (_day_line(one, leg, calendar, pause_rule) for one in run)
    if leg.span.unit is Unit.MONTHS and leg.days and leg.last_day is not None and leg.corresponding is not None:
        yield _moved(leg, (leg.last_day - leg.corresponding).days, pause_rule)


def _numbered(leg: Leg) -> Iterator[_Told]:
    number = 0
    for day, mark in leg.days:
        number += mark is Mark.COUNTED
        yield _Told(day, mark, number)


def _without_counted(leg: Leg) -> list[_Told]:
    return [one for one in _numbered(leg) if one.mark is Mark.PAUSED]


def _likeness(one: _Told, leg: Leg, calendar: Calendar) -> tuple[object, ...]:
    """What makes days alike: in a long period of working days, plain weeks are told as one."""
    plain = leg.span.unit is Unit.WORKING_DAYS and one.mark is not Mark.PAUSED and calendar.is_ordinary(one.day)
    if plain and len(leg.days) > 2 * _MOST_LINES_OF_LIKE_DAYS:
        return ("plain", calendar.covers(one.day))
    return (one.mark,)


def _day_line(one: _Told, leg: Leg, calendar: Calendar, pause_rule: str) -> Line:
    if one.mark is Mark.PAUSED:
        return Line(
            f"{zh_day(one.day)}全天中止计时，不计（整日中止才不计，本系统从严规则）",
            f"{en_day(one.day)}: the clock stands all day, not counted (only a whole day is left out: our rule)",
            pause_rule,
        )
    if leg.span.unit is Unit.WORKING_DAYS:
        return _working_day_line(one, calendar)
    return Line(f"第{one.number}日：{zh_day(one.day)}", f"Day {one.number}: {en_day(one.day)}", "P-01")


def _working_day_line(one: _Told, calendar: Calendar) -> Line:
    why = calendar.why(one.day)
    if one.mark is Mark.REST:
        return Line(f"{why.zh}，不计", f"{why.en}: not counted", why.basis)
    return Line(f"第{one.number}个工作日：{why.zh}", f"Working day {one.number}: {why.en}", why.basis)


def _run_line(run: list[_Told], leg: Leg, pause_rule: str) -> Line:
    first, last = run[0], run[-1]
    from_to_zh = f"{zh_day(first.day)}至{zh_day(last.day)}"
    from_to_en = f"{en_day(first.day)} to {en_day(last.day)}"
    if first.mark is Mark.PAUSED:
        return Line(
            f"{from_to_zh}共{len(run)}日全天中止计时，不计（整日中止才不计，本系统从严规则）",
            f"{from_to_en}, {len(run)} days: the clock stands all day, not counted (only whole days: our rule)",
            pause_rule,
        )
    if leg.span.unit is Unit.WORKING_DAYS:
        counted = sum(one.mark is Mark.COUNTED for one in run)
        return Line(
            f"{from_to_zh}：{counted}个工作日，至第{last.number}个工作日；其间周末{len(run) - counted}日不计",
            f"{from_to_en}: {counted} working days, up to number {last.number}; "
            f"{len(run) - counted} days of weekends not counted",
            "P-13",
        )
    return Line(
        f"第{first.number}日至第{last.number}日：{from_to_zh}",
        f"Day {first.number} to day {last.number}: {from_to_en}",
        "P-01",
    )


def _moved(leg: Leg, days: int, pause_rule: str) -> Line:
    paused = sum(mark is Mark.PAUSED for _, mark in leg.days)
    return Line(
        f"共{paused}日全天中止，届满日顺延{days}日",
        f"{paused} days in pauses: the end moves on by {days} days",
        pause_rule,
    )
