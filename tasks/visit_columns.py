"""The columns of a table of visits, and how a head that people wrote is recognised. 走访登记表的栏目."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from tasks.child_columns import NOT_READ
from tasks.table_heads import Heads, head_at
from tasks.table_in import Cell, Row

WORDS: dict[str, tuple[str, ...]] = {
    "child": ("档案编号", "儿童编号"),
    "case": ("关爱档案编号", "个案编号"),
    "name": ("姓名", "儿童姓名", "孩子姓名"),
    "birth_on": ("出生日期", "出生年月日"),
    "id_number": ("身份证号", "身份证号码", "公民身份号码", "身份证"),
    "day": ("走访日期", "日期", "联系日期", "走访时间"),
    "kind": ("方式", "走访方式", "走访或联系"),
    "spoke_with": ("联系对象", "访谈对象", "走访对象"),
    "child_seen": ("是否见到儿童", "见到儿童"),
    "care": ("照护情况", "监护照护情况"),
    "school": ("就学情况", "上学情况"),
    "health": ("健康情况", "健康状况"),
    "safety": ("安全情况", "安全状况"),
    "problems": ("发现的问题", "存在问题", "问题"),
    "needs": ("儿童需求", "需求"),
    "post": ("走访岗位", "承办岗位"),
}
"""By code: the heads that are understood, our own first."""

OF_OURS = {code: NOT_READ[code] for code in ("row", "mend", "state", "place", "became")} | {"of_adult": ("监护人姓名",)}
"""Columns that are known and passed over."""

_LOOKED_AT = 20  # rows: a title, who filled it in
_FEWEST = 3
_BRACKETED = re.compile(r"\([^()]*\)")
_BY_WORD = {word: code for code, words in {**WORDS, **OF_OURS}.items() for word in (code, *words)}


def head_of(code: str) -> str:
    """The Chinese head of a column, as our own files write it."""
    return {**WORDS, **OF_OURS}[code][0]


def find_heads(rows: Sequence[Row]) -> Heads | None:
    """The head among the first rows of a sheet; None where there is none."""
    found = [_heads(row) for row in rows[:_LOOKED_AT]]
    return max((one for one in found if len(one.places) >= _FEWEST), key=lambda one: len(one.places), default=None)


def _heads(row: Row) -> Heads:
    places: dict[str, int] = {}
    unknown, twice = [], []
    for place, cell in enumerate(row.cells):
        code = _code(cell)
        if code is None:
            if cell is not None:
                unknown.append(head_at(place, row.cells))
        elif code in places:
            twice.append((head_at(place, row.cells), head_at(places[code], row.cells)))
        else:
            places[code] = place
    return Heads(places, tuple(unknown), tuple(twice), row.number)


def _code(cell: Cell) -> str | None:
    if not isinstance(cell, str):
        return None
    word = "".join(unicodedata.normalize("NFKC", cell).split()).casefold()
    return _BY_WORD.get(_BRACKETED.sub("", word).strip("*:"))
