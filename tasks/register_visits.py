"""What routine visits and contacts found, as the paper file of one child tells it. 一人一档中的走访.

The export of visits names the same answers in the columns of a table (`tasks.export_visits`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from models import DutyRow
from rules.moments import civil_day
from rules.monitoring import CareFound, HealthFound, SafetyFound, SchoolFound, SpokeWith
from rules.vocabulary import DutyState, Precision, Term
from tasks.visit_table import FOUND, VisitKind
from tasks.visits_once import Told, each_once

if TYPE_CHECKING:
    from tasks.desk import Desk

_IN_ORDER: frozenset[Term] = frozenset(
    {CareFound.GOOD, SchoolFound.ATTENDS, SchoolFound.NOT_OF_AGE, HealthFound.WELL, SafetyFound.SAFE}
)
"""What is no problem."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """One visit or contact, once, whatever number of windows it answered. 走访、联系.

    Args:
        found: what was seen, in words; `problems` the part of it that is none in order.
    """

    happened_at: datetime | None
    precision: str
    kind: VisitKind
    case_no: str
    by_post: str | None
    source: str
    found: str
    problems: str
    needs: str


def visits_to(desk: Desk, child_no: str, cases: Sequence[str]) -> Iterator[Visited]:
    """The routine visits and contacts of a child in these files, the earliest first."""
    query = select(DutyRow).where(
        col(DutyRow.case_no).in_(cases),
        col(DutyRow.code).in_([one.value for one in VisitKind]),
        col(DutyRow.state) == DutyState.ANSWERED,
    )
    rows = desk.session.exec(query.order_by(col(DutyRow.happened_at), col(DutyRow.no))).all()
    for row in each_once(rows, _told):
        yield _visited(desk, child_no, row)


def _told(row: DutyRow) -> Told:
    return row.case_no, VisitKind(row.code), civil_day(row.happened_at) if row.happened_at else None


def _visited(desk: Desk, child_no: str, row: DutyRow) -> Visited:
    said: dict[str, Any] = json.loads(row.answer or "{}")
    terms = [kind(said[code]) for code, kind in FOUND.items() if said.get(code)]
    problems = desk.reveal(child_no, "problems", said.get("problems") or None)
    needs = desk.reveal(child_no, "needs", said.get("needs") or None)
    spoke = "、".join(SpokeWith(one).zh for one in said.get("spoke_with", ()))
    seen = [] if "child_seen" not in said else ["见到儿童" if said["child_seen"] else "未见到儿童"]
    told = [*seen, *([f"交谈：{spoke}"] if spoke else []), *(one.zh for one in terms)]
    wrong = [one.zh for one in terms if one not in _IN_ORDER]
    return Visited(
        happened_at=row.happened_at,
        precision=row.happened_precision or Precision.UNKNOWN,
        kind=VisitKind(row.code),
        case_no=row.case_no,
        by_post=row.answered_by_post,
        source=row.no,
        found="；".join([*told, *([problems] if problems else [])]),
        problems="；".join([*wrong, *([problems] if problems else [])]),
        needs=needs or "",
    )
