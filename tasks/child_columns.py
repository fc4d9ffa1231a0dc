"""The columns of a register of children, and how a head that people wrote is recognised. 儿童名册的栏目.

Chinese heads first, English aliases, and the heads of registers that offices already keep.  A head may stand in two
rows, as 户籍地 above 区划代码 and 详细地址.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from tasks.table_heads import Head, Heads, head_at
from tasks.table_in import Cell, Row

GROUPS: dict[str, str] = {"guardian": "监护人", "carer": "照护人"}
"""The adults of a register: a code and the word that heads their columns. The one may be the other too."""

MOST_OF_A_GROUP = 9
"""Numbered 监护人, 监护人2 … 监护人9."""

_PLAIN: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "儿童姓名", "孩子姓名"),
    "sex": ("性别", "儿童性别"),
    "birth_on": ("出生日期", "出生年月日", "出生年月", "生日"),
    "id_number": ("身份证号", "身份证号码", "公民身份号码", "儿童身份证号", "身份证"),
    "categories": ("类别", "儿童类别", "儿童类型"),
    "registration_area": ("户籍地区划代码", "户籍地行政区划代码", "户籍区划代码"),
    "registration_address": ("户籍地详细地址", "户籍地地址", "户籍地址", "户籍地", "户籍所在地"),
    "residence_area": ("居住地区划代码", "居住地行政区划代码", "行政区划代码", "现住址区划代码"),
    "residence_address": ("居住地详细地址", "居住地地址", "居住地址", "居住地", "现住址", "现居住地"),
    "domicile_area": ("住所地区划代码", "住所地行政区划代码"),
    "domicile_address": ("住所地详细地址", "住所地地址", "住所地址", "住所地"),
    "household": ("户号", "家庭编号"),
}
_OF_AN_ADULT: dict[str, tuple[str, ...]] = {
    "name": ("姓名",),
    "relation": ("关系", "与儿童关系", "与该儿童关系"),
    "phone": ("电话", "联系电话", "联系方式", "手机", "手机号", "手机号码"),
    "address": ("住址", "地址", "详细地址", "现住址"),
}
_GROUP_WORDS = {
    **dict.fromkeys(("监护人", "法定监护人", "guardian"), "guardian"),
    **dict.fromkeys(("照护人", "实际照护人", "受委托照护人", "委托照护人", "carer"), "carer"),
}
NOT_READ: dict[str, tuple[str, ...]] = {
    "child_no": ("档案编号", "儿童编号"),
    "case_no": ("关爱档案编号",),
    "became": ("导入结果",),
    "state": ("状态",),
    "listed_on": ("列入日期",),
    "row": ("原行号",),
    "mend": ("需改正",),
    "place": ("序号", "编号"),
}
"""Columns of files of our own, and running numbers: known, and of no use when they come back."""

OF_THE_LIST: dict[str, tuple[str, ...]] = {
    "tier": ("风险等级", "等级", "调整后等级"),
    "marks": ("关爱标记", "标记", "关注"),
    "conditions": ("已核实的条件", "列入条件", "条件"),
    "tier_reason": ("定级理由", "等级理由", "理由"),
    "decided_on": ("决定日期", "定级日期"),
}
"""How a child stands on the list, or is to stand: read by `tasks.standing_table`, passed over by a plain register."""

_OF_ONE_ADULT = re.compile(
    rf"({'|'.join(_GROUP_WORDS)})[_]?([1-{MOST_OF_A_GROUP}]?)[_]?"
    rf"({'|'.join(word for key, words in _OF_AN_ADULT.items() for word in (key, *words))})?"
)
_FOLLOWS_ITS_ADULT = ("relation", "phone")  # an address without its adult may be the child's
_LOOKED_AT_FOR_HEADS = 20  # rows: a title, who filled it in, notes on how to
_FEWEST_HEADS = 3
_BRACKETED = re.compile(r"\([^()]*\)")
_BY_WORD = {word: code for code, words in {**_PLAIN, **NOT_READ, **OF_THE_LIST}.items() for word in (code, *words)}
_ADULT_BY_WORD = {word: key for key, words in _OF_AN_ADULT.items() for word in (key, *words)}
_BARE = {word: key for key in _FOLLOWS_ITS_ADULT for word in (key, *_OF_AN_ADULT[key])}
"""Heads of one row such as 监护人姓名, 与儿童关系, 联系电话: they say whose only by where they stand."""


def head_of(code: str) -> str:
    """The Chinese head of a column, as our own files write it."""
    group, _, rest = code.partition(".")
    if group in GROUPS:
        number, _, field = rest.partition(".")
        return f"{GROUPS[group]}{'' if number == '1' else number}{_OF_AN_ADULT[field][0]}"
    return {**_PLAIN, **NOT_READ, **OF_THE_LIST}[code][0]


def columns(guardians: int, carers: int) -> list[str]:
    """The codes of a register with room for so many adults, in the order in which our own files have them."""
    adults = [("guardian", number) for number in range(1, guardians + 1)]
    adults += [("carer", number) for number in range(1, carers + 1)]
    return [*_PLAIN, *(f"{group}.{number}.{field}" for group, number in adults for field in _OF_AN_ADULT)]


def find_heads(rows: Sequence[Row]) -> Heads | None:
    """The head among the first rows of a sheet, in one row or two; None where there is none."""
    first = rows[:_LOOKED_AT_FOR_HEADS]
    found = [_heads([_codes(row.cells)], row, row.cells) for row in first]
    found += [_two_rows(upper, lower) for upper, lower in pairwise(first)]
    fit = [one for one in found if len(one.places) >= _FEWEST_HEADS]
    return max(fit, key=lambda one: len(one.places), default=None)  # the first of equals: one row before two


def _two_rows(upper: Row, lower: Row) -> Heads:
    """A merged cell holds its words in its first column only: they are for the empty ones after it too."""
    width = max(len(upper.cells), len(lower.cells))
    above, below = _filled(upper.cells, width), _padded(lower.cells, width)
    both = [f"{over or ''}{under}" if under is not None else None for over, under in zip(above, below, strict=True)]
    own = [None if under is not None else over for over, under in zip(_padded(upper.cells, width), below, strict=True)]
    return _heads([_codes(both), _codes(below), _codes(own)], lower, _padded(upper.cells, width), below)


def _heads(readings: list[list[str | None]], last: Row, *written: Sequence[Cell]) -> Heads:
    """Each column as the first reading that makes sense of it has it; `written`: the rows of the head."""
    places: dict[str, int] = {}
    unread: list[int] = []
    twice: list[tuple[Head, Head]] = []
    for place, codes in enumerate(zip(*readings, strict=True)):
        code = next((one for one in codes if one), None)
        if code is None:
            if any(one is not None for one in codes):
                unread.append(place)
        elif code in places:
            twice.append((head_at(place, *written), head_at(places[code], *written)))
        else:
            places[code] = place
    unknown = [place for place in unread if not _taken_for_its_adult(places, place, written)]
    return Heads(places, tuple(head_at(place, *written) for place in unknown), tuple(twice), last.number)


def _taken_for_its_adult(places: dict[str, int], place: int, written: Sequence[Sequence[Cell]]) -> bool:
    """A relation or telephone number is that of the adult named last before it, unless another column says theirs."""
    words = (_word(row[place]) for row in written if place < len(row))
    field = next((_BARE[word] for word in words if word in _BARE), None)
    named = {at: code for code, at in places.items() if at < place and code.partition(".")[0] in GROUPS}
    if field is None or not named:
        return False
    code = f"{named[max(named)].rpartition('.')[0]}.{field}"
    if code in places:
        return False
    places[code] = place
    return True


def _codes(cells: Sequence[Cell]) -> list[str | None]:
    """By column: a code, "" for words that are no head, None for an empty cell."""
    return [None if cell is None else _code(cell) for cell in cells]


def _word(cell: Cell) -> str:
    """What a head says, without brackets, marks and white space."""
    if not isinstance(cell, str):
        return ""
    word = "".join(unicodedata.normalize("NFKC", cell).split()).casefold()
    return _BRACKETED.sub("", word).strip("*:")


def _code(cell: Cell) -> str:
    word = _word(cell)
    if found := _OF_ONE_ADULT.fullmatch(word):
        return f"{_GROUP_WORDS[found[1]]}.{found[2] or 1}.{_ADULT_BY_WORD[found[3] or 'name']}"
    return _BY_WORD.get(word, "")


def _padded(cells: Sequence[Cell], width: int) -> list[Cell]:
    return [*cells, *[None] * (width - len(cells))]


def _filled(cells: Sequence[Cell], width: int) -> list[Cell]:
    filled: list[Cell] = []
    for cell in _padded(cells, width):
        filled.append(filled[-1] if cell is None and filled else cell)
    return filled
