"""The children in care that a post may know of, as a list without names: who is on it, or who has left. 关爱对象清单.

On it: the highest tier and the longest silence first.  Left: the latest first, each round for itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, case, func, select
from sqlmodel import col

from models import ChildFile, DutyRow, MonitoredChild, Procedure
from packs.pack import Pack
from rules.monitoring import COUNTS_AS
from rules.vocabulary import LIVE, ChildCategory, ChildMark, MonitoringEnd, Tier
from tasks.access.places import within
from tasks.child_shown import ChildShown, shown_of
from tasks.grades import Grades, grades_in, grades_of, say_tier
from tasks.routine import standings_of

if TYPE_CHECKING:
    from tasks.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class InCare:
    """One child on the list. 一名关爱对象.

    Args:
        area: division code of where it lives.
        tier_zh: the tier in the words of the rules that govern the child.
        owed, overdue: routine duties that are owed for it, and those that are past their legal date.
        ended_at, end_reason: when and why it left; None of who is on the list.
    """

    case_no: str
    child: ChildShown
    tier: Tier
    tier_zh: str
    categories: tuple[ChildCategory, ...]
    marks: tuple[ChildMark, ...]
    area: str
    last_contact_at: datetime | None
    owed: int
    overdue: int
    began_at: datetime
    ended_at: datetime | None
    end_reason: MonitoringEnd | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InCareList:
    """The list. 清单.

    Args:
        counts: of all that fit, whatever tier was asked for, by tier.
        grades: how the text of the place calls the tiers, where it has words of its own.
        shown: at most as many as were asked for.
    """

    counts: Mapping[Tier, int]
    grades: Grades
    shown: tuple[InCare, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())


def children_listed(
    desk: Desk,
    may_know: ColumnElement[bool],
    *,
    area: str = "",
    tier: Tier | None = None,
    left: bool = False,
    most: int,
    skip: int = 0,
) -> InCareList:
    """The children on the list now, or those who have left it.

    Args:
        may_know: which rows of `ChildFile` the reader may know of.
        area: only those who live in this area.
        tier: only those of this tier.
        left: rounds that are over, as the child stood when it left; a child that was listed again has one of each.
        most: how many are shown.
        skip: how many of them are left out before.
    """
    ended = col(MonitoredChild.ended_at)
    fits = [ended.is_not(None) if left else ended.is_(None), may_know]
    if area:
        fits.append(within(col(ChildFile.residence_area), area))
    on_file = col(ChildFile.no) == col(MonitoredChild.child_no)
    tally = select(col(MonitoredChild.tier), func.count()).join(ChildFile, on_file).where(*fits)
    rows_counted = desk.session.execute(tally.group_by(col(MonitoredChild.tier))).all()
    counted: dict[str, int] = {row[0]: row[1] for row in rows_counted}
    gravest = case({one.value: -one.place for one in Tier}, value=col(MonitoredChild.tier))
    silent = func.coalesce(col(ChildFile.last_contact_at), col(MonitoredChild.began_at))
    query = (
        select(MonitoredChild, col(ChildFile.residence_area), col(ChildFile.last_contact_at), col(Procedure.rules))
        .join(ChildFile, on_file)
        .join(Procedure, col(Procedure.no) == col(MonitoredChild.procedure_no))
        .where(*fits, *([col(MonitoredChild.tier) == tier] if tier else []))
        .order_by(*([ended.desc()] if left else [gravest, silent]), col(MonitoredChild.case_no))
        .limit(most)
        .offset(skip)
    )
    rows = desk.session.execute(query).all()
    children = shown_of(desk, [row.child_no for row, *_ in rows])
    owed = _owed(desk, [row.procedure_no for row, *_ in rows])
    return InCareList(
        counts={one: counted.get(one.value, 0) for one in reversed(Tier)},
        grades=grades_in(desk.pack),
        shown=tuple(
            _in_care(row, desk.rules(rules), children[row.child_no], home, last, owed.get(row.procedure_no, (0, 0)))
            for row, home, last, rules in rows
        ),
    )


def _in_care(
    row: MonitoredChild, pack: Pack, child: ChildShown, area: str, last: datetime | None, owed: tuple[int, int]
) -> InCare:
    standing = standings_of(row.standings)[-1]
    return InCare(
        case_no=row.case_no,
        child=child,
        tier=Tier(row.tier),
        tier_zh=say_tier(grades_of(pack, standing), Tier(row.tier)),
        categories=tuple(sorted(standing.categories)),
        marks=tuple(sorted(standing.marks)),
        area=area,
        last_contact_at=last,
        owed=owed[0],
        overdue=owed[1],
        began_at=row.began_at,
        ended_at=row.ended_at,
        end_reason=MonitoringEnd(row.end_reason) if row.end_reason else None,
    )


def _owed(desk: Desk, procedures: list[str]) -> dict[str, tuple[int, int]]:
    late = case((col(DutyRow.legal_due_at) < desk.at, 1), else_=0)
    query = (
        select(col(DutyRow.procedure_no), func.count(), func.sum(late))
        .where(col(DutyRow.procedure_no).in_(procedures), col(DutyRow.state).in_(LIVE))
        .where(col(DutyRow.code).in_(sorted(COUNTS_AS)))
        .group_by(col(DutyRow.procedure_no))
    )
    return {no: (number, overdue) for no, number, overdue in desk.session.execute(query)}
