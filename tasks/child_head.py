"""What stands at the head of a child's file, and who cared for the child when: by number. 儿童档案首部."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from models import CaseFile, ChildFile, Tie
from rules.vocabulary import CasePurpose, ChildCategory, Sex
from tasks.case_head import Person, person_of
from tasks.no_such import no_such_child

if TYPE_CHECKING:
    from tasks.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildCase:
    """A case of the child. 该儿童的个案."""

    no: str
    purpose: CasePurpose
    state: str
    area: str
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildHead:
    """The head of a child's file. 儿童档案首部.

    Args:
        of_age_on: only where it is near and has been noted.
        cases: those that the condition admits; `others` how many there are besides.
    """

    no: str
    sex: Sex
    categories: tuple[ChildCategory, ...]
    area: str
    opened_at: datetime
    of_age_on: date | None
    died: bool
    cases: tuple[ChildCase, ...]
    others: int
    carers: tuple[Person, ...]


def child_head(desk: Desk, child_no: str, *, admits: ColumnElement[bool]) -> ChildHead:
    """The head of a child's file.

    Args:
        admits: which rows of `CaseFile` the reader may know of.
    Raises: Refused: no such file.
    """
    child = desk.session.get(ChildFile, child_no)
    if child is None:
        raise no_such_child(child_no)
    of_child = select(CaseFile).where(col(CaseFile.child_no) == child_no).order_by(col(CaseFile.opened_at).desc())
    rows = desk.session.exec(of_child).all()
    admitted = set(desk.session.exec(select(CaseFile.no).where(col(CaseFile.child_no) == child_no, admits)))
    return ChildHead(
        no=child_no,
        sex=Sex(child.sex),
        categories=tuple(ChildCategory(one) for one in json.loads(child.categories)),
        area=child.residence_area,
        opened_at=child.opened_at,
        of_age_on=child.came_of_age_on or child.of_age_on,
        died=child.died_precision is not None,
        cases=tuple(_case(row) for row in rows if row.no in admitted),
        others=len(rows) - len(admitted),
        carers=_carers(desk, child_no),
    )


def _case(row: CaseFile) -> ChildCase:
    return ChildCase(
        no=row.no,
        purpose=CasePurpose(row.purpose),
        state=row.state,
        area=row.area,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
    )


def _carers(desk: Desk, child_no: str) -> tuple[Person, ...]:
    """Everybody who was ever entered as guardian or carer, the earliest first; no beginning counts as the earliest."""
    query = select(Tie).where(col(Tie.child_no) == child_no, col(Tie.guardian) | col(Tie.carer))
    rows: Sequence[Tie] = desk.session.exec(query.order_by(col(Tie.place), col(Tie.no))).all()
    rows = sorted(rows, key=lambda tie: tie.from_on or date.min)
    return tuple(map(person_of, rows))
