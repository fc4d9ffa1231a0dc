"""The days on which a tie begins or ends: a day that comes is a fact, and is recorded as one. 监护、照护关系的起止日.

Somebody enters today that the aunt takes the child from the first of next month.  A flow may not know today
(docs/adr/0010): for it she begins when it is recorded that the day has come.  Whoever looks late records the same
days.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import col, or_, select

from models import CaseFile, Procedure, Tie
from rules.moments import civil_day, midnight_before
from rules.vocabulary import Precision
from tasks.journal import Entry
from tasks.kinds import Kind
from tasks.people_around import recorded_until

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

_AT_ONCE = 500
"""Children whose ends of the record are asked for in one query."""


def note_tie_days(office: Office) -> int:
    """Record every such day that has come, and let the child's procedures look again. Returns how many days.

    Looked at without holding anybody up; written only where a day has come.
    """
    noted = 0
    for child_no in _with_a_day_that_came(office):
        with office.writing() as desk:
            noted += _note(desk, child_no)
    return noted


def _with_a_day_that_came(office: Office) -> list[str]:
    """Children with an open case on whose ties a day has passed that is not recorded yet."""
    with office.reading() as desk:
        today = civil_day(desk.at)
        query = (
            select(Tie)
            .join(CaseFile, col(CaseFile.child_no) == col(Tie.child_no))
            .where(col(CaseFile.state) == "open", or_(col(Tie.from_on) <= today, col(Tie.until_on) <= today))
            .distinct()
        )
        latest: dict[str, date] = {}
        for tie in desk.session.exec(query):
            latest[tie.child_no] = max(*_days([tie], today), latest.get(tie.child_no, date.min))
        children = sorted(latest)
        known: dict[str, date] = {}
        for first in range(0, len(children), _AT_ONCE):
            known |= recorded_until(desk, children[first : first + _AT_ONCE])
        return [child_no for child_no in children if latest[child_no] > known[child_no]]


def _note(desk: Desk, child_no: str) -> int:
    """The days themselves, on the child's own chain, the first one first."""
    today = civil_day(desk.at)
    ties = desk.session.exec(select(Tie).where(col(Tie.child_no) == child_no)).all()
    known = recorded_until(desk, [child_no])[child_no]
    days = [day for day in sorted(set(_days(ties, today))) if day > known]
    desk.record(*(_entry(child_no, ties, day) for day in days))
    query = (
        select(Procedure.no)
        .join(CaseFile, col(CaseFile.no) == col(Procedure.case_no))
        .where(col(CaseFile.child_no) == child_no, col(Procedure.state) == "open")
        .order_by(col(Procedure.no))
    )
    for procedure_no in desk.session.exec(query).all() if days else ():
        desk.wake(procedure_no, "people")
    return len(days)


def _entry(child_no: str, ties: Sequence[Tie], day: date) -> Entry:
    return Entry(
        chain=child_no,
        kind=Kind.TIE_DAY_CAME,
        key=f"tie-day:{child_no}:{day.isoformat()}",
        payload={
            "on": day.isoformat(),
            "begin": [tie.no for tie in ties if tie.from_on == day],
            "end": [tie.no for tie in ties if tie.until_on == day],
        },
        happened_at=midnight_before(day),
        precision=Precision.DAY,
    )


def _days(ties: Sequence[Tie], today: date) -> list[date]:
    """The days up to today on which one of these ties begins or ends."""
    named = [day for tie in ties for day in (tie.from_on, tie.until_on)]
    return [day for day in named if day is not None and day <= today]
