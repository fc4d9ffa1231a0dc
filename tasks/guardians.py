"""Who is guardian changes by a judgment: the tie as it was ends, the tie as it is now begins. 监护人变更.

A mother who is disqualified stays the mother: only that she is guardian ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import Adult, DutyRow, Tie
from rules.moments import civil_day
from rules.vocabulary import Precision
from tasks.journal import Actor, Entry
from tasks.kinds import Kind
from tasks.numbers import Named

if TYPE_CHECKING:
    from tasks.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianChange:
    """One adult becomes guardian, or is it no longer. 变更.

    Args:
        duty: the answered duty that it rests on: a judgment, an appointment.
    """

    procedure_no: str
    child_no: str
    adult_no: str
    guardian: bool
    duty: DutyRow


def change_guardian(desk: Desk, change: GuardianChange) -> bool:
    """Record it, once. Returns whether anything was recorded; an adult who is not entered is left alone."""
    key = f"guardian:{change.duty.no}:{change.adult_no}"
    if not change.adult_no or desk.has_happened(key):
        return False
    query = select(Tie).where(col(Tie.child_no) == change.child_no, col(Tie.adult_no) == change.adult_no)
    ties = desk.session.exec(query.order_by(col(Tie.place))).all()
    present = [tie for tie in ties if tie.until_on is None]
    if not present or present[-1].guardian is change.guardian:
        return False
    adult = desk.session.exec(select(Adult).where(col(Adult.no) == change.adult_no)).one()
    day = civil_day(change.duty.happened_at or desk.at)
    last = present[-1]
    again = {
        "no": desk.number(Named.TIE),
        "child_no": change.child_no,
        "adult_no": change.adult_no,
        "relation": last.relation,
        "guardian": change.guardian,
        "carer": last.carer,
        "suspected": last.suspected,
        "from_on": day.isoformat(),
        "until_on": None,
    }
    ended = [
        _entry(
            change,
            Kind.TIE_ENDED,
            f"{key}:left:{tie.no}",
            {"tie_no": tie.no, "until_on": day.isoformat(), "reason_sealed": None},
        )
        for tie in present
    ]
    desk.record(*ended, _entry(change, Kind.ADULT_TIED, key, {"adult": adult.model_dump(), "tie": again}))
    return True


def _entry(change: GuardianChange, kind: Kind, key: str, payload: dict[str, object]) -> Entry:
    duty = change.duty
    unknown = duty.happened_precision == Precision.UNKNOWN
    return Entry(
        chain=change.child_no,
        kind=kind,
        key=key,
        payload=payload,
        happened_at=None if unknown else duty.happened_at,
        precision=Precision(duty.happened_precision or Precision.EXACT),
        by=Actor(post_no=duty.answered_by_post),
    )
