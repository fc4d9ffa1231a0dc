"""Children in care who have grown out of their category leave the list. 到龄退出.

Looked at whenever a window begins, some thousands at a time; a date of birth is opened and not kept.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row
from sqlalchemy import select as select_columns
from sqlmodel import col

from models import ChildFile, MonitoredChild
from rules.age import OF_AGE_YEARS, turns_on
from rules.moments import civil_day, midnight_before
from rules.vocabulary import ChildCategory, MonitoringEnd, Precision
from tasks.journal import Entry
from tasks.kinds import Kind

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

LIMIT_OF_AGE = 16
"""Migrant and left-behind children are under sixteen; a child in difficulty stays a child until eighteen (HT-147)."""

BASIS = "HT-147"

AT_ONCE = 2_000


def end_by_age(office: Office) -> int:
    """Take off the list whoever is too old for every category. Returns how many."""
    ended, last = 0, ""
    while True:
        with office.reading() as desk:
            rows = _listed_after(desk, last)
            grown = [(row, day) for row in rows if (day := _grown_on(desk, row)) and day <= civil_day(desk.at)]
        if not rows:
            return ended
        last = rows[-1].procedure_no
        for row, day in grown:
            with office.writing() as desk:
                ended += _end(desk, row, day)


def _listed_after(desk: Desk, procedure_no: str) -> list[Row[Any]]:
    listed = col(MonitoredChild.procedure_no)
    query = (
        select_columns(
            listed,
            col(MonitoredChild.case_no),
            col(MonitoredChild.child_no),
            col(MonitoredChild.standings),
            col(ChildFile.birth_on_sealed),
        )
        .join(ChildFile, col(ChildFile.no) == col(MonitoredChild.child_no))
        .where(col(MonitoredChild.ended_at).is_(None), listed > procedure_no)
        .where(col(ChildFile.birth_on_sealed).is_not(None))
        .order_by(listed)
        .limit(AT_ONCE)
    )
    return list(desk.session.execute(query))


def _grown_on(desk: Desk, row: Row[Any]) -> date | None:
    """The day from which the child counts by age no more; None where the file was erased."""
    born = desk.reveal(row.child_no, "birth_on", row.birth_on_sealed)
    if born is None:
        return None
    _, categories, _, _ = json.loads(row.standings)[-1]
    years = OF_AGE_YEARS if ChildCategory.IN_DIFFICULTY in categories else LIMIT_OF_AGE
    return turns_on(date.fromisoformat(born), years)


def _end(desk: Desk, row: Row[Any], day: date) -> int:
    key = f"monitoring-age:{row.procedure_no}"
    if desk.has_happened(key):
        return 0
    desk.record(
        Entry(
            chain=row.case_no,
            kind=Kind.MONITORING_ENDED,
            key=key,
            payload={"reason": MonitoringEnd.REACHED_AGE},
            happened_at=midnight_before(day),
            precision=Precision.DAY,
            procedure_no=row.procedure_no,
            basis=(BASIS,),
        )
    )
    desk.wake(row.procedure_no, "ended")
    return 1
