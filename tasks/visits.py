"""What a child director owes in the windows that run: one line a child. 本期走访清单."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import ChildFile, DutyRow, MonitoredChild, Procedure
from rules.monitoring import COUNTS_AS
from rules.vocabulary import LIVE, Tier
from tasks.grades import grades_of, say_tier
from tasks.posts import known_post
from tasks.routine import standings_of

if TYPE_CHECKING:
    from tasks.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedNow:
    """One routine duty that is owed. 待办的周期职责."""

    no: str
    code: str
    zh: str
    en: str
    about: str
    due_at: datetime | None
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ToVisit:
    """One child and what is owed for it. 一名儿童."""

    case_no: str
    child_no: str
    tier: Tier
    tier_zh: str
    last_contact_at: datetime | None
    owed: tuple[OwedNow, ...]

    @property
    def due_at(self) -> datetime | None:
        """By when the most urgent is due."""
        return min((one.due_at for one in self.owed if one.due_at is not None), default=None)


def owed_by(desk: Desk, post_no: str, *, limit: int = 200) -> list[ToVisit]:
    """The children for whom a post owes something in the running windows, the most urgent first.

    Args:
        limit: children at the most.
    Raises: Refused: no such post.
    """
    known_post(desk, post_no, field="--post")
    query = (
        select(DutyRow, MonitoredChild, Procedure.rules, ChildFile.last_contact_at)
        .join(MonitoredChild, col(MonitoredChild.procedure_no) == col(DutyRow.procedure_no))
        .join(Procedure, col(Procedure.no) == col(MonitoredChild.procedure_no))
        .join(ChildFile, col(ChildFile.no) == col(MonitoredChild.child_no))
        .where(col(DutyRow.post_no) == post_no, col(DutyRow.state).in_(LIVE))
        .where(col(DutyRow.code).in_(sorted(COUNTS_AS)))
        .order_by(col(DutyRow.internal_due_at), col(DutyRow.no))
    )
    found: dict[str, ToVisit] = {}
    for row, listed, rules, last in desk.session.exec(query):
        known = found.get(row.case_no)
        if known is None and len(found) >= limit:
            continue
        one = OwedNow(
            no=row.no,
            code=row.code,
            zh=desk.pack.duty(row.code).zh,
            en=desk.pack.duty(row.code).en,
            about=row.about,
            due_at=row.legal_due_at,
            overdue=row.legal_due_at is not None and row.legal_due_at < desk.at,
        )
        found[row.case_no] = ToVisit(
            case_no=row.case_no,
            child_no=listed.child_no,
            tier=Tier(listed.tier),
            tier_zh=known.tier_zh if known else _tier_said(desk, rules, listed),
            last_contact_at=last,
            owed=(*(known.owed if known else ()), one),
        )
    return list(found.values())


def _tier_said(desk: Desk, rules: str, listed: MonitoredChild) -> str:
    """The tier in the words of the rules that govern the child."""
    return say_tier(grades_of(desk.rules(rules), standings_of(listed.standings)[-1]), Tier(listed.tier))
