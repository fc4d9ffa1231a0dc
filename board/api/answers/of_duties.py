"""Duties, posts and what an act came to. 职责."""

from __future__ import annotations

from pydantic import Field

from board.api.answers.base import Answer
from board.api.words import Instant
from rules.causes import BreachCause
from rules.vocabulary import Confidence, DutyState, Force, Precision, ProcedureKind, Role


class PostOut(Answer):
    """A post. 岗位."""

    no: str = Field(examples=["P-LIUXI-POLICE"])
    role: Role
    zh: str
    en: str
    agency: str


class ChoiceOut(Answer):
    """One value that a field may have. 可选项."""

    code: str
    zh: str


class FieldOut(Answer):
    """A field of an answer. 表单项."""

    name: str
    zh: str
    kind: str = Field(description="yes/no、text、date 或 choice")
    required: bool
    several: bool
    choices: list[ChoiceOut]


class PeriodOut(Answer):
    """The period of a duty. 时限."""

    zh: str
    en: str
    force: Force = Field(description="法定、地方规定或本系统默认；默认不是法定期限  a default is never law")
    basis: str


class MatterOut(Answer):
    """What a procedure is about: two duties of one name differ by it. 所涉事项."""

    zh: str
    en: str


class DutyOut(Answer):
    """A duty. 职责."""

    case_no: str = Field(examples=["C-350RE-YGQE9"])
    no: str = Field(description="在个案中的序号  running number in its case", examples=["2"])
    code: str = Field(examples=["police_acceptance"])
    about: str | None
    zh: str
    en: str
    matter: MatterOut | None
    procedure: ProcedureKind
    state: DutyState
    owner: PostOut | None
    since_at: Instant
    due_at: Instant | None
    legal_due_at: Instant | None
    provisional: bool
    overdue: bool
    in_time: bool | None
    happened_at: Instant | None
    precision: Precision
    recorded_at: Instant | None
    period: PeriodOut
    ground: list[str]
    rungs_climbed: int
    next_rung_at: Instant | None
    fields: list[FieldOut]


class DutiesOut(Answer):
    """A list of duties. 职责清单."""

    duties: list[DutyOut]
    more: bool = Field(description="其后还有  whether there are more after these")


class FormOut(Answer):
    """What an answer to a duty is to say. 办理须填."""

    case_no: str
    duty_no: str
    code: str
    fields: list[FieldOut]


class CausesOut(Answer):
    """Why it may have been late, from the list of the agency that owed it. 逾期原因清单."""

    causes: list[BreachCause]


class CitedOut(Answer):
    """A row of law, of a local rule or of our defaults. 依据."""

    row: str
    basis: str
    force: Force
    confidence: Confidence


class LineOut(Answer):
    """One line of how a date is counted. 期限说明的一行."""

    zh: str
    en: str
    basis: str


class RungOut(Answer):
    """A rung of the ladder. 督办级次."""

    at: Instant
    tells: str
    climbed: bool


class WhyOut(Answer):
    """A due date, explained. 期限说明."""

    duty: DutyOut
    ground: list[CitedOut]
    period_set_by: CitedOut
    lines: list[LineOut]
    ladder: list[RungOut]


class AfterAnAct(Answer):
    """What is owed after an act, as far as this post sees it. 办理之后."""

    moved: bool = Field(description="程序是否已推进；否则稍后再查  whether the procedures have looked at it already")
    duties: list[DutyOut]


class ActedOut(AfterAnAct):
    """An act on a duty. 办理结果."""

    case_no: str
    duty_no: str
    code: str
    zh: str
    in_time: bool | None
    reported: str | None
    spot_checks_open: int | None
    report_no: str | None = Field(default=None, description="同时提出的强制报告  a report that was raised with it")
