"""One lane: its rows, its labels, its height. 泳道."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from pictures import marks
from pictures.bars import lay_bars
from pictures.clusters import joined_with_neighbour, thinned
from pictures.counts import year_entries
from pictures.entries import entry_of
from pictures.labels import LEVEL, Label, Room, Wish, width
from pictures.rows import Kind, Lane, Row, in_order
from pictures.scale import NAMES
from pictures.sheet import Entry, Sheet
from pictures.words import named

_OVER_BASE = 24.0  # px from the top of a lane to its base line, without label levels
_UNDER_BASE = 24.0  # px from the base line to the bottom of a lane
_BRACKETS = 12.0  # px more under the base line for recurring windows
_NAME = 104.0  # px for the name of a lane

_NAMES: dict[str, dict[Lane, tuple[str, ...]]] = {
    "zh": {Lane.UNITS: ("学校、医院等", "责任单位")},
    "en": {
        Lane.CIVIL_AFFAIRS: ("Civil affairs",),
        Lane.VISITS: ("Town, village", "visits"),
        Lane.UNITS: ("Schools,", "hospitals etc."),
        Lane.HANDOVER: ("Hand-over",),
    },
}
"""What is too long for one line under its full name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A lane as drawn.

    Args:
        lane: whose.
        chip: the guardian's chip where the lane is split.
        heads: first of the lane: it bears the name.
        second: second line under the name.
        height: px.
        base: y of the base line under the top of the lane.
        body: SVG around the base line.
        elements: the entries, for whoever counts them.
    """

    lane: Lane
    chip: str
    heads: bool
    second: str
    height: float
    base: float
    body: str
    elements: tuple[tuple[Entry, tuple[Label, ...]], ...]


def lanes_of(rows: Iterable[Row]) -> list[tuple[Lane, str, tuple[Row, ...]]]:
    """The lanes that have rows, in their fixed order; one with two guardians is split, father first. 分道."""
    held: dict[tuple[Lane, str], list[Row]] = {}
    for row in rows:
        held.setdefault((row.lane, row.sub_lane), []).append(row)
    order = {lane: nth for nth, lane in enumerate(Lane)}
    chips = {"": 0, "父": 1, "father": 1, "母": 2, "mother": 2}
    keys = sorted(held, key=lambda key: (order[key[0]], chips.get(key[1], 3), key[1]))
    return [(lane, chip, in_order(tuple(held[lane, chip]))) for lane, chip in keys]


def draw_lane(lane: Lane, chip: str, rows: Sequence[Row], sheet: Sheet, *, heads: bool) -> Drawn:
    """Lay a lane out and draw it around its base line."""
    _prepare(rows, sheet)
    entries = year_entries(rows, sheet) if sheet.by_month else [entry_of(row, sheet) for row in rows]
    if sheet.crowded and not sheet.by_month:
        entries = thinned(entries, sheet)
    entries, labels = _labelled(entries, sheet)
    entries.sort(key=lambda one: (one.x, not one.back, one.no))
    told = {entry.no: tuple(label for label in labels if label.of == entry.no) for entry in entries}
    elements = tuple((entry, told[entry.no]) for entry in entries)
    brackets = any(row.kind is Kind.WINDOW for row in rows) and "14v5" in "".join(one.art for one in entries)
    up = _up(entries, labels)
    below = max((max(entry.base, 0.0) for entry in entries), default=0.0)
    base = _OVER_BASE + LEVEL * up
    return Drawn(
        lane=lane,
        chip=chip,
        heads=heads,
        second=chip or _procedure(rows),
        height=base + _UNDER_BASE + (_BRACKETS if brackets else 0) + below,
        base=base,
        body="".join(_element(entry, one, sheet) for entry, one in elements),
        elements=elements,
    )


def name_of(drawn: Drawn, top: float, lang: str) -> str:
    """The name of a lane with its second line, at the left edge. 泳道名."""
    lines = list(_NAMES[lang].get(drawn.lane, (named(drawn.lane, lang),))) if drawn.heads else []
    parts = [marks.text(line, 0, top + 20 + 18 * nth, cls="b") for nth, line in enumerate(lines)]
    if drawn.second and len(lines) < 2:
        parts.append(marks.text(drawn.second, 0, top + 20 + 18 * len(lines), cls="m"))
    return "".join(parts)


def _prepare(rows: Sequence[Row], sheet: Sheet) -> None:
    """Lay the bars, and take down where facts stand and what lies on which bar."""
    for known in (sheet.bars, sheet.lines, sheet.on_bars, sheet.xs):
        known.clear()
    lay_bars(rows, sheet)
    for row in rows:
        moment = row.limit if row.kind is Kind.LIMIT and row.done is None else row.acted
        if moment is None or row.begins is None:
            continue
        sheet.xs[row.entry_no] = x = sheet.scale.fact(moment, row.precision)
        if row.inside in sheet.bars:
            limit = [sheet.scale.at(row.limit)] if row.limit else []
            sheet.on_bars.setdefault(row.inside or 0, []).extend([x, *limit])


def _labelled(entries: list[Entry], sheet: Sheet) -> tuple[list[Entry], list[Label]]:
    """Place every label; what finds no place joins its neighbour, until nothing more can be joined."""
    while True:
        labels, failed = _placed(entries, sheet, rightwards=False)
        if failed:
            others = _placed(entries, sheet, rightwards=True)
            labels, failed = min((labels, failed), others, key=lambda one: len(one[1]))
        joined = joined_with_neighbour(entries, failed, sheet) if failed else None
        if joined is None:
            return entries, _placed(entries, sheet, rightwards=True, across=True)[0] if failed else labels
        entries = joined


def _placed(
    entries: Sequence[Entry], sheet: Sheet, *, rightwards: bool, across: bool = False
) -> tuple[list[Label], list[int]]:
    scale = sheet.scale
    today = scale.today if scale.inside(scale.today) else None
    room = Room(left=NAMES + 2, right=scale.width - 2, today=today, rightwards=rightwards)
    room.boxes = [box for entry in entries for box in entry.boxes]
    wishes = sorted((wish for entry in entries for wish in entry.wishes), key=lambda one: (one.turn, -one.at, one.of))
    labels: list[Label] = []
    failed: list[Wish] = []
    for wish in wishes:
        label = room.place(wish)
        if label is not None:
            labels.append(label)
        elif wish.must:
            failed.append(wish)
    if across:
        labels += [label for wish in failed if (label := room.place(wish, across=True))]
    return labels, [wish.of for wish in failed]


def _up(entries: Sequence[Entry], labels: Sequence[Label]) -> int:
    """How many label levels stand above the base: by labels, and by what else rises."""
    highest = max((-box.y0 for entry in entries for box in entry.boxes), default=0.0)
    return max([0, math.ceil((highest - _OVER_BASE) / LEVEL), *(label.level for label in labels)])


def _element(entry: Entry, labels: Sequence[Label], sheet: Sheet) -> str:
    """One entry: its leaders, its marks, its labels; in a full picture the unlabelled ones keep quiet."""
    leaders = "".join(_leader(label) for label in labels)
    art = (
        f'<g transform="translate(0 {marks.n(entry.base)})">{entry.art}</g>' if entry.base and entry.art else entry.art
    )
    told = "".join(_label(label) for label in labels)
    numbers = " ".join(str(row.entry_no) for row in entry.rows)
    spoken = not sheet.crowded or labels or len(entry.rows) > 1
    aloud = f' tabindex="0" role="img" aria-label="{escape(entry.spoken(sheet.lang))}"' if spoken else ""
    return f'<g data-n="{numbers}"{aloud}>{leaders}{art}{told}</g>'


def _leader(label: Label) -> str:
    spot = label.spot
    if spot.leader is None:
        return ""
    return f'<path class="f-base" d="M{marks.n(spot.leader)} {marks.n(spot.base)}V{marks.n(spot.y - 7)}"/>'


def _label(label: Label) -> str:
    spot = label.spot
    cls = "on" if spot.on and not label.urgent else "halo f-over" if label.urgent else "halo"
    return marks.text(label.text, spot.x, spot.y, cls=cls, anchor=spot.anchor)


def _procedure(rows: Sequence[Row]) -> str:
    """The first bar of a lane in a few words, if they fit under its name."""
    names = (row.short or row.label for row in rows if row.is_bar)
    return next((name for name in names if width(name) <= _NAME), "")
