"""Handing in a report. 提交报告."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Request
from pydantic import Field, StrictBool
from starlette.responses import Response

from board.api.answers.of_cases import ReceivedOut
from board.api.caller import Reports
from board.api.doing import Done, Key, do
from board.api.resources.children import ChildIn, as_form
from board.api.words import Area, Asks, MaybeLine, PostNo, Words, example
from rules.vocabulary import Precision, Situation, UnitKind
from tasks import shapes
from tasks.intake import take_report
from tasks.report_form import MOST_CHILDREN, read_report

if TYPE_CHECKING:
    from tasks.office import Office

router = APIRouter(tags=["reports"])

AtMoment = Annotated[str, Field(max_length=40, examples=["2026-03-02T10:20+08:00"])]


class IncidentIn(Asks):
    """What happened, when and where, as far as it is known. 事件."""

    happened_at: AtMoment | None = None
    precision: Precision = Precision.EXACT
    area: Area | None = None
    place: MaybeLine | None = None


class ReporterIn(Asks):
    """Who reports: sealed apart, never answered. 报告人."""

    name: MaybeLine | None = None
    unit: MaybeLine | None = None
    phone: MaybeLine | None = None
    post: PostNo | None = None
    channel: MaybeLine | None = None
    address: MaybeLine | None = None


class ReportIn(Asks):
    """A report 强制报告; every moment with its zone, such as 2026-03-02T10:20+08:00."""

    model_config = example(
        unit_kind="school",
        reporter={"unit": "柳溪镇中心小学", "post": "P-LIUXI-SCHOOL"},
        situations=["R4"],
        discovered_at="2026-03-02T10:20+08:00",
        danger_now=False,
        narrative="班主任发现学生手臂有多处淤伤。（示例，均为虚构）",
        children=[{"name": "禾苗苗", "sex": "female", "residence": {"area": "990101001"}}],
    )

    unit_kind: UnitKind
    reporter: ReporterIn = Field(default_factory=ReporterIn)
    situations: Annotated[list[Situation], Field(min_length=1, max_length=20)]
    discovered_at: AtMoment | None = None
    discovered_precision: Precision = Precision.EXACT
    reported_at: AtMoment | None = None
    reported_precision: Precision = Precision.EXACT
    received_by: PostNo | None = Field(
        default=None, description="接报岗位，只能是本岗位  the post that took it: one's own"
    )
    danger_now: StrictBool | None = None
    narrative: Words = ""
    incident: IncidentIn = Field(default_factory=IncidentIn)
    children: Annotated[list[ChildIn], Field(min_length=1, max_length=MOST_CHILDREN)]


@router.post(
    "/reports",
    operation_id="file_report",
    summary="提交报告  file a report",
    status_code=201,
    responses={201: {"model": ReceivedOut}},
)
def file_report(request: Request, caller: Reports, key: Key, wanted: ReportIn) -> Response:
    """A report becomes cases at once; the answer is the receipt, who was told, and who owes what by when."""
    form = read_report(as_form(wanted))

    def act(office: Office) -> Done:
        received = take_report(office, form)
        cases = tuple(dict.fromkeys(one.case_no for one in received.concerned))
        return Done(facts=shapes.received(received), status=201, cases=cases)

    return do(request, caller, key, wanted, act, ReceivedOut)
