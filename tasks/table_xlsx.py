"""Reading .xlsx without trusting it: what it unpacks to is looked at before it is unpacked. 读取 Excel."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error as BadStream

from rules.errors import Refused
from tasks.table_in import MOST_COLUMNS, MOST_ROWS, Cell, Odd, Row, too_many_rows

MOST_UNPACKED = 256 * 1024 * 1024
"""Bytes; `zipfile` hands out no more of a part than the file says it has."""

MOST_PARTS = 2_000

_LAST_ROW = 1_048_576  # of a spreadsheet; a file that numbers its rows beyond it has no more to say
# What the library comes to when a file is not what it says it is.
_BROKEN = (
    *(BadZipFile, BadStream, KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError, OSError),
    *(SyntaxError, EOFError, RuntimeError, AssertionError),  # SyntaxError: XML that is none
)


class Workbook:
    """The visible sheets of an .xlsx. Excel 文件."""

    def __init__(self, raw: bytes) -> None:
        from openpyxl import load_workbook

        with _readable():
            _refuse_what_swells(raw)
            self._book = load_workbook(BytesIO(raw), read_only=True, data_only=False, keep_links=False)
            self._visible = [one for one in self._book.worksheets if one.sheet_state == "visible"]

    @property
    def sheets(self) -> int:
        """How many sheets can be seen."""
        return len(self._visible)

    def rows(self, sheet: int) -> list[Row]:
        """The filled rows of a sheet, counted from 0. Raises Refused where it is too long or cannot be read."""
        with _readable():
            return list(_rows(self._visible[sheet]))


def _rows(page: Any) -> Iterator[Row]:
    page.reset_dimensions()  # what a file says of its own size need not be so
    filled = 0
    for number, cells in enumerate(page.iter_rows(max_col=MOST_COLUMNS), start=1):
        if number > _LAST_ROW:
            return
        row = Row(number, _trimmed(cells))
        if row.cells:
            filled += 1
            if filled > MOST_ROWS:
                raise too_many_rows()
            yield row


def _trimmed(cells: Any) -> tuple[Cell, ...]:
    values = [None if one.value is None else _cell(one) for one in cells]
    while values and values[-1] is None:
        values.pop()
    return tuple(values)


def _cell(one: Any) -> Cell:
    if one.data_type == "f":
        return Odd.FORMULA
    if one.data_type == "e":
        return Odd.ERROR
    value = one.value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, (int, float, date)):
        return value
    return str(value).strip() or None


def _refuse_what_swells(raw: bytes) -> None:
    with ZipFile(BytesIO(raw)) as packed:
        parts = packed.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused(
            "文件解压后过大，已拒绝打开；请只保留登记内容，另存为新的 .xlsx",
            "what the file unpacks to is too large, and it was not opened; keep only the register and save it anew",
        )


@contextmanager
def _readable() -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of things in the file that we do not look at
            yield
    except Refused:
        raise
    except _BROKEN:
        raise Refused(
            "文件损坏或者不是真正的 .xlsx，请用表格软件打开后另存为 .xlsx",
            "the file is broken or no real .xlsx; open it in a spreadsheet program and save it as .xlsx",
        ) from None
