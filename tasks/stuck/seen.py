"""What of the stuck list a seat sees: of cases by the table, of the installation by whoever runs it. 可见的事项."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import CaseFile
from rules.access import FieldClass
from tasks.access_area import may_see_area

if TYPE_CHECKING:
    from tasks.access import Sight
    from tasks.desk import Desk
    from tasks.stuck.found import Stuck

_AT_ONCE = 500


def seen(desk: Desk, sight: Sight, found: Iterable[Stuck]) -> list[Stuck]:
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


def _of_no_case(sight: Sight, one: Stuck) -> bool:
    """The machinery, and posts that read nothing."""
    if sight.post is not None and one.holder == sight.post.no:
        return True
    if one.area and may_see_area(sight, one.area, FieldClass.STUCK):
        return True
    return sight.may_here(FieldClass.HEALTH).at_all
