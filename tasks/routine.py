"""Routine duties of one child: windows that open, are answered together, are missed, and end. 周期职责.

That a window has begun is a fact, recorded once for everybody (`tasks.windows`): a flow asks which have begun, never
what time it is, so that running it again adds nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from models import CaseFile, DutyRow, JournalEntry, MonitoredChild, Note, Procedure, RoutineWindow
from packs.pack import Pack
from rules.duties import DUTIES
from rules.duty import Answer, Duty
from rules.moments import civil_day
from rules.monitoring import ASSESS_ON_EVENT, ASSESS_TIER, COUNTS_AS
from rules.rhythm import Rhythm, Standing
from rules.vocabulary import LIVE, ChildCategory, ChildMark, DutyState, NoteKind, Precision, Tier, WindowKind
from rules.windows import Window, window_before, window_of, windows_between
from tasks.journal import BY_THE_SYSTEM, Actor, Entry
from tasks.kinds import Kind
from tasks.posts import post_near
from tasks.routine_entries import opening_of, rhythms_of

if TYPE_CHECKING:
    from tasks.desk import Desk

NEXT_WINDOW = "next_window"
"""What a procedure waits for in which everything that has begun was done."""

CATCHING_UP = "HT-143"
"""Fact row of what becomes of a missed window."""

STEP_BY_STEP = "J-92"
"""Fact row of lowering a tier: one step at a time, by two persons."""

_ASSESSMENTS = (ASSESS_TIER.code, ASSESS_ON_EVENT.code)
"""By window, and at any time upon an event: either says of which tier the child is."""

_MONITORED = select(MonitoredChild).where(col(MonitoredChild.procedure_no) == bindparam("no"))
_BEGUN = select_columns(col(RoutineWindow.kind), col(RoutineWindow.last)).order_by(col(RoutineWindow.last))
_COUNTED = select(CaseFile.duties_opened).where(col(CaseFile.no) == bindparam("no"))
_TO_ASSESS = (
    select(Note)
    .where(col(Note.case_no) == bindparam("case_no"), col(Note.kind) == NoteKind.ASSESS)
    .order_by(col(Note.recorded_at), col(Note.no))
)
_DUTIES = select(DutyRow).where(col(DutyRow.procedure_no) == bindparam("no"))


def standings_of(written: str) -> tuple[Standing, ...]:
    """How a child stood from when on, as the table keeps it."""
    return tuple(
        _standing(datetime.fromisoformat(at), tuple(categories), tier, tuple(marks))
        for at, categories, tier, marks in json.loads(written)
    )


def _standing(from_at: datetime, categories: tuple[str, ...], tier: str, marks: tuple[str, ...]) -> Standing:
    known_categories, known_tier, known_marks = _terms(categories, tier, marks)
    return Standing(from_at=from_at, categories=known_categories, tier=known_tier, marks=known_marks)


@lru_cache(maxsize=256)
def _terms(
    categories: tuple[str, ...], tier: str, marks: tuple[str, ...]
) -> tuple[frozenset[ChildCategory], Tier, frozenset[ChildMark]]:
    """Few ways to stand, of two hundred thousand children."""
    return frozenset(map(ChildCategory, categories)), Tier(tier), frozenset(map(ChildMark, marks))


def _by_code(row: DutyRow) -> tuple[str, datetime, str]:
    """What is of one code together, the earliest first."""
    return row.code, row.since_at, row.no


def lower_by_one(tier: Tier) -> Tier:
    """The next lower tier; the lowest stays."""
    return list(Tier)[max(0, tier.place - 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A lower tier that a second person is to read. 拟降等级."""

    n: int
    tier: Tier
    at: datetime


@dataclass(kw_only=True)
class Routine:
    """The routine of one child, as its flow sees it. 周期办理.

    Args:
        duties: the duties of the procedure, by code and window; added to as windows open.
        done: what this run has added, in codes.
    """

    desk: Desk
    row: Procedure
    pack: Pack
    area: str
    duties: dict[tuple[str, str], DutyRow]
    done: list[str]

    # --- the list ----------------------------------------

    @property
    def child(self) -> MonitoredChild:
        """The child's place on the list."""
        return self.desk.session.exec(_MONITORED, params={"no": self.row.no}).one()

    @property
    def has_ended(self) -> bool:
        """Whether the child has left the list."""
        return self.child.ended_at is not None

    @property
    def proposed(self) -> Proposed | None:
        """The lower tier that waits for a second person, or was decided on last."""
        written = self.child.proposed
        if written is None:
            return None
        said = json.loads(written)
        return Proposed(n=said["n"], tier=Tier(said["tier"]), at=datetime.fromisoformat(said["at"]))

    @property
    def asked_to_assess(self) -> dict[str, datetime]:
        """What somebody entered that calls for an assessment: its number, and when it happened. 随时评估的事由."""
        rows = self.desk.session.exec(_TO_ASSESS, params={"case_no": self.row.case_no})
        return {f"note-{row.no.rpartition('#')[2]}": row.happened_at or row.recorded_at for row in rows}

    def follow_the_assessment(self) -> None:
        """What the last assessment says of the tier: higher at once, lower by one step and only if a second agrees."""
        assessed = [row for code in _ASSESSMENTS for row in self._of(code)]
        assessed = [row for row in assessed if row.state == DutyState.ANSWERED and row.answer]
        if not assessed:
            return
        last = max(assessed, key=lambda row: (row.happened_at or row.opened_at, row.no))
        key, said = f"tier:{last.no}:{last.turns}", json.loads(last.answer or "{}")
        tier, present = Tier(said["tier"]), Tier(self.child.tier)
        if tier is present or self.desk.has_happened(key):
            return
        by = self._actor_of(last)
        if tier.place > present.place:
            self._change_tier(tier, key, last.happened_at, by, ("J-91",))
        else:
            number = self.child.proposals + 1
            payload = {"n": number, "tier": lower_by_one(present), "from": present}
            self._record(Kind.TIER_PROPOSED, key, payload, at=last.happened_at, by=by, basis=(STEP_BY_STEP,))

    def lower(self, proposed: Proposed, *, by: Answer) -> None:
        """The tier that a second person agreed to, once. 降级."""
        key = f"tier:{self.row.no}:{proposed.n}"
        if not self.desk.has_happened(key):
            self._change_tier(proposed.tier, key, by.happened_at, BY_THE_SYSTEM, (STEP_BY_STEP,))

    def _change_tier(self, tier: Tier, key: str, at: datetime | None, by: Actor, basis: tuple[str, ...]) -> None:
        payload = {"tier": tier, "from": Tier(self.child.tier)}
        self._record(Kind.TIER_CHANGED, key, payload, at=at, by=by, basis=basis)
        self.desk.session.expire_all()
        self.done.append(f"tier {tier}")

    # --- windows ----------------------------------------

    def keep(self, known: Sequence[Duty[Any]]) -> None:
        """Open what has begun, let one act count for all that it satisfies, record what was missed twice over.

        Args:
            known: the duties that the procedure knows; a rhythm that asks for another one is left aside.
        """
        opened = False
        standings = standings_of(self.child.standings)
        codes = {duty.code for duty in known}
        for rhythm, kind in rhythms_of(self.pack):
            if rhythm.duty not in codes:
                continue
            for window, since_at in list(self._newly_owed(rhythm, kind, standings)):
                opened |= self._open(rhythm, window, since_at)
        if opened:
            rows = self.desk.session.exec(_DUTIES, params={"no": self.row.no})
            self.duties |= {(one.code, one.about): one for one in rows}
        self._count_what_was_done()
        self._end_what_was_missed()

    def _newly_owed(
        self, rhythm: Rhythm, kind: WindowKind, standings: tuple[Standing, ...]
    ) -> Iterator[tuple[Window, datetime]]:
        """The windows that have begun since the last one that was opened; for a first time only the latest."""
        begun = self._begun.get(kind)
        if begun is None:
            return
        first = begun.first
        known = [window_of(kind, civil_day(row.since_at)) for row in self._of(rhythm.duty)]
        kept = [one for one in known if (rhythm.duty, one.code) in self.duties]
        if kept:
            first = max(kept).last + timedelta(days=1)
        for window in windows_between(kind, first, begun.first):
            since_at = rhythm.owed_from(window, standings)
            if since_at is not None:
                yield window, since_at

    @property
    def _begun(self) -> dict[WindowKind, Window]:
        """The latest window of each kind that is recorded to have begun."""
        rows = self.desk.connection.execute(_BEGUN)
        return {WindowKind(kind): window_of(WindowKind(kind), last) for kind, last in rows}

    def _open(self, rhythm: Rhythm, window: Window, since_at: datetime) -> bool:
        if (rhythm.duty, window.code) in self.duties or self.desk.has_happened(
            f"duty:{self.row.no}:{rhythm.duty}:{window.code}"
        ):
            return False  # another rhythm asks for the same in this window
        opening = opening_of(self.desk, self.pack, rhythm, window, since_at)
        post = post_near(self.desk, opening.spec.owed_by, self.area)
        count = self.desk.connection.execute(_COUNTED, {"no": self.row.case_no}).scalar_one()
        entry = opening.entry(case_no=self.row.case_no, procedure_no=self.row.no, n=count + 1, post=post)
        self.desk.record(entry)
        self.done.append(f"duty opened: {rhythm.duty}")
        return True

    def _count_what_was_done(self) -> None:
        """One visit answers whatever it satisfies in the windows in which it lies (HT-142)."""
        acts = [row for row in self.duties.values() if row.state == DutyState.ANSWERED and row.code in COUNTS_AS]
        acts.sort(key=lambda row: (row.happened_at or row.opened_at, row.no))
        for owed in [row for row in self.duties.values() if row.state in LIVE and row.code in COUNTS_AS]:
            for act in acts:
                if owed.code in COUNTS_AS[act.code] and act.happened_at and act.happened_at >= owed.since_at:
                    self._count(owed, act)
                    break

    def _count(self, owed: DutyRow, act: DutyRow) -> None:
        wanted = {one.name for one in fields(DUTIES[owed.code].answered_with)}
        said = {name: value for name, value in json.loads(act.answer or "{}").items() if name in wanted}
        payload = {"code": owed.code, "about": owed.about, "answer": said, "counts": act.no}
        self._record(
            Kind.DUTY_ANSWERED,
            f"counts:{owed.no}:{owed.turns}",
            payload,
            at=act.happened_at,
            precision=Precision(act.happened_precision or Precision.EXACT),
            by=Actor(post_no=act.answered_by_post),
            duty_no=owed.no,
            basis=("HT-142",),
        )
        self.done.append(f"counted: {owed.code}")

    def _end_what_was_missed(self) -> None:
        """What is still undone when the window after the next begins was missed, and is recorded as such (HT-143).

        Of each routine the earliest stays owed: its ladder climbs on, so that a child whom nobody visits for months is
        one matter that reaches the top, and not many that each begin at the bottom and are dropped (HT-227).
        """
        missed = [row for row in self.duties.values() if self._is_missed_twice(row)]
        for code, rows in groupby(sorted(missed, key=_by_code), key=lambda row: row.code):
            of_code = list(rows)
            for row in of_code[1:] if self._is_still_asked_for(code) else of_code:
                payload = {"code": row.code, "about": row.about, "answer": {}, "overtaken": True, "missed": True}
                key = f"release:{row.no}:{row.turns}"
                self._record(Kind.DUTY_EXCUSED, key, payload, duty_no=row.no, basis=(CATCHING_UP,))
                self.done.append(f"missed: {row.code}")

    def _is_missed_twice(self, row: DutyRow) -> bool:
        """The window after its own is over, too."""
        kind, latest = self._kind_of(row), self._begun
        if row.state not in LIVE or kind is None or kind not in latest:
            return False
        return civil_day(row.since_at) < window_before(latest[kind]).first

    def _is_still_asked_for(self, code: str) -> bool:
        """Some rhythm asks for it of this child in a window that is running."""
        return any((code, window.code) in self.duties for window in self._begun.values())

    def _kind_of(self, row: DutyRow) -> WindowKind | None:
        return self.pack.duty(row.code).periods[row.variant].window

    def _of(self, code: str) -> list[DutyRow]:
        return [row for row in self.duties.values() if row.code == code]

    # --- writing ----------------------------------------

    def _actor_of(self, row: DutyRow) -> Actor:
        """Whoever answered: post and person, as the journal says."""
        query = select(JournalEntry.by_post, JournalEntry.by_person, JournalEntry.for_person).where(
            col(JournalEntry.duty_no) == row.no, col(JournalEntry.kind) == Kind.DUTY_ANSWERED
        )
        found = self.desk.session.exec(query.order_by(col(JournalEntry.seq).desc())).first()
        return Actor(post_no=found[0], person_no=found[1], for_person=found[2]) if found else BY_THE_SYSTEM

    def _record(
        self,
        kind: Kind,
        key: str,
        payload: dict[str, Any],
        *,
        at: datetime | None = None,
        precision: Precision = Precision.EXACT,
        by: Actor = BY_THE_SYSTEM,
        duty_no: str | None = None,
        basis: tuple[str, ...] = (),
    ) -> None:
        self.desk.record(
            Entry(
                chain=self.row.case_no,
                kind=kind,
                key=key,
                payload=payload,
                happened_at=at or self.desk.at,
                precision=precision,
                by=by,
                procedure_no=self.row.no,
                duty_no=duty_no,
                basis=basis,
            )
        )
