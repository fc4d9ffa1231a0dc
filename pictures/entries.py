"""Facts and breaches as they are drawn: their marks, what they take up, their labels. 事实的画法."""

from __future__ import annotations

from dataclasses import replace

from pictures import marks
from pictures.bars import bar_entry
from pictures.duties import duty_entry
from pictures.labels import Box, Spot, Wish, beside, centred, over_pin
from pictures.rows import Kind, Row, State, Weight
from pictures.scale import NAMES, possible
from pictures.sheet import Entry, Sheet
from pictures.signs import Sign
from pictures.words import day_after, recorded_late, sanction_words, short_day, state_of, when
from rules.moments import civil_day
from rules.vocabulary import Precision

HIGH = 14
"""Levels tried for labels that must never be lost."""

_VAGUE = (Precision.ABOUT, Precision.MONTH, Precision.YEAR)


def entry_of(row: Row, sheet: Sheet) -> Entry:
    """One row as it is drawn. 一行的画法."""
    if row.is_bar:
        return bar_entry(row, sheet)
    if row.kind is Kind.LIMIT or (row.kind is Kind.POINT and row.limit is not None):
        return _with_second_time(duty_entry(row, sheet), row, sheet)
    if row.kind is Kind.PIN:
        return _breach(row, sheet)
    if row.kind is Kind.WINDOW:
        return _window(row, sheet)
    if row.kind is Kind.PAUSE:
        return _pause(row, sheet)
    return _fact(row, sheet)


def fact_wish(
    row: Row, sheet: Sheet, left: float, right: float, at: float, *, top: int | None = None
) -> tuple[Wish, ...]:
    """The label of a fact: name and date, then shorter; none for routine contacts in a full picture."""
    if sheet.crowded and row.weight is Weight.ROUTINE:
        return ()
    key = row.weight is Weight.KEY
    told = when(row, sheet.scale, sheet.lang)
    on = row.inside if row.inside in sheet.bars else 0
    texts = (f"{row.label} {told}", f"{row.short or row.label} {told}", told)
    spots = beside(left, right, at, top=HIGH if key else top or sheet.top, base=sheet.base_of(row), on=on or 0)
    return (Wish(row.entry_no, texts, spots, at, turn=2 if key else 3, bar=on or 0),)


def _fact(row: Row, sheet: Sheet) -> Entry:
    if row.begins is None:
        return _unknown(row, sheet)
    if row.corrected_by is not None:
        return _corrected(row, sheet)
    if row.disputed_with is not None:
        return _disputed(row, sheet)
    if row.precision in _VAGUE:
        return _uncertain(row, sheet)
    return _with_second_time(_plain(row, sheet), row, sheet)


def _plain(row: Row, sheet: Sheet) -> Entry:
    x = sheet.scale.fact(row.happened or row.recorded, row.precision)
    inner = row.inside in sheet.bars
    sheet.uses(Sign.HOLLOW if inner else Sign.POINT)
    loose = row.weight is not Weight.KEY and not recorded_late(row, sheet.scale.zoom)
    return Entry(
        rows=(row,),
        x=x,
        art=marks.hollow(x) if inner else marks.point(x),
        boxes=(_dot(x, row, sheet),),
        wishes=fact_wish(row, sheet, x, x, x, top=None if loose else HIGH),
        base=sheet.base_of(row),
        loose=loose,
    )


def _unknown(row: Row, sheet: Sheet) -> Entry:
    nth = sum(1 for no in sheet.xs if no < 0)
    sheet.xs[-row.entry_no] = x = NAMES + 8 + 12 * (nth % 3)
    sheet.uses(Sign.HOLLOW)
    wishes = fact_wish(row, sheet, x, x, x)
    return Entry(rows=(row,), x=x, art=marks.hollow(x), boxes=(_dot(x, row, sheet),), wishes=wishes, loose=True)


def _uncertain(row: Row, sheet: Sheet) -> Entry:
    scale = sheet.scale
    first, last = possible(row.happened or row.recorded, row.precision)
    x0, x1 = max(scale.day(first), scale.left), min(scale.day(day_after(last)), scale.right)
    sheet.uses(Sign.UNCERTAIN)
    base = sheet.base_of(row)
    return Entry(
        rows=(row,),
        x=x0,
        art=marks.hatch(x0, x1),
        boxes=(Box(x0, base - 6, x1, base + 6, of=row.entry_no),),
        wishes=fact_wish(row, sheet, x0 + 5, x1 - 5, (x0 + x1) / 2, top=HIGH),
        base=base,
    )


def _disputed(row: Row, sheet: Sheet) -> Entry:
    scale = sheet.scale
    ends = [scale.fact(at, Precision.DAY) for at in (row.happened, row.disputed_with) if at]
    x0, x1 = max(min(ends), scale.left), min(max(ends), scale.right)
    sheet.uses(Sign.DISPUTED)
    base = sheet.base_of(row)
    return Entry(
        rows=(row,),
        x=x0,
        art=marks.disputed(x0, x1),
        boxes=(Box(x0 - 5, base - 5, x1 + 5, base + 5, of=row.entry_no), _mark_over((x0 + x1) / 2, base)),
        wishes=fact_wish(row, sheet, x0, x1, x0, top=HIGH),
        base=base,
    )


def _mark_over(x: float, base: float) -> Box:
    """The question mark over a disputed date."""
    return Box(x - 4, base - 17, x + 4, base - 6, clear=3)


def _corrected(row: Row, sheet: Sheet) -> Entry:
    x = sheet.scale.fact(row.happened or row.recorded, row.precision)
    to = sheet.xs.get(row.corrected_by or 0)
    sheet.uses(Sign.CORRECTED)
    named = replace(row, label=f"{row.label}{sheet.say('（已更正）', ' (corrected)')}")
    return Entry(
        rows=(row,),
        x=x,
        art=marks.corrected(x, None if to == x else to),
        boxes=(_dot(x, row, sheet),),
        wishes=fact_wish(named, sheet, x, x, x, top=HIGH),
        base=sheet.base_of(row),
    )


def _with_second_time(entry: Entry, row: Row, sheet: Sheet) -> Entry:
    """The same with the square of a late record, if the two times differ enough to be drawn."""
    scale = sheet.scale
    at = scale.fact(row.recorded)
    if not recorded_late(row, scale.zoom) or not scale.inside(at) or at - entry.x < 14:
        return entry
    sheet.uses(Sign.LATE_ENTRY)
    base = entry.base
    day = short_day(civil_day(row.recorded), scale, sheet.lang)
    told = sheet.say(f"{day} 补录", f"entered {day}")
    wish = Wish(row.entry_no, (told,), lambda _: (Spot(at + 9, base - 13, base=base),), at, turn=4, must=False)
    square = Box(at - 5, base - 23, at + 5, base - 13, of=row.entry_no)
    curve = Box(entry.x + 10, base - 20, at - 5, base - 15, clear=2)
    art = entry.art + marks.recorded(entry.x, at)
    return replace(entry, art=art, boxes=(*entry.boxes, square, curve), wishes=(*entry.wishes, wish), loose=False)


def _breach(row: Row, sheet: Sheet) -> Entry:
    x = sheet.scale.fact(row.happened or row.recorded, row.precision)
    base = sheet.base_of(row)
    lift = 4 if sheet.by_month else 0
    sheet.uses(Sign.PIN)
    happened, followed = when(row, sheet.scale, sheet.lang), sanction_words(row.sanction, sheet.lang)
    told = f"{row.label} {happened}{sheet.say('，', ', ')}{followed}"
    wish = Wish(row.entry_no, (told,), over_pin(x, base=base - lift, top=HIGH), x, turn=0, urgent=True)
    boxes = (
        Box(x - 8, base - 22 - lift, x + 8, base - 10 - lift, of=row.entry_no),
        Box(x - 1, base - 10 - lift, x + 1, base + 10 - 3 * lift, of=row.entry_no),
    )
    return Entry(rows=(row,), x=x, art=marks.pin(x, thin=sheet.by_month), boxes=boxes, wishes=(wish,), base=base)


def _window(row: Row, sheet: Sheet) -> Entry:
    scale = sheet.scale
    x0, x1 = sheet.xs_of_window(row)
    missed = state_of(row, sheet.today) in (State.OVERDUE, State.NOT_DONE)
    sheet.uses(Sign.MISSED if missed else Sign.WINDOW)
    wishes: tuple[Wish, ...] = ()
    if missed:
        middle = min(max((x0 + x1) / 2, scale.left), scale.right)
        wishes = (Wish(row.entry_no, (row.label,), centred(middle, top=HIGH), middle, turn=0, urgent=True),)
    return Entry(rows=(row,), x=x0, art=marks.bracket(x0, x1, missed=missed), wishes=wishes, back=True)


def _pause(row: Row, sheet: Sheet) -> Entry:
    scale = sheet.scale
    x0 = max(scale.fact(row.happened or row.recorded, row.precision), scale.left)
    x1 = max(min(scale.at(row.until) if row.until else scale.today, scale.right), x0 + 10)
    sheet.uses(Sign.PAUSE)
    base = sheet.base_of(row)
    on_bar = row.inside in sheet.bars
    box = Box(x0 - 3, base - 10, x1 + 3, base + 10, of=row.entry_no)
    wishes = fact_wish(row, sheet, x0 - 3, x1 + 3, (x0 + x1) / 2)
    return Entry(rows=(row,), x=x0, art=marks.pause(x0, x1, on_bar=on_bar), boxes=(box,), wishes=wishes, base=base)


def _dot(x: float, row: Row, sheet: Sheet) -> Box:
    base = sheet.base_of(row)
    return Box(x - 5, base - 5, x + 5, base + 5, of=row.entry_no)
