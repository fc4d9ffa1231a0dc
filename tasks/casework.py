"""The vocabulary in which a flow tells its procedure. 程序用语.

A `Proceeding` is one procedure, run from the top.  What is already recorded is remembered, what is not is recorded
once; a duty without an answer is opened and ends the run with `Awaiting`.  A flow decides on recorded answers and
report facts only, never on the time of day, so that running it again over the same facts gives the same duties.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

from sqlalchemy import bindparam
from sqlmodel import col, func, select

from models import CaseFile, ChildFile, DutyRow, Procedure, ProcedureParty, ReportRow
from rules.declared import Declared
from rules.duty import A, Answer, Duty, DutySpec, Ladder
from rules.errors import Gap
from rules.vocabulary import (
    LIVE,
    CloseReason,
    DutyState,
    InstrumentKind,
    PartyRole,
    Precision,
    ProcedureKind,
    Role,
    Sanction,
    ServiceMethod,
    Situation,
    Turning,
    UnitKind,
)
from rules.when import latest
from tasks import attention, messages, wording
from tasks.agency_files import kind_of
from tasks.answers import recall_answer
from tasks.canonical import instant
from tasks.clocks import DutyClock, clock_of, start_clock
from tasks.guardians import GuardianChange, change_guardian
from tasks.journal import Entry
from tasks.kinds import Kind
from tasks.orders import Breach, Order, OrderBook, Terms
from tasks.people_around import PARENTS, Harm, harms_of, known_ties
from tasks.posts import FoundPost, is_held, post_by_number, post_near
from tasks.procedures import Opening, Parties, open_procedure
from tasks.routine import NEXT_WINDOW, Routine
from tasks.routine_entries import agency_rhythms_of
from tasks.verdicts import RELEASED

if TYPE_CHECKING:
    from tasks.desk import Desk

_WITH_A_FILE_OF_THEIR_OWN = frozenset({ProcedureKind.MONITORING, ProcedureKind.ROUTINE_REPORTING})
_ANSWERED = frozenset({DutyState.ANSWERED, DutyState.SKIPPED, DutyState.EXCUSED})


# Made once: making a statement takes longer than running it.
_CASE = select(CaseFile.area, CaseFile.child_no).where(col(CaseFile.no) == bindparam("no"))
_COUNTED = select(CaseFile.duties_opened).where(col(CaseFile.no) == bindparam("no"))
_DUTIES = select(DutyRow).where(col(DutyRow.procedure_no) == bindparam("procedure_no")).with_for_update()
_REPORT = select(ReportRow).where(col(ReportRow.no) == bindparam("no"))
_TURNED = select(col(ChildFile.came_of_age_on), col(ChildFile.died_precision)).where(
    col(ChildFile.no) == bindparam("no")
)


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


@dataclass(frozen=True, slots=True)
class _Asked:
    """A duty as a flow asks for it."""

    duty: Duty[Any]
    since: datetime
    about: str
    variant: str
    owed_by: str | None
    ends_on: date | None


class Proceeding:
    """One procedure in one case, as its flow sees it. 程序."""

    def __init__(self, desk: Desk, row: Procedure) -> None:
        self._desk = desk
        self._row = row
        self._pack = desk.rules(row.rules)
        self._area, self._child_no = desk.connection.execute(_CASE, {"no": row.case_no}).one()
        # locked before anything is recorded: the sweep, too, takes the duty first and the chain after it
        rows = desk.session.exec(_DUTIES, params={"procedure_no": row.no})
        self._duties = {(duty.code, duty.about): duty for duty in rows}
        self._asked: set[str] = set()
        self._opened: set[tuple[str, str]] = set()  # in this run
        self._answers: dict[int, tuple[Answer, DutyRow]] = {}  # by identity: an answer knows nothing of its duty
        self._precisions = {row.since_at: Precision(row.since_precision)}
        self.done: list[str] = []

    # --- what a flow may ask ----------------------------------------

    @property
    def since_at(self) -> datetime:
        """The moment of the fact that started this procedure."""
        return self._moment(self._row.since_at, self._row.since_precision, self._row.opened_at)

    @property
    def about(self) -> str:
        """What this procedure is about, where a case can hold several of its kind."""
        return self._row.about

    @property
    def declared(self) -> Declared:
        """The steps of this procedure, as the rules that it froze declare them. 自设程序."""
        return self._pack.procedure(self._row.about)

    def rule(self, code: str) -> DutySpec:
        """What the rules of this procedure say of one of its duties. 职责规格."""
        return self._pack.duty(code)

    @property
    def owed_by_post(self) -> str | None:
        """The post that was named when this procedure was opened."""
        return self._row.owed_by_post

    @cached_property
    def report(self) -> ReportFacts:
        """The report that this procedure answers to. Raises Gap where there is none."""
        row = self._desk.session.exec(_REPORT, params={"no": self._row.report_no}).first()
        if row is None:
            raise Gap("本程序没有所依据的报告", "this procedure rests on no report")
        receiver = post_by_number(self._desk, row.received_by_post) if row.received_by_post else None
        return ReportFacts(
            no=row.no,
            unit_kind=UnitKind(row.unit_kind),
            situations=frozenset(map(Situation, json.loads(row.situations))),
            reported_at=self._moment(row.reported_at, row.reported_precision, row.recorded_at),
            received_by=row.received_by_post,
            received_by_role=receiver.role if receiver else None,
            danger_now=row.danger_now,
            late=row.late,
        )

    def regulator_of(self, unit: UnitKind) -> str | None:
        """Number of the post that regulates this kind of unit near the child. 主管行政机关."""
        post = post_near(self._desk, [self._pack.regulator_of(unit), Role.COUNTY_OFFICE], self._area)
        return post.no if post else None

    @property
    def lead(self) -> str | None:
        """Number of the post that leads the case. 牵头岗位."""
        return self._desk.session.exec(select(CaseFile.lead_post).where(col(CaseFile.no) == self._row.case_no)).one()

    @property
    def bodies(self) -> Mapping[str, str]:
        """The posts that were named for a role when this procedure was opened, by code of the role. 指定的承办岗位."""
        return self._bodies

    def post_of(self, *roles: Role) -> str | None:
        """Number of the post with the first of these roles that anybody has: named here, or near the child."""
        post = self._near(roles)
        return post.no if post else None

    def post_at_registration(self, *roles: Role) -> str | None:
        """Number of the post with the first of these roles where the child is registered; None: there is none here."""
        query = select(ChildFile.registration_area).where(col(ChildFile.no) == self._child_no)
        area = self._desk.session.exec(query).one()
        post = post_near(self._desk, roles, area) if area else None
        return post.no if post else None

    @property
    def receiver(self) -> str | None:
        """Number of the post to which a hand-over goes; None: somebody outside the directory."""
        return self._row.receiver

    def parties(self, role: PartyRole) -> tuple[str, ...]:
        """Numbers of those who stand in this procedure in a role, in the order in which they joined."""
        query = select(ProcedureParty.party_no).where(
            col(ProcedureParty.procedure_no) == self._row.no, col(ProcedureParty.role) == role
        )
        return tuple(self._desk.session.exec(query.order_by(col(ProcedureParty.place))))

    def guardians(self) -> tuple[str, ...]:
        """The child's present guardians, as far as they are recorded."""
        return tuple(tie.adult_no for tie in known_ties(self._desk, self._child_no) if tie.guardian)

    def appointed_guardians(self) -> tuple[str, ...]:
        """The present guardians who are not the child's parents. 指定的监护人."""
        ties = known_ties(self._desk, self._child_no)
        return tuple(tie.adult_no for tie in ties if tie.guardian and tie.relation not in PARENTS)

    def suspects(self) -> tuple[str, ...]:
        """The present guardians who are suspected of harm."""
        return tuple(tie.adult_no for tie in known_ties(self._desk, self._child_no) if tie.guardian and tie.suspected)

    def suspected(self) -> tuple[str, ...]:
        """All present adults who are suspected of harm, guardians or not: whoever lives with the child is meant, too.

        反家庭暴力法 Art. 37.
        """
        return tuple(tie.adult_no for tie in known_ties(self._desk, self._child_no) if tie.suspected)

    def harms(self, since: datetime) -> tuple[Harm, ...]:
        """New harm that was recorded in the case and happened after a moment. 再次侵害."""
        found = harms_of(self._desk, self._row.case_no)
        moments = [self._moment(harm.happened_at, harm.precision, harm.recorded_at) for harm in found]
        told = (replace(harm, happened_at=moment) for harm, moment in zip(found, moments, strict=True))
        return tuple(harm for harm in told if harm.happened_at > since)

    def order(self, kind: InstrumentKind, about: str = "") -> Order | None:
        """The instrument of this kind in this procedure, if it was issued."""
        return next((one for one in self._orders.all(kind) if one.about == about), None)

    def orders(self, kind: InstrumentKind) -> tuple[Order, ...]:
        """Every instrument of this kind that was issued in this procedure."""
        return self._orders.all(kind)

    def turned(self) -> frozenset[Turning]:
        """Whether the child has come of age or died, as far as that is recorded. 成年、死亡."""
        came_of_age_on, died = self._desk.connection.execute(_TURNED, {"no": self._child_no}).one()
        turns = {Turning.CAME_OF_AGE: came_of_age_on is not None, Turning.DIED: died is not None}
        return frozenset(turn for turn, has_come in turns.items() if has_come)

    # --- what a flow may do ----------------------------------------

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
                self._open(_Asked(duty, since, about, variant, owed_by, ends_on))
            raise Awaiting(duty.code)
        self._asked.add(row.no)
        if row.answer == RELEASED:  # what had become needless is needed after all
            self._open_again(row)
            raise Awaiting(duty.code)
        if row.state not in _ANSWERED or row.answer is None or row.happened_at is None:
            raise Awaiting(duty.code)
        return self._recalled(duty, row)

    def _recalled(self, duty: Duty[A], row: DutyRow) -> A:
        """An answer with its moment."""
        assert row.answer is not None
        assert row.happened_at is not None
        moment = self._moment(row.happened_at, row.happened_precision or Precision.EXACT, row.recorded_at)
        answer = recall_answer(duty, json.loads(row.answer), happened_at=moment)
        self._answers[id(answer)] = (answer, row)
        return answer

    def _moment(self, at: datetime, known: str, recorded_at: datetime | None) -> datetime:
        """What a clock may count from: the latest that is possible, so that nobody is late for what may be later.

        By the time it was entered it had happened.
        """
        precision = Precision(known)
        moment = at if precision is Precision.ABOUT else min(latest(at, precision), max(at, recorded_at or at))
        if precision is not Precision.EXACT:
            self._precisions[moment] = precision
        return moment

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
        parties: Parties | None = None,
        bodies: Mapping[Role, str] | None = None,
        receiver: str | None = None,
    ) -> None:
        """Open another procedure in this case, once. One that is open already for the same matter covers it.

        Args:
            since: the moment of the fact that calls for it.
            parties: who stands in it, by role.
            bodies: the post that acts in a role there, where it is not the nearest.
            receiver: of a hand-over; None: somebody outside the directory.
            anew: each fact that calls for it counts by itself: one of a later moment opens it again where the
                earlier one has ended.
        """
        key = f"open:{self._row.no}:{kind}:{about}" + (f":{instant(since)}" if anew else "")
        if self._desk.has_happened(key):
            return
        if covering := self._open_one(kind, about):
            self._record(Kind.PROCEDURE_COVERED, key, {"kind": kind, "about": about})
            self._join_those_who_are_new(covering, parties or {})
            return
        opening = Opening(
            case_no=self._row.case_no,
            kind=kind,
            since_at=since,
            since_precision=self._precisions.get(since, Precision.EXACT),
            key=key,
            about=about,
            opened_by=self._row.no,
            report_no=self._row.report_no,
            owed_by_post=owed_by,
            parties=parties or {},
            bodies=bodies or {},
            receiver=receiver,
        )
        open_procedure(self._desk, opening)
        self.done.append(f"opened {kind}")

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
            if post is not None and post.role in rhythm.owed_by_each and window is kind and rhythm.duty in by_code
        ]

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

    def close(self, because: CloseReason, *, outcome: str = "") -> None:
        """End this procedure; its open duties are settled with it. A case left with none is reviewed.

        A file of care, or of an agency, ends with its procedure: there is no matter to be decided.

        Args:
            outcome: the end to which a declared procedure came, by its code.
        """
        payload: dict[str, object] = {"reason": because, "kind": self._row.kind}
        if outcome:
            payload["outcome"] = outcome
        self._record(Kind.PROCEDURE_CLOSED, f"close:{self._row.no}", payload)
        self.done.append(f"closed: {because}")
        if self._row.kind in _WITH_A_FILE_OF_THEIR_OWN:
            self._record(Kind.CASE_CLOSED, f"case-closed:{self._row.no}", {})
        elif self._row.kind != ProcedureKind.CASE_REVIEW and not self._others_open():
            review = Opening(
                case_no=self._row.case_no,
                kind=ProcedureKind.CASE_REVIEW,
                since_at=self._desk.at,
                key=f"review:{self._row.no}",
                opened_by=self._row.no,
            )
            open_procedure(self._desk, review)
        raise Ended

    def close_case(self, *, decided: Answer) -> None:
        """Close the case, unless something else was opened in it meanwhile: then that ends in a review of its own."""
        if not self._others_open():
            self._record(Kind.CASE_CLOSED, f"case-closed:{self._row.no}", {}, happened_at=decided.happened_at)
            self.done.append("case closed")

    def move_case_to(self, post_no: str, *, by: Answer) -> None:
        """Another body deals with the case from now on, once; what is owed already stays where it is. 移交承办."""
        post = post_by_number(self._desk, post_no)
        key = f"moved:{self._row.no}:{post_no}"
        if post is None or self._desk.has_happened(key):
            return
        answered = self._duty_of(by)
        payload: dict[str, object] = {"area": post.area, "lead_post": post.no}
        self._record(Kind.CASE_MOVED, key, payload, happened_at=answered.happened_at, duty_no=answered.no)
        self.done.append("case moved")

    def guardianship_ends(self, adult_no: str, *, by: Answer) -> None:
        """An adult is guardian no longer, though still what they are to the child. 监护资格终止."""
        self._change_guardian(adult_no, guardian=False, by=by)

    def guardianship_begins(self, adult_no: str, *, by: Answer) -> None:
        """An adult is guardian from now on. 担任监护人."""
        self._change_guardian(adult_no, guardian=True, by=by)

    def _change_guardian(self, adult_no: str, *, guardian: bool, by: Answer) -> None:
        row = self._duty_of(by)
        change = GuardianChange(
            procedure_no=self._row.no, child_no=self._child_no, adult_no=adult_no, guardian=guardian, duty=row
        )
        if change_guardian(self._desk, change):
            self.done.append(f"guardian {'begins' if guardian else 'ends'}")

    # --- instruments ----------------------------------------

    def issue(
        self,
        kind: InstrumentKind,
        by: Answer,
        *,
        about: str = "",
        to: Sequence[str] = (),
        valid_until: date | None = None,
        follows: Order | None = None,
        together_with: Sequence[Role] = (),
        in_part: bool = False,
    ) -> Order:
        """The instrument that an answer made, once; a draft of its kind becomes it. 作出文书.

        Args:
            to: those to whom it speaks.
            valid_until: last civil day of its term; None where it names no end.
            follows: the order that it takes the place of.
            together_with: bodies that issue it with whoever answered.
            in_part: only a part of what was asked for was granted.
        """
        posts = tuple(post for role in together_with if (post := self.post_of(role)))
        terms = Terms(
            kind=kind,
            about=about,
            to=to,
            valid_until=valid_until,
            follows=follows,
            together_with=posts,
            in_part=in_part,
        )
        return self._orders.issue(by, terms)

    def serve(self, order: Order, *, to: str, by: Answer, method: ServiceMethod = ServiceMethod.IN_PERSON) -> None:
        """That an order reached one of those to whom it speaks, once. 送达."""
        self._orders.serve(order, to=to, by=by, method=method)

    def extend(self, order: Order, *, by: Answer, until: date) -> Order:
        """A longer term, once for each answer that grants one. 延长."""
        return self._orders.extend(order, by=by, until=until)

    def withdraw(self, order: Order, *, by: Answer) -> None:
        """An order that is taken back. 撤销、撤回."""
        self._orders.withdraw(order, by=by)

    def end(self, order: Order, *, by: Answer | None = None) -> None:
        """An order that has no more effect. 效力终止."""
        self._orders.end(order, by=by)

    def end_all_orders(self) -> None:
        """What this procedure ordered has no object any more. 效力终止."""
        self._orders.end_all()

    def decide_breach(self, breach: Breach, *, by: Answer, sanction: Sanction, confidential: bool = False) -> None:
        """What followed a breach, once. 违反后的处理."""
        self._orders.decide_breach(breach, by=by, sanction=sanction, confidential=confidential)

    @cached_property
    def _orders(self) -> OrderBook:
        return OrderBook(self._desk, self._row, answered=self._duty_of, moment=self._moment)

    def _duty_of(self, by: Answer) -> DutyRow:
        return self._answers[id(by)][1]

    # --- how it is written down ----------------------------------------

    def _open(self, asked: _Asked) -> None:
        duty, about = asked.duty, asked.about
        spec = self._pack.duty(duty.code)
        post = self._owner(spec.owed_by, asked.owed_by)
        clock = start_clock(
            self._pack,
            self._desk.office.calendar,
            spec,
            asked.variant,
            asked.since,
            opened_at=self._desk.at,
            ends_on=asked.ends_on,
        )
        precision = self._precisions.get(asked.since, Precision.EXACT)
        count = self._desk.connection.execute(_COUNTED, {"no": self._row.case_no}).scalar_one()
        duty_no = f"{self._row.case_no}/{count + 1}"
        payload = {
            "n": count + 1,
            "code": duty.code,
            "about": about,
            "variant": asked.variant,
            "role": post.role if post else None,
            "post_no": post.no if post else None,
            "since_at": instant(asked.since),
            **clock.facts(),
            "attention": clock.attention(self._desk.at) if post else [],
            "notices": self._tell_owner(clock, duty_no, post),
        }
        if precision is not Precision.EXACT:
            payload["since_precision"] = precision
        if asked.ends_on:
            payload["ends_on"] = asked.ends_on.isoformat()
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
        self._opened.add((duty.code, about))
        self.done.append(f"duty opened: {duty.code}")

    def _open_again(self, row: DutyRow) -> None:
        """Owed again, with the clock that it had."""
        clock = clock_of(self._desk, self._pack, row)
        asked = attention.from_now_on(clock, row, self._desk.at)
        dates = clock.facts_again(row.next_rung, self._desk.at)
        payload = {"code": row.code, "about": row.about, **dates, **asked}
        self._record(Kind.DUTY_REOPENED, f"again:{row.no}:{row.turns + 1}", payload, duty_no=row.no)
        self.done.append(f"duty reopened: {row.code}")

    def _owner(self, roles: tuple[Role, ...], named: str | None) -> FoundPost | None:
        if named is not None:
            return post_by_number(self._desk, named)
        return self._near(roles) if roles else None

    def _near(self, roles: Sequence[Role]) -> FoundPost | None:
        """The post that was named for one of these roles when the procedure was opened, or the nearest that has one."""
        for role in roles:
            if named := self._bodies.get(role):
                return post_by_number(self._desk, named)
        return post_near(self._desk, roles, self._area)

    @cached_property
    def _bodies(self) -> dict[str, str]:
        bodies: dict[str, str] = json.loads(self._row.bodies)
        return bodies

    def _tell_owner(self, clock: DutyClock, duty_no: str, post: FoundPost | None) -> list[dict[str, object]]:
        """Whoever owes it; where nobody does, or nobody holds that post, the first on the ladder who is there."""
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
        told = messages.to_posts(
            self._desk,
            [post] if post else [],
            "duty_opened",
            lambda lang: words.facts_in_full(self._pack, lang),
            case_no=self._row.case_no,
        )
        if post is not None and is_held(self._desk, post.no):
            return told
        return told + messages.to_posts(
            self._desk,
            self._first_held(clock.ladder),
            "unheld",
            lambda lang: words.unheld_facts(self._pack, ["owner"], lang),
            case_no=self._row.case_no,
        )

    def _first_held(self, ladder: Ladder) -> list[FoundPost]:
        """Those whom the lowest rung of a ladder tells that anybody above the owner hears of."""
        for rung in ladder.rungs:
            posts = [post_near(self._desk, [Role(role)], self._area) for role in rung.tell]
            held = [post for post in posts if post is not None and is_held(self._desk, post.no)]
            if held:
                return held
        return []

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

    def _open_one(self, kind: ProcedureKind, about: str) -> str | None:
        query = select(Procedure.no).where(
            col(Procedure.case_no) == self._row.case_no,
            col(Procedure.kind) == kind,
            col(Procedure.about) == about,
            col(Procedure.state) == "open",
        )
        return self._desk.session.exec(query).first()

    def _join_those_who_are_new(self, procedure_no: str, parties: Parties) -> None:
        """What covers the matter covers it against those, too, who were not in it yet."""
        query = select(ProcedureParty.party_no, ProcedureParty.role)
        there = set(self._desk.session.exec(query.where(col(ProcedureParty.procedure_no) == procedure_no)))
        new = [(no, role) for role, numbers in parties.items() for no in numbers if (no, role) not in there]
        for no, role in new:
            self._desk.record(
                Entry(
                    chain=self._row.case_no,
                    kind=Kind.PARTY_JOINED,
                    key=f"join:{procedure_no}:{no}:{role}",
                    payload={"no": no, "role": role},
                    happened_at=self._desk.at,
                    procedure_no=procedure_no,
                )
            )
        if new:
            self._desk.wake(procedure_no, "party")

    def _others_open(self) -> bool:
        query = select(func.count()).where(
            col(Procedure.case_no) == self._row.case_no,
            col(Procedure.no) != self._row.no,
            col(Procedure.state) == "open",
        )
        return self._desk.session.exec(query).one() > 0
