"""The entry with which every case file begins, whatever it is for, and where its matter is dealt with. 立案记录."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rules.errors import Refused
from rules.vocabulary import Role
from rules.when import When
from tasks.journal import Actor, Entry
from tasks.kinds import Kind
from tasks.posts import post_near

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.report_form import ChildForm


def case_entry(
    case_no: str,
    child_no: str,
    area: str,
    *,
    lead: str | None,
    when: When,
    by: Actor,
    incident_no: str | None = None,
    report_no: str | None = None,
    besides: Mapping[str, object] | None = None,
) -> Entry:
    """A case file of a child.

    Args:
        lead: number of the post that leads it.
        when: when that was learnt or reported which it begins with.
        besides: what else the entry says: the sealed source, the purpose of a file of care.
    """
    payload = {
        "no": case_no,
        "child_no": child_no,
        "area": area,
        "lead_post": lead,
        "incident_no": incident_no,
        "report_no": report_no,
        **(besides or {}),
    }
    return Entry(
        chain=case_no,
        kind=Kind.CASE_OPENED,
        key=f"case:{case_no}",
        payload=payload,
        happened_at=when.at,
        precision=when.precision,
        by=by,
    )


def lead_near(desk: Desk, area: str) -> str | None:
    """Number of the post that leads a case where nobody is named: civil affairs, or who coordinates there."""
    post = post_near(desk, [Role.CIVIL_AFFAIRS, Role.COUNTY_OFFICE], area)
    return post.no if post else None


def place_of(form: ChildForm, area: str | None) -> str:
    """Where the matter is dealt with: the child's residence, else as named. Raises Refused: neither is known."""
    place = form.residence.area or area
    if place is None:
        raise Refused(
            "请写明居住地的行政区划代码", "the area of the child's residence is required", field="居住地.行政区划代码"
        )
    return place
