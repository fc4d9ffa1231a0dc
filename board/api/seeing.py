"""What a post sees of a case's duties. 可见的职责."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import DutyRow
from rules.errors import Forbidden
from rules.vocabulary import LIVE
from tasks.access.duties import demand_duty, duties_seen

if TYPE_CHECKING:
    from tasks.access import Sight
    from tasks.cases import DutyView
    from tasks.desk import Desk


def live_duties(desk: Desk, sight: Sight, case_no: str) -> list[DutyView]:
    """The duties of a case that are seen from a post and still owed."""
    return [view for view in duties_seen(desk, sight, case_no) if view.state in LIVE]


def demand_there(desk: Desk, sight: Sight, case_no: str, duty_no: str) -> None:
    """Raises Forbidden where there is no such duty, or none that this post sees: the same for both."""
    demand_duty(desk, sight, case_no, duty_no)
    if desk.session.exec(select(DutyRow.no).where(col(DutyRow.no) == f"{case_no}/{duty_no}")).first() is None:
        raise Forbidden(
            f"个案 {case_no} 没有第 {duty_no} 项职责，请核对",
            f"case {case_no} has no duty {duty_no}; check the number",
            field="duty_no",
            hidden=True,
        )
