"""Giving a child on the list a mark that it lacks, or taking one away: it decides what routine asks for. 变更标记."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from rules.errors import Refused
from rules.vocabulary import ChildMark
from rules.when import When
from tasks.filing import Filing, filing
from tasks.kinds import Kind
from tasks.monitoring import (
    ON_THE_LIST,
    Begun,
    begun,
    case_of,
    listed_row,
    refuse_before,
    refuse_without_reason,
)
from tasks.routine import standings_of

if TYPE_CHECKING:
    from tasks.office import Office


def set_marks(
    office: Office,
    child: str,
    *,
    give: Collection[ChildMark] = (),
    take: Collection[ChildMark] = (),
    reason: str,
    when: When,
    by_post: str,
) -> Begun:
    """Give a child on the list marks that it lacks, and take away what is no longer so. 变更标记.

    What had begun stays owed; what the new marks ask for is owed as if it had just been listed (HT-141).
    Raises: Refused: no reason, nothing would change, or a mark is both given and taken.
    """
    refuse_without_reason(reason)
    with filing(office, case_of(office, child), by_post=by_post, when=when) as filed:
        return change_marks(filed, give=give, take=take, reason=reason, when=when)


def change_marks(
    filed: Filing,
    *,
    give: Collection[ChildMark] = (),
    take: Collection[ChildMark] = (),
    reason: str,
    when: When,
    key: str = "",
) -> Begun:
    """The same, in a file of care that is locked already.

    Args:
        key: what makes it happen once, where whoever calls says so.
    """
    if both := sorted({*give} & {*take}):
        raise Refused(f"“{both[0].zh}”不能同时加注和取消", f"{both[0]} is both given and taken", field="mark")
    row = listed_row(filed)
    refuse_before(row, when)
    present = standings_of(row.standings)[-1]
    marks = (present.marks | {*give}) - {*take}
    if marks == present.marks:
        raise Refused("标记本来就是这样", "the marks are so already", field="mark")
    payload = {
        "marks": sorted(marks),
        "from": sorted(present.marks),
        "reason_sealed": filed.sealed("reason", reason),
    }
    filed.record(Kind.MARKS_CHANGED, payload, when=when, procedure_no=row.procedure_no, basis=ON_THE_LIST, key=key)
    filed.desk.wake(row.procedure_no, "marks")
    since = when.at or filed.desk.at
    stands = replace(present, from_at=since, marks=frozenset(marks))
    return begun(filed.desk, filed.case.no, row.child_no, row.procedure_no, stands)
