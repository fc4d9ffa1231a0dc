"""What a change of rules does to open procedures, as JSON. 改用新版规则的 JSON 形状."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tasks.shapes.of_packs import difference
from tasks.shapes.plain import instant

if TYPE_CHECKING:
    from tasks.rules_change import DutyChange, Elsewhere, ProcedureChange


def change(one: ProcedureChange) -> dict[str, Any]:
    """What would become of one procedure, or became. 程序的变化."""
    return {
        "procedure_no": one.procedure_no,
        "case_no": one.case_no,
        "kind": one.kind.value,
        "rules_before": one.rules_before,
        "steps": list(one.steps),
        "to_come": [difference(row) for row in one.to_come],
        "problem": one.problem,
        "duties": [_duty(duty) for duty in one.duties],
    }


def _duty(one: DutyChange) -> dict[str, Any]:
    return {
        "no": one.no,
        "code": one.code,
        "before": instant(one.before),
        "after": instant(one.after),
        "period_before": one.period_before,
        "period_after": one.period_after,
        "differs": one.differs,
        "changes": one.changes,
        "problem": one.problem,
    }


def elsewhere(one: Elsewhere) -> dict[str, Any]:
    """An open procedure under other rules. 适用其他规则的在办程序."""
    return {
        "case_no": one.case_no,
        "procedure_no": one.procedure_no,
        "kind": one.kind.value,
        "rules_before": one.rules,
    }
