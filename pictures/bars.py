"""Procedures and instruments as bars. 程序与文书的条."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pictures import marks
from pictures.duties import is_late, is_overdue, is_running
from pictures.labels import TOP_LEVEL, Box, Spot, Wish, beside, either, ending_at, on_bar, width
from pictures.rows import Kind, Row, Weight
from pictures.sheet import PINNED_TRACK, THIN_TRACK, TRACK, Bar, Entry, Sheet, extent, lay_tracks, reach
from pictures.signs import Sign
from pictures.words import short_day
from rules.moments import civil_day

_LIFTED = 13  # px that missed limits stand over the counts in the picture of years
_LOW = 2  # and where there are too many
_HIGH = 14  # levels tried where the label of an instrument must stay


def lay_bars(rows: Iterable[Row], sheet: Sheet) -> None:
    """Give every bar of a lane its place; two that run at the same time take two lines. 条的位置.

    In the picture of years bars stand over the counts and grow upwards, else downwards from the base line.
    """
    rows = tuple(rows)
    bars = {row.entry_no: extent(row, sheet) for row in rows if row.is_bar}
    lines = {row.entry_no: _stretch(row, sheet) for row in rows if row.inside not in bars and _has_line(row, sheet)}
    wide = any(row.kind is Kind.WINDOW or (row.kind is Kind.PIN and row.inside in bars) for row in rows)
    step = -THIN_TRACK if sheet.by_month else PINNED_TRACK if wide else TRACK
    for no, track in lay_tracks(_ends(bars), _ends(lines)).items():
        if no in bars:
            sheet.bars[no] = replace(bars[no], base=step * track)
        else:
            sheet.lines[no] = step * track - (_LIFTED if sheet.by_month else 0)


def _ends(bars: Mapping[int, Bar]) -> dict[int, tuple[float, float]]:
    return {no: (bar.x0, bar.x1) for no, bar in bars.items()}


def _has_line(row: Row, sheet: Sheet) -> bool:
    """Whether a row needs a line of its own: overdue or running; by the year whatever was late."""
    if sheet.by_month:
        return is_overdue(row, sheet) or is_late(row, sheet)
    return row.kind is not Kind.WINDOW and (is_overdue(row, sheet) or is_running(row, sheet))


def _stretch(row: Row, sheet: Sheet) -> Bar:
    x0, x1 = reach(row, sheet)
    if row.limit and row.done:
        x0 = sheet.scale.at(row.limit)
    elif row.happened and not sheet.by_month:
        x0 = max(sheet.scale.fact(row.happened), sheet.scale.left)
    return Bar(x0=x0 - 6, x1=x1 + 6 if row.done or not is_overdue(row, sheet) else sheet.scale.right)


def bar_entry(row: Row, sheet: Sheet) -> Entry:
    """A bar with its end, its versions, its labels."""
    bar = sheet.bars[row.entry_no]
    _tell(bar, row, sheet)
    changes = [x for version in row.versions if bar.x0 < (x := sheet.scale.fact(version.at)) < bar.x1]
    top, bottom = (-16, -6) if sheet.by_month else (-10, 10)
    own = 0 if sheet.by_month else row.entry_no  # by the year nothing is written on a bar, not even its own name
    box = Box(bar.x0, bar.base + top, bar.x1, bar.base + bottom, of=own, bar=own, clear=2)
    return Entry(
        rows=(row,),
        x=bar.x0,
        art=_art(bar, changes, thin=sheet.by_month),
        boxes=(box,),
        wishes=_beside_thin(row, bar, sheet) if sheet.by_month else _inside(row, bar, sheet),
        base=bar.base,
        back=True,
    )


def _tell(bar: Bar, row: Row, sheet: Sheet) -> None:
    sheet.uses(Sign.BAR)
    for occurs, sign in (
        (bar.lapses, Sign.LAPSE),
        (bar.cut or bar.cut_left, Sign.CUT),
        (bar.endless, Sign.UNCERTAIN),
        (bool(row.versions), Sign.VERSION),
    ):
        if occurs:
            sheet.uses(sign)


def _art(bar: Bar, changes: list[float], *, thin: bool) -> str:
    solid = max(bar.x0 + 2, bar.x1 - 24) if bar.endless else bar.x1
    art = marks.bar(bar.x0, solid, cut_left=bar.cut_left, cut=bar.cut, at=changes, thin=thin)
    if bar.endless:
        art += marks.hatch(solid, bar.x1, top=-16 if thin else -10, tall=10 if thin else 20)
    return art + (marks.end_of_validity(bar.x1, thin=thin) if bar.lapses else "")


def _inside(row: Row, bar: Bar, sheet: Sheet) -> tuple[Wish, ...]:
    """Its label at its start, its end at its end, v2 after a change; a short bar is labelled like a point."""
    no, base = row.entry_no, bar.base
    starts = [bar.x0 + (14 if bar.cut_left else 8)]
    starts += [x + 12 for x in sorted(sheet.on_bars.get(no, ())) if x > bar.x0]
    room = bar.x1 - (30 if bar.endless else 6)
    outside = beside(bar.x0, bar.x1 - 4, bar.x0 + 2, base=base, top=TOP_LEVEL if base else _HIGH)
    spots = either(on_bar(starts, room, base=base, bar=no), outside)
    wishes = [Wish(no, _texts(row, bar, sheet), spots, bar.x0, turn=1, bar=no)]
    if end := _end_text(row, sheet):
        tail = ending_at(bar.x1 - (12 if bar.cut else 6), base=base, bar=no)
        if bar.x1 - bar.x0 > width(end) + 30:
            wishes.append(Wish(no, (end,), tail, bar.x1, turn=1, must=False, bar=no))
    wishes += [_version(no, version.n, sheet.scale.fact(version.at), base) for version in row.versions]
    return tuple(wishes)


def _version(no: int, nth: int, x: float, base: float) -> Wish:
    spot = Spot(x + 5, base + 5, on=no, base=base)
    return Wish(no, (f"v{nth}",), lambda _: (spot,), x, turn=1, must=False, bar=no)


def _beside_thin(row: Row, bar: Bar, sheet: Sheet) -> tuple[Wish, ...]:
    must = not sheet.by_week or row.weight is Weight.KEY
    spots = beside(bar.x0, bar.x1, bar.x0 + 2, top=_HIGH if must else _LOW, base=bar.base - 12)
    texts = _texts(row, bar, sheet)[1:] if must else _texts(row, bar, sheet)[1:3]
    return (Wish(row.entry_no, texts, spots, bar.x0, turn=2 if must else 3, must=must),)


def _texts(row: Row, bar: Bar, sheet: Sheet) -> tuple[str, ...]:
    day = row.valid_from or civil_day(row.happened or row.recorded)
    first = short_day(day, sheet.scale, sheet.lang)
    start = sheet.say(f"{first} 起", f"from {first}")
    told = f"{start}{sheet.say('，无终止日', ', no end')}" if bar.endless else start
    short = row.short or row.label
    return f"{row.label} {told}", f"{row.label} {start}", f"{short} {start}", start


def _end_text(row: Row, sheet: Sheet) -> str:
    last = civil_day(row.until) if row.until is not None else row.valid_to
    return f"{sheet.say('至', 'to')} {short_day(last, sheet.scale, sheet.lang)}" if last else ""
