"""Who opened what, and the days in care of an area: what an auditor asks for besides the sheets. 查阅记录、照护日数."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query

from board.api.answers.of_children import AccessesOut, AreaCareOut
from board.api.caller import Audits
from board.api.resources.cases import Limit
from board.api.words import Area, CaseNo, Day, PostNo
from rules.access import FieldClass
from rules.errors import Refused
from tasks.access_area import demand_area
from tasks.audit_access import CARE_DAYS, CASE_LOOKS, Asked, accesses
from tasks.care_days import care_in_area
from tasks.recorded_looks import looked
from tasks.shapes import instant, of_children

if TYPE_CHECKING:
    from tasks.audit_access import Access

router = APIRouter(tags=["audit"])

From = Annotated[Day | None, Query(description="自何日  from this day on")]
To = Annotated[Day | None, Query(description="至何日，含当日  up to and with this day")]


@router.get("/cases/{case_no}/accesses", operation_id="list_accesses", summary="谁查阅过个案  who opened what")
def list_accesses(
    caller: Audits,
    case_no: CaseNo,
    post: Annotated[PostNo | None, Query(description="只列该岗位  of this post only")] = None,
    from_on: From = None,
    to_on: To = None,
    limit: Limit = 200,
) -> AccessesOut:
    """The newest first; that it was asked is among them. Reasons stay sealed: a person opens them, with a reason."""
    with caller.office.reading() as desk:
        caller.sight(desk).demand(case_no, FieldClass.READS)
        asked = Asked(no=case_no, post=post, first=from_on, last=to_on, most=limit)
        accesses(desk, asked)  # what is wrong with the question is told before anything is recorded
    looked(caller.office, CASE_LOOKS, by_post=caller.post_no, chain=case_no)
    with caller.office.reading() as desk:
        found = [_access(one) for one in accesses(desk, asked)]
    return AccessesOut.model_validate({"accesses": found})


def _access(one: Access) -> dict[str, Any]:
    return {
        "at": instant(one.at),
        "kind": one.kind.value,
        "zh": one.kind.zh,
        "of": one.chain,
        "what": one.what or None,
        "post_no": one.post.no if one.post else None,
        "person_no": one.person_no,
        "for_person": one.for_person,
        "has_reason": one.has_reason,
        "entry": one.entry,
    }


@router.get("/care-days", operation_id="count_care_days", summary="某地某期间的照护日数  days in care in an area")
def count_care_days(
    caller: Audits,
    area: Annotated[Area, Query(description="行政区划代码，含下级  area code and all below")],
    from_on: From = None,
    to_on: To = None,
) -> AreaCareOut:
    """Of every child who was in care there on a night of the period; for whoever oversees the area, on the record."""
    since, until = from_on or date.min, to_on + timedelta(days=1) if to_on else None
    if until is not None and until <= since:
        raise Refused("结束日期早于开始日期，请核对", "the period ends before it begins; check it", field="to_on")
    with caller.office.reading() as desk:
        demand_area(caller.sight(desk), area, FieldClass.AUDIT)
        found = care_in_area(desk, area, since=since, until=until)
    days: dict[str, Any] = {"from": from_on and from_on.isoformat(), "to": to_on and to_on.isoformat()}
    looked(caller.office, CARE_DAYS, by_post=caller.post_no, area=area, **days)
    return AreaCareOut.model_validate({"area": area, **of_children.care_of_area(found)})
