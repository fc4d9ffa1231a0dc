"""Audit sheets. 核查表."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from board.api.answers.base import Answer
from board.api.words import Instant
from rules.vocabulary import CloseReason, DutyState, Force, Precision, ProcedureKind
from tasks.kinds import Kind
from tasks.verdicts import Verdict

Number = int | None
"""A count; null where it is hidden because it is small."""


class SetPeriodOut(Answer):
    """The period of a rule, and the row that sets it. 时限."""

    zh: str
    en: str
    set_by: str
    basis: str


class RuleOut(Answer):
    """What the rules say. 规则."""

    procedure: ProcedureKind
    code: str
    zh: str
    en: str
    period: SetPeriodOut
    force: Force
    ground: list[str]


class LateOut(Answer):
    """How late. 逾期多少."""

    seconds: float
    complete_days: int
    complete_working_days: int
    at_least: bool
    calendar_guessed: bool


class OwnerOut(Answer):
    """Who owed it. 承办岗位."""

    no: str
    zh: str
    agency: str
    agency_zh: str


class ExtensionOut(Answer):
    """More time. 延长."""

    amount: int
    unit: str
    basis: str


class StretchOut(Answer):
    """A stretch in which the clock stood. 中止."""

    cause: str
    from_at: Instant
    until_at: Instant | None


class RungsOut(Answer):
    """How far the ladder was climbed. 督办."""

    climbed: int
    highest_told: int | None
    told: list[str]


class EntryOut(Answer):
    """An entry that proves it. 证据."""

    entry: str
    kind: Kind


class JudgedOut(RuleOut):
    """One rule and what became of it; its dates only where it was asked for. 一条规则."""

    no: str | None
    about: str | None
    verdict: Verdict
    verdict_zh: str
    verdict_en: str
    late: LateOut | None
    needed_no_longer: bool
    reason: str | None
    owner: OwnerOut | None
    proof: list[EntryOut]
    since_at: Instant | None = None
    since_precision: Precision | None = None
    due_at: Instant | None = None
    legal_due_at: Instant | None = None
    provisional: bool | None = None
    state: DutyState | None = None
    happened_at: Instant | None = None
    precision: Precision | None = None
    recorded_at: Instant | None = None
    done_by_post: str | None = None
    extensions: list[ExtensionOut] | None = None
    pauses: list[StretchOut] | None = None
    owed_again: int | None = None
    rungs: RungsOut | None = None
    breach_causes: list[str] | None = None


class AuditedProcedureOut(Answer):
    """A procedure with its rules. 程序."""

    no: str
    kind: ProcedureKind
    about: str | None
    since_at: Instant | None
    closed_at: Instant | None
    close_reason: CloseReason | None
    proof: list[str]
    rules: list[JudgedOut]


class AuditSheetOut(Answer):
    """The audit sheet of a case. 个案核查表."""

    case_no: str
    area: str
    on: date | None
    as_recorded_by: Instant
    last_entry: str
    counts: dict[Force, dict[Verdict, int]] = Field(
        description="法定与默认从不相加  law and defaults are never added up"
    )
    procedures: list[AuditedProcedureOut]


class CountsOut(RuleOut):
    """A rule with how often which verdict. 规则与次数."""

    counts: dict[str, Number]


class QuantilesOut(Answer):
    """How long it took, in hours. 用时."""

    median: float | None
    p90: float | None


class StepOut(Answer):
    """A step at one agency. 环节."""

    procedure: ProcedureKind
    code: str
    set_by: str
    force: Force
    agency: str | None
    agency_zh: str
    n: Number
    unmeasured: Number
    share_in_time: float | None
    elapsed_hours: QuantilesOut | None
    office_hours: QuantilesOut | None


class BrokenOut(JudgedOut):
    """A period that was not kept. 未按期."""

    case_no: str


class AreaAuditOut(Answer):
    """The audit sheet of many cases. 成批核查表."""

    area: str
    from_: date = Field(alias="from")
    to: date
    procedure: ProcedureKind | None
    agency: str | None
    on: date | None
    as_recorded_by: Instant
    for_sharing: bool
    hidden_below: int | None
    cases: Number
    rules: list[CountsOut]
    totals: dict[Force, dict[str, Number]]
    steps: list[StepOut]
    late: list[BrokenOut]
