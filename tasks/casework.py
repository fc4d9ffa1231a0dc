"""The vocabulary in which a flow tells its procedure. 程序用语.

A `Proceeding` is one procedure, run from the top.  What is already recorded is remembered, what is not is recorded
once; a duty without an answer is opened and ends the run with `Awaiting`.  A flow decides on recorded answers and
report facts only, never on the time of day, so that running it again over the same facts gives the same duties.

What it asks is in `tasks/procedure_facts.py`, what is owed in it in `tasks/procedure_duties.py`; what follows from an
answer is here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

from rules.duty import Answer, Duty
from rules.vocabulary import (
    CloseReason,
    InstrumentKind,
    Precision,
    ProcedureKind,
    Role,
    Sanction,
    ServiceMethod,
    Term,
)
from tasks.canonical import instant
from tasks.declines import Decline, tell_nobody_takes_it
from tasks.guardians import GuardianChange, change_guardian
from tasks.kinds import Kind
from tasks.orders import Breach, Order, OrderBook, Terms
from tasks.posts import post_by_number
from tasks.procedure_duties import ProcedureDuties
from tasks.procedures import Opening, Parties, join_those_who_are_new, open_one, open_procedure, others_are_open
from tasks.reporter_told import Progress, tell_reporter

_WITH_A_FILE_OF_THEIR_OWN = frozenset({ProcedureKind.MONITORING, ProcedureKind.ROUTINE_REPORTING})


class Ended(BaseException):
    """The procedure was closed; nothing after it runs. 程序终结."""


class Proceeding(ProcedureDuties):
    """One procedure in one case, as its flow sees it and goes on with it. 程序."""

    # --- other procedures, and those who hear of this one ----------------------------------------

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
        if covering := open_one(self._desk, self._row.case_no, kind, about):
            self._record(Kind.PROCEDURE_COVERED, key, {"kind": kind, "about": about})
            join_those_who_are_new(self._desk, self._row.case_no, covering, parties or {})
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

    def tell_reporter(self, *, stage: str, told: Answer, outcome: str, basis: str) -> None:
        """Send the reporter, once, what the answering body decided to tell. No detail of the case."""
        progress = Progress(stage=stage, happened_at=told.happened_at, outcome=outcome, basis=basis)
        if tell_reporter(self._desk, self._pack, self._row, progress):
            self.done.append("told reporter")

    def tell_nobody_takes_it(self, decided: Answer, *, asked: Duty[Any], why: Term | None = None) -> None:
        """What nobody takes on is told, once, to whoever referred, to the lead and to the county office (HT-221).

        Args:
            decided: the answer that says so; whoever gave it knows already.
            asked: what nobody takes on.
            why: the reason in one word; None: it stands in the record, sealed.
        """
        concerned = dict.fromkeys([self.lead, self.post_of(Role.COUNTY_OFFICE)])
        decline = Decline(procedure=self._row, decided=self._duty_of(decided), asked=asked.code, why=why)
        if tell_nobody_takes_it(self._desk, self._pack, decline, [no for no in concerned if no]):
            self.done.append("told that nobody takes it on")

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
        elif self._row.kind != ProcedureKind.CASE_REVIEW and not others_are_open(self._desk, self._row):
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
        if not others_are_open(self._desk, self._row):
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

    def order(self, kind: InstrumentKind, about: str = "") -> Order | None:
        """The instrument of this kind in this procedure, if it was issued."""
        return next((one for one in self._orders.all(kind) if one.about == about), None)

    def orders(self, kind: InstrumentKind) -> tuple[Order, ...]:
        """Every instrument of this kind that was issued in this procedure."""
        return self._orders.all(kind)

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
