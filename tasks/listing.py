"""Who is on the list: the files of care of many children at once. 在册查询."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import MonitoredChild

if TYPE_CHECKING:
    from tasks.desk import Desk

_AT_ONCE = 500  # numbers in one query


def files_of_care(desk: Desk, child_nos: Sequence[str]) -> dict[str, str]:
    """By number of the child: the file of care of its present round on the list; who is not on it is left out."""
    found: dict[str, str] = {}
    for first in range(0, len(child_nos), _AT_ONCE):
        query = select(MonitoredChild.child_no, MonitoredChild.case_no).where(
            col(MonitoredChild.child_no).in_(child_nos[first : first + _AT_ONCE]),
            col(MonitoredChild.ended_at).is_(None),
        )
        found.update(desk.session.exec(query).all())
    return found
