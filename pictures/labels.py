"""Where a label finds a free place. 标签避让.

Widths are measured by a table, not in a browser, so that the same rows give the same picture everywhere.  Within a
lane y is counted from its base line, upwards negative.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

LEVEL = 17.0
"""From one label level to the next, in px."""
TOP_LEVEL = 3
"""Highest label level of an ordinary label."""

_FULL, _HALF, _SPACE, _BROAD = 13.0, 7.3, 3.5, 11.5  # px
_CLEAR = 6.0  # px between a label and whatever is not its own
_ABOVE, _BELOW = 11.0, 3.0  # px of a line of text over and under its base line


@lru_cache(maxsize=4096)
def width(text: str) -> float:
    """Width of a label in px: a full-width mark 13, a digit or Latin letter 7.3, m or w 11.5, a space 3.5. 标签宽度.

    >>> round(width("走访 8/19"), 1)
    58.7
    """
    return sum(map(_width, text))


@lru_cache(maxsize=4096)
def _width(one: str) -> float:
    if one in "mwMW":
        return _BROAD
    return _SPACE if one == " " else _FULL if _is_wide(one) else _HALF


def in_brief(text: str, most: float) -> str:
    """As many whole words of a text as take so many px; what is left out is marked. 缩短.

    English names of duties are sentences; the whole of them stands in the table and is read aloud.

    >>> in_brief("decide whether to file a criminal case", 180), in_brief("visit", 180)
    ('decide whether to file a…', 'visit')
    """
    if width(text) <= most:
        return text
    words = text.split()
    while len(words) > 1 and width(f"{' '.join(words)}…") > most:
        words.pop()
    return f"{' '.join(words).rstrip(',:;')}…"


def _is_wide(one: str) -> bool:
    return unicodedata.east_asian_width(one) in "WFA"


@dataclass(frozen=True, slots=True)
class Box:
    """Something that a label must not touch.

    Args:
        x0, y0, x1, y1: px, y from the base line of the lane.
        of: what it belongs to; its own label may be beside it.
        bar: the bar that it is; a label may lie on it if it belongs to something on that bar.
        clear: px that a label keeps from it on both sides.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    of: int = 0
    bar: int = 0
    clear: float = _CLEAR


@dataclass(frozen=True, slots=True)
class Spot:
    """One place that a label may take.

    Args:
        x: where the text starts, is centred or ends, as `anchor` says.
        y: base line of the text.
        leader: x of the line down to the mark; None: the label is beside it.
        on: the bar on which the text lies; 0: none.
    """

    x: float
    y: float
    anchor: str = "start"
    leader: float | None = None
    on: int = 0
    base: float = 0

    def box(self, text: str, of: int) -> Box:
        """The room that a text takes here."""
        wide = width(text)
        x0 = self.x - {"start": 0.0, "middle": wide / 2, "end": wide}[self.anchor]
        return Box(x0, self.y - _ABOVE, x0 + wide, self.y + _BELOW, of=of)


Spots = Callable[[str], Iterable[Spot]]


@dataclass(frozen=True, slots=True)
class Wish:
    """A label that looks for a place.

    Args:
        of: entry number of what it belongs to.
        texts: the label, shorter ways to say it, in the order in which they are tried.
        spots: the places for a text, best first.
        at: x by which labels are placed, from right to left.
        turn: lower turns are placed first.
        urgent: overdue, breach, silence.
        must: it is an error of the picture to leave it out, so what stands there joins a cluster instead.
        bar: the bar on which it may lie.
    """

    of: int
    texts: tuple[str, ...]
    spots: Spots
    at: float
    turn: int = 3
    urgent: bool = False
    must: bool = True
    bar: int = 0


@dataclass(frozen=True, slots=True)
class Label:
    """A label in its place."""

    of: int
    text: str
    spot: Spot
    urgent: bool = False

    @property
    def level(self) -> int:
        """How many levels above the base line of its lane it stands."""
        return max(0, math.ceil((2 - self.spot.y) / LEVEL))


@dataclass(slots=True)
class Room:
    """What is taken in one lane. 泳道内已占位置.

    Args:
        left, right: the frame, px.
        rightwards: labels on leaders go right if they can, which leaves more room to what stands further left.
        today: x of the today line; None: not shown.
    """

    left: float
    right: float
    today: float | None = None
    rightwards: bool = False
    boxes: list[Box] = field(default_factory=list)
    leaders: list[Box] = field(default_factory=list)

    def place(self, wish: Wish, *, across: bool = False) -> Label | None:
        """The first free place for a wish, which is then taken; None: there is none.

        Args:
            across: its leader may cross other labels, which is better than no label.
        """
        for text in wish.texts:
            for spot in self._ordered(wish.spots(text)):
                box = spot.box(text, wish.of)
                if self._free(box, wish) and (across or self._reaches(spot, wish.of)):
                    self._take(box, spot, wish.of)
                    return Label(wish.of, text, spot, wish.urgent)
        return None

    def _ordered(self, spots: Iterable[Spot]) -> Iterable[Spot]:
        if not self.rightwards:
            return spots
        return sorted(spots, key=lambda spot: spot.leader is not None and spot.anchor == "end")

    def _free(self, box: Box, wish: Wish) -> bool:
        if box.x0 < self.left or box.x1 > self.right:
            return False
        if self.today is not None and box.x0 - _CLEAR < self.today < box.x1 + _CLEAR:
            return False
        x0, y0, x1, y1 = box.x0, box.y0, box.x1, box.y1
        for other in self.boxes:  # written out: this is where a picture spends its time
            if x0 < other.x1 + other.clear and other.x0 < x1 + other.clear and y0 < other.y1 and other.y0 < y1:
                if other.of == wish.of or (other.bar and other.bar == wish.bar):
                    continue
                return False
        return not any(_touch(box, line, 2) for line in self.leaders if line.of != wish.of)

    def _reaches(self, spot: Spot, of: int) -> bool:
        """Whether the leader crosses no label."""
        if spot.leader is None:
            return True
        line = _line(spot, of)
        return not any(_touch(line, other, 2) for other in self.boxes if other.of != of and other.clear == _TEXT)

    def _take(self, box: Box, spot: Spot, of: int) -> None:
        self.boxes.append(Box(box.x0, box.y0, box.x1, box.y1, of=-of, clear=_TEXT))
        if spot.leader is not None:
            self.leaders.append(_line(spot, -of))


_TEXT = _CLEAR + 0.001  # marks the boxes of labels, which leaders must not cross


def _line(spot: Spot, of: int) -> Box:
    x = spot.leader or 0.0
    return Box(x, spot.y - 7, x, spot.base, of=of)


def _touch(one: Box, other: Box, clear: float) -> bool:
    beside = one.x1 + clear <= other.x0 or other.x1 + clear <= one.x0
    return not beside and one.y0 < other.y1 and other.y0 < one.y1


def beside(left: float, right: float, at: float, *, top: int = TOP_LEVEL, base: float = 0, on: int = 0) -> Spots:
    """Right and left of a mark, then higher and higher with a leader. 标记旁.

    Args:
        left, right: the outer edges of the mark, less its radius.
        at: x of the leader.
        top: the highest level tried.
        on: the bar under the mark, on which a label of level 0 lies.
    """

    def spots(_text: str) -> Iterator[Spot]:
        yield Spot(right + 9, base + 5, on=on, base=base)
        yield Spot(left - 9, base + 5, "end", on=on, base=base)
        for level in range(1, top + 1):
            y = base + 2 - LEVEL * level
            yield Spot(at + 5, y, leader=at, base=base)
            yield Spot(at - 5, y, "end", leader=at, base=base)

    return spots


def over_pin(x: float, *, base: float = 0, top: int = TOP_LEVEL) -> Spots:
    """Beside the triangle of a breach, which stands a level above the base. 违反标记旁."""

    def spots(_text: str) -> Iterator[Spot]:
        yield Spot(x + 11, base - 15, base=base)
        yield Spot(x - 11, base - 15, "end", base=base)
        for level in range(2, top + 1):
            yield Spot(x + 5, base + 2 - LEVEL * level, leader=x, base=base - 22)
            yield Spot(x - 5, base + 2 - LEVEL * level, "end", leader=x, base=base - 22)

    return spots


def centred(x: float, *, top: int = TOP_LEVEL, base_y: float = 5) -> Spots:
    """Over the middle of a stretch. 居中."""

    def spots(_text: str) -> Iterator[Spot]:
        yield Spot(x, base_y, "middle")
        for level in range(1, top + 1):
            yield Spot(x, 2 - LEVEL * level, "middle")

    return spots


def on_bar(starts: Iterable[float], end: float, *, base: float, bar: int) -> Spots:
    """Inside a bar, after its start or after a mark on it, if it ends before `end`. 条内."""
    starts = tuple(starts)

    def spots(text: str) -> Iterator[Spot]:
        wide = width(text)
        for x in starts:
            if x + wide <= end:
                yield Spot(x, base + 5, on=bar, base=base)

    return spots


def either(*ways: Spots) -> Spots:
    """One way after the other."""
    return lambda text: (spot for way in ways for spot in way(text))


def ending_at(x: float, *, base: float, bar: int) -> Spots:
    """A text that ends at x on a bar. 条尾."""
    return lambda _text: (Spot(x, base + 5, "end", on=bar, base=base),)
