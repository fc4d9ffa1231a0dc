"""Every contact with a child over all years and cases. 与儿童的接触.

Answers and noted facts say that somebody was with the child; which ones do stands in `rules.contacts`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import CaseFile, DutyRow, JournalEntry, Note, SecondVersion
from rules.contacts import NO_CONTACT, NOTES, SIGNS, ContactKind
from rules.gaps import Reach
from rules.vocabulary import DutyState, NoteKind, Precision
from rules.when import latest
from tasks.reaches import reach_of

if TYPE_CHECKING:
    from tasks.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody was with the child, or tried to be. 一次接触.

    Args:
        happened_at, precision: when, and how exactly that is known; None: on an unknown day.
        reach: the civil days on which it may have been; of an unknown day, any up to when it was recorded.
        source: what says so: number of a duty, or chain and number of a noted fact.
        code: of the duty; "" for a noted fact.
        disputed: another source gives another time.
    """

    happened_at: datetime | None
    precision: Precision
    reach: Reach
    kind: ContactKind
    case_no: str
    source: str
    code: str
    by_post: str | None
    recorded_at: datetime
    disputed: bool

    @property
    def ends_a_gap(self) -> bool:
        """Whether somebody was with the child."""
        return self.kind not in NO_CONTACT

    @property
    def at_the_latest(self) -> datetime:
        """The last instant at which it can have been; by its record it had been."""
        return min(latest(self.happened_at, self.precision), self.recorded_at) if self.happened_at else self.recorded_at


def contacts_of(desk: Desk, child_no: str) -> list[Contact]:
    """All contacts of a child over all its cases, in the order in which they were; those of an unknown day last."""
    disputed = _disputed(desk, child_no)
    found = [one for _, one in _contacts(desk, [child_no], disputed)]
    return sorted(found, key=lambda one: (one.happened_at is None, one.reach, one.at_the_latest, one.source))


def last_contact_at(desk: Desk, child_no: str) -> datetime | None:
    """When somebody was last with the child, at the latest that the dates allow. None: never, as far as is known."""
    return last_contacts(desk, [child_no]).get(child_no)


def last_contacts(desk: Desk, child_nos: Sequence[str]) -> dict[str, datetime]:
    """The same of several children, with two queries; who was never met is not in it."""
    found: dict[str, datetime] = {}
    for child_no, one in _contacts(desk, child_nos, frozenset()):
        if one.ends_a_gap:
            found[child_no] = max(one.at_the_latest, found.get(child_no, one.at_the_latest))
    return found


def _contacts(desk: Desk, child_nos: Sequence[str], disputed: frozenset[str]) -> Iterator[tuple[str, Contact]]:
    """Each contact with whose it is."""
    theirs = col(CaseFile.child_no).in_(child_nos)
    notes = select(CaseFile.child_no, Note).join(Note, col(Note.case_no) == col(CaseFile.no))
    for child_no, note in desk.session.exec(notes.where(theirs, col(Note.kind).in_(NOTES))):
        assert child_no is not None, "these are cases of the children asked about"
        yield child_no, _noted(note, disputed)
    duties = select(CaseFile.child_no, DutyRow).join(DutyRow, col(DutyRow.case_no) == col(CaseFile.no))
    # not by state: its index leads through all cases
    for child_no, duty in desk.session.exec(duties.where(theirs, col(DutyRow.code).in_(SIGNS))):
        assert child_no is not None, "these are cases of the children asked about"
        if (one := _answered(duty, disputed)) is not None:
            yield child_no, one


def _noted(row: Note, disputed: frozenset[str]) -> Contact:
    return Contact(
        happened_at=row.happened_at,
        precision=Precision(row.happened_precision),
        reach=_reach(row.happened_at or row.recorded_at, row.happened_precision, row.recorded_at),
        kind=NOTES[NoteKind(row.kind)],
        case_no=row.case_no,
        source=row.no,
        code="",
        by_post=row.by_post,
        recorded_at=row.recorded_at,
        disputed=row.no in disputed,
    )


def _answered(row: DutyRow, disputed: frozenset[str]) -> Contact | None:
    """What the answer to a duty says, if it says anything of the child."""
    if row.state != DutyState.ANSWERED:
        return None
    kind = SIGNS[row.code].read(json.loads(row.answer or "{}"))
    if kind is None or row.happened_at is None or row.recorded_at is None:
        return None
    precision = Precision(row.happened_precision or Precision.EXACT)
    return Contact(
        happened_at=None if precision is Precision.UNKNOWN else row.happened_at,
        precision=precision,
        reach=_reach(row.happened_at, precision, row.recorded_at),
        kind=kind,
        case_no=row.case_no,
        source=row.no,
        code=row.code,
        by_post=row.answered_by_post,
        recorded_at=row.recorded_at,
        disputed=row.no in disputed,
    )


def _reach(at: datetime, precision: str, recorded_at: datetime) -> Reach:
    return reach_of(at, precision, recorded_at, not_before=date.min)


def _disputed(desk: Desk, child_no: str) -> frozenset[str]:
    """The noted facts, by chain and number, and the answered duties to which another source gives another time."""
    query = select(SecondVersion.of_entry).join(CaseFile, col(CaseFile.no) == col(SecondVersion.case_no))
    entries = desk.session.exec(query.where(col(CaseFile.child_no) == child_no, col(SecondVersion.disputed))).all()
    named = {entry.rpartition("#")[::2] for entry in entries}
    told = select(JournalEntry.chain, JournalEntry.n, JournalEntry.duty_no).where(
        col(JournalEntry.chain).in_({chain for chain, _ in named}),
        col(JournalEntry.n).in_({int(number) for _, number in named}),
    )
    duties = {duty for chain, n, duty in desk.session.exec(told) if duty and (chain, str(n)) in named}
    return frozenset({*entries, *duties})
