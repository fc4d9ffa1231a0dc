"""What of the stuck list a seat sees: of cases by the table, of the installation by whoever runs it. 可见的事项."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol, TypeVar

from sqlmodel import col, select

from models import CaseFile
from rules.access import FieldClass
from tasks.access_area import may_see_area

if TYPE_CHECKING:
    from tasks.access import Sight
    from tasks.desk import Desk

_AT_ONCE = 5_000


class Line(Protocol):
    """What it is seen by. 卡住事项."""

    @property
    def case_no(self) -> str:
        """ "" for what is of no case."""

    @property
    def holder(self) -> str:
        """The post that holds it, or ""."""

    @property
    def area(self) -> str:
        """Where it lies."""


SomeLine = TypeVar("SomeLine", bound=Line)


def seen(desk: Desk, sight: Sight, found: Iterable[SomeLine]) -> list[SomeLine]:
    """Those of these lines that a seat sees, in the order given."""
    found = list(found)
    cases = _cases(desk, sight, {one.case_no for one in found if one.case_no})
    return [one for one in found if (one.case_no in cases if one.case_no else _of_no_case(sight, one))]


def _cases(desk: Desk, sight: Sight, numbers: set[str]) -> set[str]:
    admits = sight.cases_condition(FieldClass.STUCK)
    listed = sorted(numbers)
    admitted: set[str] = set()
    for start in range(0, len(listed), _AT_ONCE):
        some = listed[start : start + _AT_ONCE]
        admitted |= set(desk.session.exec(select(CaseFile.no).where(col(CaseFile.no).in_(some), admits)))
    return admitted


def _of_no_case(sight: Sight, one: Line) -> bool:
    """The machinery, and posts that read nothing."""
    if sight.post is not None and one.holder == sight.post.no:
        return True
    if one.area and may_see_area(sight, one.area, FieldClass.STUCK):
        return True
    return sight.may_here(FieldClass.HEALTH).at_all
