"""Who children are and who looks after them, in clear, many at once. 儿童信息（明文）.

Opens sealed words: whoever calls it has written down who reads, and why.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import Adult, ChildFile, Tie
from rules.age import comes_of_age_on
from rules.moments import civil_day
from rules.vocabulary import ChildCategory, Relation, Sex

if TYPE_CHECKING:
    from tasks.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class AdultAround:
    """A guardian or carer of today. 监护人、照护人. `name`: None where it is not known."""

    name: str | None
    relation: Relation
    guardian: bool
    carer: bool
    phone: str | None
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildInClear:
    """A child as its file says. 儿童信息. Addresses and areas by place: registration, residence, domicile."""

    no: str
    name: str | None
    sex: Sex
    birth_on: str | None
    id_number: str | None
    categories: tuple[ChildCategory, ...]
    areas: dict[str, str | None]
    addresses: dict[str, str | None]
    adults: tuple[AdultAround, ...]
    state: str


def children_in_clear(desk: Desk, rows: Sequence[ChildFile]) -> list[ChildInClear]:
    """These children with the adults who are their guardians or carers today; a handful of queries for all."""
    ties = _ties(desk, [row.no for row in rows])
    desk.find_ciphers({row.no for row in rows} | {adult.subject_no for found in ties.values() for adult, _ in found})
    return [_child(desk, row, ties[row.no]) for row in rows]


def _ties(desk: Desk, children: list[str]) -> defaultdict[str, list[tuple[Adult, Tie]]]:
    today = civil_day(desk.at)
    query = select(Adult, Tie).join(Tie, col(Tie.adult_no) == col(Adult.no)).where(col(Tie.child_no).in_(children))
    found: defaultdict[str, list[tuple[Adult, Tie]]] = defaultdict(list)
    for adult, tie in desk.session.exec(query.order_by(col(Tie.child_no), col(Tie.place))):
        begun, over = not tie.from_on or tie.from_on <= today, tie.until_on and tie.until_on < today
        if (tie.guardian or tie.carer) and begun and not over:
            found[tie.child_no].append((adult, tie))
    return found


def _child(desk: Desk, row: ChildFile, ties: list[tuple[Adult, Tie]]) -> ChildInClear:
    def said(field: str) -> str | None:
        return desk.reveal(row.no, field, getattr(row, f"{field}_sealed"))

    places = ("registration", "residence", "domicile")
    return ChildInClear(
        no=row.no,
        name=said("name"),
        sex=Sex(row.sex),
        birth_on=said("birth_on"),
        id_number=said("id_number"),
        categories=tuple(ChildCategory(code) for code in json.loads(row.categories)),
        areas={place: getattr(row, f"{place}_area") for place in places},
        addresses={place: said(place) for place in places},
        adults=tuple(_adult(desk, adult, tie) for adult, tie in ties),
        state="已故" if row.died_at else "已成年" if _is_of_age(desk, row, said("birth_on")) else "在册",
    )


def _is_of_age(desk: Desk, row: ChildFile, born: str | None) -> bool:
    """As recorded in a case, or by the date of birth: of a child without a case nobody records it."""
    if row.came_of_age_on is not None:
        return True
    return born is not None and comes_of_age_on(date.fromisoformat(born)) <= civil_day(desk.at)


def _adult(desk: Desk, adult: Adult, tie: Tie) -> AdultAround:
    name, phone, address = (
        desk.reveal(adult.subject_no, field, getattr(adult, f"{field}_sealed"))
        for field in ("name", "phone", "address")
    )
    return AdultAround(
        name=name,
        relation=Relation(tie.relation),
        guardian=tie.guardian,
        carer=tie.carer,
        phone=phone,
        address=address,
    )
