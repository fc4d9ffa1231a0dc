"""A register of children as people hand it in, row by row: what is right, and what is to be mended where. 儿童名册.

Everything is read before anything is written.  A row with a mistake is left out whole and told by row and column; what
stands in its cells is told to nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from rules.errors import Refusals, Refused
from rules.vocabulary import ChildCategory, Relation, Sex
from tasks import child_cells as cells
from tasks.child_cells import Mend, Wrong
from tasks.child_columns import GROUPS, MOST_OF_A_GROUP, find_heads, head_of
from tasks.report_form import MOST_CHILDREN, ChildForm, read_child
from tasks.table_heads import Heads, first_sheet, stands_twice
from tasks.table_in import Cell, Row, column_letter, open_book

RECOGNISED_BY = "须填身份证号，或者姓名和出生日期，才能识别", "give an identity number, or name and date of birth"
AREA_NEEDED = "居住地行政区划代码必填", "the division code of the residence is required"
ANOTHER_BIRTH = "与身份证号中的出生日期不一致，请核对原件", "is not the date in the identity number; see the original"
NAMELESS = "填了关系、电话或住址，请补填姓名；姓名不详请填“不详”", "name the adult; write 不详 if it is not known"
MANY_IN_HOUSEHOLD = f"同一户号超过 {MOST_CHILDREN} 名儿童，请核对户号", f"more than {MOST_CHILDREN} in a household"

_UNKNOWN = {"不详", "未知", "unknown"}
_ONE_ADULT = ("name", "relation", "phone", "address")


_ASKED = "姓名、居住地区划代码", "姓名, 出生日期, 居住地区划代码"
"""Columns that a head should name."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is to be mended, and where. 待改正.

    Args:
        row: as the spreadsheet shows it.
        column: its letter; "" where the column is not in the file.
        head: its Chinese head, as our own files write it.
    """

    row: int
    column: str
    head: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A child of a register that can be entered. 名册中的儿童. `household`: "" where none is named."""

    row: int
    form: ChildForm
    household: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildTable:
    """A register as it was read. 已读名册.

    Args:
        children: the rows that are right, in order.
        mistakes: of the others, in order.
        body: all rows below the head, as they stood.
        bad: those of them that have mistakes.
        sheets_left: visible sheets that were not read.
    """

    heads: Heads
    children: tuple[Listed, ...]
    mistakes: tuple[Mistake, ...]
    body: tuple[Row, ...]
    bad: tuple[Row, ...]
    sheets_left: int = 0

    @property
    def rows(self) -> int:
        """How many rows there are below the head."""
        return len(self.body)


def read_children(raw: bytes, *, today: date) -> ChildTable:
    """Read a register of children.

    Args:
        raw: the bytes of an .xlsx or .csv.
        today: no child is born after it.
    Raises: Refused: no such file, no head that can be recognised, a column twice, a column missing, too large.
    """
    book = open_book(raw)
    heads, rows = first_sheet(book, find_heads, asked=_ASKED, template="hutong import children --template")
    _refuse_a_head_that_will_not_do(heads)
    body = [row for row in rows if row.number > heads.last_row]
    children: list[Listed] = []
    mistakes: list[Mistake] = []
    for row in body:
        found = _Reading(heads, row, today)
        listed = found.listed()
        if listed is None:
            mistakes += found.mistakes
        else:
            children.append(listed)
    children, crowded = _crowded(children, heads)
    mistakes = sorted([*mistakes, *crowded], key=lambda one: one.row)
    wrong = {one.row for one in mistakes}
    return ChildTable(
        heads=heads,
        children=tuple(children),
        mistakes=tuple(mistakes),
        body=tuple(body),
        bad=tuple(row for row in body if row.number in wrong),
        sheets_left=book.sheets - 1,
    )


def _refuse_a_head_that_will_not_do(heads: Heads) -> None:
    wrong = []
    if heads.twice:
        wrong.append(stands_twice(heads))
    if "residence_area" not in heads.places:
        wrong.append(Refused("缺少“居住地区划代码”一栏", "the column residence_area is missing", field="FILE"))
    if "id_number" not in heads.places and not {"name", "birth_on"} <= heads.places.keys():
        wrong.append(
            Refused(
                "缺少“身份证号”一栏，或者“姓名”和“出生日期”两栏",
                "the column id_number is missing, or name and birth_on",
                field="FILE",
            )
        )
    if wrong:
        raise Refusals(wrong)


class _Reading:
    """One row while it is read."""

    def __init__(self, heads: Heads, row: Row, today: date) -> None:
        self._heads = heads
        self._row = row
        self._today = today
        self.mistakes: list[Mistake] = []

    def listed(self) -> Listed | None:
        """The child of this row; None where something is to be mended."""
        given = self._given()
        household = self._read("household", cells.code) or ""
        if self.mistakes:
            return None
        try:
            return Listed(self._row.number, read_child(given), household)
        except Refusals as refused:  # what only the form itself knows: told without its column
            for one in refused.refusals:
                self.mistakes.append(Mistake(self._row.number, "", "", one.zh, one.en))
            return None

    def _given(self) -> dict[str, Any]:
        born = self._read("birth_on", lambda cell: cells.day(cell, today=self._today))
        number = self._read("id_number", cells.id_number)
        given: dict[str, Any] = {
            "name": self._name("name"),
            "sex": self._read("sex", lambda cell: cells.term(cell, Sex)) or Sex.UNKNOWN,
            "birth_on": born,
            "id_number": number,
            "categories": self._read("categories", lambda cell: cells.terms_of(cell, ChildCategory)) or [],
            "adults": self._adults(),
        }
        for place in ("registration", "residence", "domicile"):
            given[place] = {
                "area": self._read(f"{place}_area", cells.area),
                "address": self._read(f"{place}_address", cells.words),
            }
        self._check(given)
        return given

    def _check(self, given: dict[str, Any]) -> None:
        spoilt = {one.head for one in self.mistakes}
        if not given["residence"]["area"] and head_of("residence_area") not in spoilt:
            self._mistake("residence_area", AREA_NEEDED)
        number, born = given["id_number"], given["birth_on"]
        if number and born and f"{born:%Y%m%d}" != number[6:14]:
            self._mistake("birth_on", ANOTHER_BIRTH)
        recognised = number or (given["name"] and born)
        if not recognised and not spoilt & {head_of("id_number"), head_of("birth_on"), head_of("name")}:
            self._mistake("id_number", RECOGNISED_BY)

    def _adults(self) -> list[dict[str, Any]]:
        """Guardians and carers; who stands among both is one."""
        found: list[dict[str, Any]] = []
        for group in GROUPS:
            for number in range(1, MOST_OF_A_GROUP + 1):
                if f"{group}.{number}.name" in self._heads.places and (adult := self._adult(group, number)):
                    same = next((one for one in found if one["name"] and one["name"] == adult["name"]), None)
                    if same is None:
                        found.append(adult)
                    else:
                        same |= {key: value for key, value in adult.items() if value and not _says(same, key)}
        return found

    def _adult(self, group: str, number: int) -> dict[str, Any] | None:
        name, relation, phone, address = (f"{group}.{number}.{one}" for one in _ONE_ADULT)
        called = self._read(name, cells.words)
        adult: dict[str, Any] = {
            "relation": self._read(relation, lambda cell: cells.term(cell, Relation)) or Relation.UNKNOWN,
            "phone": self._read(phone, cells.code),
            "address": self._read(address, cells.words),
        }
        said = adult["phone"] or adult["address"] or adult["relation"] is not Relation.UNKNOWN
        if called is None:
            if said:
                self._mistake(name, NAMELESS)
            return None
        return {"name": None if called.lower() in _UNKNOWN else called, group: True, **adult}

    def _name(self, code: str) -> str | None:
        found = self._read(code, cells.words)
        return None if found is None or found.lower() in _UNKNOWN else found

    def _read(self, code: str, read: Any) -> Any:
        place = self._heads.places.get(code)
        cell: Cell = self._row.cells[place] if place is not None and place < len(self._row.cells) else None
        try:
            return read(cell)
        except Wrong as wrong:
            self._mistake(code, wrong.mend)
            return None

    def _mistake(self, code: str, mend: Mend) -> None:
        self.mistakes.append(mistake(self._heads, self._row.number, code, mend))


def _says(adult: Mapping[str, Any], key: str) -> bool:
    return bool(adult.get(key)) and adult[key] is not Relation.UNKNOWN


def mistake(heads: Heads, row: int, code: str, mend: Mend) -> Mistake:
    """What is to be mended in a column of a row."""
    place = heads.places.get(code)
    return Mistake(row, "" if place is None else column_letter(place), head_of(code), *mend)


def _crowded(children: list[Listed], heads: Heads) -> tuple[list[Listed], list[Mistake]]:
    """Households with more children than any has: a column that was filled down."""
    of_household: dict[str, Iterator[int]] = {}
    crowded = {
        one.household
        for one in children
        if one.household and next(of_household.setdefault(one.household, count(1))) > MOST_CHILDREN
    }
    wrong = [mistake(heads, one.row, "household", MANY_IN_HOUSEHOLD) for one in children if one.household in crowded]
    return [one for one in children if one.household not in crowded], wrong
