"""Services of a list: which a child is eligible for, and asking the departments for one. 服务清单、服务转介.

What no file says of a child (an illness, a disability) is said in a body: it belongs into no address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import Field, StrictBool
from starlette.responses import Response

from board.api.answers.of_cases import EnteredOut
from board.api.answers.of_services import ServicesOut
from board.api.caller import Acts, Caller, Reads
from board.api.doing import Key, do_in_case
from board.api.words import Asks, CaseNo, Day, Line, Moment, Why, moment_or_now, when_of
from rules.access import FieldClass
from rules.services import Condition
from tasks.case_hands import CaseAct
from tasks.services import offers_for, refer
from tasks.shapes import of_services

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tasks.office import Office

router = APIRouter(prefix="/cases/{case_no}/services", tags=["services"])

ListCode = Annotated[Line, Field(description="用哪份清单，不写为本地清单  which list; that of the place, if left out")]
Stated = Annotated[
    dict[Condition, StrictBool],
    Field(max_length=len(Condition), description="档案未写的情形：符合、不符合  what no file says: holds, or does not"),
]


@router.get("", operation_id="list_services", summary="服务清单：符合哪些项目  services the child is eligible for")
def list_services(
    caller: Reads,
    case_no: CaseNo,
    list_code: Annotated[Line | None, Query(alias="list", description="用哪份清单，不写为本地清单  which list")] = None,
    on: Annotated[Day | None, Query(description="按哪一日计算年龄  the day on which the age counts")] = None,
) -> ServicesOut:
    """By age and by what is on file; what is not known is told as not known."""
    return _offers(caller, case_no, list_code, {}, on)


class CheckServicesIn(Asks):
    """What is known of the child that no file says. 补充情形."""

    conditions: Stated
    list_: ListCode | None = Field(default=None, alias="list")
    on: Day | None = None


@router.post("/check", operation_id="check_services", summary="补充情形后对照清单  the same with what no file says")
def check_services(caller: Reads, case_no: CaseNo, wanted: CheckServicesIn) -> ServicesOut:
    """Nothing is written, so it brings no key."""
    return _offers(caller, case_no, wanted.list_, wanted.conditions, wanted.on)


def _offers(
    caller: Caller, case_no: str, named: str | None, stated: Mapping[Condition, bool], on: date | None
) -> ServicesOut:
    with caller.office.reading() as desk:
        caller.sight(desk).demand(case_no, FieldClass.FACTS)
    found = offers_for(caller.office, case_no, named=named, stated=stated, on=on)
    return ServicesOut.model_validate(of_services.offers(found))


class ReferIn(Asks):
    """Which service is asked for. 服务转介."""

    service: Line = Field(description="序号、代码或者名称  its number, code or name", examples=["temporary_relief"])
    conditions: Stated = Field(default={})
    list_: ListCode | None = Field(default=None, alias="list")
    reason: Why = ""
    at: Moment | None = None


@router.post(
    "/refer",
    operation_id="refer_to_service",
    summary="服务转介  ask the departments for a service",
    status_code=201,
    responses={201: {"model": EnteredOut}},
)
def refer_to_service(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: ReferIn) -> Response:
    """Opens the service referral, or the one across counties where the place of registration grants it."""
    when = when_of(wanted.at)

    def act(office: Office) -> dict[str, Any]:
        done = refer(
            office,
            case_no,
            wanted.service,
            named=wanted.list_,
            stated=wanted.conditions,
            when=moment_or_now(office, when),
            by_post=caller.post_no,
            reason=wanted.reason,
        )
        return {"procedure_no": done.procedure_no, "case_no": done.case_no}

    return do_in_case(request, caller, key, case_no, wanted, CaseAct.OPEN_PROCEDURE, act, status=201)
