"""What came of a register that was handed in. 名册导入."""

from __future__ import annotations

from pydantic import Field

from board.api.answers.base import Answer
from tasks.import_visits import Became


class MistakeOut(Answer):
    """What is to be mended, and where; never what stands there. 待改正."""

    row: int
    column: str
    head: str
    zh: str
    en: str


class RowOut(Answer):
    """A row and the file of its child. 一行."""

    row: int
    child_no: str | None = Field(description="试导入的新建档案为空  null where a file would only be opened")
    new: bool
    same_as: int | None = Field(description="表内重复的行  the row in which this child stood before")
    of_age: bool


class ChildrenImportedOut(Answer):
    """What a register of children came to, or would. 导入结果."""

    dry_run: bool
    rows: int
    opened: int
    already: int
    repeated: int
    bad: int = Field(description="有误、未导入的行  rows left out")
    children: list[RowOut]
    mistakes: list[MistakeOut]
    heads_not_read: list[str]
    sheets_not_read: int


class VisitRowOut(Answer):
    """A row and what became of it. 一行."""

    row: int
    case_no: str
    became: Became
    duty_no: str | None
    late: bool
    same_as: int | None


class VisitsImportedOut(Answer):
    """What a table of visits came to, or would. 导入结果."""

    dry_run: bool
    rows: int
    counts: dict[Became, int]
    late: int
    visits: list[VisitRowOut]
    mistakes: list[MistakeOut]
    heads_not_read: list[str]
    sheets_not_read: int
