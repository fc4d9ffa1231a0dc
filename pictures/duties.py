"""Duties as bars against their limits. 职责与期限的画法.

A duty starts with a tick and runs as a thin line; its limit is a flag; what was late is red from the flag on.
"""

from __future__ import annotations

from dataclasses import replace

from pictures import marks
from pictures.labels import Box, Spots, Wish, beside
from pictures.rows import Kind, Row, State, Weight
from pictures.sheet import Bar, Entry, Sheet
from pictures.signs import Sign
from pictures.words import limit_day, named, state_of, verdict, when
from rules.vocabulary import Force

_CLOSE = 45.0  # px within which a flag belongs to the point before it
_LOW = 2  # and of what was late, where there are too many
_HIGH = 14  # levels tried for what is overdue: it is never left out


def duty_entry(row: Row, sheet: Sheet) -> Entry:
    """A duty as it stands: overdue, late, done, excused or still to come."""
    state = state_of(row, sheet.today)
    if row.acted is not None and state is not State.OVERDUE:
        return _late(row, sheet) if state is State.LATE else _done(row, sheet)
    return _overdue(row, sheet) if state in (State.OVERDUE, State.NOT_DONE) else _to_come(row, sheet, state)


def is_overdue(row: Row, sheet: Sheet) -> bool:
    """Whether a row is a duty that is overdue and still unanswered."""
    return row.limit is not None and state_of(row, sheet.today) in (State.OVERDUE, State.NOT_DONE)


def is_running(row: Row, sheet: Sheet) -> bool:
    """Whether a row is a duty whose clock runs and has not ended."""
    return row.kind is Kind.LIMIT and row.done is None and state_of(row, sheet.today) in (State.NOT_DUE, State.RUNNING)


def is_late(row: Row, sheet: Sheet) -> bool:
    """Whether a row is a duty that was done after its limit."""
    return row.limit is not None and row.acted is not None and state_of(row, sheet.today) is State.LATE


def _overdue(row: Row, sheet: Sheet) -> Entry:
    scale, base = sheet.scale, sheet.base_of(row)
    seen = _limit(row, sheet) <= scale.right  # else its clock ends after the window
    x0 = min(max(_limit(row, sheet), scale.left), scale.right)
    x1 = max(min(scale.today, scale.right), x0 + 3) if seen else x0
    if seen:
        sheet.uses(Sign.OVERDUE)
    stands = verdict(row, sheet.today, sheet.lang)
    limit = f"{limit_day(row, scale, sheet.lang)}{_provisional(row, sheet)}"
    texts = [sheet.say(f"{name} {stands}（限 {limit}）", f"{name}: {stands} (due {limit})") for name in _names(row)]
    if sheet.lang != "zh":
        texts.append(f"{row.short or row.label}: {stands}")  # nothing that is overdue may be left out
    spots = beside(x0 - 5, x1, (x0 + x1) / 2, top=_HIGH, base=base)
    wish = Wish(row.entry_no, tuple(texts), spots, x1, turn=0, urgent=True)
    art = _clock(row, sheet, x0) + _flag(row, sheet) + (marks.overdue(x0, x1) if seen else "")
    boxes = (_flag_box(x0, row, base), Box(x0, base - 4, x1, base + 4, of=row.entry_no), *_clock_box(row, sheet, x0))
    return Entry(rows=(row,), x=x0, art=art, boxes=boxes, wishes=(wish,), base=base)


def _late(row: Row, sheet: Sheet) -> Entry:
    scale, base, acted = sheet.scale, sheet.base_of(row), row.acted or row.recorded
    limit = max(_limit(row, sheet), scale.left)
    x = max(scale.fact(acted, row.precision), limit + 4)
    sheet.uses(Sign.LATE)
    told, colon = verdict(row, sheet.today, sheet.lang), sheet.say("", ":")
    must = not (sheet.by_month and sheet.by_week)
    spots = beside(limit - 5, x, x, top=_HIGH if must else _LOW, base=base, on=_bar(row, sheet))
    texts = (f"{row.label}{colon} {told}", f"{row.short or row.label}{colon} {told}")
    wish = Wish(row.entry_no, texts, spots, x, turn=0 if must else 3, urgent=True, must=must, bar=_bar(row, sheet))
    art = _clock(row, sheet, limit) + _flag(row, sheet) + marks.late_point(limit, x)
    boxes = (_flag_box(limit, row, base), Box(limit, base - 5, x + 5, base + 5, of=row.entry_no))
    return Entry(rows=(row,), x=x, art=art, boxes=boxes, wishes=(wish,), base=base)


def _done(row: Row, sheet: Sheet) -> Entry:
    scale, base = sheet.scale, sheet.base_of(row)
    x = scale.fact(row.acted or row.recorded, row.precision)
    inner = bool(_bar(row, sheet))
    sheet.uses(Sign.HOLLOW if inner else Sign.POINT)
    art = marks.hollow(x) if inner else marks.point(x)
    boxes = [Box(x - 5, base - 5, x + 5, base + 5, of=row.entry_no)]
    if not sheet.crowded:
        at = _limit(row, sheet)
        art = _clock(row, sheet, max(min(at, scale.right), x)) + _flag(row, sheet) + art
        boxes += [replace(_flag_box(at, row, base), of=0), *_clock_box(row, sheet, x)]
    told = when(row, scale, sheet.lang)
    texts = (f"{row.label} {told}", f"{row.short or row.label} {told}", told)
    routine = sheet.crowded and row.weight is Weight.ROUTINE
    wish = Wish(row.entry_no, texts, _past_flag(x, row, sheet), x, turn=_turn(row, sheet), bar=_bar(row, sheet))
    return Entry(
        rows=(row,),
        x=x,
        art=art,
        boxes=tuple(boxes),
        wishes=() if routine else (wish,),
        base=base,
        loose=row.weight is not Weight.KEY,
    )


def _to_come(row: Row, sheet: Sheet, state: State) -> Entry:
    base, x = sheet.base_of(row), max(min(_limit(row, sheet), sheet.scale.right), sheet.scale.left)
    idle = state in (State.EXCUSED, State.SKIPPED, State.NOT_APPLICABLE)
    last = limit_day(row, sheet.scale, sheet.lang)
    told = named(state, sheet.lang) if idle else sheet.say(f"{last} 前", f"by {last}")
    said = f"{told}{_provisional(row, sheet)}"
    colon = sheet.say("", ":") if idle else ""
    texts = (f"{row.label}{colon} {said}", f"{row.short or row.label}{colon} {said}", said)
    wish = Wish(row.entry_no, texts, _spots(x, row, sheet), x, turn=_turn(row, sheet), bar=_bar(row, sheet))
    art = ("" if idle else _clock(row, sheet, x)) + _flag(row, sheet)
    return Entry(
        rows=(row,),
        x=x,
        art=art,
        boxes=(_flag_box(x, row, base), *_clock_box(row, sheet, x)),
        wishes=(wish,),
        base=base,
    )


def _spots(x: float, row: Row, sheet: Sheet) -> Spots:
    top = _HIGH if _turn(row, sheet) == 2 else sheet.top
    return beside(x, x, x, top=top, base=sheet.base_of(row), on=_bar(row, sheet))


def _past_flag(x: float, row: Row, sheet: Sheet) -> Spots:
    """Beside the point of a duty that is done, or beyond its flag if that stands close."""
    at = _limit(row, sheet)
    close = not sheet.crowded and x < at < x + _CLOSE
    top = _HIGH if _turn(row, sheet) == 2 else sheet.top
    return beside(x, at + 3 if close else x, x, top=top, base=sheet.base_of(row), on=_bar(row, sheet))


def _turn(row: Row, sheet: Sheet) -> int:
    return 2 if row.weight is Weight.KEY else 3


def _bar(row: Row, sheet: Sheet) -> int:
    return row.inside or 0 if row.inside in sheet.bars else 0


def _limit(row: Row, sheet: Sheet) -> float:
    return sheet.scale.at(row.limit or row.recorded)


def _flag(row: Row, sheet: Sheet) -> str:
    x = _limit(row, sheet)
    if not sheet.scale.inside(x):
        return ""
    law = row.limit_kind in (Force.STATUTORY, Force.LOCAL)
    sheet.uses(Sign.LIMIT if law else Sign.OURS, *((Sign.PROVISIONAL,) if row.provisional else ()))
    return marks.flag(x, law=law, provisional=row.provisional, on_bar=bool(_bar(row, sheet)))


def _flag_box(x: float, row: Row, base: float) -> Box:
    half = 15 if row.inside else 11
    return Box(x - 5, base - half, x + 5, base + half, of=row.entry_no)


def _clock(row: Row, sheet: Sheet, end: float) -> str:
    """The thin line from the start of the clock; on a bar there is none."""
    if sheet.by_month or row.happened is None or row.limit is None or row.acted is row.happened or _bar(row, sheet):
        return ""
    if row.entry_no not in sheet.lines and any(
        bar.base == 0 and _meets(bar, row, end, sheet) for bar in sheet.bars.values()
    ):
        return ""  # it would strike through what is written on the bar
    x0 = max(sheet.scale.fact(row.happened), sheet.scale.left)
    if any(abs(x - x0) < 5 for no, x in sheet.xs.items() if no != row.entry_no):
        x0 += 6  # beside the fact that started it, not over it
    x1 = min(end, sheet.scale.right)
    if x1 - x0 < 6:
        return ""
    sheet.uses(Sign.CLOCK)
    return marks.clock(x0, x1)


def _clock_box(row: Row, sheet: Sheet, end: float) -> tuple[Box, ...]:
    """What the line of a running clock takes up: nothing is written on it."""
    if not _clock(row, sheet, end):
        return ()
    base = sheet.base_of(row)
    return (
        Box(max(sheet.scale.fact(row.happened or row.recorded), sheet.scale.left), base - 2, end, base + 2, clear=2),
    )


def _meets(bar: Bar, row: Row, end: float, sheet: Sheet) -> bool:
    return bar.x0 < end and bar.x1 > sheet.scale.fact(row.happened or row.recorded)


def _names(row: Row) -> tuple[str, ...]:
    """What a duty is called and, where it has one, the shorter way to say it."""
    return (row.label, row.short) if row.short else (row.label,)


def _provisional(row: Row, sheet: Sheet) -> str:
    return sheet.say("，暂定", ", provisional") if row.provisional else ""
