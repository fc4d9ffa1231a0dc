"""Cases as a list: open or closed, where, who leads, what is owed next. 个案清单.

Which cases are looked at is the caller's condition: what a post may see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select

from models import CaseFile, DutyRow, Procedure
from rules.vocabulary import LIVE, CasePurpose, ProcedureKind
from tasks.posts import FoundPost, post_by_number

if TYPE_CHECKING:
    from tasks.desk import Desk

OPEN, CLOSED = "open", "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One case of a list. 清单中的个案.

    Args:
        kinds: of its open procedures, each once.
        owed, late: live duties, and how many of them are past their legal date.
    """

    no: str
    state: str
    area: str
    lead: FoundPost | None
    opened_at: datetime
    closed_at: datetime | None
    kinds: tuple[ProcedureKind, ...]
    owed: int
    late: int
    next_due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLines:
    """A list of cases. `total`: of all that fit, not of those shown alone."""

    total: int
    lines: tuple[CaseLine, ...]


def case_lines(
    desk: Desk, where: Sequence[ColumnElement[bool]], *, state: str | None = None, area: str = "", most: int
) -> CaseLines:
    """Matters that fit, the newest first.

    Args:
        where: conditions on `CaseFile`.
        state: OPEN or CLOSED; both, if not said.
        area: division code; everything that begins with it.
        most: how many are shown.
    """
    fits = [col(CaseFile.purpose) == CasePurpose.MATTER, *where]
    if state is not None:
        fits.append(col(CaseFile.state) == state)
    if area:
        fits.append(col(CaseFile.area).startswith(area, autoescape=True))
    total = desk.session.exec(select(func.count()).select_from(CaseFile).where(*fits)).one()
    query = select(CaseFile).where(*fits).order_by(col(CaseFile.opened_at).desc(), col(CaseFile.no)).limit(most)
    rows = desk.session.exec(query).all()
    numbers = [row.no for row in rows]
    owed, kinds = _owed(desk, numbers), _kinds(desk, numbers)
    return CaseLines(total=total, lines=tuple(_line(desk, row, owed, kinds[row.no]) for row in rows))


_Owed = dict[str, tuple[int, int, datetime | None]]


def _line(desk: Desk, row: CaseFile, owed: _Owed, kinds: Sequence[ProcedureKind]) -> CaseLine:
    live, late, next_due_at = owed.get(row.no, (0, 0, None))
    return CaseLine(
        no=row.no,
        state=row.state,
        area=row.area,
        lead=post_by_number(desk, row.lead_post) if row.lead_post else None,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        kinds=tuple(dict.fromkeys(kinds)),
        owed=live,
        late=late,
        next_due_at=next_due_at,
    )


def _owed(desk: Desk, numbers: Sequence[str]) -> _Owed:
    """How many live duties, how many of them late, and when the next is due: of these cases, with one query."""
    columns = (col(DutyRow.case_no), col(DutyRow.legal_due_at), col(DutyRow.internal_due_at))
    query = select(*columns).where(col(DutyRow.case_no).in_(numbers), col(DutyRow.state).in_(LIVE))
    found: _Owed = {}
    for case_no, legal, internal in desk.session.exec(query):
        live, late, soonest = found.get(case_no, (0, 0, None))
        dates = [at for at in (soonest, internal) if at is not None]
        found[case_no] = (live + 1, late + (legal is not None and legal < desk.at), min(dates, default=None))
    return found


def _kinds(desk: Desk, numbers: Sequence[str]) -> dict[str, list[ProcedureKind]]:
    query = select(Procedure.case_no, Procedure.kind).where(
        col(Procedure.case_no).in_(numbers), col(Procedure.state) == OPEN
    )
    found: dict[str, list[ProcedureKind]] = defaultdict(list)
    for case_no, kind in desk.session.exec(query.order_by(col(Procedure.opened_at), col(Procedure.no))):
        found[case_no].append(ProcedureKind(kind))
    return found
