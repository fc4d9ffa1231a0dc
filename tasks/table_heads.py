"""What a head came to: what stands in which column, what is passed over, what stands twice. 表头."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass

from rules.errors import Refused
from tasks.table_in import Book, Cell, Row, column_letter

_LONGEST = 20  # characters of a head that is shown on a screen


@dataclass(frozen=True, slots=True)
class Head:
    """A column as whoever made the table knows it. 栏目. `words`: what its head says."""

    letter: str
    words: str

    @property
    def zh(self) -> str:
        """Words and letter."""
        return f"{self._short}（{self.letter} 列）" if self.words else f"{self.letter} 列"

    @property
    def en(self) -> str:
        """Letter and words."""
        return f"{self.letter} ({self._short})" if self.words else self.letter

    @property
    def _short(self) -> str:
        return self.words if len(self.words) <= _LONGEST else f"{self.words[:_LONGEST]}…"


@dataclass(frozen=True, slots=True)
class Heads:
    """What stands in which column. 表头.

    Args:
        places: code of a column to its place, counted from 0; codes such as `name`, `guardian.2.phone`.
        unknown: the columns whose head says nothing to us.
        twice: columns whose head stood before, each with the one that it repeats.
        last_row: number of the last row that belongs to the head.
    """

    places: dict[str, int]
    unknown: tuple[Head, ...]
    twice: tuple[tuple[Head, Head], ...]
    last_row: int

    @property
    def letters_unknown(self) -> list[str]:
        """Letters of the columns that are passed over."""
        return [one.letter for one in self.unknown]


def first_sheet(
    book: Book, find: Callable[[Sequence[Row]], Heads | None], *, asked: tuple[str, str], template: str
) -> tuple[Heads, list[Row]]:
    """The first sheet that has a head we know, with all its rows.

    Args:
        asked: columns that its head should name, in Chinese and English.
        template: the command that writes an empty table.
    Raises: Refused: no sheet has one.
    """
    for sheet in range(book.sheets):
        rows = book.rows(sheet)
        heads = find(rows)
        if heads is not None:
            return heads, rows
    raise Refused(
        f"没有找到表头：首几行里应有{asked[0]}等栏目；模板：{template} 文件",
        f"no head was found: the first rows should name columns such as {asked[1]}; for a template: {template} FILE",
        field="FILE",
    )


def head_at(place: int, *written: Sequence[Cell]) -> Head:
    """The column at a place, counted from 0; `written`: the rows of its head, the upper first."""
    cells = [row[place] for row in written if place < len(row)]
    words = "".join("".join(cell.split()) for cell in cells if isinstance(cell, str))
    return Head(column_letter(place), words)


def kept_columns(heads: Heads, rows: Sequence[Row], ours: Container[str]) -> list[tuple[int, str | None, str]]:
    """The columns of rows that are handed back, in their order: place, code where it is read, else the head's words.

    Args:
        ours: codes of columns that whoever hands the rows back writes anew.
    """
    codes = {place: code for code, place in heads.places.items()}
    unread = {one.letter: one.words for one in heads.unknown}
    filled = {place for row in rows for place, cell in enumerate(row.cells) if cell is not None}
    return [
        (place, codes.get(place), unread.get(column_letter(place), ""))
        for place in sorted(filled | codes.keys())
        if codes.get(place) not in ours
    ]


def stands_twice(heads: Heads) -> Refused:
    """Which columns say the same; which of them is meant is for people to say."""
    zh = "；".join(f"{one.zh}与{before.zh}" for one, before in heads.twice)
    en = "; ".join(f"{one.en} and {before.en}" for one, before in heads.twice)
    return Refused(
        f"栏目重复：{zh}是同一栏目，请改名或删去其中一列",
        f"a head stands twice: {en} mean the same; rename or remove one",
        field="FILE",
    )
