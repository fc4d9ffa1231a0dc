"""The vocabulary in which a flow tells its procedure. 程序用语.

A `Proceeding` is one procedure, run from the top.  What is already recorded is remembered, what is not is recorded
once; a duty without an answer is opened and ends the run with `Awaiting`.  A flow decides on recorded answers and
report facts only, never on the time of day, so that running it again over the same facts gives the same duties.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from sqlmodel import col, func, select

from models import CaseFile, DutyRow, Procedure, ReportRow
from rules.duty import A, Answer, Duty
from rules.errors import Gap
from rules.vocabulary import LIVE, CloseReason, DutyState, Precision, ProcedureKind, Role, Situation, UnitKind
from tasks import messages, wording
from tasks.answers import recall_answer
from tasks.canonical import instant
from tasks.clocks import DutyClock, start_clock
from tasks.journal import Entry
from tasks.kinds import Kind
from tasks.numbers import Named
from tasks.posts import FoundPost, post_by_number, post_near

if TYPE_CHECKING:
    from tasks.desk import Desk

_ANSWERED = frozenset({DutyState.ANSWERED, DutyState.SKIPPED, DutyState.EXCUSED})


class Awaiting(BaseException):
    """The run has done all it can: these duties are still to be answered. 等待办理.

    Not an error, hence not an Exception: no `except Exception` between a flow and its engine may swallow it.
    """

    def __init__(self, *codes: str) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


class Ended(BaseException):
    """The procedure was closed; nothing after it runs. 程序终结."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """What a flow may know of a report: codes and moments, no words. 报告要点."""

    no: str
    unit_kind: UnitKind
    situations: frozenset[Situation]
    reported_at: datetime
    received_by: str | None
    received_by_role: Role | None
    danger_now: bool | None
    late: bool


class Proceeding:
    """One procedure in one case, as its flow sees it. 程序."""

    def __init__(self, desk: Desk, row: Procedure) -> None:
        self._desk = desk
        self._row = row
        self._pack = desk.rules(row.rules)
        self._area, self._child_no = desk.session.exec(
            select(CaseFile.area, CaseFile.child_no).where(col(CaseFile.no) == row.case_no)
        ).one()
        # locked before anything is recorded: the sweep, too, takes the duty first and the chain after it
        rows = desk.session.exec(select(DutyRow).where(col(DutyRow.procedure_no) == row.no).with_for_update())
        self._duties = {(duty.code, duty.about): duty for duty in rows}
        self.done: list[str] = []

    # --- what a flow may ask ----------------------------------------

    @property
    def since_at(self) -> datetime:
        """The moment of the fact that started this procedure."""
        return self._row.since_at

    @property
    def about(self) -> str:
        """What this procedure is about, where a case can hold several of its kind."""
        return self._row.about

    @property
    def owed_by_post(self) -> str | None:
        """The post that was named when this procedure was opened."""
        return self._row.owed_by_post

    @cached_property
    def report(self) -> ReportFacts:
        """The report that this procedure answers to. Raises Gap where there is none."""
        row = self._desk.session.exec(select(ReportRow).where(col(ReportRow.no) == self._row.report_no)).first()
        if row is None:
            raise Gap("本程序没有所依据的报告", "this procedure rests on no report")
        receiver = post_by_number(self._desk, row.received_by_post) if row.received_by_post else None
        return ReportFacts(
            no=row.no,
            unit_kind=UnitKind(row.unit_kind),
            situations=frozenset(map(Situation, json.loads(row.situations))),
            reported_at=row.reported_at,
            received_by=row.received_by_post,
            received_by_role=receiver.role if receiver else None,
            danger_now=row.danger_now,
            late=row.late,
        )

    def regulator_of(self, unit: UnitKind) -> str | None:
        """Number of the post that regulates this kind of unit near the child. 主管行政机关."""
        post = post_near(self._desk, [self._pack.regulator_of(unit), Role.COUNTY_OFFICE], self._area)
        return post.no if post else None

    def post_of(self, *roles: Role) -> str | None:
        """Number of the post near the child with the first of these roles that anybody has."""
        post = post_near(self._desk, roles, self._area)
        return post.no if post else None

    # --- what a flow may do ----------------------------------------

    def fulfilled(
        self, duty: Duty[A], *, since: datetime, about: str = "", variant: str = "default", owed_by: str | None = None
    ) -> A:
        """The recorded answer to a duty; without one the duty is opened, once, and the run ends here.

        Args:
            duty: what is owed; the answer is of its type.
            since: the moment from which its clock runs.
            about: tells apart several of the same duty in one procedure.
            variant: which of the pack's periods applies.
            owed_by: number of the post, where the rules do not name one.
        """
        row = self._duties.get((duty.code, about))
        if row is None:
            self._open(duty, since=since, about=about, variant=variant, owed_by=owed_by)
            raise Awaiting(duty.code)
        if row.state not in _ANSWERED or row.answer is None or row.happened_at is None:
            raise Awaiting(duty.code)
        return recall_answer(duty, json.loads(row.answer), happened_at=row.happened_at)

    def release(self, duty: Duty[A], *, about: str = "") -> None:
        """Nobody owes this any more: what it was for has come about by itself. 不再需要办理."""
        row = self._duties.get((duty.code, about))
        if row is None or row.state not in LIVE:
            return
        payload = {"code": duty.code, "about": about, "answer": {}, "overtaken": True}
        self._record(Kind.DUTY_EXCUSED, f"release:{row.no}", payload, duty_no=row.no)
        self.done.append(f"released: {duty.code}")

    def recorded(self, duty: Duty[A]) -> list[A]:
        """The answers to every turn of a duty that have been given, in the order in which the duty was opened."""
        rows = [row for (code, _), row in self._duties.items() if code == duty.code and row.state in _ANSWERED]
        rows.sort(key=lambda row: int(wording.short_no(row.no)))
        return [
            recall_answer(duty, json.loads(row.answer), happened_at=row.happened_at)
            for row in rows
            if row.answer is not None and row.happened_at is not None
        ]

    def beside(self, *tracks: Callable[[Proceeding], object]) -> None:
        """Run tracks side by side: none blocks another, and all must come to their end."""
        waiting: list[str] = []
        for track in tracks:
            try:
                track(self)
            except Awaiting as wait:
                waiting += wait.codes
        if waiting:
            raise Awaiting(*dict.fromkeys(waiting))

    def open_beside(
        self,
        kind: ProcedureKind,
        *,
        since: datetime,
        about: str = "",
        owed_by: str | None = None,
        anew: bool = False,
    ) -> None:
        """Open another procedure in this case, once. One that is open already for the same matter covers it.

        Args:
            since: the moment of the fact that calls for it.
            anew: each fact that calls for it counts by itself: one of a later moment opens it again where the
                earlier one has ended.
        """
        key = f"open:{self._row.no}:{kind}:{about}" + (f":{instant(since)}" if anew else "")
        if self._desk.has_happened(key):
            return
        if self._has_open(kind, about):
            self._record(Kind.PROCEDURE_COVERED, key, {"kind": kind, "about": about})
            return
        open_procedure(
            self._desk,
            self._row.case_no,
            kind,
            since_at=since,
            key=key,
            about=about,
            opened_by=self._row.no,
            report_no=self._row.report_no,
            owed_by_post=owed_by,
        )
        self.done.append(f"opened {kind}")

    def tell_reporter(self, *, stage: str, told: Answer, outcome: str, basis: str) -> None:
        """Send the reporter, once, what the answering body decided to tell. No detail of the case."""
        report_no = self._row.report_no
        key = f"tell:{self._row.no}:{stage}:{instant(told.happened_at)}"
        if report_no is None or self._desk.has_happened(key):
            return
        facts = {
            "report_no": report_no,
            "stage": stage,
            "outcome": outcome,
            "at": wording.say_moment(told.happened_at, "zh"),
            "basis": self._pack.fact(basis).basis,
        }
        notices = messages.to_reporter(self._desk, report_no, "reporter_feedback", facts)
        self._desk.record(
            Entry(
                chain=report_no,
                kind=Kind.REPORTER_TOLD,
                key=key,
                payload={"stage": stage, "notices": notices, "reachable": bool(notices)},
                happened_at=self._desk.at,
                procedure_no=self._row.no,
                basis=(basis,),
            )
        )
        self.done.append("told reporter")

    def close(self, because: CloseReason) -> None:
        """End this procedure; its open duties are settled with it. A case left with none is reviewed."""
        self._record(Kind.PROCEDURE_CLOSED, f"close:{self._row.no}", {"reason": because, "kind": self._row.kind})
        self.done.append(f"closed: {because}")
        if self._row.kind != ProcedureKind.CASE_REVIEW and not self._others_open():
            open_procedure(
                self._desk,
                self._row.case_no,
                ProcedureKind.CASE_REVIEW,
                since_at=self._desk.at,
                key=f"review:{self._row.no}",
                opened_by=self._row.no,
            )
        raise Ended

    def close_case(self, *, decided: Answer) -> None:
        """Close the case, unless something else was opened in it meanwhile: then that ends in a review of its own."""
        if not self._others_open():
            self._record(Kind.CASE_CLOSED, f"case-closed:{self._row.no}", {}, happened_at=decided.happened_at)
            self.done.append("case closed")

    # --- how it is written down ----------------------------------------

    def _open(self, duty: Duty[A], *, since: datetime, about: str, variant: str, owed_by: str | None) -> None:
        spec = self._pack.duty(duty.code)
        post = self._owner(spec.owed_by, owed_by)
        clock = start_clock(self._pack, self._desk.office.calendar, spec, variant, since, opened_at=self._desk.at)
        count = self._desk.session.exec(
            select(CaseFile.duties_opened).where(col(CaseFile.no) == self._row.case_no)
        ).one()
        duty_no = f"{self._row.case_no}/{count + 1}"
        payload = {
            "n": count + 1,
            "code": duty.code,
            "about": about,
            "variant": variant,
            "role": post.role if post else None,
            "post_no": post.no if post else None,
            "since_at": instant(since),
            **clock.facts(),
            "notices": self._tell_owner(clock, duty_no, post),
        }
        self._desk.record(
            Entry(
                chain=self._row.case_no,
                kind=Kind.DUTY_OPENED,
                key=f"duty:{self._row.no}:{duty.code}:{about}",
                payload=payload,
                happened_at=self._desk.at,
                procedure_no=self._row.no,
                duty_no=duty_no,
                basis=(*spec.ground, clock.period.set_by),
            )
        )
        self.done.append(f"duty opened: {duty.code}")

    def _owner(self, roles: tuple[Role, ...], named: str | None) -> FoundPost | None:
        if named is not None:
            return post_by_number(self._desk, named)
        return post_near(self._desk, roles, self._area) if roles else None

    def _tell_owner(self, clock: DutyClock, duty_no: str, post: FoundPost | None) -> list[dict[str, object]]:
        if post is None:
            return []  # a duty that nobody holds is found as stuck, and its ladder climbs all the same
        words = wording.DutyWords(
            case_no=self._row.case_no,
            duty_no=duty_no,
            procedure=ProcedureKind(self._row.kind),
            spec=clock.spec,
            period=clock.period,
            since_at=clock.since_at,
            internal_due_at=clock.due.internal_due_at,
            legal_due_at=clock.due.legal_due_at,
            provisional=clock.due.provisional,
        )
        return messages.to_posts(
            self._desk,
            [post],
            "duty_opened",
            lambda lang: words.facts_in_full(self._pack, lang),
            case_no=self._row.case_no,
        )

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

    def _has_open(self, kind: ProcedureKind, about: str) -> bool:
        query = select(Procedure.no).where(
            col(Procedure.case_no) == self._row.case_no,
            col(Procedure.kind) == kind,
            col(Procedure.about) == about,
            col(Procedure.state) == "open",
        )
        return self._desk.session.exec(query).first() is not None

    def _others_open(self) -> bool:
        query = select(func.count()).where(
            col(Procedure.case_no) == self._row.case_no,
            col(Procedure.no) != self._row.no,
            col(Procedure.state) == "open",
        )
        return self._desk.session.exec(query).one() > 0


def open_procedure(
    desk: Desk,
    case_no: str,
    kind: ProcedureKind,
    *,
    since_at: datetime,
    key: str,
    about: str = "",
    opened_by: str | None = None,
    report_no: str | None = None,
    owed_by_post: str | None = None,
) -> str:
    """Open a procedure under the rules in force now, and wake it. Returns its number."""
    entry = procedure_entry(
        desk,
        case_no,
        kind,
        since_at=since_at,
        key=key,
        about=about,
        opened_by=opened_by,
        report_no=report_no,
        owed_by_post=owed_by_post,
    )
    desk.record(entry)
    number = str(entry.procedure_no)
    desk.wake(number, "opened")
    return number


def procedure_entry(
    desk: Desk,
    case_no: str,
    kind: ProcedureKind,
    *,
    since_at: datetime,
    key: str,
    about: str = "",
    opened_by: str | None = None,
    report_no: str | None = None,
    owed_by_post: str | None = None,
) -> Entry:
    """The fact that opens a procedure; whoever records it wakes the procedure too."""
    no = desk.number(Named.PROCEDURE)
    return Entry(
        chain=case_no,
        kind=Kind.PROCEDURE_OPENED,
        key=key,
        payload={
            "no": no,
            "kind": kind,
            "report_no": report_no,
            "opened_by": opened_by,
            "about": about,
            "owed_by_post": owed_by_post,
            "rules": desk.current_rules.hash,
            "since_at": instant(since_at),
        },
        happened_at=since_at,
        procedure_no=no,
    )
