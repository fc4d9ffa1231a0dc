"""A child over the years as JSON: contacts, gaps, days in care. 接触、照护日数的 JSON 形状."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from rules.contacts import GAP_RULE
from rules.stays import COUNTING_RULE
from tasks import wording
from tasks.care_days import summed
from tasks.shapes.plain import instant

if TYPE_CHECKING:
    from packs.pack import Pack
    from rules.gaps import Reach
    from rules.stays import Nights
    from tasks.care_days import CaseCare, ChildCare
    from tasks.contact_sheet import ContactSheet
    from tasks.contacts import Contact


def contacts(sheet: ContactSheet, pack: Pack) -> dict[str, Any]:
    """The contacts of a child and the gaps between them. 接触记录."""
    return {
        "child_no": sheet.child_no,
        "cases": list(sheet.cases),
        "until": sheet.until,
        "gap_days": sheet.longer_than,
        "gap_basis": wording.cite(pack.fact(GAP_RULE)),
        "contacts": [_contact(one) for one in sheet.contacts],
        "gaps": [
            {
                "after": one.gap.after,
                "until": one.gap.until,
                "at_least_days": one.gap.at_least,
                "at_most_days": one.gap.at_most,
                "from_start": one.gap.from_start,
                "to_end": one.gap.to_end,
                "nights_in_care": one.nights_in_care,
            }
            for one in sheet.gaps
        ],
        "case_open": [_stretch(one) for one in sheet.in_charge],
        "no_case_open": [_stretch(one) for one in sheet.unattended],
    }


def _contact(one: Contact) -> dict[str, Any]:
    return {
        "happened_at": instant(one.happened_at),
        "precision": one.precision.value,
        "earliest_on": one.reach.first if one.happened_at else None,
        "latest_on": one.reach.last,
        "recorded_at": instant(one.recorded_at),
        "kind": one.kind.value,
        "zh": one.kind.zh,
        "case_no": one.case_no,
        "source": one.source,
        "duty": one.code or None,
        "by_post": one.by_post,
        "disputed": one.disputed,
        "ends_a_gap": one.ends_a_gap,
    }


def _stretch(one: Reach) -> dict[str, Any]:
    return {"from": one.first, "to": one.last}


def _nights(counted: Nights) -> dict[str, int]:
    return {"at_least": counted.at_least, "at_most": counted.at_most}


def care(one: ChildCare) -> dict[str, Any]:
    """How many days a child was in care. 照护日数."""
    return {
        "child_no": one.child_no,
        "since": None if one.since == date.min else one.since,
        "until": one.until,
        "rule": COUNTING_RULE,
        "in_care": one.in_care,
        "total": _nights(one.total),
        "by_mode": {mode.value: _nights(counted) for mode, counted in one.by_mode.items()},
        "by_stage": {stage.value: _nights(counted) for stage, counted in one.by_stage.items()},
        "cases": [_case(case) for case in one.cases],
    }


def _case(case: CaseCare) -> dict[str, Any]:
    return {
        "case_no": case.case_no,
        "area": case.area,
        "total": _nights(case.total),
        "unresolved": case.unresolved,
        "stays": [
            {
                "stage": stay.stage.value,
                "mode": stay.mode.value,
                "began": _reach(stay.began),
                "left": _reach(stay.left) if stay.left else None,
                "began_by": stay.began_by,
                "left_by": stay.left_by,
            }
            for stay in case.stays
        ],
    }


def _reach(reach: Reach) -> dict[str, Any]:
    return {"earliest_on": reach.first, "latest_on": reach.last}


def care_of_area(found: list[ChildCare]) -> dict[str, Any]:
    """The same of the children of an area, and their sums. 某地某期间."""
    total, modes, stages = summed(found)
    return {
        "rule": COUNTING_RULE,
        "children": [care(one) for one in found],
        "total": _nights(total),
        "by_mode": {mode.value: _nights(counted) for mode, counted in modes.items()},
        "by_stage": {stage.value: _nights(counted) for stage, counted in stages.items()},
    }
