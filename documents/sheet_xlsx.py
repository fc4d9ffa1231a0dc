"""A sheet as a spreadsheet: real numbers, real dates in China's clock time. 电子表格.

The same bytes for the same sheet: the library's own times are fixed.  Words are written as words, so that none of
them can become a formula or a link.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from documents.sheet import Cell, End, Sheet, Tab
from rules.moments import SHANGHAI, utc

_WHEN = datetime(2000, 1, 1)  # noqa: DTZ001 - the file's own times say nothing, and the library takes no zone
_NEVER = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_WIDTH = 2.4
"""Columns of a spreadsheet are this many characters for one part of a table's width."""


def xlsx(sheet: Sheet) -> bytes:
    """The spreadsheet of this sheet: a first tab with facts and notes, then one for each table. 电子表格."""
    file = BytesIO()
    book = Workbook(file, _NEVER)
    book.set_properties({"title": sheet.title, "created": _WHEN})
    looks = _Looks(book)
    _cover(book.add_worksheet("说明"), sheet, looks)
    for tab in sheet.tabs:
        _fill(book.add_worksheet(tab.name), tab, looks)
    book.close()
    return file.getvalue()


class _Looks:
    """The formats of a book."""

    def __init__(self, book: Workbook) -> None:
        self.title: Format = book.add_format({"bold": True, "font_size": 16})
        self.head: Format = book.add_format({"bold": True, "bg_color": "#F1F1EE", "border": 1, "text_wrap": True})
        self.words: Format = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        self.moment: Format = book.add_format({"border": 1, "valign": "top", "num_format": "yyyy-mm-dd hh:mm"})


def _cover(page: Worksheet, sheet: Sheet, looks: _Looks) -> None:
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 90)
    page.write_string(0, 0, sheet.title, looks.title)
    lines = [*sheet.facts, *(("", note) for note in sheet.notes)]
    if sheet.mark:
        lines.insert(0, ("", sheet.mark))
    for row, (label, value) in enumerate(lines, start=2):
        page.write_string(row, 0, label, looks.head)
        page.write_string(row, 1, value, looks.words)


def _fill(page: Worksheet, tab: Tab, looks: _Looks) -> None:
    for column, (head, width) in enumerate(zip(tab.heads, tab.widths, strict=True)):
        page.set_column(column, column, width * _WIDTH)
        page.write_string(0, column, head, looks.head)
    for number, row in enumerate(tab.rows, start=1):
        for column, cell in enumerate(row):
            _write(page, number, column, cell, looks)
    page.freeze_panes(1, 0)
    if tab.rows:
        page.autofilter(0, 0, len(tab.rows), len(tab.heads) - 1)
    if tab.note:
        page.write_string(len(tab.rows) + 2, 0, tab.note)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _write(page: Worksheet, row: int, column: int, cell: Cell, looks: _Looks) -> None:
    if isinstance(cell, End):
        cell = cell.at
    if isinstance(cell, datetime):
        page.write_datetime(row, column, utc(cell).astimezone(SHANGHAI).replace(tzinfo=None), looks.moment)
    elif isinstance(cell, (int, float)):
        page.write_number(row, column, cell, looks.words)
    else:
        page.write_string(row, column, cell or "", looks.words)
