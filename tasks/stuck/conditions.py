"""Conditions that the queries share, written so that the partial indices are found. 查询条件.

A partial index is only used where the query spells its condition out: constants stand as literals here, never as
parameters.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnClause, ColumnElement, exists, func, literal_column, or_, select
from sqlmodel import col

from models import CaseFile, DutyRow, Holding, Notice, Post, Procedure, Wake

_OPEN: ColumnClause[str] = literal_column("'open'")
_PAUSED: ColumnClause[str] = literal_column("'paused'")

DUTY_LIVE = col(DutyRow.state).in_([_OPEN, _PAUSED])
DUTY_OPEN = col(DutyRow.state) == _OPEN
DUTY_PAUSED = col(DutyRow.state) == _PAUSED
CASE_OPEN = col(CaseFile.state) == _OPEN
CASE_IS_OPEN = func.coalesce(col(CaseFile.state), "") == "open"
"""The same where another table leads to the case: half of all cases are open, no index helps by that."""

NO_FILE_OF_CARE = col(CaseFile.purpose) != literal_column("'care'")
"""Not the file in which the routine of a child in care is kept; what an agency owes itself is listed like a matter."""

NOTICE_FAILED = col(Notice.state) == literal_column("'failed'")

PROCEDURE_OPEN = col(Procedure.state) == _OPEN


def not_overdue(at: datetime) -> ColumnElement[bool]:
    """A duty that is not late yet: what is late is shown as late, and once."""
    return or_(col(DutyRow.legal_due_at).is_(None), col(DutyRow.legal_due_at) >= at)


def unheld_posts(at: datetime) -> ColumnElement[bool]:
    """A duty whose post nobody holds."""
    held = exists().where(
        col(Holding.post_no) == col(Post.no),
        col(Holding.from_at) <= at,
        or_(col(Holding.until_at).is_(None), col(Holding.until_at) > at),
    )
    return col(DutyRow.post_no).in_(select(col(Post.no)).where(~held))


def live_duty_of_case() -> ColumnElement[bool]:
    """Somebody owes something in the case."""
    return exists().where(col(DutyRow.case_no) == col(CaseFile.no), DUTY_LIVE)


def woken() -> ColumnElement[bool]:
    """The procedure is about to be looked at again."""
    return col(Procedure.no).in_(select(col(Wake.procedure_no)))
