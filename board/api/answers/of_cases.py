"""Cases, procedures, instruments, timelines. 个案."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from board.api.answers.base import Answer
from board.api.answers.of_duties import AfterAnAct, DutyOut, PostOut
from board.api.words import Instant
from rules.vocabulary import CloseReason, InstrumentKind, PartyRole, Precision, ProcedureKind, Sanction
from tasks.kinds import Kind
from tasks.standing import Standing

State = Literal["open", "closed"]


class RunOut(Answer):
    """A procedure of a case, in a list of cases. 程序."""

    no: str
    kind: ProcedureKind
    state: State
    close_reason: CloseReason | None


class CaseOut(Answer):
    """A case. 个案."""

    no: str = Field(examples=["C-350RE-YGQE9"])
    child_no: str | None = Field(description="机关事项卷宗没有儿童  null in an agency's own file")
    state: State
    area: str
    lead: PostOut | None
    opened_at: Instant
    closed_at: Instant | None
    procedures: list[RunOut]
    reports: list[str]
    open_duties: int
    next_due_at: Instant | None


class CasesOut(Answer):
    """A list of cases. 个案清单."""

    cases: list[CaseOut]
    more: bool


class PartyOut(Answer):
    """Somebody who stands in a procedure, by number. 当事人."""

    no: str
    role: PartyRole


class ProcedureOut(Answer):
    """A procedure with those who stand in it. 程序."""

    no: str
    kind: ProcedureKind
    about: str | None
    state: State
    close_reason: CloseReason | None
    since_at: Instant
    since_precision: Precision
    parties: list[PartyOut]


class ServedOut(Answer):
    """When an instrument reached somebody. 送达."""

    at: Instant | None
    precision: Precision


class BreachOut(Answer):
    """That an order was broken. 违反."""

    no: str
    happened_at: Instant | None
    precision: Precision
    sanction: Sanction
    confidential: bool


class VersionOut(Answer):
    """A version of an instrument. 版本."""

    n: int
    change: str
    from_at: Instant
    valid_until: date | None


class InstrumentOut(Answer):
    """An instrument as it stands; its title and number, never its text. 文书."""

    no: str
    kind: InstrumentKind
    title: str
    document_no: str
    duty_no: str | None
    procedure_no: str | None
    state: Standing
    version: int
    issued_at: Instant | None
    precision: Precision
    valid_from: date | None
    valid_until: date | None
    ended_at: Instant | None
    granted: str
    follows: str | None
    issuers: list[str]
    to: list[str]
    served: dict[str, ServedOut]
    breaches: list[BreachOut]
    versions: list[VersionOut]


class InstrumentsOut(Answer):
    """The instruments of a case. 文书清单."""

    instruments: list[InstrumentOut]


class CaseShownOut(CaseOut):
    """A case with everything in it. 个案详情."""

    procedures: list[ProcedureOut]  # type: ignore[assignment]
    erased_at: Instant | None
    duties: list[DutyOut]
    instruments: list[InstrumentOut]


class MomentOut(Answer):
    """A line of a timeline. 一条记录."""

    happened_at: Instant | None
    precision: Precision
    recorded_at: Instant
    entered_late: bool
    kind: Kind
    procedure: str | None
    zh: str
    en: str
    who: str
    basis: list[str]
    entry: str


class TimelineOut(Answer):
    """A timeline. 时间线."""

    case_no: str
    moments: list[MomentOut]


class ConcernedOut(Answer):
    """One child of a report, and where its matter stands. 所涉儿童."""

    case_no: str
    child_no: str
    joined: bool = Field(description="并入在办个案  whether it joined a case that was open")


class ReceivedOut(AfterAnAct):
    """A report that was taken. 接收回执."""

    report_no: str = Field(examples=["R-1CAX7-4MCFX"])
    code: str = Field(description="凭编号和此码查询进展  with the number, what a reporter asks with what became of it")
    received_at: Instant
    cases: list[ConcernedOut]
    told: list[PostOut] = Field(description="已告知；为空时请立即拨打 110  told at once; where empty, call 110")
    receipt: str


class EnteredOut(AfterAnAct):
    """Something was entered into a case. 登记结果."""

    case_no: str
    entry: int | None = Field(default=None, description="记录号  number of the entry")
    child_no: str | None = None
    adults: list[str] | None = None
    procedure_no: str | None = None
    instrument_no: str | None = None
    breach_no: str | None = None
    state: State | None = None
