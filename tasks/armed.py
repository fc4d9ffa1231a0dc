"""Which duties have something armed, found by what is armed and by nothing else. 已设定下一步的职责."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func
from sqlmodel import col

from models import DutyRow
from rules.vocabulary import DutyState

IS_OPEN: ColumnElement[bool] = func.coalesce(col(DutyRow.state), "") == DutyState.OPEN
"""Looked at in what was found, and never a way to find it: a million duties are open, and an index by their state
leads through all of them, where the partial index of what is armed leads to the thousand that are due."""
