"""How a child stands on the list: since when, as what, what is coming, what was there before. 在册情况."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import DutyRow, MonitoredChild
from rules.moments import civil_day
from rules.rhythm import Rhythm
from rules.vocabulary import LIVE, ChildCategory, ChildMark, MonitoringEnd, Tier
from tasks.routine import standings_of
from tasks.routine_ahead import Coming, asked_by_mark, coming

if TYPE_CHECKING:
    from tasks.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class InCare:
    """One round on the list. 一次在册.

    Args:
        categories, tier, marks: as it stands now, or stood when it left.
        coming: what its routine will owe; nothing of a round that is over.
        by_mark: what would be owed, too, if it had one more mark.
    """

    case_no: str
    categories: tuple[ChildCategory, ...]
    tier: Tier
    marks: tuple[ChildMark, ...]
    began_at: datetime
    since_at: datetime
    ended_at: datetime | None
    end_reason: MonitoringEnd | None
    coming: tuple[Coming, ...]
    by_mark: tuple[tuple[ChildMark, Rhythm], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcusableDuty:
    """A routine duty that is owed in a window which is not over. 本期可免办的职责.

    Args:
        no: running number within its file.
    """

    no: str
    zh: str
    en: str
    about: str
    due_at: datetime | None


def rounds_in_care(desk: Desk, child_no: str) -> list[InCare]:
    """Every round of a child on the list, the newest first; at most one is not over."""
    query = select(MonitoredChild).where(col(MonitoredChild.child_no) == child_no)
    rows = desk.session.exec(query.order_by(col(MonitoredChild.began_at).desc(), col(MonitoredChild.procedure_no)))
    return [_round(desk, row) for row in rows]


def on_the_list_now(rounds: list[InCare]) -> InCare | None:
    """The round that is not over."""
    return next((one for one in rounds if one.ended_at is None), None)


def excusable(desk: Desk, case_no: str) -> list[ExcusableDuty]:
    """The routine duties of a file of care that can still be excused: what is late is late."""
    query = select(DutyRow).where(col(DutyRow.case_no) == case_no, col(DutyRow.state).in_(LIVE))
    rows = desk.session.exec(query.order_by(col(DutyRow.legal_due_at), col(DutyRow.no)))
    return [
        ExcusableDuty(
            no=row.no.rpartition("/")[2],
            zh=desk.pack.duties[row.code].zh,
            en=desk.pack.duties[row.code].en,
            about=row.about,
            due_at=row.legal_due_at,
        )
        for row in rows
        if row.code in desk.pack.duties
        and desk.pack.duties[row.code].routine
        and (row.legal_due_at is None or desk.at <= row.legal_due_at)
    ]


def _round(desk: Desk, row: MonitoredChild) -> InCare:
    standing = standings_of(row.standings)[-1]
    over = row.ended_at is not None
    return InCare(
        case_no=row.case_no,
        categories=tuple(one for one in ChildCategory if one in standing.categories),
        tier=Tier(row.tier),
        marks=tuple(one for one in ChildMark if one in standing.marks),
        began_at=row.began_at,
        since_at=row.standing_since,
        ended_at=row.ended_at,
        end_reason=MonitoringEnd(row.end_reason) if row.end_reason else None,
        coming=() if over else coming(desk.pack, standing, civil_day(desk.at)),
        by_mark=() if over else asked_by_mark(desk.pack, standing),
    )
