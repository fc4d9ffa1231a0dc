"""The picture of many years: points become counts a month, what went wrong stays. 按年显示."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from pictures import marks
from pictures.duties import is_late, is_overdue
from pictures.entries import HIGH, entry_of
from pictures.labels import Box, Wish, beside, centred
from pictures.rows import Kind, Row, State, Weight
from pictures.sheet import Entry, Sheet, reach
from pictures.signs import Sign
from pictures.words import day_after, numbered, state_of, when
from rules.moments import civil_day

_BLOCK = 8.0  # px
_ALL_NAMED = 12  # key facts of a lane that are all named; of more, those that find a place
_LONG = 2  # so many empty windows in a row are a silence that is named


def year_entries(rows: Sequence[Row], sheet: Sheet) -> list[Entry]:
    """Bars, missed limits, breaches and silences of a lane as such; everything else counted by month."""
    kept = [row for row in rows if _stays(row, sheet)]
    missed = [row for row in rows if _missed(row, sheet)]
    counted = [row for row in rows if row not in kept and row not in missed]
    named = [row for row in counted if row.weight is Weight.KEY and row.begins is not None]
    entries = [entry_of(row, sheet) for row in kept]
    entries += _silences(missed, rows, sheet)
    return entries + _blocks(counted, named, sheet)


def _stays(row: Row, sheet: Sheet) -> bool:
    if row.is_bar or row.kind is Kind.PIN:
        return True
    return (is_overdue(row, sheet) and row.kind is not Kind.WINDOW) or is_late(row, sheet)


def _missed(row: Row, sheet: Sheet) -> bool:
    return row.kind is Kind.WINDOW and state_of(row, sheet.today) in (State.OVERDUE, State.NOT_DONE)


def _blocks(counted: Sequence[Row], named: Sequence[Row], sheet: Sheet) -> list[Entry]:
    """One block a calendar month; key facts get a label, and the first entry speaks for the rest."""
    months: dict[date, int] = defaultdict(int)
    for row in counted:
        if row.kind is not Kind.WINDOW:
            months[_month(row)] += 1
    places = [(_x(month, sheet), count) for month, count in sorted(months.items())]
    entries = [_named(row, sheet, must=len(named) <= _ALL_NAMED) for row in named]
    quiet = tuple(row for row in counted if row not in named)
    if places:
        sheet.uses(Sign.BLOCKS)
    if quiet or places:
        art = marks.blocks(places) if places else ""
        boxes = tuple(Box(x0, -4, x1, 10, clear=4) for x0, x1 in _runs(x for x, _ in places))
        entries.append(Entry(rows=quiet or tuple(named[:1]), x=0, art=art, boxes=boxes, back=True))
        if not quiet:
            entries = [replace(entries[-1], wishes=entries[0].wishes), *entries[1:-1]]
    return entries


def _runs(xs: Iterable[float]) -> Iterator[tuple[float, float]]:
    """Both ends of each row of blocks between which no label would fit anyway."""
    run: tuple[float, float] | None = None
    for x in xs:
        if run and x - run[1] < 3 * _BLOCK:
            run = run[0], x + _BLOCK
            continue
        if run:
            yield run
        run = x, x + _BLOCK
    if run:
        yield run


def _named(row: Row, sheet: Sheet, *, must: bool) -> Entry:
    x = min(max(_x(_month(row), sheet), sheet.scale.left), sheet.scale.right - _BLOCK)
    told = when(row, sheet.scale, sheet.lang)
    texts = (f"{row.label} {told}", f"{row.short or row.label} {told}")
    spots = beside(x + 3, x + _BLOCK - 3, x + _BLOCK / 2, top=sheet.top)
    return Entry(rows=(row,), x=x, art="", wishes=(Wish(row.entry_no, texts, spots, x, must=must),))


def _silences(missed: Iterable[Row], rows: Sequence[Row], sheet: Sheet) -> list[Entry]:
    """Windows without a visit, one after the other, as one hatched run with its length in days."""
    runs: list[list[Row]] = []
    for row in missed:
        last = runs[-1][-1].valid_to if runs else None
        if last and row.valid_from and day_after(last) >= row.valid_from:
            runs[-1].append(row)
        else:
            runs.append([row])
    acts = sorted(civil_day(row.acted) for row in rows if row.kind is not Kind.WINDOW and row.acted)
    return [_silence(run, acts, sheet) for run in runs]


def _silence(run: Sequence[Row], acts: Sequence[date], sheet: Sheet) -> Entry:
    first, last = run[0].valid_from or sheet.scale.first, run[-1].valid_to or sheet.scale.last
    since = max((day for day in acts if day < first), default=first)
    until = min((day for day in acts if day > last), default=min(day_after(last), civil_day(sheet.today)))
    x0 = max(reach(run[0], sheet)[0], sheet.scale.left)
    x1 = min(reach(run[-1], sheet)[1], sheet.scale.right)
    if len(run) < _LONG:
        sheet.uses(Sign.MISSED)
        return Entry(rows=tuple(run), x=x0, art=marks.bracket(x0, x1, missed=True), back=True)
    sheet.uses(Sign.SILENCE)
    no, middle = run[0].entry_no, (x0 + x1) / 2
    days = sheet.say(f"{(until - since).days} 天", numbered((until - since).days, "day"))
    spots = centred(middle, top=HIGH, base_y=-10)
    wish = Wish(no, (f"{sheet.say('空白', 'silence')} {days}", days), spots, middle, turn=0, urgent=True)
    box = Box(x0, -4, x1, 10, of=no)
    return Entry(rows=tuple(run), x=x0, art=marks.silence(x0, x1), boxes=(box,), wishes=(wish,))


def _month(row: Row) -> date:
    return civil_day(row.begins or row.recorded).replace(day=1)


def _x(month: date, sheet: Sheet) -> float:
    return max(sheet.scale.day(month), sheet.scale.left)
