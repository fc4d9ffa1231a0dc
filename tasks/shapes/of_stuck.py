"""A line of the stuck list, and what was done about it, as JSON. 卡住事项的 JSON 形状."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tasks.shapes.plain import instant

if TYPE_CHECKING:
    from tasks.stuck import Stuck
    from tasks.stuck.repairs import Repaired


def stuck(one: Stuck) -> dict[str, Any]:
    """A reason why a case is stuck. 卡住事项."""
    return {
        "kind": one.kind.value,
        "zh": one.kind.zh,
        "en": one.kind.en,
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
