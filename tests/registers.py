"""Registers of children as offices hand them in, with people who do not exist. 测试用名册."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook

HEADS = ("姓名", "性别", "出生日期", "身份证号", "类别", "居住地区划代码", "居住地详细地址", "户号")
ADULTS = ("监护人姓名", "监护人关系", "监护人电话", "照护人姓名", "照护人关系")

NAME, BORN, NUMBER, HOME = "禾苗苗", "2016-05-18", "990101201605180027", "柳溪镇河边路十八号"
OTHER_NUMBER = "990101201605180035"
LIUXI = "990101001"
NAMES = (NAME, NUMBER, HOME, "禾大山", "林秋", "000-0000-0001")
"""Words that nobody may read in any message."""


def a_row(**changes: Any) -> list[Any]:
    """A girl of nine with a father and, as carer, her mother; by Chinese head."""
    row = {
        **dict(zip(HEADS, (NAME, "女", BORN, NUMBER, "留守儿童", LIUXI, HOME, None), strict=True)),
        **dict(zip(ADULTS, ("禾大山", "父亲", "000-0000-0001", "林秋", "母亲"), strict=True)),
    }
    assert not changes.keys() - row.keys()
    return [*{**row, **changes}.values()]


def a_book(*rows: Sequence[Any], heads: Sequence[Any] = (*HEADS, *ADULTS)) -> bytes:
    """An .xlsx with one sheet: heads, then rows."""
    book = Workbook()
    for row in (heads, *rows):
        book.active.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def read_back(raw: bytes, sheet: int = 0) -> list[list[Any]]:
    """What stands in a sheet, row by row, formulas as formulas."""
    page = load_workbook(BytesIO(raw)).worksheets[sheet]
    return [[cell.value for cell in row] for row in page.iter_rows()]


def kinds_of_cells(raw: bytes) -> set[str]:
    """What kinds of cells a workbook has: `s` words, `n` numbers and empty ones, `f` formulas."""
    pages = load_workbook(BytesIO(raw)).worksheets
    return {cell.data_type for page in pages for row in page.iter_rows() for cell in row if cell.value is not None}
