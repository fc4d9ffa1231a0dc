"""A case, its procedures, its instruments, its timeline, as JSON. 个案的 JSON 形状."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tasks.shapes.of_duties import post
from tasks.shapes.plain import instant

if TYPE_CHECKING:
    from tasks.cases import CaseView
    from tasks.evidence import EvidenceView
    from tasks.receipts import Received
    from tasks.standing import InstrumentView
    from tasks.standing_procedures import StandingProcedure
    from tasks.timeline import Moment


def case(view: CaseView) -> dict[str, Any]:
    """A case. 个案."""
    return {
        "no": view.no,
        "child_no": view.child_no,
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


def evidence(view: EvidenceView) -> dict[str, Any]:
    """A file that was handed in; nothing of what it shows. 证据材料."""
    return {
        "no": view.no,
        "media_type": view.material.value,
        "bytes": view.bytes,
        "sha256": view.sha256,
        "duty_no": view.duty_no or None,
        "happened_at": instant(view.happened_at),
        "precision": view.precision.value,
        "recorded_at": instant(view.recorded_at),
        "by": post(view.by),
        "opens": view.opens,
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
        "code": taken.code,
        "received_at": instant(taken.received_at),
        "cases": [{"case_no": one.case_no, "child_no": one.child_no, "joined": one.joined} for one in taken.concerned],
        "told": [post(one) for one in taken.told],
        "receipt": taken.text,
    }


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
