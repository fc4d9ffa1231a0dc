"""Reading .csv as Chinese offices save it: UTF-8 with or without a mark, UTF-16, GB18030. 读取 CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable

from rules.errors import Refused
from tasks.table_in import MOST_COLUMNS, MOST_ROWS, Cell, Odd, Row, too_many_rows

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DELIMITERS = (",", "\t", ";")
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')  # how people keep Excel from making a number of an identity number


class Csv:
    """A file of text: one sheet. 文本表格."""

    sheets = 1

    def __init__(self, raw: bytes) -> None:
        self._text = _decoded(raw)

    def rows(self, sheet: int) -> list[Row]:
        """Its filled rows. Raises Refused where it is too long or its quotation marks do not close."""
        try:
            found = [Row(number, _trimmed(cells)) for number, cells in enumerate(self._records(), start=1)]
        except csv.Error:
            raise Refused(
                "CSV 文件的引号不配对或内容有误，请另存为 .xlsx 后重试",
                "the quotation marks of the .csv do not fit; save it as .xlsx and try again",
            ) from None
        filled = [row for row in found if row.cells]
        if len(filled) > MOST_ROWS:
            raise too_many_rows()
        return filled

    def _records(self) -> Iterable[list[str]]:
        lines = self._text.splitlines(keepends=True)
        first = next((line for line in lines if line.strip()), "")
        delimiter = max(_DELIMITERS, key=first.count)  # the first of them, where none occurs
        return csv.reader(lines, delimiter=delimiter, strict=True)


def _decoded(raw: bytes) -> str:
    named = next((codec for mark, codec in _MARKS.items() if raw.startswith(mark)), None)
    for codec in (named,) if named else ("utf-8", "gb18030"):
        try:
            text = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused(
        "读不出文字，请另存为 .xlsx，或编码为 UTF-8 的 CSV", "cannot be read; save it as .xlsx, or as .csv in UTF-8"
    )


def _trimmed(cells: list[str]) -> tuple[Cell, ...]:
    values = [_cell(text) for text in cells[:MOST_COLUMNS]]
    while values and values[-1] is None:
        values.pop()
    return tuple(values)


def _cell(text: str) -> Cell:
    words = text.strip()
    if kept := _KEPT_AS_TEXT.fullmatch(words):
        return kept[1].strip() or None
    return Odd.FORMULA if words.startswith("=") else words or None
