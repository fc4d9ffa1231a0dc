"""Entering a register of children: what would be done, then the same done. 名册导入.

A child is recognised by blind index, so a register that is handed in again opens nothing.  It is entered batch by
batch, each all or nothing: an import that was broken off is finished by handing the file in once more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from rules.age import comes_of_age_on
from rules.moments import civil_day
from tasks.child_table import ChildTable, Listed
from tasks.enrolment import open_files
from tasks.files import Known, identity_indexes
from tasks.filing import actor_at
from tasks.listing import files_of_care

if TYPE_CHECKING:
    from tasks.office import Office

AT_ONCE = 500
"""Children in one transaction: whoever else writes waits for less than a second."""

Teller = Callable[[int], None]
"""Told how many rows are done."""


@dataclass(frozen=True, slots=True)
class Entered:
    """A row and the file of its child. 已导入的一行.

    Args:
        child_no: None where nothing was opened because it was only looked at.
        same_as: number of the row in which this child stood before, if it did.
    """

    row: int
    child_no: str | None
    new: bool
    same_as: int | None = None
    of_age: bool = False  # by the date of birth in the row: a file, but nobody who is listed


@dataclass(slots=True)
class Imported:
    """What a register came to. 导入结果."""

    children: list[Entered] = field(default_factory=list)

    @property
    def opened(self) -> int:
        """How many files are new."""
        return sum(one.new for one in self.children)

    @property
    def already(self) -> int:
        """How many children had a file."""
        return sum(not one.new and one.same_as is None for one in self.children)

    @property
    def of_age(self) -> list[Entered]:
        """The rows of those who are of age already."""
        return [one for one in self.children if one.of_age]

    @property
    def repeated(self) -> list[Entered]:
        """The rows of children who stand further up in the same register."""
        return [one for one in self.children if one.same_as is not None]


def look_ahead(office: Office, table: ChildTable, tell: Teller = lambda done: None) -> Imported:
    """What entering this register would come to; nothing is written. 试导入."""
    result, known, rows = Imported(), Known(), dict[str, int]()
    today = civil_day(office.now())
    for batch in _batches(table.children):
        listed = [one for household in batch for one in household]
        with office.reading() as desk:
            indexes = [identity_indexes(desk, one.form) for one in listed]
            known.look_up(desk, indexes)
        for one, recognised in zip(listed, indexes, strict=True):
            number = known.no_of(recognised)
            new = number is None
            number = number or f"row {one.row}"
            known.add(recognised, number)
            shown = None if number.startswith("row ") else number
            result.children.append(Entered(one.row, shown, new, rows.get(number), _is_of_age(one, today)))
            rows.setdefault(number, one.row)
        tell(len(result.children))
    result.children.sort(key=lambda one: one.row)
    return result


def import_children(
    office: Office, table: ChildTable, *, by_post: str | None, tell: Teller = lambda done: None
) -> Imported:
    """Open a file for each child of this register that has none. 导入.

    Args:
        by_post: whose register it is.
    Raises: Refused: no such post; nothing is written.
    """
    with office.reading() as desk:
        actor_at(desk, by_post)  # also where there is nothing to enter
    result, rows = Imported(), dict[str, int]()
    today = civil_day(office.now())
    for batch in _batches(table.children):
        opened = open_files(office, [[one.form for one in household] for household in batch], by_post=by_post)
        listed = [one for household in batch for one in household]
        for one, number in zip(listed, opened.numbers, strict=True):
            first = rows.get(number)
            new = number in opened.new and first is None
            result.children.append(Entered(one.row, number, new, first, _is_of_age(one, today)))
            rows.setdefault(number, one.row)
        tell(len(result.children))
    result.children.sort(key=lambda one: one.row)
    return result


def _is_of_age(one: Listed, today: date) -> bool:
    born = one.form.birth_on
    return born is not None and comes_of_age_on(born) <= today


def told_by_row(office: Office, table: ChildTable, result: Imported) -> dict[int, tuple[str, str, str]]:
    """By number of the row: the child's number, that of its file of care, and what became of the row. 逐行结果."""
    numbers = sorted({one.child_no for one in result.children if one.child_no})
    with office.reading() as desk:
        listed = files_of_care(desk, numbers)
    told = {one.row: (one.child_no or "", listed.get(one.child_no or "", ""), _became(one)) for one in result.children}
    mends: dict[int, dict[str, None]] = {}
    for mistake in table.mistakes:
        mends.setdefault(mistake.row, {})[mistake.zh] = None
    told |= {row: ("", "", f"有误、未导入：{'；'.join(words)}") for row, words in mends.items()}
    return told


def _became(one: Entered) -> str:
    if one.same_as is not None:
        return f"与第 {one.same_as} 行是同一儿童"
    if not one.new:
        return "已有档案，不动"
    return "已建档" if one.child_no else "将建档"


def _batches(children: Sequence[Listed]) -> Iterator[list[list[Listed]]]:
    """Whole households, so many that a transaction is short."""
    households: dict[str, list[Listed]] = {}
    for one in children:
        households.setdefault(one.household or f"row {one.row}", []).append(one)
    batch: list[list[Listed]] = []
    size = 0
    for household in households.values():
        if batch and size + len(household) > AT_ONCE:
            yield batch
            batch, size = [], 0
        batch.append(household)
        size += len(household)
    if batch:
        yield batch
