"""How children are to stand on the list, row by row: tier, marks, and why. 等级、标记登记表.

The table is a register of children with some columns more (`tasks.child_columns.OF_THE_LIST`), or nothing but those and
the number of the file.  Everything is read before anything is written; what stands in the cells is told to nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rules.errors import Refusals, Refused
from rules.screening import Condition
from rules.vocabulary import ChildCategory, ChildMark, Term, Tier
from tasks import child_cells as cells
from tasks.child_columns import find_heads, head_of
from tasks.child_table import Mistake
from tasks.grades import NO_GRADES, Grades
from tasks.report_form import ChildForm
from tasks.row_reading import RowReading
from tasks.table_heads import Heads, first_sheet, stands_twice
from tasks.table_in import Cell, Row, open_book

NO_MARK = ("无", "none")
"""What takes all marks away; an empty cell leaves them as they are."""


_ASKED = "档案编号、风险等级、定级理由", "档案编号, 风险等级, 定级理由"
"""Columns that a head should name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedStanding:
    """How a child is to stand. 一行.

    Args:
        number: of the child or its file, where it is given; else the child is recognised by
        child: its identity number, or name and date of birth.
        tier, marks: None: as it is.
        reason: why; needed where anything is changed.
        decided_on: None: when the table is entered.
    """

    row: int
    number: str | None
    child: ChildForm | None
    categories: tuple[ChildCategory, ...]
    conditions: tuple[Condition, ...]
    tier: Tier | None
    marks: frozenset[ChildMark] | None
    reason: str
    decided_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingTable:
    """A table as it was read. 已读登记表.

    Args:
        standings: the rows that are right, in order.
        mistakes: of the others, in order.
        body: all rows below the head, as they stood.
        sheets_left: visible sheets that were not read.
    """

    heads: Heads
    standings: tuple[ListedStanding, ...]
    mistakes: tuple[Mistake, ...]
    body: tuple[Row, ...]
    sheets_left: int = 0

    @property
    def rows(self) -> int:
        """How many rows there are below the head."""
        return len(self.body)


def read_standings(raw: bytes, *, today: date, grades: Grades = NO_GRADES) -> StandingTable:
    """Read how children are to stand on the list.

    Args:
        raw: the bytes of an .xlsx or .csv.
        today: nothing was decided after it.
        grades: the words of the place for the tiers, understood beside low, middle and high.
    Raises: Refused: no such file, no head that can be recognised, a column twice, a column missing, too large.
    """
    book = open_book(raw)
    heads, rows = first_sheet(book, find_heads, asked=_ASKED, template="hutong import tiers --template")
    _refuse_a_head_that_will_not_do(heads)
    body = tuple(row for row in rows if row.number > heads.last_row)
    tiers = {word: tier for tier, word in grades.items()}
    read = [_Reading(heads, row, today, tiers) for row in body]
    standings = [one for reading in read if (one := reading.listed()) is not None]
    return StandingTable(
        heads=heads,
        standings=tuple(standings),
        mistakes=tuple(mistake for reading in read for mistake in reading.mistakes),
        body=body,
        sheets_left=book.sheets - 1,
    )


def _refuse_a_head_that_will_not_do(heads: Heads) -> None:
    wrong = []
    if heads.twice:
        wrong.append(stands_twice(heads))
    if not heads.places.keys() & {"tier", "marks"}:
        wrong.append(Refused("缺少“风险等级”或“关爱标记”一栏", "the column tier or marks is missing", field="FILE"))
    if not heads.places.keys() & {"child_no", "case_no", "id_number"} and not {"name", "birth_on"} <= set(heads.places):
        wrong.append(
            Refused(
                "缺少“档案编号”或“身份证号”一栏，或者“姓名”和“出生日期”两栏",
                "the column child_no or id_number is missing, or name and birth_on",
                field="FILE",
            )
        )
    if wrong:
        raise Refusals(wrong)


class _Reading(RowReading):
    """One row while it is read."""

    numbers = ("child_no", "case_no")

    def __init__(self, heads: Heads, row: Row, today: date, tiers: Mapping[str, Tier]) -> None:
        super().__init__(heads, row, today)
        self._tiers = tiers

    def _tier(self, cell: Cell) -> Term | None:
        said = self._tiers.get(cell.strip()) if isinstance(cell, str) else None
        return said or cells.term(cell, Tier)

    def _head(self, code: str) -> str:
        return head_of(code)

    def listed(self) -> ListedStanding | None:
        """How the child of this row is to stand; None where something is to be mended."""
        number = self._number()
        child = self._child() if number is None else None
        listed = {
            "categories": tuple(self._read("categories", lambda cell: cells.terms_of(cell, ChildCategory)) or ()),
            "conditions": tuple(self._read("conditions", cells.conditions) or ()),
            "tier": self._read("tier", self._tier),
            "marks": self._read("marks", _marks),
            "reason": self._read("tier_reason", cells.words) or "",
            "decided_on": self._read("decided_on", lambda cell: cells.day(cell, today=self._today)),
        }
        if self.mistakes:
            return None
        return ListedStanding(row=self._row.number, number=number, child=child, **listed)


def _marks(cell: Cell) -> frozenset[ChildMark] | None:
    """All marks that it is to have; None where the cell says nothing."""
    if isinstance(cell, str) and cell.strip().lower() in NO_MARK:
        return frozenset()
    found = cells.terms_of(cell, ChildMark)
    return frozenset(ChildMark(one) for one in found) if found else None
