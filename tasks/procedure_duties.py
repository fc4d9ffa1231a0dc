"""What is owed in a procedure, and how it was answered, as its flow asks for it. 程序中的职责.

An answer is given only as it is recorded.  A duty that has none is opened, once, and the run ends with `Awaiting`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn, Self

from sqlalchemy import bindparam
from sqlmodel import col, select

from models import DutyRow, Procedure
from rules.duty import A, Answer, Duty
from rules.moments import civil_day
from rules.rhythm import Rhythm
from rules.vocabulary import LIVE, DutyState, Precision, Role, WindowKind
from rules.windows import window_of
from tasks import wording
from tasks.agency_files import entered_at, kind_of, still_in_time
from tasks.answers import recall_answer
from tasks.duty_opening import Owed, open_duty, open_duty_again
from tasks.journal import Entry
from tasks.kinds import Kind
from tasks.posts import FoundPost, post_by_number
from tasks.procedure_facts import ProcedureFacts
from tasks.routine import NEXT_WINDOW, Routine
from tasks.routine_entries import agency_rhythms_of
from tasks.verdicts import RELEASED

if TYPE_CHECKING:
    from tasks.desk import Desk

_ANSWERED = frozenset({DutyState.ANSWERED, DutyState.SKIPPED, DutyState.EXCUSED})


# Made once: making a statement takes longer than running it.
_DUTIES = select(DutyRow).where(col(DutyRow.procedure_no) == bindparam("procedure_no")).with_for_update()


class Awaiting(BaseException):
    """The run has done all it can: these duties are still to be answered. 等待办理.

    Not an error, hence not an Exception: no `except Exception` between a flow and its engine may swallow it.
    """

    def __init__(self, *codes: str) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


class ProcedureDuties(ProcedureFacts):
    """One procedure in one case, as far as its duties and their answers go. 程序职责."""

    def __init__(self, desk: Desk, row: Procedure) -> None:
        super().__init__(desk, row)
        # locked before anything is recorded: the sweep, too, takes the duty first and the chain after it
        rows = desk.session.exec(_DUTIES, params={"procedure_no": row.no})
        self._duties = {(duty.code, duty.about): duty for duty in rows}
        self._asked: set[str] = set()
        self._opened: set[tuple[str, str]] = set()  # in this run
        self._answers: dict[int, tuple[Answer, DutyRow]] = {}  # by identity: an answer knows nothing of its duty
        self.done: list[str] = []

    def fulfilled(
        self,
        duty: Duty[A],
        *,
        since: datetime,
        about: str = "",
        variant: str = "default",
        owed_by: str | None = None,
        ends_on: date | None = None,
    ) -> A:
        """The recorded answer to a duty; without one the duty is opened, once, and the run ends here.

        Args:
            duty: what is owed; the answer is of its type.
            since: the moment from which its clock runs.
            about: tells apart several of the same duty in one procedure.
            variant: which of the pack's periods applies.
            owed_by: number of the post, where the rules do not name one.
            ends_on: last day of the document's term, for a period that counts back from it.
        """
        row = self._duties.get((duty.code, about))
        if row is None:
            if (duty.code, about) not in self._opened:  # by a track beside this one
                spec = self._pack.duty(duty.code)
                owed = Owed(
                    spec=spec,
                    about=about,
                    variant=variant,
                    since_at=since,
                    since_precision=self._precisions.get(since, Precision.EXACT),
                    ends_on=ends_on,
                    owner=self._owner(spec.owed_by, owed_by),
                    area=self._area,
                )
                self._open(owed)
            raise Awaiting(duty.code)
        self._asked.add(row.no)
        if row.answer == RELEASED:  # what had become needless is needed after all
            open_duty_again(self._desk, row)
            self.done.append(f"duty reopened: {row.code}")
            raise Awaiting(duty.code)
        if row.state not in _ANSWERED or row.answer is None or row.happened_at is None:
            raise Awaiting(duty.code)
        return self._recalled(duty, row)

    def where_set(
        self,
        duty: Duty[A],
        *,
        since: datetime,
        about: str = "",
        owed_by: str | None = None,
    ) -> A | None:
        """As `fulfilled`, where the rules of this procedure set the period: a clock that only some places have.

        Returns: None where they set none: nothing is owed there, and the flow goes on (ADR 0021).
        """
        if not self._pack.asks_for(duty.code):
            return None
        return self.fulfilled(duty, since=since, about=about, owed_by=owed_by)

    def _recalled(self, duty: Duty[A], row: DutyRow) -> A:
        """An answer with its moment."""
        assert row.answer is not None
        assert row.happened_at is not None
        moment = self._moment(row.happened_at, row.happened_precision or Precision.EXACT, row.recorded_at)
        answer = recall_answer(duty, json.loads(row.answer), happened_at=moment)
        self._answers[id(answer)] = (answer, row)
        return answer

    def _open(self, owed: Owed) -> None:
        open_duty(self._desk, self._pack, self._row, owed)
        self._opened.add((owed.spec.code, owed.about))
        self.done.append(f"duty opened: {owed.spec.code}")

    def _owner(self, roles: tuple[Role, ...], named: str | None) -> FoundPost | None:
        if named is not None:
            return post_by_number(self._desk, named)
        return self._near(roles) if roles else None

    def release(self, duty: Duty[A], *, about: str = "") -> None:
        """Nobody owes this any more: what it was for has come about by itself. 不再需要办理."""
        row = self._duties.get((duty.code, about))
        if row is not None:
            self._asked.add(row.no)
            self._release(row)

    def _release(self, row: DutyRow) -> None:
        if row.state not in LIVE:
            return
        turn = f":{row.turns}" if row.turns else ""
        payload = {"code": row.code, "about": row.about, "answer": {}, "overtaken": True}
        self._record(Kind.DUTY_EXCUSED, f"release:{row.no}{turn}", payload, duty_no=row.no)
        self.done.append(f"released: {row.code}")

    def release_what_is_no_longer_asked(self) -> None:
        """After a correction another branch may hold: what is not asked for any more is owed by nobody."""
        for row in list(self._duties.values()):
            if row.no not in self._asked:
                self._release(row)

    def recorded(self, duty: Duty[A]) -> list[A]:
        """The answers to every turn of a duty that have been given, in the order in which the duty was opened."""
        rows = [row for (code, _), row in self._duties.items() if code == duty.code and row.state in _ANSWERED]
        rows.sort(key=lambda row: int(wording.short_no(row.no)))
        return [
            self._recalled(duty, row)
            for row in rows
            if row.answer not in (None, RELEASED) and row.happened_at is not None
        ]

    def asked_about(self, duty: Duty[A]) -> tuple[str, ...]:
        """What the turns of a duty that were opened so far are about, in the order in which they were opened."""
        rows = [row for (code, _), row in self._duties.items() if code == duty.code]
        return tuple(row.about for row in sorted(rows, key=lambda row: int(wording.short_no(row.no))))

    def answer_to(self, duty: Duty[A], *, about: str = "") -> A | None:
        """The recorded answer to one turn of a duty; None while there is none, or it is not needed any more."""
        row = self._duties.get((duty.code, about))
        if row is None or row.state not in _ANSWERED or row.answer in (None, RELEASED) or row.happened_at is None:
            return None
        self._asked.add(row.no)
        return self._recalled(duty, row)

    def beside(self, *tracks: Callable[[Self], object]) -> None:
        """Run tracks side by side: none blocks another, and all must come to their end."""
        waiting: list[str] = []
        for track in tracks:
            try:
                track(self)
            except Awaiting as wait:
                waiting += wait.codes
        if waiting:
            raise Awaiting(*dict.fromkeys(waiting))

    def found_by(self, answer: Answer) -> str | None:
        """Number of the post whose finding an answer is: that owed it, also where somebody else left it out."""
        row = self._duty_of(answer)
        return row.post_no or row.answered_by_post

    def _duty_of(self, by: Answer) -> DutyRow:
        return self._answers[id(by)][1]

    # --- routine duties ----------------------------------------

    @cached_property
    def routine(self) -> Routine:
        """The child's place on the list, and the windows of its routine duties. 周期职责."""
        return Routine(
            desk=self._desk,
            row=self._row,
            pack=self._pack,
            area=self._area,
            duties=self._duties,
            done=self.done,
        )

    def wait_for_the_next_window(self) -> NoReturn:
        """Whatever is owed is owed by windows; when the next one begins everything is looked at again."""
        self._asked |= {row.no for row in self._duties.values() if self._pack.duty(row.code).routine}
        raise Awaiting(NEXT_WINDOW)

    def owed_by_itself(self, known: Sequence[Duty[Any]]) -> list[tuple[Duty[Any], str]]:
        """What the post of this file owes itself in its window, each with its period. 机关自身的职责.

        Args:
            known: the duties that the procedure knows; a rhythm that asks for another one is left aside.
        """
        post = post_by_number(self._desk, self._row.owed_by_post or "")
        kind = kind_of(self._row.about, self._row.since_at)
        by_code = {duty.code: duty for duty in known}
        return [
            (by_code[rhythm.duty], rhythm.variant)
            for rhythm, window in agency_rhythms_of(self._pack)
            if post is not None and window is kind and rhythm.duty in by_code
            if rhythm.is_owed_at(post.role, self._area) and self._can_still_be_done(rhythm, window)
        ]

    def _can_still_be_done(self, rhythm: Rhythm, kind: WindowKind) -> bool:
        """What was over before the post was entered here is not asked of it (HT-266); what is owed already stays."""
        if (rhythm.duty, self._row.about) in self._duties:
            return True
        entered = self._entered
        window = window_of(kind, civil_day(self._row.since_at))
        return entered is None or still_in_time(self._desk, self._pack, rhythm, window, entered)

    @cached_property
    def _entered(self) -> datetime | None:
        return entered_at(self._desk).get(self._row.owed_by_post or "")

    # --- how it is written down ----------------------------------------

    def _record(
        self,
        kind: Kind,
        key: str,
        payload: dict[str, object],
        *,
        happened_at: datetime | None = None,
        duty_no: str | None = None,
    ) -> None:
        self._desk.record(
            Entry(
                chain=self._row.case_no,
                kind=kind,
                key=key,
                payload=payload,
                happened_at=happened_at or self._desk.at,
                precision=Precision.EXACT,
                procedure_no=self._row.no,
                duty_no=duty_no,
            )
        )
