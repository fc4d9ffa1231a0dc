"""What every mark of one picture needs to know, and what a drawn row is. 图面."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pictures.labels import TOP_LEVEL, Box, Wish
from pictures.rows import Kind, Row
from pictures.scale import Scale
from pictures.signs import Sign
from pictures.words import day_after, named, said
from rules.vocabulary import Precision

TRACK = 24.0
"""From one bar to the next where two run at the same time in one lane, in px."""
PINNED_TRACK = 34.0
"""The same where breaches are pinned on the bars."""
THIN_TRACK = 14.0
"""The same in the picture of years."""

_SPOKEN = 4  # so many entries of a cluster are read aloud one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar on the axis.

    Args:
        x0, x1: its ends, px, cut to the axis.
        cut_left, cut: it began before, goes on after the picture.
        lapses: it ends at the end of its last day.
        endless: the law gives it no end.
        base: y of its middle, from the base line of the lane.
    """

    x0: float
    x1: float
    cut_left: bool = False
    cut: bool = False
    lapses: bool = False
    endless: bool = False
    base: float = 0.0


@dataclass(slots=True, kw_only=True)
class Sheet:
    """One picture while it is drawn.

    Args:
        today: aware.
        closed: nothing runs on to today.
        lang: of the reader.
        crowded: more than 40 rows are shown: routine labels go first.
        by_month: points are counted by month instead of drawn (year zoom).
        by_week: the picture would grow too large: points of a week are one element; by the month, bars and late
            duties are labelled only where there is room.
        bars: the bars of the lane, by entry number.
        lines: y of the rows with a line of their own that are no bars.
        on_bars: x of the marks on each bar.
        xs: x of the facts of the lane, by entry number; negative numbers: in the gutter of unknown dates.
        used: the signs that occur.
    """

    scale: Scale
    today: datetime
    closed: bool
    lang: str = "zh"
    crowded: bool = False
    by_month: bool = False
    by_week: bool = False
    bars: dict[int, Bar] = field(default_factory=dict)
    lines: dict[int, float] = field(default_factory=dict)
    on_bars: dict[int, list[float]] = field(default_factory=dict)
    xs: dict[int, float] = field(default_factory=dict)
    used: set[Sign] = field(default_factory=set)

    def uses(self, *signs: Sign) -> None:
        """Take down that these signs occur."""
        self.used.update(signs)

    def say(self, zh: str, en: str) -> str:
        """One of two, in the reader's language."""
        return said(self.lang, zh, en)

    @property
    def top(self) -> int:
        """The highest level of an ordinary label: English ones are longer, fewer stand side by side."""
        return TOP_LEVEL if self.lang == "zh" else 2 * TOP_LEVEL

    def xs_of_window(self, row: Row) -> tuple[float, float]:
        """Both ends of a recurring window, cut to the axis."""
        x0, x1 = reach(row, self)
        return max(x0, self.scale.left), min(x1, self.scale.right)

    def base_of(self, row: Row) -> float:
        """Y of the line on which a row stands: its own bar's, or that of the bar that it belongs to."""
        bar = self.bars.get(row.entry_no) or self.bars.get(row.inside or 0)
        return bar.base if bar else self.lines.get(row.entry_no, 0.0)


@dataclass(slots=True, kw_only=True)
class Entry:
    """A row, or a cluster of rows, as it is drawn.

    Args:
        rows: the rows that it stands for.
        x: by which it is sorted and joined with its neighbour.
        art: its marks, SVG around y = 0.
        boxes: what labels must keep clear of; y from the base line of the lane.
        wishes: its labels.
        base: y of its line from the base line of the lane.
        loose: it may join a cluster.
        back: it is drawn under what stands at the same x.
    """

    rows: tuple[Row, ...]
    x: float
    art: str
    boxes: tuple[Box, ...] = ()
    wishes: tuple[Wish, ...] = ()
    base: float = 0.0
    loose: bool = False
    back: bool = False

    @property
    def no(self) -> int:
        """The number by which its labels and boxes know it."""
        return self.rows[0].entry_no

    def spoken(self, lang: str) -> str:
        """What a screen reader says."""
        count = len(self.rows)
        if count == 1:
            return self.rows[0].sentence
        if count <= _SPOKEN:
            head = said(lang, f"{count} 条：", f"{count} entries: ")
            return head + said(lang, "；", "; ").join(row.sentence for row in self.rows)
        lane = named(self.rows[0].lane, lang)
        return said(lang, f"{lane}，共 {count} 条，见图下表格", f"{lane}, {count} entries, see the table below")


def extent(row: Row, sheet: Sheet) -> Bar:
    """Where the bar of a procedure or an instrument lies. 条的起止."""
    scale = sheet.scale
    x0 = scale.day(row.valid_from) if row.valid_from else _start(row, scale)
    end, lapses, endless = _end(row, sheet)
    return Bar(
        x0=max(x0, scale.left),
        x1=max(min(end, scale.right), max(x0, scale.left) + 3),
        cut_left=x0 < scale.left,
        cut=end > scale.right and not endless,
        lapses=lapses and end <= scale.right,
        endless=endless,
    )


def reach(row: Row, sheet: Sheet) -> tuple[float, float]:
    """From where to where a row lies on the axis, px; a duty: where it is answered or, until then, its clock."""
    scale = sheet.scale
    if row.begins is None:
        return scale.left, scale.left
    if row.is_bar:
        start = scale.day(row.valid_from) if row.valid_from else _start(row, scale)
        return start, max(start, _end(row, sheet)[0])
    if row.kind is Kind.WINDOW and row.valid_from and row.valid_to:
        return scale.day(row.valid_from), scale.day(day_after(row.valid_to))
    if row.kind is Kind.LIMIT and row.limit:
        if row.done is not None:
            x = scale.fact(row.done, row.precision)
            return x, x
        limit = scale.at(row.limit)
        return min(_start(row, scale), limit), max(limit, scale.today) if row.limit < sheet.today else limit
    x = scale.fact(row.begins, row.precision)
    return x, scale.at(row.until) if row.until else x


def _start(row: Row, scale: Scale) -> float:
    return scale.fact(row.begins, Precision.EXACT) if row.begins else scale.left


def _end(row: Row, sheet: Sheet) -> tuple[float, bool, bool]:
    """X of the end of a bar; whether it lapses there; whether it has none."""
    scale = sheet.scale
    if row.until is not None:
        return scale.fact(row.until), False, False
    if row.valid_to is not None:
        return scale.day(day_after(row.valid_to)), True, False
    if row.kind is Kind.VALIDITY:
        return scale.right, False, True
    return scale.today, False, False


def lay_tracks(*groups: Mapping[int, tuple[float, float]]) -> dict[int, int]:
    """Which line a bar takes where several run at the same time: the first that is free. 并行的条.

    Args:
        groups: x of both ends by entry number; earlier groups choose first.

    >>> lay_tracks({1: (0, 50), 2: (20, 60), 3: (55, 90)}, {4: (0, 10)})
    {1: 0, 2: 1, 3: 0, 4: 1}
    """
    tracks: list[list[tuple[float, float]]] = []
    taken: dict[int, int] = {}
    for group in groups:
        for no, (x0, x1) in sorted(group.items(), key=lambda one: (one[1], one[0])):
            free = (nth for nth, held in enumerate(tracks) if all(end <= x0 or x1 <= start for start, end in held))
            track = next(free, len(tracks))
            tracks[track:] = [[*(tracks[track] if track < len(tracks) else ()), (x0, x1)], *tracks[track + 1 :]]
            taken[no] = track
    return taken


def shown(rows: Iterable[Row], sheet: Sheet) -> tuple[list[Row], list[Row], list[Row]]:
    """The rows in the picture, those before it and those after it."""
    within: list[Row] = []
    before: list[Row] = []
    after: list[Row] = []
    for row in rows:
        x0, x1 = reach(row, sheet)
        (before if x1 < sheet.scale.left else after if x0 > sheet.scale.right else within).append(row)
    return within, before, after
