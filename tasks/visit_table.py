"""A table of visits as people hand it in, row by row: what is right, and what is to be mended where. 走访登记表.

Everything is read before anything is written.  A row with a mistake is left out whole and told by row and column; what
stands in its cells is told to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from rules.duties import DUTIES
from rules.errors import Refusals, Refused
from rules.moments import midnight_before
from rules.monitoring import (
    ROUTINE_CONTACT,
    ROUTINE_VISIT,
    CareFound,
    HealthFound,
    SafetyFound,
    SchoolFound,
    SpokeWith,
)
from rules.vocabulary import Term
from tasks import child_cells as cells
from tasks.answers import read_answer
from tasks.child_cells import Mend
from tasks.child_table import Mistake
from tasks.report_form import ChildForm
from tasks.row_reading import RowReading, mistake_in
from tasks.table_heads import Heads, first_sheet, stands_twice
from tasks.table_in import Row, open_book
from tasks.visit_columns import WORDS, find_heads, head_of

if TYPE_CHECKING:
    from rules.duty import Answer


_ASKED = "档案编号、走访日期、联系对象", "档案编号, 走访日期, 联系对象"
"""Columns that a head should name."""


class VisitKind(Term):
    """What a row tells of. 方式."""

    VISIT = ROUTINE_VISIT.code, "走访"
    CONTACT = ROUTINE_CONTACT.code, "联系"


class YesNo(Term):
    """Whether the child was seen. 是否."""

    YES = "yes", "是"
    NO = "no", "否"


DAY_NEEDED = "请填写走访日期，如 2026-03-02", "give the day of the visit, such as 2026-03-02"
DANGER = (
    "面临危险的不能批量导入：请立即用 hutong duty answer 单独登记并提出强制报告",
    "a child in danger is not entered by a table: answer it by itself at once, raising a report",
)

FOUND: dict[str, type[Term]] = {
    "care": CareFound,
    "school": SchoolFound,
    "health": HealthFound,
    "safety": SafetyFound,
}
"""What a visit finds, by column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedVisit:
    """A visit or contact of a table that can be entered. 登记表中的走访.

    Args:
        number: of the child or its file, where it is given; else the child is recognised by
        child: its identity number, or name and date of birth.
        answer: what was found, as the duty asks for it.
        post: whose visit it was, where the table says so.
    """

    row: int
    number: str | None
    child: ChildForm | None
    day: date
    kind: VisitKind
    answer: Answer
    post: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitTable:
    """A table as it was read. 已读登记表.

    Args:
        visits: the rows that are right, in order.
        mistakes: of the others, in order.
        body: all rows below the head, as they stood.
        sheets_left: visible sheets that were not read.
    """

    heads: Heads
    visits: tuple[ListedVisit, ...]
    mistakes: tuple[Mistake, ...]
    body: tuple[Row, ...]
    sheets_left: int = 0

    @property
    def rows(self) -> int:
        """How many rows there are below the head."""
        return len(self.body)


def read_visits(raw: bytes, *, today: date) -> VisitTable:
    """Read a table of visits.

    Args:
        raw: the bytes of an .xlsx or .csv.
        today: no visit is later.
    Raises: Refused: no such file, no head that can be recognised, a column twice, a column missing, too large.
    """
    book = open_book(raw)
    heads, rows = first_sheet(book, find_heads, asked=_ASKED, template="hutong import visits --template")
    _refuse_a_head_that_will_not_do(heads)
    body = tuple(row for row in rows if row.number > heads.last_row)
    visits: list[ListedVisit] = []
    mistakes: list[Mistake] = []
    for row in body:
        found = _Reading(heads, row, today)
        listed = found.listed()
        if listed is None:
            mistakes += found.mistakes
        else:
            visits.append(listed)
    return VisitTable(
        heads=heads, visits=tuple(visits), mistakes=tuple(mistakes), body=body, sheets_left=book.sheets - 1
    )


def _refuse_a_head_that_will_not_do(heads: Heads) -> None:
    wrong = []
    if heads.twice:
        wrong.append(stands_twice(heads))
    if "day" not in heads.places:
        wrong.append(Refused("缺少“走访日期”一栏", "the column day is missing", field="FILE"))
    if not heads.places.keys() & {"child", "case", "id_number"} and not {"name", "birth_on"} <= heads.places.keys():
        wrong.append(
            Refused(
                "缺少“档案编号”或“身份证号”一栏，或者“姓名”和“出生日期”两栏",
                "the column child or id_number is missing, or name and birth_on",
                field="FILE",
            )
        )
    if wrong:
        raise Refusals(wrong)


class _Reading(RowReading):
    """One row while it is read."""

    numbers = ("child", "case")

    def _head(self, code: str) -> str:
        return head_of(code)

    def listed(self) -> ListedVisit | None:
        """The visit of this row; None where something is to be mended."""
        number = self._number()
        child = self._child() if number is None else None
        day = self._read("day", lambda cell: cells.day(cell, today=self._today))
        if day is None and not self._spoilt("day"):
            self._mistake("day", DAY_NEEDED)
        kind = self._read("kind", lambda cell: cells.term(cell, VisitKind)) or VisitKind.VISIT
        given = self._given(kind)
        post = self._read("post", cells.words)
        if self.mistakes:
            return None
        answer = self._answer(kind, given, day)
        if answer is None:
            return None
        return ListedVisit(
            row=self._row.number, number=number, child=child, day=day, kind=kind, answer=answer, post=post
        )

    def _given(self, kind: VisitKind) -> dict[str, Any]:
        given: dict[str, Any] = {
            "spoke_with": self._read("spoke_with", lambda cell: cells.terms_of(cell, SpokeWith)) or [],
            "problems": self._read("problems", cells.words) or "",
            "needs": self._read("needs", cells.words) or "",
        }
        if kind is VisitKind.CONTACT:
            return given
        for code, terms in FOUND.items():
            found = self._read(code, partial(cells.term, terms=terms))
            if found is None and not self._spoilt(code):
                self._mistake(code, cells.one_of(terms))
            given[code] = found
        if given["safety"] is SafetyFound.DANGER:
            self._mistake("safety", DANGER)
        seen = self._read("child_seen", lambda cell: cells.term(cell, YesNo))
        if seen is None and not self._spoilt("child_seen"):
            self._mistake("child_seen", cells.one_of(YesNo))
        return {**given, "child_seen": seen is YesNo.YES}

    def _answer(self, kind: VisitKind, given: dict[str, Any], day: date) -> Answer | None:
        """What the duty itself asks for; whatever is wrong is told under the column of the field."""
        try:
            return read_answer(DUTIES[kind.value], given, happened_at=midnight_before(day))
        except Refused as refused:
            for one in refused.each:
                self._mistake(one.field if one.field in WORDS else "", (one.zh, one.en))
            return None


def mistake(heads: Heads, row: int, code: str, mend: Mend) -> Mistake:
    """What is to be mended in a row; `code`: "" where it is no single column."""
    return mistake_in(heads, row, code, mend, head_of)
