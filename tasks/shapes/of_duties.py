"""A duty, a post, what an act came to, as JSON. 职责的 JSON 形状."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tasks.shapes.plain import instant

if TYPE_CHECKING:
    from tasks.answers import AnswerField
    from tasks.cases import DutyView, Why
    from tasks.opened_duty import Acted
    from tasks.posts import FoundPost


def post(found: FoundPost | None) -> dict[str, Any] | None:
    """A post. 岗位."""
    if found is None:
        return None
    return {"no": found.no, "role": found.role.value, "zh": found.zh, "en": found.en, "agency": found.agency_zh}


def duty(view: DutyView) -> dict[str, Any]:
    """A duty. 职责."""
    return {
        "case_no": view.case_no,
        "no": view.no,
        "code": view.code,
        "about": view.about or None,
        "zh": view.zh,
        "en": view.en,
        "matter": {"zh": view.matter.zh, "en": view.matter.en} if view.matter.zh else None,
        "procedure": view.procedure.value,
        "state": view.state.value,
        "owner": post(view.owner),
        "since_at": instant(view.since_at),
        "due_at": instant(view.internal_due_at),
        "legal_due_at": instant(view.legal_due_at),
        "provisional": view.provisional,
        "overdue": view.overdue,
        "in_time": view.in_time,
        "happened_at": instant(view.happened_at),
        "precision": view.precision.value,
        "recorded_at": instant(view.recorded_at),
        "period": {
            "zh": view.period_zh,
            "en": view.period_en,
            "force": view.period_force.value,
            "basis": view.period_basis,
        },
        "ground": list(view.ground),
        "rungs_climbed": view.rungs_climbed,
        "next_rung_at": instant(view.next_rung_at),
        "fields": [field(one) for one in view.fields],
    }


def field(one: AnswerField) -> dict[str, Any]:
    """A field of an answer. 表单项."""
    return {
        "name": one.name,
        "zh": one.zh,
        "kind": one.kind,
        "required": one.required,
        "several": one.many,
        "choices": [{"code": code, "zh": zh} for code, zh in one.choices],
    }


def acted(done: Acted) -> dict[str, Any]:
    """An act on a duty. 办理结果."""
    return {
        "case_no": done.case_no,
        "duty_no": done.duty_no.rpartition("/")[2],
        "code": done.code,
        "zh": done.zh,
        "in_time": done.in_time,
        "reported": done.reported or None,
        "spot_checks_open": done.unchecked,
    }


def why(reasons: Why) -> dict[str, Any]:
    """A due date, explained. 期限说明."""
    cited = [
        {"row": row, "basis": basis, "force": force.value, "confidence": confidence.value}
        for row, basis, force, confidence in (*reasons.ground, reasons.period)
    ]
    return {
        "duty": duty(reasons.duty),
        "ground": cited[:-1],
        "period_set_by": cited[-1],
        "lines": [{"zh": line.zh, "en": line.en, "basis": line.basis} for line in reasons.lines],
        "ladder": [{"at": instant(one.at), "tells": one.zh, "climbed": one.climbed} for one in reasons.rungs],
    }
