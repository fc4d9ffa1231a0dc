"""What became of a report, for whoever made it. 报告的办理情况.

A reporter is owed to know how it goes on (未成年人保护法 Art. 11(3), A-15; a unit also 高检发〔2020〕9号 Art. 10, A-17,
A-18), and nobody is owed to know about the child.  So what is told here are stages and dates of this one report: no
name, no place, no number of a case, no words of anybody.  Whoever asks proves it with the number and the code of the
receipt; a wrong number and a wrong code get the same answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import DutyRow, Procedure
from rules.errors import Refused
from rules.vocabulary import LIVE, DutyState, Force, Precision, ProcedureKind
from tasks import wording
from tasks.duty_rules import rules_within
from tasks.journal import chain_of
from tasks.kinds import Kind
from tasks.numbers import Named, is_number
from tasks.receipts import is_code_of, plain
from tasks.report_once import received_again

if TYPE_CHECKING:
    from models import JournalEntry
    from rules.vocabulary import Role
    from tasks.desk import Desk

_OWED = ("feedback_on_progress", "feedback_on_result", "feedback_before_prosecution", "tell_reporter")
"""The duties towards whoever reported."""

STAGES = {
    "研判结果": "what the departments decided",
    "经复核不予干预": "no intervention, after a second reading",
    "接报审查结果": "what the police found on examining the report",
    "已受案": "the police accepted the case",
    "不予受案": "the police did not accept the case",
    "已立案": "the police filed the case",
    "不予立案": "the police did not file the case",
    "移送审查起诉前告知": "before the transfer for prosecution",
    "表扬、奖励": "the reporter was commended",
}
"""What a reporter can be told of, as the procedures call it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """That whoever reported was told something. 反馈.

    Args:
        reachable: False where no way to be told was left: then this page is where it is told.
        basis: the row of law that it rests on, as people cite it.
    """

    at: datetime
    zh: str
    en: str
    reachable: bool
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Feedback that is still to come. 待反馈. `force` and `basis` are those of its period."""

    zh: str
    en: str
    due_at: datetime | None
    force: Force
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """What a reporter may know. 办理情况.

    Args:
        told: who was told when the report came in; nobody: the reporter should call 110.
        police_at: when the police took it down; None: they have not yet.
        closed_at: when the report had been dealt with for every child, though help may go on; None: it has not been.
    """

    report_no: str
    received_at: datetime
    told: tuple[Role, ...]
    police_at: datetime | None
    police_precision: Precision
    feedback: tuple[Feedback, ...]
    owed: tuple[Owed, ...]
    closed_at: datetime | None


def what_became(desk: Desk, report_no: str, code: str) -> Became:
    """How far a report has come.

    Args:
        report_no: as it stands on the receipt; case, hyphens and white space do not matter.
        code: the same.
    Raises: Refused: no such report, or not its code; which of both is not said.
    """
    number = _as_written(report_no)
    right = is_code_of(desk.office.vault, number, code)  # computed for a number that nobody has, too
    if not (right and is_number(number, Named.REPORT) and desk.has_happened(f"report:{number}")):
        raise Refused(
            "查不到：受理号或者查询码不对，请对照回执再填一次",
            "not found: the number or the code is not right; compare them with the receipt",
            field="code",
        )
    return _became(desk, number)


def _as_written(typed: str) -> str:
    """A number as it is stored, `R-XXXXX-XXXXX`, from whatever was typed of it."""
    signs = plain(typed).removeprefix("R")
    return f"R-{signs[:5]}-{signs[5:]}"


def _became(desk: Desk, report_no: str) -> Became:
    received = received_again(desk, report_no)
    query = select(Procedure).where(col(Procedure.report_no) == report_no)
    opened = desk.session.exec(query.where(col(Procedure.kind) == ProcedureKind.MANDATORY_REPORTING)).all()
    accepted = _accepted(desk, [one.no for one in opened])
    ended = [one.closed_at for one in opened if one.closed_at is not None]
    return Became(
        report_no=report_no,
        received_at=received.received_at,
        told=tuple(dict.fromkeys(post.role for post in received.told)),
        police_at=accepted.happened_at if accepted else None,
        police_precision=Precision(accepted.happened_precision or Precision.UNKNOWN) if accepted else Precision.UNKNOWN,
        feedback=tuple(
            _feedback(desk, row) for row in chain_of(desk.session, report_no) if row.kind == Kind.REPORTER_TOLD
        ),
        owed=tuple(_owed(desk, opened)),
        closed_at=max(ended) if len(ended) == len(opened) else None,
    )


def _accepted(desk: Desk, procedure_nos: list[str]) -> DutyRow | None:
    """The first acceptance by the police, of whichever child."""
    query = select(DutyRow).where(
        col(DutyRow.procedure_no).in_(procedure_nos),
        col(DutyRow.code) == "police_acceptance",
        col(DutyRow.state) == DutyState.ANSWERED,
        col(DutyRow.happened_at).is_not(None),
    )
    return desk.session.exec(query.order_by(col(DutyRow.happened_at))).first()


def _feedback(desk: Desk, row: JournalEntry) -> Feedback:
    facts = json.loads(row.payload)
    return Feedback(
        at=row.happened_at or row.recorded_at,
        zh=facts["stage"],
        en=STAGES.get(facts["stage"], "the reporter was told"),
        reachable=facts["reachable"],
        basis="、".join(wording.cite(desk.pack.fact(fact)) for fact in row.basis.split()),
    )


def _owed(desk: Desk, opened: Sequence[Procedure]) -> Iterator[Owed]:
    """Each once, however many children, with the date by which it is owed for every one of them."""
    rules = {one.no: one.rules for one in opened}
    query = select(DutyRow).where(
        col(DutyRow.procedure_no).in_(list(rules)), col(DutyRow.code).in_(_OWED), col(DutyRow.state).in_(LIVE)
    )
    known: set[str] = set()
    for row in desk.session.exec(query.order_by(col(DutyRow.legal_due_at).desc(), col(DutyRow.no))):
        if row.code in known:
            continue
        known.add(row.code)
        pack = rules_within(desk, row, rules[row.procedure_no])
        spec = pack.duty(row.code)
        fact = pack.fact(spec.periods[row.variant].set_by)
        yield Owed(zh=spec.zh, en=spec.en, due_at=row.legal_due_at, force=fact.force, basis=wording.cite(fact))
