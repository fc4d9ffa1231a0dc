"""What is owed now, with the rung that comes next: the list that an office works from. 今日待办.

Which duties are looked at is the caller's condition: those of a post, of an agency, of what a post may see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, case
from sqlalchemy import select as select_columns
from sqlmodel import col, func, select

from models import CaseFile, DutyRow, Procedure
from rules.moments import civil_day, midnight_after
from rules.vocabulary import LIVE, DutyState, ProcedureKind
from tasks.cases import DutyView, view_of
from tasks.duty_rules import rules_within
from tasks.laddered import Laddered
from tasks.matters import matter_said

if TYPE_CHECKING:
    from tasks.desk import Desk

WEEK = timedelta(days=7)


class Standing(StrEnum):
    """By what a list of duties is narrowed. 期限状态."""

    OVER = "over"  # past the legal date
    LAST = "last"  # past ours, not past the legal one
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    HOLD = "hold"  # paused, or without a date


@dataclass(frozen=True, slots=True, kw_only=True)
class NextRung:
    """What comes by itself if nobody acts. 下一级."""

    at: datetime
    tells: tuple[str, ...]  # names of posts, as the reader's language has them


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A duty on a list. 待办.

    Args:
        rungs: how many the ladder has; `view.rungs_climbed` of them were climbed.
        coming: None where nothing is armed.
        read_at, accepted_at: of the post that owes it.
    """

    view: DutyView
    standing: Standing
    rungs: int
    coming: NextRung | None
    read_at: datetime | None
    accepted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Todays:
    """A list of what is owed. 待办清单.

    Args:
        counts: of all that fits, by how they stand, not of those shown alone.
        owed: at most as many as were asked for, the most urgent first.
    """

    counts: Mapping[Standing, int]
    owed: tuple[Owed, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())


def todays(
    desk: Desk, where: Sequence[ColumnElement[bool]], *, standing: Standing | None = None, most: int, lang: str
) -> Todays:
    """Live duties that fit, the most urgent first; whatever stands still comes last.

    Args:
        where: conditions on `DutyRow` (and `CaseFile`).
        standing: only those that stand so.
        most: how many are shown.
        lang: of the names of posts.
    """
    stands = _stands(desk.at)
    fits = (col(DutyRow.state).in_(LIVE), *where)
    tally = select(stands, func.count()).join(CaseFile, col(CaseFile.no) == col(DutyRow.case_no))
    counted = dict(desk.session.exec(tally.where(*fits).group_by(stands)).all())
    query = (
        select_columns(DutyRow, Procedure, col(CaseFile.area), stands)
        .join(Procedure, col(Procedure.no) == col(DutyRow.procedure_no))
        .join(CaseFile, col(CaseFile.no) == col(DutyRow.case_no))
        .where(*fits, *([stands == standing.value] if standing else []))
        .order_by(
            case((col(DutyRow.state) == DutyState.PAUSED, 1), else_=0),
            func.coalesce(col(DutyRow.internal_due_at), desk.at + timedelta(days=36500)),
            col(DutyRow.no),
        )
        .limit(most)
    )
    return Todays(
        counts={one: counted.get(one.value, 0) for one in Standing},
        owed=tuple(
            _owed(desk, row, procedure, area, Standing(stood), lang)
            for row, procedure, area, stood in desk.session.execute(query)
        ),
    )


def _stands(at: datetime) -> ColumnElement[str]:
    """How a live duty stands at a moment, for the database."""
    tonight = midnight_after(civil_day(at))
    due = col(DutyRow.internal_due_at)
    return case(
        ((col(DutyRow.state) == DutyState.PAUSED) | due.is_(None), Standing.HOLD.value),
        (col(DutyRow.legal_due_at) < at, Standing.OVER.value),
        (due < at, Standing.LAST.value),
        (due <= tonight, Standing.TODAY.value),
        (due <= tonight + WEEK, Standing.WEEK.value),
        else_=Standing.LATER.value,
    )


def _owed(desk: Desk, row: DutyRow, of: Procedure, area: str, stood: Standing, lang: str) -> Owed:
    laddered = Laddered(
        desk=desk,
        row=row,
        kind=ProcedureKind(of.kind),
        pack=rules_within(desk, row, of.rules),
        area=area,
        matter=matter_said(desk, of.kind, of.about, of.receiver, row.about),
    )
    coming = None
    if row.next_rung_at is not None:
        reached = laddered.reach(row.next_rung)
        coming = NextRung(
            at=row.next_rung_at, tells=tuple(post.zh if lang == "zh" else post.en for post in reached.posts)
        )
    return Owed(
        view=view_of(desk, row, of.kind, of.rules, laddered.matter),
        standing=stood,
        rungs=len(laddered.times),
        coming=coming,
        read_at=row.read_at,
        accepted_at=row.accepted_at,
    )
