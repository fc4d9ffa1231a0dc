"""What `hutong audit … --format json` prints: a contract with scripts, written out. JSON 形状.

Codes and numbers; a number that is hidden is null and the whole says that some are.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from rules.vocabulary import Force
from tasks.audit_rules import say_verdict
from tasks.audit_small import LEAST
from tasks.audit_view import COLUMNS
from tasks.shapes.plain import instant
from tasks.verdicts import Verdict

if TYPE_CHECKING:
    from tasks.audit_late import Late
    from tasks.audit_rules import Judged, Owner, Rule
    from tasks.audit_set import Broken
    from tasks.audit_sheet import CaseSheet, JudgedProcedure
    from tasks.audit_times import Times
    from tasks.audit_view import CountTable, Number, SetView, StepRow


def case_sheet(sheet: CaseSheet) -> dict[str, Any]:
    """The sheet of one case. 个案核查表."""
    counts = sheet.counts
    return {
        "case_no": sheet.case_no,
        "area": sheet.area,
        "on": sheet.on,
        "as_recorded_by": instant(sheet.at),
        "last_entry": f"{sheet.case_no}#{sheet.last_entry}",
        "counts": {force.value: {verdict.value: counts[force][verdict] for verdict in Verdict} for force in Force},
        "procedures": [_procedure(one) for one in sheet.procedures],
    }


def _procedure(one: JudgedProcedure) -> dict[str, Any]:
    procedure = one.procedure
    return {
        "no": procedure.no,
        "kind": procedure.kind.value,
        "about": procedure.about or None,
        "since_at": instant(procedure.since_at),
        "closed_at": instant(procedure.closed_at),
        "close_reason": procedure.close_reason,
        "proof": [proof.entry for proof in one.proofs],
        "rules": [judged(rule) for rule in one.rules],
    }


def judged(one: Judged) -> dict[str, Any]:
    """One rule and what became of it. 一条规则."""
    return {
        **rule(one.rule),
        "no": one.no or None,
        "about": one.about or None,
        "verdict": one.verdict.value,
        "verdict_zh": say_verdict(one, "zh"),
        "verdict_en": say_verdict(one, "en"),
        "late": _late(one.late),
        "needed_no_longer": one.released,
        "reason": one.reason or None,
        "owner": _owner(one.owner),
        **_course(one),
        "proof": [{"entry": proof.entry, "kind": proof.kind.value} for proof in one.proofs],
    }


def _course(one: Judged) -> dict[str, Any]:
    """Its dates and what happened to its clock; nothing where it was never asked for."""
    duty = one.duty
    if duty is None:
        return {}
    return {
        "since_at": instant(duty.since_at),
        "since_precision": duty.since_precision,
        "due_at": instant(duty.internal_due_at),
        "legal_due_at": instant(duty.legal_due_at),
        "provisional": duty.provisional,
        "state": duty.state,
        "happened_at": instant(duty.happened_at),
        "precision": duty.happened_precision,
        "recorded_at": instant(duty.recorded_at),
        "done_by_post": duty.answered_by_post,
        "extensions": [{"amount": amount, "unit": unit, "basis": basis} for amount, unit, basis in duty.extensions],
        "pauses": [
            {"cause": cause, "from_at": instant(begun), "until_at": instant(until)}
            for cause, begun, until in duty.pauses
        ],
        "owed_again": duty.turns,
        "rungs": {"climbed": duty.climbed, "highest_told": duty.told_at or None, "told": list(duty.told)},
        "breach_causes": list(duty.causes),
    }


def rule(one: Rule) -> dict[str, Any]:
    """What the rules say. 规则."""
    return {
        "procedure": one.kind.value,
        "code": one.code,
        "zh": one.zh,
        "en": one.en,
        "period": {"zh": one.period_zh, "en": one.period_en, "set_by": one.set_by, "basis": one.period_basis},
        "force": one.force.value,
        "ground": list(one.ground),
    }


def set_view(view: SetView) -> dict[str, Any]:
    """The sheet of many cases. 成批核查表."""
    asked = view.asked
    return {
        "area": asked.area,
        "from": asked.from_on,
        "to": asked.to_on,
        "procedure": asked.procedure.value if asked.procedure else None,
        "agency": asked.agency_no,
        "on": asked.on,
        "as_recorded_by": instant(view.at),
        "for_sharing": view.shared,
        "hidden_below": LEAST if view.shared else None,
        "cases": view.cases,
        "rules": [row for table in view.tables for row in _count_rows(table)],
        "totals": {table.force.value: _cells(table.totals, table.total) for table in view.tables},
        "steps": [_step(one) for one in view.steps],
        "late": [_broken(one) for one in view.broken],
    }


def _count_rows(table: CountTable) -> list[dict[str, Any]]:
    return [{**rule(row.rule), "counts": _cells(row.cells, row.total)} for row in table.rows]


def _cells(cells: tuple[Number, ...], total: Number) -> dict[str, Number]:
    return {**{verdict.value: cell for verdict, cell in zip(COLUMNS, cells, strict=True)}, "total": total}


def _step(row: StepRow) -> dict[str, Any]:
    return {
        "procedure": row.rule.kind.value,
        "code": row.rule.code,
        "set_by": row.rule.set_by,
        "force": row.rule.force.value,
        "agency": row.agency_no or None,
        "agency_zh": row.agency_zh,
        "n": row.n,
        "unmeasured": row.unmeasured,
        "share_in_time": round(row.share, 4) if row.share is not None else None,
        "elapsed_hours": _times(row.elapsed, p90_shown=row.p90_shown),
        "office_hours": _times(row.working, p90_shown=row.p90_shown),
    }


def _times(times: Times | None, *, p90_shown: bool) -> dict[str, float | None] | None:
    if times is None:
        return None
    return {"median": _hours(times.median), "p90": _hours(times.p90) if p90_shown else None}


def _hours(stretch: timedelta) -> float:
    return round(stretch / timedelta(hours=1), 4)


def _broken(one: Broken) -> dict[str, Any]:
    return {"case_no": one.case_no, **judged(one.judged)}


def _late(late: Late | None) -> dict[str, Any] | None:
    if late is None:
        return None
    return {
        "seconds": late.by.total_seconds(),
        "complete_days": late.days,
        "complete_working_days": late.working_days,
        "at_least": late.at_least,
        "calendar_guessed": late.guessed,
    }


def _owner(owner: Owner | None) -> dict[str, Any] | None:
    if owner is None:
        return None
    return {"no": owner.post_no, "zh": owner.zh, "agency": owner.agency_no, "agency_zh": owner.agency_zh}
