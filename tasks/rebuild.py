"""Rebuilding the projections from the journal, and comparing them with what stood there. 重建投影."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import delete, select
from sqlmodel import SQLModel, col
from sqlmodel import select as select_rows

from models import (
    Adult,
    Agency,
    CaseFile,
    ChildFile,
    DutyExtension,
    DutyPause,
    DutyRow,
    Evidence,
    Holding,
    Incident,
    IncidentCase,
    Instrument,
    InstrumentAddressee,
    InstrumentBreach,
    InstrumentVersion,
    JournalEntry,
    MonitoredChild,
    Note,
    Notice,
    Person,
    Post,
    Procedure,
    ProcedureParty,
    ReportChild,
    ReportRow,
    RoutineWindow,
    SecondVersion,
    Substitute,
    Tie,
)
from models.bulk import table_of
from tasks.projection import project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tasks.desk import Desk
    from tasks.office import Office

PROJECTIONS: tuple[type[SQLModel], ...] = (
    InstrumentVersion,
    InstrumentAddressee,
    InstrumentBreach,
    Instrument,
    SecondVersion,
    Note,
    Evidence,
    DutyExtension,
    DutyPause,
    Notice,
    DutyRow,
    RoutineWindow,
    MonitoredChild,
    ProcedureParty,
    Procedure,
    IncidentCase,
    ReportChild,
    CaseFile,
    ReportRow,
    Incident,
    Tie,
    Adult,
    ChildFile,
    Substitute,
    Holding,
    Person,
    Post,
    Agency,
)
"""In an order in which rows can be deleted: what refers stands before what is referred to."""

_AT_ONCE = 1_000

Snapshot: TypeAlias = "dict[str, list[tuple[Any, ...]]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """A table whose rows are not what the journal says. 不符的表.

    Args:
        keys: of the rows that are there and should not be so, or are lacking; in order.
    """

    table: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What a rebuild came to. 重建结果. `differing`: the tables that were not what the journal says."""

    entries: int
    differing: tuple[Differing, ...]


class _OnlyLookedAt(Exception):
    """No error: it takes the transaction back."""


def rebuild(office: Office, progress: Callable[[int], None] = lambda done: None, *, keep: bool = True) -> Rebuilt:
    """Empty the projections and carry every entry of the journal into them again, in one transaction.

    Args:
        progress: told how many entries are done, now and then.
        keep: False: only look whether they are what the journal says; nothing is changed, nobody else writes meanwhile.
    """
    found: Rebuilt | None = None
    with suppress(_OnlyLookedAt), office.writing() as desk:
        before = snapshot(desk)
        for table in PROJECTIONS:
            desk.session.execute(delete(table))
        done = 0
        for entries in _in_parts(desk):
            project(desk, entries)
            done += len(entries)
            progress(done)
        found = Rebuilt(entries=done, differing=tuple(_differing(before, snapshot(desk))))
        if not keep:
            raise _OnlyLookedAt
    assert found is not None, "only its own end is suppressed"
    return found


def _differing(before: Snapshot, after: Snapshot) -> Iterator[Differing]:
    for model in PROJECTIONS:
        table = table_of(model)
        there, said = before[table.name], after[table.name]
        if there != said:
            names = [column.name for column in table.columns]
            places = [names.index(column.name) for column in table.primary_key.columns]
            wrong = {tuple(row[n] for n in places) for row in set(there) ^ set(said)}
            yield Differing(table=table.name, keys=tuple("/".join(map(str, key)) for key in sorted(wrong, key=str)))


def snapshot(desk: Desk) -> Snapshot:
    """All rows of all projections, in the order of their keys."""
    found = {}
    for model in PROJECTIONS:
        table = table_of(model)
        rows = desk.session.execute(select(table).order_by(*table.primary_key.columns))
        found[table.name] = [tuple(row) for row in rows]
    return found


def _in_parts(desk: Desk) -> Iterator[list[JournalEntry]]:
    last = 0
    while True:
        query = select_rows(JournalEntry).where(col(JournalEntry.seq) > last).order_by(col(JournalEntry.seq))
        entries = list(desk.session.exec(query.limit(_AT_ONCE)))
        if not entries:
            return
        yield entries
        last = entries[-1].seq or last
