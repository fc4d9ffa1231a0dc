"""What the rules of today would change in open cases. 改用新版规则."""

from __future__ import annotations

from pydantic import Field

from board.api.answers.base import Answer
from board.api.answers.of_duties import AfterAnAct
from board.api.answers.of_packs import DifferenceOut, WhichPackOut
from board.api.words import Instant
from rules.vocabulary import ProcedureKind
from tasks.duty_rules import Running


class ElsewhereOut(Answer):
    """An open procedure under other rules than those of today. 适用其他规则的在办程序."""

    case_no: str
    procedure_no: str
    kind: ProcedureKind
    rules_before: str = Field(description="规则内容的哈希  hash of the rules that it runs under")


class ElsewhereListOut(Answer):
    """Those of the cases that this post sees. 清单."""

    to: WhichPackOut
    procedures: list[ElsewhereOut]
    more: bool


class DutyChangeOut(Answer):
    """What would become of one duty, or became. 职责的变化."""

    no: str
    code: str
    before: Instant | None
    after: Instant | None = Field(description="按新规则的届满时间  the end as the new rules count it")
    period_before: str
    period_after: str
    differs: bool = Field(description="新规则的期限或时间不同  the new rules would say otherwise")
    changes: bool = Field(description="期限随之改变；照旧的为 false  false where its clock is kept")
    problem: str


class ProcedureChangeOut(ElsewhereOut):
    """What would become of one procedure, or became. 程序的变化."""

    steps: list[str] = Field(description="自设程序的步骤变化  of a declared procedure, each step that changes")
    to_come: list[DifferenceOut] = Field(description="今后各环节的不同  what is said otherwise of later steps")
    problem: str = Field(description="不能改用的原因  why it cannot be moved; empty where it can")
    duties: list[DutyChangeOut]


class RulesDifferenceOut(Answer):
    """What would change in a case. 差别."""

    to: WhichPackOut
    case_no: str
    running: Running
    procedures: list[ProcedureChangeOut]


class RulesMovedOut(AfterAnAct):
    """What was changed in a case. 已改用."""

    to: WhichPackOut
    case_no: str
    running: Running
    procedures: list[ProcedureChangeOut]
