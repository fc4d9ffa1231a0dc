"""Which children are in my area's care, and how are they? The register of a post. 我的孩子."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from fastapi import APIRouter
from starlette.responses import Response

from board import allowed
from board.downloads import as_file
from board.forms import Posted, Typed, one_of
from board.rendering import page
from board.troubles import mendable
from board.uploads import Uploaded, must_be_there
from board.visit import Seated, Visit
from rules.access import FieldClass
from rules.errors import CaseworkError
from rules.moments import civil_day
from rules.vocabulary import Tier
from tasks import child_sheet, import_children, import_visits, visit_sheet
from tasks.child_table import read_children
from tasks.children_listed import children_listed
from tasks.export_children import Chosen, export_children
from tasks.export_visits import ChosenVisits, export_visits
from tasks.registers_here import only_here, refuse_elsewhere
from tasks.visit_table import read_visits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.child_table import Mistake

router = APIRouter(prefix="/children")

MOST = 200
"""Children on one page."""

MISTAKES = 100
"""Of a file, on one page: whoever has more mends these first."""


class Register(StrEnum):
    """What is handed in and taken out. 登记表."""

    CHILDREN = "children"
    VISITS = "visits"


@router.get("")
def children(visit: Seated, tier: str = "", area: str = "") -> Response:
    """The children in care that this post may know of; no names."""
    chosen = one_of(Tier, tier)
    with visit.office.reading() as desk:
        allowed.demand(desk, visit, FieldClass.REGISTERS)
        may_know = visit.sight(desk).children_condition(FieldClass.FACTS)
        found = children_listed(desk, may_know, area=area, tier=chosen, most=MOST)
    return page(visit, "children.html", found=found, tier=chosen, area=area, most=MOST, post=visit.post)


def _demand(visit: Visit) -> None:
    with visit.office.reading() as desk:
        allowed.demand(desk, visit, FieldClass.REGISTERS)


# ------------------------------------------------------------------------------------------------ handing in


class _Came(NamedTuple):
    """What a file came to. 导入结果. `lines`: how many of what, in Chinese and English."""

    written: bool
    rows: int
    lines: tuple[tuple[int, str, str], ...]
    mistakes: Sequence[Mistake]


@router.get("/import/{what}")
def ask_for_file(visit: Seated, what: Register) -> Response:
    """The form for a file."""
    _demand(visit)
    return _importing(visit, what)


@router.get("/import/{what}/template.xlsx")
def template(visit: Seated, what: Register) -> Response:
    """An empty table with the columns that are read."""
    _demand(visit)
    made = child_sheet.template() if what is Register.CHILDREN else visit_sheet.template()
    return as_file(made, "xlsx", f"{what}-template")


@router.post("/import/{what}/upload")
def hand_in(visit: Seated, upload: Uploaded, what: Register) -> Response:
    """Look at a file, and enter it only when the very same one is handed in again."""
    _demand(visit)
    enters = upload.values.get("seen") == upload.sha256
    try:
        raw = must_be_there(upload)
        came = _children(visit, raw, enters) if what is Register.CHILDREN else _visits(visit, raw, enters)
    except CaseworkError as error:
        return _importing(visit, what, errors=mendable(error))
    another = bool(upload.values.get("seen")) and not enters
    return _importing(visit, what, came=came, seen="" if enters else upload.sha256, another=another)


def _importing(
    visit: Visit,
    what: Register,
    *,
    came: _Came | None = None,
    seen: str = "",
    another: bool = False,
    errors: Sequence[CaseworkError] = (),
) -> Response:
    return page(
        visit,
        "children_import.html",
        status=422 if errors else 200,
        what=what,
        came=came,
        seen=seen,
        another=another,
        errors=list(errors),
        most=MISTAKES,
        post=visit.post,
        Register=Register,
    )


def _children(visit: Visit, raw: bytes, enters: bool) -> _Came:
    table = only_here(read_children(raw, today=civil_day(visit.now)), visit.post)
    if enters:
        result = import_children.import_children(visit.office, table, by_post=visit.post_no)
    else:
        result = import_children.look_ahead(visit.office, table)
    lines = (
        (result.opened, "新建档案", "files opened"),
        (result.already, "已有档案，不动", "on file already"),
        (len(result.repeated), "表内重复", "twice in the table"),
    )
    return _Came(enters, table.rows, lines, table.mistakes)


def _visits(visit: Visit, raw: bytes, enters: bool) -> _Came:
    table = read_visits(raw, today=civil_day(visit.now))
    act = import_visits.import_visits if enters else import_visits.look_ahead
    result = act(visit.office, table, by_post=visit.post_no, tell=lambda done: None)
    became = import_visits.Became
    lines = (
        (result.count(became.ANSWER), "办理本期职责", "duties answered"),
        (result.late, "其中逾期", "of them late"),
        (result.count(became.NOTE), "记事", "noted"),
        (result.count(became.ALREADY), "已有记录，不动", "on record already"),
        (result.count(became.REPEATED), "表内重复", "twice in the table"),
    )
    mistakes = sorted([*table.mistakes, *result.mistakes], key=lambda one: one.row)
    return _Came(enters, table.rows, lines, mistakes)


# ------------------------------------------------------------------------------------------------ taking out


@router.get("/export")
def ask_to_export(visit: Seated) -> Response:
    """What it means, before it is done."""
    _demand(visit)
    return _exporting(visit, Typed(values={"area": [visit.post.area], "what": [Register.CHILDREN.value]}), [])


@router.post("/export")
def take_out(visit: Seated, typed: Posted) -> Response:
    """The file; that it was taken out is on the record of every child in it."""
    _demand(visit)
    try:
        what = typed.chosen(Register, "what", "请选择导出什么", "choose what is taken out")
        area = typed("area") or visit.post.area
        refuse_elsewhere(area, visit.post)
        return as_file(_taken(visit, what, area, typed("reason")), "xlsx", what)
    except CaseworkError as error:
        return _exporting(visit, typed, mendable(error))


def _taken(visit: Visit, what: Register, area: str, reason: str) -> bytes:
    if what is Register.CHILDREN:
        return export_children(visit.office, Chosen(area=area), by_post=visit.post_no, reason=reason).content
    today = civil_day(visit.now)
    chosen = ChosenVisits(area=area, first=date(today.year, 1, 1), last=today)
    return export_visits(visit.office, chosen, by_post=visit.post_no, reason=reason).content


def _exporting(visit: Visit, typed: Typed, errors: list[CaseworkError]) -> Response:
    status = 422 if errors else 200
    return page(visit, "children_export.html", status=status, typed=typed.values, errors=errors, Register=Register)
