"""Small numbers in a table that leaves: hidden so that no total gives them back. 小数隐去.

A number from 1 to 4 tells of few enough children to be recognised (our default, HT-90).  It is hidden; and since sums
of rows and columns stand beside it, further numbers are hidden until every hidden one could have been another number
with everything that is shown unchanged.  Zeros are shown.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence

LEAST = 5
"""The smallest number above zero that is shown. 最小可示数（本系统默认，HT-90）."""

Place = tuple[int, int]
"""Row and column, counted from 0; the row and the column of totals come last."""

Line = tuple[str, int]
"""A row or a column, and its number."""


def with_totals(cells: Sequence[Sequence[int]]) -> list[list[int]]:
    """The table with a column of totals at its end and a row of totals below.

    Args:
        cells: at least one row, all as long as one another.
    """
    rows = [[*row, sum(row)] for row in cells]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def hidden(cells: Sequence[Sequence[int]], *, least: int = LEAST) -> frozenset[Place]:
    """The places of a table with totals that must be hidden. 应隐去的位置.

    Args:
        cells: without totals, none negative.
        least: the smallest number above zero that is shown.
    """
    table = _Table(with_totals(cells))
    found = {place for place in table.places() if 0 < table.at(place) < least}
    while given_back := table.given_back(found):
        more = {one for place in given_back if (one := table.beside(place, found)) is not None}
        if not more:
            break  # whatever is not zero is hidden: then each could be more, with its totals
        found |= more
    return frozenset(found)


class _Table:
    """A table with totals as a network: what a row gains in one column it loses in another.

    A total is the sum of its line, so it moves against the others of its line: `sign` -1, and +1 again for the total
    of totals.  A hidden number is safe if it can move by one along a ring of hidden numbers, none of which falls below
    one on the way; whoever reads the table cannot tell that from what is there.
    """

    def __init__(self, cells: list[list[int]]) -> None:
        self._cells = cells
        self._last = (len(cells) - 1, len(cells[0]) - 1)

    def at(self, place: Place) -> int:
        """The number there."""
        return self._cells[place[0]][place[1]]

    def places(self) -> Iterator[Place]:
        """Every place, totals too."""
        return ((row, column) for row, cells in enumerate(self._cells) for column in range(len(cells)))

    def given_back(self, found: set[Place]) -> list[Place]:
        """The hidden numbers that could be no others, for all that is shown."""
        lines: defaultdict[Line, list[Place]] = defaultdict(list)
        for one in found:
            lines["row", one[0]].append(one)
            lines["column", one[1]].append(one)
        return [place for place in sorted(found) if not self._is_safe(place, lines)]

    def _is_safe(self, place: Place, lines: Mapping[Line, Sequence[Place]]) -> bool:
        return any(self._can_move(place, up=up) and self._ring(place, lines, up=up) for up in (True, False))

    def beside(self, place: Place, found: set[Place]) -> Place | None:
        """The next number to hide for its sake: in its lines, the smallest, a total only where nothing else is left."""
        open_ones = [one for one in self.places() if one not in found and self.at(one) > 0]
        in_line = [one for one in open_ones if one[0] == place[0] or one[1] == place[1]]
        return min(in_line or open_ones, key=lambda one: (self._is_total(one), self.at(one), one), default=None)

    def _is_total(self, place: Place) -> bool:
        return place[0] == self._last[0] or place[1] == self._last[1]

    def _can_move(self, place: Place, *, up: bool) -> bool:
        one_sided = (place[0] == self._last[0]) != (place[1] == self._last[1])
        return self.at(place) > 1 or up != one_sided

    def _ring(self, place: Place, lines: Mapping[Line, Sequence[Place]], *, up: bool) -> bool:
        """Whether the column's gain can be led back to the row through other hidden numbers, against and with it.

        Args:
            lines: the hidden numbers of each row and column.
        """
        row, column = place
        begin: Line = ("column", column)
        reached, waiting = {begin}, deque([begin])
        while waiting:
            line = waiting.popleft()
            for one in lines.get(line, ()):
                if one == place:
                    continue
                if self._can_move(one, up=up if line[0] == "row" else not up):
                    other: Line = ("row", one[0]) if line[0] == "column" else ("column", one[1])
                    if other == ("row", row):
                        return True
                    if other not in reached:
                        reached.add(other)
                        waiting.append(other)
        return False
