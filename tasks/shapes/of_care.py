"""Children in care as JSON: by number, sex and age. 关爱对象的 JSON 形状."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tasks.routine_ahead import no_visits
from tasks.shapes.plain import instant
from tasks.wording import short_no

if TYPE_CHECKING:
    from packs.pack import Pack
    from rules.staffing import Village
    from tasks.children_listed import InCare
    from tasks.monitoring import Begun
    from tasks.visit_round import Round, Stop
    from tasks.visits import OwedNow


def in_care(one: InCare) -> dict[str, Any]:
    """A child on the list. 关爱对象."""
    return {
        "case_no": one.case_no,
        "child_no": one.child.no,
        "sex": one.child.sex.value,
        "years": one.child.years,
        "tier": one.tier.value,
        "categories": [each.value for each in one.categories],
        "marks": [each.value for each in one.marks],
        "area": one.area,
        "last_contact_at": instant(one.last_contact_at),
        "owed": one.owed,
        "overdue": one.overdue,
        "began_at": instant(one.began_at),
        "ended_at": instant(one.ended_at),
        "end_reason": one.end_reason.value if one.end_reason else None,
    }


def listed(begun: Begun) -> dict[str, Any]:
    """How a child stands on the list now, and what that will bring. 列入结果."""
    return {
        "case_no": begun.case_no,
        "child_no": begun.child_no,
        "procedure_no": begun.procedure_no,
        "marks": sorted(one.value for one in begun.marks),
        "coming": [{"duty": o.duty, "zh": o.zh, "en": o.en, "from_on": o.from_on} for o in begun.coming],
        "no_visits": no_visits(begun.coming),
        "by_mark": [
            {"mark": mark.value, "duty": rhythm.duty, "zh": rhythm.zh, "en": rhythm.en}
            for mark, rhythm in begun.by_mark
        ],
    }


def visits(found: Round) -> dict[str, Any]:
    """The way of a post. 本期走访."""
    return {"visits": [_stop(one) for one in found.stops], "done": found.done}


def _stop(one: Stop) -> dict[str, Any]:
    return {
        "case_no": one.visit.case_no,
        "child_no": one.visit.child_no,
        "tier": one.visit.tier.value,
        "sex": one.child.sex.value if one.child else None,
        "years": one.child.years if one.child else None,
        "marks": [mark.value for mark in one.marks],
        "last_contact_at": instant(one.visit.last_contact_at),
        "not_well": [term.value for term in one.found],
        "sought": one.sought,
        "owed": [_owed(each) for each in one.visit.owed],
    }


def _owed(one: OwedNow) -> dict[str, Any]:
    return {
        "duty_no": short_no(one.no),
        "code": one.code,
        "zh": one.zh,
        "en": one.en,
        "window": one.about,
        "due_at": instant(one.due_at),
        "overdue": one.overdue,
    }


def village(one: Village, pack: Pack) -> dict[str, Any]:
    """A village as it is staffed. 儿童主任配备."""
    rows = [pack.fact(row) for row in one.basis(pack.facts)]
    return {
        "area": one.area,
        "zh": one.zh,
        "directors": one.directors,
        "needed": one.needed,
        "lacks": one.lacks,
        "children": one.children,
        "basis": [{"row": row.id, "basis": row.basis, "force": row.force.value} for row in rows],
    }
