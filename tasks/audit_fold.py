"""What the journal says of a case's duties, folded in memory from its entries. 由办理记录推演职责.

An audit is derived from the journal itself, not from the tables: the same fold over all entries gives the present,
over the entries up to a past moment what was known then.  Tests hold it equal to the tables for every story.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from rules.vocabulary import LIVE, DutyState, Precision, ProcedureKind
from tasks.canonical import canonical, read_instant
from tasks.duty_rules import rules_after
from tasks.held import held_at
from tasks.kinds import Kind


class Fact(NamedTuple):
    """The columns of an entry that the fold reads, named as in the journal. 一条记录."""

    chain: str
    n: int
    kind: str
    happened_at: datetime | None
    happened_precision: str
    recorded_at: datetime
    by_post: str | None
    procedure_no: str | None
    duty_no: str | None
    payload: str


class Proof(NamedTuple):
    """An entry that proves something: `chain#n` and what it is. 证据."""

    entry: str
    kind: Kind


@dataclass(slots=True, kw_only=True)
class FoldedDuty:
    """A duty as the entries tell it; fields that a row of the table has too are named and meant as there. 职责.

    Args:
        rules: hash of the rules that govern it, where they are not those of its procedure now.
        settled_at: when its procedure ended with it still owed.
        given: what was answered, or what the procedure went on with; nothing in it where it was released.
        climbed: how many rungs were reached; `told` the posts that the highest rung to tell anybody told, `told_at`
            the number of that rung.
        hands: from when on which post owed it, in order.
        left_out_sealed: why it was skipped or excused, sealed.
        causes: why it was late, as codes, in the order in which that was explained.
        proofs: every entry that bears on it, in order.
    """

    no: str
    procedure_no: str
    code: str
    about: str
    variant: str
    role: str | None
    post_no: str | None
    hands: list[tuple[datetime, str | None]]
    since_at: datetime
    since_precision: str
    opened_at: datetime
    internal_due_at: datetime | None
    legal_due_at: datetime | None
    provisional: bool
    rules: str | None = None
    state: str = DutyState.OPEN
    given: Mapping[str, Any] | None = None
    happened_at: datetime | None = None
    happened_precision: str | None = None
    recorded_at: datetime | None = None
    answered_by_post: str | None = None
    settled_reason: str | None = None
    settled_at: datetime | None = None
    turns: int = 0
    climbed: int = 0
    told: tuple[str, ...] = ()
    told_at: int = 0
    left_out_sealed: str | None = None
    extensions: list[tuple[int, str, str]] = field(default_factory=list)  # amount, unit, basis
    pauses: list[tuple[str, datetime, datetime | None]] = field(default_factory=list)  # cause, from, until
    causes: list[str] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)

    @property
    def answer(self) -> str | None:
        """What was answered, as the table writes it; its free words are sealed."""
        return None if self.given is None else canonical(self.given)

    @property
    def post_when_due(self) -> str | None:
        """Who owed it when its legal end passed: whoever takes it over later takes over the work, not the breach."""
        return held_at(self.legal_due_at, self.hands)


@dataclass(slots=True, kw_only=True)
class FoldedProcedure:
    """A procedure as the entries tell it. 程序."""

    no: str
    kind: ProcedureKind
    about: str
    rules: str
    since_at: datetime
    since_precision: str
    closed_at: datetime | None = None
    close_reason: str | None = None
    duties: list[FoldedDuty] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class FoldedCase:
    """A case as the entries tell it. 个案. `last`: number of the last entry that was read."""

    no: str
    child_no: str = ""  # "" in an agency's own file
    area: str = ""
    last: int = 0
    procedures: dict[str, FoldedProcedure] = field(default_factory=dict)
    duties: dict[str, FoldedDuty] = field(default_factory=dict)

    @property
    def posts(self) -> set[str]:
        """Numbers of the posts that owe something in it or were told of it."""
        owed = {post for duty in self.duties.values() for _, post in duty.hands if post}
        return owed.union(*(duty.told for duty in self.duties.values()))


def fold(case_no: str, facts: Iterable[Fact]) -> FoldedCase:
    """The case that these entries of its chain tell, in the order of their numbers. 推演.

    Kinds that bear on no duty are passed over, so that whoever asks may leave them out.
    """
    case = FoldedCase(no=case_no)
    for fact in facts:
        case.last = fact.n
        if turn := _TURNS.get(fact.kind):
            turn(case, fact, json.loads(fact.payload))
    return case


# --- the case and its procedures --------------------------------------------------------------------------------


def _case_opened(case: FoldedCase, fact: Fact, said: Mapping[str, Any]) -> None:
    case.child_no, case.area = said["child_no"] or "", said["area"]


def _case_moved(case: FoldedCase, fact: Fact, said: Mapping[str, Any]) -> None:
    case.area = said["area"]


def _procedure_opened(case: FoldedCase, fact: Fact, said: Mapping[str, Any]) -> None:
    case.procedures[said["no"]] = FoldedProcedure(
        no=said["no"],
        kind=ProcedureKind(said["kind"]),
        about=said["about"],
        rules=said["rules"],
        since_at=_instant(said["since_at"]),
        since_precision=fact.happened_precision,
        proofs=[_proof(fact)],
    )


def _rules_changed(case: FoldedCase, fact: Fact, said: Mapping[str, Any]) -> None:
    procedure = case.procedures[fact.procedure_no or ""]
    procedure.rules = said["rules"]
    procedure.proofs.append(_proof(fact))
    for duty in procedure.duties:
        duty.rules = rules_after(duty.state, duty.rules, said)


def _procedure_closed(case: FoldedCase, fact: Fact, said: Mapping[str, Any]) -> None:
    procedure = case.procedures[fact.procedure_no or ""]
    procedure.closed_at, procedure.close_reason = fact.recorded_at, said["reason"]
    procedure.proofs.append(_proof(fact))
    for duty in procedure.duties:
        if duty.state in LIVE:
            duty.state, duty.settled_reason, duty.settled_at = DutyState.SETTLED, said["reason"], fact.recorded_at
            duty.proofs.append(_proof(fact))


# --- duties -----------------------------------------------------------------------------------------------------


def _duty_opened(case: FoldedCase, fact: Fact, said: Mapping[str, Any]) -> None:
    duty = FoldedDuty(
        no=fact.duty_no or "",
        procedure_no=fact.procedure_no or "",
        code=said["code"],
        about=said["about"],
        variant=said["variant"],
        role=said["role"],
        post_no=said["post_no"],
        hands=[(fact.recorded_at, said["post_no"])],
        since_at=_instant(said["since_at"]),
        since_precision=said.get("since_precision", Precision.EXACT),
        opened_at=fact.recorded_at,
        internal_due_at=read_instant(said["internal_due_at"]),
        legal_due_at=read_instant(said["legal_due_at"]),
        provisional=said["provisional"],
        proofs=[_proof(fact)],
    )
    case.duties[duty.no] = duty
    case.procedures[duty.procedure_no].duties.append(duty)


DutyTurn = Callable[[FoldedDuty, Fact, Mapping[str, Any]], None]


def _of_duty(turn: DutyTurn) -> Callable[[FoldedCase, Fact, Mapping[str, Any]], None]:
    """What an entry about one duty changes, and that it is a proof."""

    def turned(case: FoldedCase, fact: Fact, said: Mapping[str, Any]) -> None:
        duty = case.duties.get(fact.duty_no or "")
        if duty is not None:
            turn(duty, fact, said)
            duty.proofs.append(_proof(fact))

    return turned


def _owned(duty: FoldedDuty, fact: Fact, said: Mapping[str, Any]) -> None:
    duty.role, duty.post_no = said["role"], said["post_no"]
    duty.hands.append((fact.recorded_at, duty.post_no))


def _ended(duty: FoldedDuty, fact: Fact, said: Mapping[str, Any]) -> None:
    done = fact.kind == Kind.DUTY_ANSWERED
    left_out = DutyState.SKIPPED if fact.kind == Kind.DUTY_SKIPPED else DutyState.EXCUSED
    duty.state = DutyState.ANSWERED if done else left_out
    duty.given = said["answer"]
    duty.happened_at = fact.happened_at or fact.recorded_at
    duty.happened_precision = fact.happened_precision if done else Precision.UNKNOWN
    duty.recorded_at, duty.answered_by_post = fact.recorded_at, fact.by_post
    duty.left_out_sealed = said.get("reason_sealed")


def _owed_again(duty: FoldedDuty, fact: Fact, said: Mapping[str, Any]) -> None:
    duty.state, duty.turns = DutyState.OPEN, duty.turns + 1
    duty.given = duty.happened_at = duty.happened_precision = duty.recorded_at = duty.answered_by_post = None
    duty.left_out_sealed = None


def _counted(duty: FoldedDuty, fact: Fact, said: Mapping[str, Any]) -> None:
    duty.internal_due_at = read_instant(said["internal_due_at"])
    duty.legal_due_at = read_instant(said["legal_due_at"])
    duty.provisional = said["provisional"]


def _paused(duty: FoldedDuty, fact: Fact, said: Mapping[str, Any]) -> None:
    duty.state = DutyState.PAUSED
    duty.pauses.append((said["cause"], fact.happened_at or fact.recorded_at, None))
    _counted(duty, fact, said)


def _resumed(duty: FoldedDuty, fact: Fact, said: Mapping[str, Any]) -> None:
    duty.state = DutyState.OPEN
    duty.pauses = [(cause, begun, until or fact.happened_at) for cause, begun, until in duty.pauses]
    _counted(duty, fact, said)


def _extended(duty: FoldedDuty, fact: Fact, said: Mapping[str, Any]) -> None:
    duty.extensions.append((said["amount"], said["unit"], said["basis"]))
    _counted(duty, fact, said)


def _climbed(duty: FoldedDuty, fact: Fact, said: Mapping[str, Any]) -> None:
    duty.climbed += 1
    if said["told"]:
        duty.told, duty.told_at = tuple(said["told"]), said["rung"] + 1


def _explained(duty: FoldedDuty, fact: Fact, said: Mapping[str, Any]) -> None:
    duty.causes.append(said["cause"])


def _corrected(duty: FoldedDuty, fact: Fact, said: Mapping[str, Any]) -> None:
    if not str(said["of_kind"]).startswith("duty_"):
        return  # an instrument that the duty made, which is no matter of its period
    if said.get("answer") is not None:
        duty.given = said["answer"]
    if said["moved"]:
        duty.happened_at, duty.happened_precision = fact.happened_at or fact.recorded_at, fact.happened_precision


def _proof_only(duty: FoldedDuty, fact: Fact, said: Mapping[str, Any]) -> None:
    """It bears on the duty and changes nothing that is measured."""


_TURNS: dict[str, Callable[[FoldedCase, Fact, Mapping[str, Any]], None]] = {
    Kind.CASE_OPENED: _case_opened,
    Kind.CASE_MOVED: _case_moved,
    Kind.PROCEDURE_OPENED: _procedure_opened,
    Kind.RULES_CHANGED: _rules_changed,
    Kind.PROCEDURE_CLOSED: _procedure_closed,
    Kind.DUTY_OPENED: _duty_opened,
    Kind.DUTY_ASSIGNED: _of_duty(_owned),
    Kind.DUTY_HANDED_ON: _of_duty(_owned),
    Kind.DUTY_ANSWERED: _of_duty(_ended),
    Kind.DUTY_SKIPPED: _of_duty(_ended),
    Kind.DUTY_EXCUSED: _of_duty(_ended),
    Kind.DUTY_REOPENED: _of_duty(_owed_again),
    Kind.DUTY_PAUSED: _of_duty(_paused),
    Kind.DUTY_RESUMED: _of_duty(_resumed),
    Kind.DUTY_EXTENDED: _of_duty(_extended),
    Kind.DUTY_DATE_SETTLED: _of_duty(_counted),
    Kind.DUTY_RECOUNTED: _of_duty(_counted),
    Kind.RUNG_FIRED: _of_duty(_climbed),
    Kind.BREACH_EXPLAINED: _of_duty(_explained),
    Kind.DECLINE_TOLD: _of_duty(_proof_only),
    Kind.ENTRY_CORRECTED: _of_duty(_corrected),
    Kind.ENTRY_DISPUTED: _of_duty(_proof_only),
}

FOLDED = frozenset(_TURNS)
"""Kinds that the fold reads."""

FOLDED_FOR_COUNTING = FOLDED - {Kind.RUNG_FIRED, Kind.ENTRY_DISPUTED}
"""Kinds without which no verdict changes; a set of cases is counted from these."""


def _proof(fact: Fact) -> Proof:
    return Proof(f"{fact.chain}#{fact.n}", Kind(fact.kind))


def _instant(written: str) -> datetime:
    found = read_instant(written)
    assert found is not None, "an entry that opens something says since when"
    return found
