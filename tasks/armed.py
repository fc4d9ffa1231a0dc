"""Which duties have something armed, found by what is armed and by nothing else. 已设定下一步的职责."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement
from sqlalchemy.orm import Mapped
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import DutyRow
from rules.vocabulary import DutyState

IS_OPEN: ColumnElement[bool] = col(DutyRow.state).not_in([state for state in DutyState if state is not DutyState.OPEN])
"""Looked at in what was found, and never a way to find it: a million duties are open, and an index by their state
leads through all of them, where the partial index of what is armed leads to the thousand that are due.  Said as what
it is not, because no index answers that, and a database that has not yet counted its rows takes `=` for something
rare, and reads all of them to find it."""


def first_due(armed: Mapped[datetime | None], at: datetime | BindParameter[datetime]) -> SelectOfScalar[str]:
    """The number of the duty for which something was armed the longest ago, by a moment; nothing where none is.

    Asked for the first and not for any: then there is one way to look, along the index, and where nothing is due a
    database that expected much does not look through all.
    """
    return select(col(DutyRow.no)).where(armed <= at, IS_OPEN).order_by(armed).limit(1)
