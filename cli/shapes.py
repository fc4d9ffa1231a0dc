"""What `--json` prints, thing by thing: a contract with scripts, written out and nowhere derived. JSON 形状.

Codes and numbers, never a name of a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.output import instant

if TYPE_CHECKING:
    from cli.procedures_shown import StandingProcedure
    from tasks.acts import Acted
    from tasks.answers import AnswerField
    from tasks.cases import CaseView, DutyView, Why
    from tasks.intake import Received
    from tasks.posts import FoundPost
    from tasks.standing import InstrumentView
    from tasks.stuck import Stuck
    from tasks.stuck.repairs import Repaired
    from tasks.timeline import Moment


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


def case(view: CaseView) -> dict[str, Any]:
    """A case. 个案."""
    return {
        "no": view.no,
        "state": view.state,
        "area": view.area,
        "lead": post(view.lead),
        "opened_at": instant(view.opened_at),
        "closed_at": instant(view.closed_at),
        "procedures": [
            {"no": no, "kind": kind.value, "state": state, "close_reason": reason or None}
            for no, kind, state, reason in view.procedures
        ],
        "reports": list(view.reports),
        "open_duties": view.open_duties,
        "next_due_at": instant(view.next_due_at),
    }


def procedure(one: StandingProcedure) -> dict[str, Any]:
    """A procedure with those who stand in it. 程序."""
    return {
        "no": one.no,
        "kind": one.kind.value,
        "about": one.about or None,
        "state": one.state,
        "close_reason": one.close_reason or None,
        "since_at": instant(one.since_at),
        "since_precision": one.precision.value,
        "parties": [{"no": number, "role": role.value} for number, role in one.parties],
    }


def instrument(view: InstrumentView) -> dict[str, Any]:
    """An instrument as it stands; its title and number, never its text. 文书."""
    return {
        "no": view.no,
        "kind": view.kind.value,
        "title": view.title,
        "document_no": view.document_no,
        "duty_no": view.no.removesuffix("/doc").rpartition("/")[2] if view.no.endswith("/doc") else None,
        "procedure_no": view.procedure_no,
        "state": view.state.value,
        "version": view.version,
        "issued_at": instant(view.issued_at),
        "precision": view.precision.value,
        "valid_from": view.valid_from,
        "valid_until": view.valid_until,
        "ended_at": instant(view.ended_at),
        "granted": view.granted,
        "follows": view.follows,
        "issuers": list(view.issuers),
        "to": list(view.to),
        "served": {
            number: {"at": instant(at), "precision": view.served_precision[number].value}
            for number, at in view.served.items()
        },
        "breaches": [
            {
                "no": one.no,
                "happened_at": instant(one.happened_at),
                "precision": one.precision.value,
                "sanction": one.sanction.value,
                "confidential": one.confidential,
            }
            for one in view.breaches
        ],
        "versions": [
            {"n": n, "change": change, "from_at": instant(from_at), "valid_until": until}
            for n, change, from_at, until in view.versions
        ],
    }


def received(taken: Received) -> dict[str, Any]:
    """A report that was taken. 接收回执."""
    return {
        "report_no": taken.report_no,
        "received_at": instant(taken.received_at),
        "cases": [{"case_no": one.case_no, "child_no": one.child_no, "joined": one.joined} for one in taken.concerned],
        "told": [post(one) for one in taken.told],
        "receipt": taken.text,
    }


def acted(done: Acted) -> dict[str, Any]:
    """An act on a duty. 办理结果."""
    return {
        "case_no": done.case_no,
        "duty_no": done.duty_no.rpartition("/")[2],
        "code": done.code,
        "zh": done.zh,
        "in_time": done.in_time,
    }


def stuck(one: Stuck) -> dict[str, Any]:
    """A reason why a case is stuck. 卡住事项."""
    return {
        "kind": one.kind.value,
        "zh": one.kind.zh,
        "case_no": one.case_no or None,
        "subject": one.subject,
        "holder": one.holder or None,
        "holder_zh": one.holder_zh,
        "since": instant(one.since),
        "next_rung_at": instant(one.next_rung_at),
        "repair": {"zh": one.repair, "en": one.repair_en},
        "key": one.key,
        "severity": one.severity.value,
        "agency": one.agency or None,
        "agency_zh": one.agency_zh or None,
        "area": one.area or None,
        "next": {"at": instant(one.next_at), "zh": one.next_zh, "en": one.next_en},
        "act": one.act.value,
        "command": one.command,
    }


def repaired(done: Repaired) -> dict[str, Any]:
    """What was done about a line of the stuck list. 处置结果."""
    return {"act": done.was.act.value, "mended": done.mended, "was": stuck(done.was)}


def moment(one: Moment) -> dict[str, Any]:
    """A line of a timeline. 一条记录."""
    return {
        "happened_at": instant(one.happened_at),
        "precision": one.precision.value,
        "recorded_at": instant(one.recorded_at),
        "entered_late": one.entered_late,
        "kind": one.kind.value,
        "procedure": one.track or None,
        "zh": one.zh,
        "en": one.en,
        "who": one.who,
        "basis": list(one.basis),
        "entry": one.entry,
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
        "ladder": [{"at": instant(at), "tells": whom, "climbed": climbed} for at, whom, climbed in reasons.rungs],
    }
