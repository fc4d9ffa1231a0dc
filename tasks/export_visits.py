"""The visits and contacts of an area, in the columns in which they are handed in. 走访登记表导出.

It names children and says what was found, so it is on the record of every child in it, and on the installation's own
record how many were taken out together; what is recorded is recorded before the file is handed over.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select as select_columns
from sqlmodel import col

from documents.form_xlsx import Form
from documents.page import SIMULATED
from models import ChildFile, DutyRow, MonitoredChild, SubjectKey
from rules.errors import Refused
from rules.moments import civil_day, midnight_before
from rules.monitoring import SpokeWith
from rules.vocabulary import DutyState
from tasks.audit_access import VISITS_EXPORT
from tasks.audit_reading import put_on_record
from tasks.export_children import DRAWN_AS, TableForm, refuse_an_area_that_is_none, refuse_without_reason
from tasks.filing import actor_at
from tasks.journal import Entry
from tasks.kinds import Kind
from tasks.numbers import Named
from tasks.visit_columns import WORDS
from tasks.visit_sheet import TAB, form_columns
from tasks.visit_table import FOUND, VisitKind, YesNo
from tasks.visits_once import each_once

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.journal import Actor
    from tasks.office import Office

_AT_ONCE = 500
_COLUMNS = [code for code in WORDS if code not in ("birth_on", "id_number")]
_NOTES = (
    ("说明", "各列与导入走访相同，可再导入：已有记录的不动。内含个人信息，用后请删除。"),
    ("依据", "本次导出的岗位、理由已记入每名儿童的办理记录。"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenVisits:
    """Which visits are taken out. 导出范围. `area`: a division code and all below; both days included."""

    area: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TakenVisits:
    """The file, and what is in it. 导出结果."""

    content: bytes
    sha256: str
    visits: int
    children: int


def export_visits(
    office: Office,
    chosen: ChosenVisits,
    *,
    by_post: str | None,
    reason: str,
    form: TableForm = TableForm.XLSX,
    tell: Callable[[int], None] = lambda done: None,
) -> TakenVisits:
    """The visits and contacts of an area and a time as a file.

    A contact that a visit of the same day counted for is not listed beside it; notes are not in it, and children whose
    keys were destroyed are left out.

    Args:
        form: as what it is written.
        tell: told how many visits are done.
    Raises: Refused: no reason, no such post, no area, no visit in it; nothing is recorded.
    """
    refuse_without_reason(reason)
    refuse_an_area_that_is_none(chosen.area)
    if chosen.last < chosen.first:
        raise Refused("结束日期早于开始日期，请核对", "the period ends before it begins; check it", field="--to")
    with office.reading() as desk:
        by, simulated = actor_at(desk, by_post), desk.simulated
        found = _chosen(desk, chosen)
    if not found:
        raise Refused("这个范围内没有走访、联系记录，请核对区划和日期", "no visit fits; check the area and the days")
    rows: list[list[str | None]] = []
    children = sorted({one.child_no for one in found})
    for batch in (children[first : first + _AT_ONCE] for first in range(0, len(children), _AT_ONCE)):
        with office.writing() as desk:
            rows += _opened(desk, [one for one in found if one.child_no in set(batch)], batch, by, reason)
        tell(len(rows))
    table = Form(
        title="走访登记",
        tab=TAB,
        columns=form_columns(_COLUMNS),
        rows=rows,
        notes=_NOTES,
        mark=SIMULATED if simulated else "",
    )
    content = DRAWN_AS[form](table)
    digest = hashlib.sha256(content).hexdigest()
    with office.writing() as desk:
        asked = {"area": chosen.area, "from": chosen.first.isoformat(), "to": chosen.last.isoformat()}
        what = {"what": VISITS_EXPORT, **asked, "children": len(children), "format": form.value, "sha256": digest}
        put_on_record(desk, what, by_post=str(by.post_no), reason=reason)
    return TakenVisits(content=content, sha256=digest, visits=len(rows), children=len(children))


@dataclass(frozen=True, slots=True)
class _Made:
    """A visit or contact as it was answered. 走访."""

    child_no: str
    name_sealed: str | None
    case_no: str
    kind: VisitKind
    day: date
    answer: dict[str, Any]
    post: str | None


def _chosen(desk: Desk, chosen: ChosenVisits) -> list[_Made]:
    columns = (ChildFile.no, ChildFile.name_sealed, DutyRow.case_no, DutyRow.code)
    query = (
        select_columns(*columns, DutyRow.happened_at, DutyRow.answer, DutyRow.answered_by_post)  # type: ignore[call-overload]
        .join(MonitoredChild, col(MonitoredChild.case_no) == col(DutyRow.case_no))
        .join(ChildFile, col(ChildFile.no) == col(MonitoredChild.child_no))
        .join(SubjectKey, col(SubjectKey.subject_no) == col(ChildFile.no))
        .where(col(SubjectKey.wrapped).is_not(None), col(DutyRow.state) == DutyState.ANSWERED)
        .where(col(DutyRow.code).in_([one.value for one in VisitKind]))
        .where(col(DutyRow.happened_at) >= midnight_before(chosen.first))
        .where(col(DutyRow.happened_at) < midnight_before(chosen.last + timedelta(days=1)))
        .where(col(ChildFile.residence_area).startswith(chosen.area, autoescape=True))
        .order_by(col(ChildFile.no), col(DutyRow.happened_at), col(DutyRow.no))
    )
    made = [
        _Made(no, sealed, case_no, VisitKind(code), civil_day(at), json.loads(answer or "{}"), post)
        for no, sealed, case_no, code, at, answer, post in desk.session.execute(query)
    ]
    return list(each_once(made, lambda one: (one.case_no, one.kind, one.day)))


def _opened(
    desk: Desk, made: Sequence[_Made], children: Sequence[str], by: Actor, reason: str
) -> list[list[str | None]]:
    desk.find_ciphers(children)
    desk.record(*(_look(desk, no, by, reason) for no in children))
    return [[_cells(desk, one).get(code) for code in _COLUMNS] for one in made]


def _look(desk: Desk, child_no: str, by: Actor, reason: str) -> Entry:
    return Entry(
        chain=child_no,
        kind=Kind.IDENTITY_READ,
        key=f"read:{desk.number(Named.NOTICE)}",
        payload={"of": VISITS_EXPORT, "reason_sealed": desk.cipher(child_no).seal("reason", reason)},
        happened_at=desk.at,
        by=by,
    )


def _cells(desk: Desk, one: _Made) -> dict[str, str | None]:
    said = one.answer
    cells: dict[str, str | None] = {
        "child": one.child_no,
        "name": desk.reveal(one.child_no, "name", one.name_sealed),
        "day": one.day.isoformat(),
        "kind": one.kind.zh,
        "spoke_with": "、".join(SpokeWith(with_).zh for with_ in said.get("spoke_with", ())),
        "problems": desk.reveal(one.child_no, "problems", said.get("problems") or None),
        "needs": desk.reveal(one.child_no, "needs", said.get("needs") or None),
        "post": one.post,
    }
    if one.kind is VisitKind.VISIT:
        cells["child_seen"] = (YesNo.YES if said.get("child_seen") else YesNo.NO).zh
        cells |= {code: terms(said[code]).zh for code, terms in FOUND.items() if said.get(code)}
    return cells
