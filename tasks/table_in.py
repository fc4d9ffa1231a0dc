"""A table as people hand it in: .xlsx or .csv, of a sane size, row by row. 读取表格.

What a cell holds is handed on as it is (text, number, day), so that whoever asks for an identity number sees that it
was kept as a number.  Formulas are not computed and values that somebody else computed are not trusted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Protocol

from rules.errors import Refused

MOST_BYTES = 32 * 1024 * 1024
"""Bytes of a file: some 100,000 children as .xlsx, more than a province's county has."""

MOST_ROWS = 50_000
"""Filled rows of a sheet; all of them are looked at before anything is written."""

MOST_COLUMNS = 200
"""Columns that are looked at."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and every workbook with a password
_ZIP = b"PK\x03\x04"


class Odd(Enum):
    """A cell without a value of its own. 无值单元格."""

    FORMULA = "formula"
    ERROR = "error"


Cell = str | int | float | date | Odd | None
"""What a cell holds; text without the white space around it, None for an empty one."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with something in it; `number` as the spreadsheet shows it, from 1. 行."""

    number: int
    cells: tuple[Cell, ...]


class Book(Protocol):
    """The visible sheets of a file. 工作簿."""

    @property
    def sheets(self) -> int:
        """How many there are; hidden ones are not counted and not read."""

    def rows(self, sheet: int) -> list[Row]:
        """The filled rows of a sheet, counted from 0. Raises Refused where it is too long or cannot be read."""


def open_book(raw: bytes) -> Book:
    """The sheets of a file, by what is in it and not by its name.

    Raises: Refused: empty, too large, with a password, of a kind that is not read, or broken.
    """
    if not raw.strip():
        raise Refused("文件是空的，请检查是否选错文件", "the file is empty; see whether it is the right one")
    if len(raw) > MOST_BYTES:
        raise Refused(
            f"文件过大，请控制在 {MOST_BYTES // 1024 // 1024} MB 以内，或分成几个文件",
            f"the file is too large: at most {MOST_BYTES // 1024 // 1024} MB; make several of it",
        )
    if raw.startswith(_OLE):
        raise Refused(
            "这是旧版 .xls 或者带密码的文件，请去掉密码并另存为 .xlsx",
            "an old .xls or a file with a password: save it as .xlsx without one",
        )
    if raw.startswith(_ZIP):
        from tasks.table_xlsx import Workbook

        return Workbook(raw)
    from tasks.table_csv import Csv

    return Csv(raw)


def too_many_rows() -> Refused:
    """A sheet is longer than is looked at."""
    return Refused(
        f"一个文件最多 {MOST_ROWS} 行，请分成几个文件", f"at most {MOST_ROWS} rows in a file; make several of it"
    )


def column_letter(place: int) -> str:
    """How a spreadsheet names a column, counted from 0: A, B, … Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
