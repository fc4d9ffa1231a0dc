"""The register of the children of an area, in the columns in which one is handed in. 儿童名册导出.

It names people, so small numbers are not hidden in it; instead every child's file says who took it out, and why, and
the installation's own chain says how many were taken out together.  What is recorded is recorded before the file is
handed over.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import col, select

from documents.form_xlsx import Form, form_xlsx
from documents.page import SIMULATED
from models import ChildFile, MonitoredChild, Procedure, SubjectKey
from rules.errors import Refused
from rules.moments import civil_day
from rules.vocabulary import ChildCategory, ChildMark, Relation, Sex, Tier
from tasks.audit_access import CHILDREN_EXPORT
from tasks.audit_reading import put_on_record
from tasks.child_columns import columns
from tasks.child_sheet import TAB, form_columns, own_column
from tasks.children_in_clear import AdultAround, ChildInClear, children_in_clear
from tasks.filing import actor_at
from tasks.grades import grades_of, say_tier
from tasks.journal import Actor, Entry
from tasks.kinds import Kind
from tasks.numbers import Named
from tasks.routine import standings_of

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

_AT_ONCE = 500
_AREA = re.compile(r"[0-9]{2}([0-9]{2}([0-9]{2}([0-9]{3}([0-9]{3})?)?)?)?")
_NOTES = (
    ("说明", "各列与导入名册相同，可再导入：已有档案的儿童不改动。内含个人信息，用后请删除。"),
    ("依据", "本次导出的岗位、理由已记入每名儿童的办理记录。"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which children are taken out. 导出范围.

    Args:
        area: a division code and all below it.
        category: those that are of this category.
        tier: those that are on the list on this tier.
        key: those that are on the list and marked 重点: the ledger of key children (民发〔2024〕35号 二（五）).
    """

    area: str
    category: ChildCategory | None = None
    tier: Tier | None = None
    key: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _OnTheList:
    """How a child stands on the list today. 在册情况."""

    since: date
    tier: Tier
    tier_zh: str
    marks: frozenset[ChildMark]

    def cells(self) -> list[str]:
        return [self.since.isoformat(), self.tier_zh, "、".join(one.zh for one in ChildMark if one in self.marks)]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Taken:
    """The file, and what is in it. 导出结果.

    Args:
        erased: children who are left out because their keys were destroyed.
    """

    content: bytes
    sha256: str
    children: int
    erased: int


def export_children(
    office: Office, chosen: Chosen, *, by_post: str | None, reason: str, tell: Callable[[int], None] = lambda done: None
) -> Taken:
    """The register of an area as an .xlsx; that it was taken out is on the record of every child in it.

    Args:
        tell: told how many children are done.
    Raises: Refused: no reason, no such post, no area, no child in it; nothing is recorded.
    """
    refuse_without_reason(reason)
    refuse_an_area_that_is_none(chosen.area)
    with office.reading() as desk:
        by = actor_at(desk, by_post)
        numbers, erased = _chosen(desk, chosen)
        listed = _on_the_list(desk, chosen)
        simulated = desk.simulated
    if chosen.tier is not None or chosen.key:
        numbers = [no for no in numbers if no in listed]
    if not numbers:
        raise Refused(
            "这个范围内没有儿童档案，请核对区划代码、类别和等级",
            "no child file fits; check the area, the category and the tier",
        )
    found: list[ChildInClear] = []
    for batch in (numbers[first : first + _AT_ONCE] for first in range(0, len(numbers), _AT_ONCE)):
        with office.writing() as desk:
            found += _opened(desk, batch, by, reason)
        tell(len(found))
    content = _file(found, listed, simulated=simulated)
    digest = hashlib.sha256(content).hexdigest()
    with office.writing() as desk:
        narrowed = {"category": chosen.category, "tier": chosen.tier, "key": chosen.key}
        asked = {"area": chosen.area, **narrowed, "children": len(found), "erased": erased}
        what = {"what": CHILDREN_EXPORT, **asked, "format": "xlsx", "sha256": digest}
        put_on_record(desk, what, by_post=str(by.post_no), reason=reason)
    return Taken(content=content, sha256=digest, children=len(found), erased=erased)


def refuse_without_reason(reason: str) -> None:
    """Nobody takes a register out without saying why."""
    if not reason.strip():
        raise Refused("请写明导出的理由（--reason）", "say why it is taken out (--reason)", field="--reason")


def refuse_an_area_that_is_none(area: str) -> None:
    """A division code has 2, 4, 6, 9 or 12 digits."""
    if not _AREA.fullmatch(area):
        raise Refused(
            "行政区划代码应为 2、4、6、9 或 12 位数字", "a division code has 2, 4, 6, 9 or 12 digits", field="--area"
        )


def _chosen(desk: Desk, chosen: Chosen) -> tuple[list[str], int]:
    query = select(col(ChildFile.no), col(SubjectKey.wrapped), col(ChildFile.categories)).join(
        SubjectKey, col(SubjectKey.subject_no) == col(ChildFile.no)
    )
    query = query.where(col(ChildFile.residence_area).startswith(chosen.area, autoescape=True))
    rows = desk.session.exec(query.order_by(col(ChildFile.opened_at), col(ChildFile.no))).all()
    fit = [(no, wrapped) for no, wrapped, codes in rows if chosen.category is None or f'"{chosen.category}"' in codes]
    return [no for no, wrapped in fit if wrapped is not None], sum(wrapped is None for _, wrapped in fit)


def _on_the_list(desk: Desk, chosen: Chosen) -> dict[str, _OnTheList]:
    """Children that are on the list and fit, by the number of their file."""
    query = select(MonitoredChild.child_no, MonitoredChild.began_at, MonitoredChild.standings, Procedure.rules)
    query = query.join(Procedure, col(Procedure.no) == col(MonitoredChild.procedure_no))
    found = {}
    for child_no, began_at, written, rules in desk.session.exec(query.where(col(MonitoredChild.ended_at).is_(None))):
        standing = standings_of(written)[-1]
        if chosen.tier in (None, standing.tier) and (not chosen.key or ChildMark.KEY in standing.marks):
            said = say_tier(grades_of(desk.rules(rules), standing), standing.tier)
            found[child_no] = _OnTheList(
                since=civil_day(began_at), tier=standing.tier, tier_zh=said, marks=standing.marks
            )
    return found


def _opened(desk: Desk, numbers: Sequence[str], by: Actor, reason: str) -> list[ChildInClear]:
    rows = {row.no: row for row in desk.session.exec(select(ChildFile).where(col(ChildFile.no).in_(numbers)))}
    found = children_in_clear(desk, [rows[no] for no in numbers])
    desk.record(*(_look(desk, no, by, reason) for no in numbers))
    return found


def _look(desk: Desk, child_no: str, by: Actor, reason: str) -> Entry:
    return Entry(
        chain=child_no,
        kind=Kind.IDENTITY_READ,
        key=f"read:{desk.number(Named.NOTICE)}",
        payload={"of": CHILDREN_EXPORT, "reason_sealed": desk.cipher(child_no).seal("reason", reason)},
        happened_at=desk.at,
        by=by,
    )


def _file(children: Sequence[ChildInClear], listed: Mapping[str, _OnTheList], *, simulated: bool) -> bytes:
    guardians = max(sum(adult.guardian for adult in child.adults) for child in children)
    carers = max(sum(adult.carer for adult in child.adults) for child in children)
    codes = columns(guardians, carers)
    form = Form(
        title="儿童名册",
        tab=TAB,
        columns=[
            *(own_column("child_no"), own_column("state", 8)),
            *(own_column("listed_on", 12), own_column("tier", 10), own_column("marks", 22)),
            *form_columns(guardians, carers),
        ],
        rows=(
            [child.no, child.state, *_care(listed.get(child.no)), *map(_cells(child).get, codes)] for child in children
        ),
        notes=_NOTES,
        mark=SIMULATED if simulated else "",
    )
    return form_xlsx(form)


def _care(standing: _OnTheList | None) -> list[str | None]:
    return [*standing.cells()] if standing else [None, None, None]


def _cells(child: ChildInClear) -> dict[str, str | None]:
    cells: dict[str, str | None] = {
        "name": child.name,
        "sex": None if child.sex is Sex.UNKNOWN else child.sex.zh,
        "birth_on": child.birth_on,
        "id_number": child.id_number,
        "categories": "、".join(one.zh for one in child.categories),
    }
    for place, area in child.areas.items():
        cells |= {f"{place}_area": area, f"{place}_address": child.addresses[place]}
    groups = {"guardian": [one for one in child.adults if one.guardian]}
    groups["carer"] = [one for one in child.adults if one.carer]
    for group, adults in groups.items():
        for number, adult in enumerate(adults, start=1):
            cells |= {f"{group}.{number}.{field}": words for field, words in _of_adult(adult)}
    return cells


def _of_adult(adult: AdultAround) -> Iterator[tuple[str, str | None]]:
    yield "name", adult.name or "不详"
    yield "relation", None if adult.relation is Relation.UNKNOWN else adult.relation.zh
    yield "phone", adult.phone
    yield "address", adult.address
