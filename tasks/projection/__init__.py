"""Projections: tables that people query, computed from the journal and from nothing else. 投影.

Recording a fact and rebuilding everything go through the same functions, so what is shown is what was written down.
A projector gets consecutive entries of its kind, so that a thousand escalations are a handful of statements.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tasks.kinds import Kind
from tasks.projection import cases, duties, evidence, files, instruments, monitoring, notes, notices, posts
from tasks.projection.facts import Projector

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models import JournalEntry
    from tasks.desk import Desk

PROJECTORS: dict[Kind, Projector] = {
    **posts.PROJECTORS,
    **files.PROJECTORS,
    **cases.PROJECTORS,
    **duties.PROJECTORS,
    **instruments.PROJECTORS,
    **notes.PROJECTORS,
    **evidence.PROJECTORS,
    **notices.PROJECTORS,
    **monitoring.PROJECTORS,
}


def project(desk: Desk, rows: Iterable[JournalEntry]) -> None:
    """Carry recorded entries into the projections, in order."""
    for kind, run in groupby(rows, key=lambda row: Kind(row.kind)):
        PROJECTORS[kind](desk, list(run))
