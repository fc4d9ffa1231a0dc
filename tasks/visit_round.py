"""Where a child director goes, and what to look at there: the list of `tasks.visits` with what helps at the door.

What was not well the last time, and who was sought in vain, is read from what is recorded; nobody writes it down again.
走访路线.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from models import CaseFile, ChildFile, DutyRow, MonitoredChild, Note
from rules.moments import civil_day, midnight_before
from rules.monitoring import ROUTINE_CONTACT, ROUTINE_VISIT, CareFound, HealthFound, SafetyFound, SchoolFound
from rules.vocabulary import ChildMark, DutyState, NoteKind, Term
from tasks.child_shown import ChildShown, shown_of
from tasks.routine import standings_of
from tasks.verdicts import RELEASED
from tasks.visits import ToVisit, owed_by

if TYPE_CHECKING:
    from tasks.desk import Desk

_VISITING = (ROUTINE_VISIT.code, ROUTINE_CONTACT.code)
_ASKED: dict[str, tuple[type[Term], frozenset[Term]]] = {
    "care": (CareFound, frozenset({CareFound.GOOD})),
    "school": (SchoolFound, frozenset({SchoolFound.ATTENDS, SchoolFound.NOT_OF_AGE})),
    "health": (HealthFound, frozenset({HealthFound.WELL})),
    "safety": (SafetyFound, frozenset({SafetyFound.SAFE})),
}
"""What a visit asks in codes, and which answers leave nothing to look at the next time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One child on the way. 一户.

    Args:
        visit: what is owed, with tier and last contact.
        known: whether the post may see the facts of the file; without them it sees what it owes, and no more.
        child: None where it may not.
        marks: what else decides how often somebody comes.
        found: what was not well on the last visit.
        sought: how often somebody was sought in vain since the last contact.
    """

    visit: ToVisit
    known: bool
    child: ChildShown | None
    marks: tuple[ChildMark, ...]
    found: tuple[Term, ...]
    sought: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The way of a post. 本期走访.

    Args:
        stops: the most urgent first.
        done: children whom the post visited or reached since the first of the month.
    """

    stops: tuple[Stop, ...]
    done: int

    @property
    def overdue(self) -> int:
        """Children for whom something is past its legal date."""
        return sum(any(one.overdue for one in stop.visit.owed) for stop in self.stops)


def round_of(desk: Desk, post_no: str, *, known: ColumnElement[bool], most: int = 200) -> Round:
    """What a post owes for its children now.

    Args:
        known: of which rows of `CaseFile` it may see the facts.
        most: children at the most.
    """
    owed = owed_by(desk, post_no, limit=most)
    cases = [one.case_no for one in owed]
    seen = set(desk.session.scalars(select(col(CaseFile.no)).where(col(CaseFile.no).in_(cases), known)))
    children = shown_of(desk, [one.child_no for one in owed if one.case_no in seen])
    marks, found, sought = _marks(desk, seen), _found(desk, seen), _sought(desk, seen)
    return Round(
        stops=tuple(
            Stop(
                visit=one,
                known=one.case_no in seen,
                child=children.get(one.child_no),
                marks=marks.get(one.case_no, ()),
                found=found.get(one.case_no, ()),
                sought=sought.get(one.case_no, 0),
            )
            for one in owed
        ),
        done=_done(desk, post_no),
    )


def _marks(desk: Desk, cases: Collection[str]) -> dict[str, tuple[ChildMark, ...]]:
    query = select(col(MonitoredChild.case_no), col(MonitoredChild.standings)).where(
        col(MonitoredChild.case_no).in_(cases), col(MonitoredChild.ended_at).is_(None)
    )
    return {no: tuple(sorted(standings_of(written)[-1].marks)) for no, written in desk.session.execute(query)}


def _found(desk: Desk, cases: Collection[str]) -> dict[str, tuple[Term, ...]]:
    """What was not well when the child was seen last, in codes; the words stay sealed."""
    query = (
        select(col(DutyRow.case_no), col(DutyRow.answer))
        .where(col(DutyRow.case_no).in_(cases), col(DutyRow.code) == ROUTINE_VISIT.code)
        .where(col(DutyRow.state) == DutyState.ANSWERED, col(DutyRow.answer).not_in((RELEASED,)))
        .order_by(col(DutyRow.happened_at), col(DutyRow.no))
    )
    latest = {no: json.loads(answer or RELEASED) for no, answer in desk.session.execute(query)}
    return {no: tuple(_not_well(answer)) for no, answer in latest.items()}


def _not_well(answer: dict[str, str]) -> Iterable[Term]:
    for name, (terms, well) in _ASKED.items():
        said = terms(answer[name]) if answer.get(name) else None
        if said is not None and said not in well:
            yield said


def _sought(desk: Desk, cases: Collection[str]) -> dict[str, int]:
    at, last_contact = func.coalesce(col(Note.happened_at), col(Note.recorded_at)), col(ChildFile.last_contact_at)
    query = (
        select(col(Note.case_no), at, last_contact)
        .join(CaseFile, col(CaseFile.no) == col(Note.case_no))
        .join(ChildFile, col(ChildFile.no) == col(CaseFile.child_no))
        .where(col(Note.case_no).in_(cases), col(Note.kind) == NoteKind.CONTACT)
    )
    counted: dict[str, int] = defaultdict(int)
    for no, sought_at, last in desk.session.execute(query):
        counted[no] += last is None or sought_at > last
    return dict(counted)


def _done(desk: Desk, post_no: str) -> int:
    first = midnight_before(civil_day(desk.at).replace(day=1))
    query = select(func.count(func.distinct(col(DutyRow.case_no)))).where(
        col(DutyRow.answered_by_post) == post_no,
        col(DutyRow.code).in_(_VISITING),
        col(DutyRow.happened_at) >= first,
    )
    return desk.session.scalar(query) or 0
