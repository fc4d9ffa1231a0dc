"""Which procedures a count, a map or an export is about. 统计范围.

Whole procedures are chosen, by the civil day of the fact that began them: a procedure that is cut at the end of a
month would look as if it had never been finished.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import col

from models import CaseFile, Procedure
from rules.errors import Refused
from rules.moments import midnight_after, midnight_before

if TYPE_CHECKING:
    from rules.vocabulary import ProcedureKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A set of procedures. 所选程序.

    Args:
        area: division code; every case whose area begins with it. "": all.
        since, until: civil days in China, both included, of the fact that began the procedure. None: open.
        kind: only procedures of this kind. None: all.
    """

    area: str = ""
    since: date | None = None
    until: date | None = None
    kind: ProcedureKind | None = None

    def __post_init__(self) -> None:
        """Refuse what could only be a slip of the pen."""
        if self.area and not (self.area.isascii() and self.area.isdigit()):
            raise Refused(
                f"“{self.area}”不是行政区划代码，请填数字代码，如 360100",
                f"{self.area!r} is no division code; write digits, such as 360100",
                field="--area",
            )
        if self.since and self.until and self.since > self.until:
            raise Refused(
                "起始日期晚于截止日期，请核对 --from 和 --to", "--from is later than --to; check both", field="--from"
            )

    def procedures(self) -> Select[Any]:
        """A query for the numbers of the chosen procedures."""
        return select(col(Procedure.no)).where(*self.conditions())

    def conditions(self) -> list[ColumnElement[bool]]:
        """What a row of the procedure table has to be."""
        wanted: list[ColumnElement[bool]] = []
        if self.area:
            near = select(col(CaseFile.no)).where(col(CaseFile.area).startswith(self.area, autoescape=True))
            wanted.append(col(Procedure.case_no).in_(near))
        if self.since:
            wanted.append(col(Procedure.since_at) >= midnight_before(self.since))
        if self.until:
            wanted.append(col(Procedure.since_at) < midnight_after(self.until))
        if self.kind:
            wanted.append(col(Procedure.kind) == self.kind)
        return wanted

    def facts(self) -> dict[str, str | None]:
        """The same as it is written down where somebody reads with it."""
        return {
            "area": self.area,
            "from": self.since.isoformat() if self.since else None,
            "to": self.until.isoformat() if self.until else None,
            "procedure": self.kind,
        }
