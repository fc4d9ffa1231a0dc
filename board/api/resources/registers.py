"""Registers of children and of visits: handed in, looked at first, and taken out. 名册的导入和导出.

The one place of the API where people are named: under a scope of its own, for the children of the post's own area, with
a reason that stands on the record of every child.  A register is taken out without an Idempotency-Key, as evidence is:
whoever takes it twice has taken it twice, and no copy is kept.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from pydantic import Field, StrictBool
from starlette.responses import Response

from board.api.answers.of_registers import ChildrenImportedOut, VisitsImportedOut
from board.api.caller import Caller, Registers
from board.api.doing import Done, Key, do
from board.api.files import Base64, bytes_of
from board.api.words import Area, Asks, Day, Reason
from board.downloads import MEDIA, as_file
from rules.access import FieldClass
from rules.moments import civil_day
from rules.vocabulary import ChildCategory, Tier
from tasks import import_children, import_visits
from tasks.child_table import read_children
from tasks.export_children import Chosen, TableForm, export_children
from tasks.export_visits import ChosenVisits, export_visits
from tasks.registers_here import only_here, refuse_elsewhere
from tasks.visit_table import read_visits

if TYPE_CHECKING:
    from tasks.child_table import ChildTable
    from tasks.office import Office
    from tasks.visit_table import VisitTable

router = APIRouter(prefix="/registers", tags=["registers"])

_FILE: dict[str, Any] = {
    "response_class": Response,
    "responses": {
        200: {"content": {MEDIA[form.value]: {"schema": {"type": "string", "format": "binary"}} for form in TableForm}}
    },
}


class ImportIn(Asks):
    """A register as a file. 名册文件."""

    content: Base64
    dry_run: StrictBool = Field(default=True, description="试导入，不写入；正式导入填 false  look only; or enter it")


@router.post(
    "/children/import",
    operation_id="import_children",
    summary="导入儿童名册，先试导入  hand in a register of children",
    responses={200: {"model": ChildrenImportedOut}},
)
def import_the_children(request: Request, caller: Registers, key: Key, wanted: ImportIn) -> Response:
    """.xlsx or .csv; a file is opened for each child of the post's area who has none, and no row of others is read."""
    raw = bytes_of(wanted.content)

    def act(office: Office) -> Done:
        _demand(caller)
        table = only_here(read_children(raw, today=civil_day(caller.now)), caller.token.post)
        if wanted.dry_run:
            result = import_children.look_ahead(office, table)
        else:
            result = import_children.import_children(office, table, by_post=caller.post_no)
        facts = {
            "opened": result.opened,
            "already": result.already,
            "repeated": len(result.repeated),
            "bad": len(table.bad),
            "children": [asdict(one) for one in result.children],
            "mistakes": [asdict(one) for one in table.mistakes],
        }
        return Done(facts=_of_table(table, wanted) | facts)

    return do(request, caller, key, wanted, act, ChildrenImportedOut, in_rounds=True)


@router.post(
    "/visits/import",
    operation_id="import_visits",
    summary="导入走访登记，先试导入  hand in visits that were made",
    responses={200: {"model": VisitsImportedOut}},
)
def import_the_visits(request: Request, caller: Registers, key: Key, wanted: ImportIn) -> Response:
    """.xlsx or .csv; a visit answers what is owed for its day, or is kept as a note; what is on record stays."""
    raw = bytes_of(wanted.content)
    work = import_visits.look_ahead if wanted.dry_run else import_visits.import_visits

    def act(office: Office) -> Done:
        _demand(caller)
        table = read_visits(raw, today=civil_day(caller.now))
        result = work(office, table, by_post=caller.post_no, tell=lambda done: None)
        mistakes = sorted([*table.mistakes, *result.mistakes], key=lambda one: one.row)
        facts = {
            "counts": {became.value: result.count(became) for became in import_visits.Became},
            "late": result.late,
            "visits": [asdict(one) for one in result.visits],
            "mistakes": [asdict(one) for one in mistakes],
        }
        return Done(facts=_of_table(table, wanted) | facts)

    return do(request, caller, key, wanted, act, VisitsImportedOut, in_rounds=True)


def _of_table(table: ChildTable | VisitTable, wanted: ImportIn) -> dict[str, Any]:
    return {
        "dry_run": wanted.dry_run,
        "rows": table.rows,
        "heads_not_read": [one.words for one in table.heads.unknown],
        "sheets_not_read": table.sheets_left,
    }


def _demand(caller: Caller) -> None:
    with caller.office.reading() as desk:
        caller.sight(desk).demand_here(FieldClass.REGISTERS)


class ExportIn(Asks):
    """Of which area, as what, and why. 导出."""

    area: Area | None = Field(default=None, description="不写为本岗位的辖区  one's own, if left out")
    format: TableForm = TableForm.CSV
    reason: Reason


class ExportChildrenIn(ExportIn):
    """Which children are taken out, and why. 导出儿童名册."""

    category: ChildCategory | None = None
    tier: Tier | None = None
    key: StrictBool = Field(default=False, description="只要重点关爱对象  key children only")


@router.post("/children/export", operation_id="export_children", summary="导出儿童名册  take a register out", **_FILE)
def take_children(caller: Registers, wanted: ExportChildrenIn) -> Response:
    """In the columns in which one is handed in; every child's record says who took it out and why."""
    chosen = Chosen(area=_area(caller, wanted), category=wanted.category, tier=wanted.tier, key=wanted.key)
    taken = export_children(caller.office, chosen, by_post=caller.post_no, reason=wanted.reason, form=wanted.format)
    return as_file(taken.content, wanted.format.value, "children")


class ExportVisitsIn(ExportIn):
    """Which visits are taken out, and why. 导出走访登记."""

    from_on: Day | None = Field(default=None, description="不写为本年一月一日  the first of this year, if left out")
    to_on: Day | None = Field(default=None, description="不写为今天  today, if left out")


@router.post("/visits/export", operation_id="export_visits", summary="导出走访登记  take visits out", **_FILE)
def take_visits(caller: Registers, wanted: ExportVisitsIn) -> Response:
    """The visits and contacts of an area and a time, in the columns in which they are handed in."""
    today = civil_day(caller.now)
    chosen = ChosenVisits(
        area=_area(caller, wanted), first=wanted.from_on or date(today.year, 1, 1), last=wanted.to_on or today
    )
    taken = export_visits(caller.office, chosen, by_post=caller.post_no, reason=wanted.reason, form=wanted.format)
    return as_file(taken.content, wanted.format.value, "visits")


def _area(caller: Caller, wanted: ExportIn) -> str:
    """Raises Forbidden: it keeps no register, or not there."""
    _demand(caller)
    area = wanted.area or caller.token.post.area
    refuse_elsewhere(area, caller.token.post)
    return area
