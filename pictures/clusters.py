"""Entries that stand too close become one box with their number. 合并."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pictures import marks
from pictures.labels import Box, Wish, beside
from pictures.rows import Row, Weight, in_order
from pictures.sheet import Entry, Sheet
from pictures.signs import Sign
from pictures.words import when
from rules.moments import civil_day

_TOUCH = 11.0  # px between the middles of two points that can no longer be told apart
_ROOM = 22.0  # px that a box takes
_BESIDE = 16.0  # px from the middle of a box to the mark beside it
_NAMED = 3  # so many entries are named in the label of a cluster


def thinned(entries: Sequence[Entry], sheet: Sheet) -> list[Entry]:
    """In a full picture: routine points that touch, or all points of a week, become clusters."""
    groups = _by_week(entries) if sheet.by_week else _touching(entries)
    return _spread(
        [_joined(group, sheet) for group in groups] + [one for one in entries if not _may(one, sheet)], sheet
    )


def joined_with_neighbour(entries: Sequence[Entry], failed: Iterable[int], sheet: Sheet) -> list[Entry] | None:
    """The same with each entry whose label found no place joined to its neighbour; None: nothing can be joined."""
    left = list(entries)
    changed = False
    for no in failed:
        one = next((entry for entry in left if entry.no == no and entry.loose), None)
        others = [entry for entry in left if one and entry is not one and entry.loose and _same_line(one, entry)]
        if one is None or not others:
            continue
        other = min(others, key=lambda entry: (abs(entry.x - one.x), entry.x))
        left = [entry for entry in left if entry not in (one, other)] + [_joined((one, other), sheet)]
        changed = True
    return _spread(left, sheet) if changed else None


def _may(entry: Entry, sheet: Sheet) -> bool:
    return entry.loose and (sheet.by_week or all(row.weight is Weight.ROUTINE for row in entry.rows))


def _touching(entries: Sequence[Entry]) -> list[list[Entry]]:
    groups: list[list[Entry]] = []
    for entry in sorted((one for one in entries if one.loose and not one.wishes), key=lambda one: (one.base, one.x)):
        if groups and _same_line(groups[-1][-1], entry) and entry.x - groups[-1][-1].x < _TOUCH:
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return groups


def _by_week(entries: Sequence[Entry]) -> list[list[Entry]]:
    groups: dict[tuple[float, int, tuple[int, int]], list[Entry]] = {}
    for entry in sorted((one for one in entries if one.loose), key=lambda one: one.x):
        row = entry.rows[0]
        week = civil_day(row.begins or row.recorded).isocalendar()[:2]
        groups.setdefault((entry.base, row.inside or 0, week), []).append(entry)
    return list(groups.values())


def _spread(entries: list[Entry], sheet: Sheet) -> list[Entry]:
    """No box over another: what stands under a box joins it."""
    while True:
        loose = sorted((one for one in entries if one.loose), key=lambda one: (one.base, one.x))
        pair = next(((a, b) for a, b in itertools.pairwise(loose) if _under(a, b)), None)
        if pair is None:
            return _aside(entries, sheet)
        entries = [one for one in entries if one not in pair] + [_joined(pair, sheet)]


def _under(one: Entry, other: Entry) -> bool:
    boxes = (len(one.rows) > 1) + (len(other.rows) > 1)
    return bool(boxes) and _same_line(one, other) and other.x - one.x < (_ROOM if boxes == 2 else 16)


def _same_line(one: Entry, other: Entry) -> bool:
    return one.base == other.base and one.rows[0].inside == other.rows[0].inside


def _joined(group: Sequence[Entry], sheet: Sheet) -> Entry:
    if len(group) == 1:
        return group[0]
    rows = in_order(tuple(row for entry in group for row in entry.rows))
    x = (min(one.x for one in group) + max(one.x for one in group)) / 2
    return _box(rows, x, group[0].base, sheet)


def _box(rows: tuple[Row, ...], x: float, base: float, sheet: Sheet) -> Entry:
    sheet.uses(Sign.CLUSTER)
    box = Box(x - 10, base - 8, x + 10, base + 8, of=rows[0].entry_no)
    entry = Entry(rows=rows, x=x, art=marks.cluster(x, len(rows)), boxes=(box,), base=base, loose=True)
    quiet = sheet.crowded and all(row.weight is Weight.ROUTINE for row in rows)
    return entry if quiet else replace(entry, wishes=(_list(entry, sheet),))


def _aside(entries: list[Entry], sheet: Sheet) -> list[Entry]:
    """The same with every box moved off the marks that may not join it."""
    firm = [one for one in entries if not one.loose and not one.back]
    return [_off(entry, firm, sheet) if len(entry.rows) > 1 and entry.loose else entry for entry in entries]


def _off(entry: Entry, firm: Sequence[Entry], sheet: Sheet) -> Entry:
    near = [one for one in firm if one.base == entry.base and abs(one.x - entry.x) < _BESIDE]
    if not near:
        return entry
    right = entry.x > min(one.x for one in near)
    x = max(one.x for one in near) + _BESIDE if right else min(one.x for one in near) - _BESIDE
    return _box(entry.rows, x, entry.base, sheet)


def _list(entry: Entry, sheet: Sheet) -> Wish:
    """A label that lists the cluster; what it cannot list, the picture says aloud and the table shows."""
    scale, rows = sheet.scale, entry.rows
    days, comma = [when(row, scale, sheet.lang) for row in rows], sheet.say("、", ", ")
    one_name = len({row.label for row in rows}) == 1
    named = (
        f"{rows[0].label} {comma.join(days)}"
        if one_name
        else comma.join(f"{row.short or row.label} {day}" for row, day in zip(rows, days, strict=True))
    )
    ends = f"{days[0]}–{days[-1]}" if days[0] != days[-1] else days[0]
    texts = (named, ends) if len(rows) <= _NAMED else (ends,)
    bar = rows[0].inside if rows[0].inside in sheet.bars else 0
    spots = beside(entry.x - 5, entry.x + 5, entry.x, base=entry.base, on=bar or 0)
    return Wish(entry.no, texts, spots, entry.x, must=False, bar=bar or 0)
