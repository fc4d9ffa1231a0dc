"""One row of a table that speaks of children, while it is read: whom it means, and what is to be mended. 逐行读取."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from tasks import child_cells as cells
from tasks.child_cells import Mend, Wrong
from tasks.child_table import RECOGNISED_BY, Mistake
from tasks.numbers import Named, is_number
from tasks.report_form import ChildForm, read_child
from tasks.table_heads import Heads
from tasks.table_in import Cell, Row, column_letter

NUMBER = "编号应为 K-… 或 C-…，请照档案抄写", "a number such as K-… or C-…; copy it from the file"


class RowReading(ABC):
    """One row while it is read. Who reads further columns inherits it.

    Args:
        today: no date in it is later.
    """

    numbers: ClassVar[tuple[str, ...]]
    """Codes of the columns that hold the number of a child or its file."""

    def __init__(self, heads: Heads, row: Row, today: date) -> None:
        self._heads = heads
        self._row = row
        self._today = today
        self.mistakes: list[Mistake] = []

    @abstractmethod
    def _head(self, code: str) -> str:
        """The Chinese head of a column, as our own files write it."""

    def _number(self) -> str | None:
        for code in self.numbers:
            written: str | None = self._read(code, cells.code)
            number = written.upper() if written else None
            if number and not (is_number(number, Named.CHILD) or is_number(number, Named.CASE)):
                self._mistake(code, NUMBER)
            if number:
                return number
        return None

    def _child(self) -> ChildForm | None:
        given = {
            "id_number": self._read("id_number", cells.id_number),
            "name": self._read("name", cells.words),
            "birth_on": self._read("birth_on", lambda cell: cells.day(cell, today=self._today)),
        }
        recognising = (*self.numbers, "id_number", "name", "birth_on")
        if any(map(self._spoilt, recognising)):
            return None
        if not given["id_number"] and not (given["name"] and given["birth_on"]):
            there = (one for one in recognising if one in self._heads.places)
            self._mistake(next(there, recognising[0]), RECOGNISED_BY)
            return None
        return read_child(given)

    def _spoilt(self, code: str) -> bool:
        return any(one.head == self._head(code) for one in self.mistakes)

    def _read(self, code: str, read: Callable[[Cell], Any]) -> Any:
        place = self._heads.places.get(code)
        cell: Cell = self._row.cells[place] if place is not None and place < len(self._row.cells) else None
        try:
            return read(cell)
        except Wrong as wrong:
            self._mistake(code, wrong.mend)
            return None

    def _mistake(self, code: str, mend: Mend) -> None:
        self.mistakes.append(mistake_in(self._heads, self._row.number, code, mend, self._head))


def mistake_in(heads: Heads, row: int, code: str, mend: Mend, head_of: Callable[[str], str]) -> Mistake:
    """What is to be mended in a row; `code`: "" where it is no single column."""
    place = heads.places.get(code)
    letter = "" if place is None else column_letter(place)
    return Mistake(row, letter, head_of(code) if code else "", *mend)
