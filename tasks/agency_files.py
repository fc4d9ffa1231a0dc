"""The files of agencies: what a post owes itself in a window of the calendar. 机关事项卷宗.

A file for each post and window, opened when the window begins; it is a case like any other but for the child, so that
its duties have their clocks, ladders, lists and audit.  Whose rules ask for nothing has none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import select as select_columns
from sqlmodel import col, select

from models import Agency, JournalEntry, Post, Procedure
from packs.pack import Pack
from rules.moments import civil_day, midnight_before
from rules.rhythm import Rhythm
from rules.vocabulary import CasePurpose, ProcedureKind, Role, WindowKind
from rules.windows import Window, window_of, windows_between
from tasks.clocks import start_clock
from tasks.journal import Entry
from tasks.kinds import Kind
from tasks.numbers import Named
from tasks.procedures import Opening, open_procedure
from tasks.routine_entries import agency_rhythms_of

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seat:
    """A post that may owe something itself. 岗位. `entered_at`: when it was entered here."""

    no: str
    role: Role
    area: str
    entered_at: datetime


def open_agency_files(office: Office) -> int:
    """Open the files of the windows that have begun, once for each post that owes anything in them. Returns how many.

    Those that began while nobody looked are opened too.  A post that was entered while a window runs owes in it what
    can still be done in time (HT-266): the text asks it of the agency, however late the software came.  For its first
    file only the window that runs is looked at.
    """
    with office.reading() as desk:
        if not agency_rhythms_of(desk.pack):
            return 0
    with office.writing() as desk:
        desk.lock("agency files")
        return _Round(desk).open()


class _Round:
    """One look at all posts. 一轮."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._today = civil_day(desk.at)

    def open(self) -> int:
        """Open whatever is not open yet."""
        missing = [(seat, window) for seat in self._seats for window in self._windows_without_a_file(seat)]
        for seat, window in missing:
            self._open(seat, window)
        return len(missing)

    @cached_property
    def _rhythms(self) -> list[tuple[Rhythm, WindowKind]]:
        return agency_rhythms_of(self._desk.pack)

    @cached_property
    def _seats(self) -> list[_Seat]:
        """The open posts of whom anything is asked, in the order of their numbers."""
        roles = sorted({role for rhythm, _ in self._rhythms for role in rhythm.owed_by_each})
        query = select_columns(col(Post.no), col(Post.role), col(Agency.area))
        query = query.join(Agency, col(Agency.no) == col(Post.agency_no))
        rows = self._desk.session.execute(query.where(col(Post.open), col(Post.role).in_(roles)).order_by(col(Post.no)))
        return [
            _Seat(no=no, role=Role(role), area=area, entered_at=self._entered_at[no])
            for no, role, area in rows
            if no in self._entered_at
        ]

    @cached_property
    def _entered_at(self) -> dict[str, datetime]:
        return entered_at(self._desk)

    @cached_property
    def _kept(self) -> dict[tuple[str, WindowKind], Window]:
        """By post and kind of window: the last one that has a file."""
        query = select(Procedure.owed_by_post, Procedure.about, Procedure.since_at).where(
            col(Procedure.kind) == ProcedureKind.ROUTINE_REPORTING
        )
        found: dict[tuple[str, WindowKind], Window] = {}
        for post_no, about, since_at in self._desk.session.exec(query.order_by(col(Procedure.since_at))):
            kind = kind_of(about, since_at)
            if kind is not None:
                found[str(post_no), kind] = window_of(kind, civil_day(since_at))
        return found

    def _windows_without_a_file(self, seat: _Seat) -> Iterator[Window]:
        owed = [(rhythm, kind) for rhythm, kind in self._rhythms if rhythm.is_owed_at(seat.role, seat.area)]
        for kind in sorted({kind for _, kind in owed}):
            kept = self._kept.get((seat.no, kind))
            if kept is None:
                running = window_of(kind, self._today)
                rhythms = [rhythm for rhythm, its in owed if its is kind]
                if any(still_in_time(self._desk, self._desk.pack, one, running, seat.entered_at) for one in rhythms):
                    yield running
            else:
                yield from (one for one in windows_between(kind, kept.first, self._today) if one > kept)

    def _open(self, seat: _Seat, window: Window) -> None:
        case_no, since_at = self._desk.number(Named.CASE), midnight_before(window.first)
        rhythms = [rhythm for rhythm, kind in self._rhythms if kind is window.kind]
        asked = [rhythm for rhythm in rhythms if rhythm.is_owed_at(seat.role, seat.area)]
        self._desk.record(
            Entry(
                chain=case_no,
                kind=Kind.CASE_OPENED,
                key=f"agency:{seat.no}:{window.code}",
                payload={
                    "no": case_no,
                    "child_no": None,
                    "area": seat.area,
                    "lead_post": seat.no,
                    "incident_no": None,
                    "report_no": None,
                    "purpose": CasePurpose.AGENCY,
                },
                happened_at=self._desk.at,
                basis=tuple(dict.fromkeys(id for rhythm in asked for id in rhythm.basis)),
            )
        )
        opening = Opening(
            case_no=case_no,
            kind=ProcedureKind.ROUTINE_REPORTING,
            since_at=since_at,
            key=f"routine-reporting:{seat.no}:{window.code}",
            about=window.code,
            owed_by_post=seat.no,
        )
        open_procedure(self._desk, opening)


def entered_at(desk: Desk) -> dict[str, datetime]:
    """By post: when it was first entered here."""
    query = select(JournalEntry.payload, JournalEntry.recorded_at).where(col(JournalEntry.kind) == Kind.POST_ENTERED)
    found: dict[str, datetime] = {}
    for payload, recorded_at in desk.session.exec(query.order_by(col(JournalEntry.seq))):
        found.setdefault(json.loads(payload)["no"], recorded_at)
    return found


def still_in_time(desk: Desk, pack: Pack, rhythm: Rhythm, window: Window, entered: datetime) -> bool:
    """Whether a post that was entered at a moment can still do in time what a window asks of it (HT-266).

    Until the last safe moment it can, as its ladder would tell it; what was over by then is not put to its account.
    """
    begins = midnight_before(window.first)
    if entered <= begins:
        return True
    spec = pack.duty(rhythm.duty)
    clock = start_clock(pack, desk.office.calendar, spec, rhythm.variant, begins, opened_at=begins)
    last = clock.last_safe_at or clock.due.legal_due_at
    return last is None or entered <= last


def kind_of(code: str, since_at: datetime) -> WindowKind | None:
    """The kind of the window of this code that begins at a moment; None: there is none such."""
    day = civil_day(since_at)
    return next((kind for kind in WindowKind if window_of(kind, day).code == code), None)
