"""Opening child files before anything has happened: a survey, a register that is taken over. 批量建档.

One transaction of many: all of a batch is entered, or nothing.  A child that has a file already keeps it; handing the
same batch in again enters nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rules.errors import Refusals, Refused
from rules.moments import civil_day
from tasks.files import Indexes, Known, adult_entries, child_entry, identity_indexes, lock_identities
from tasks.filing import actor_at
from tasks.journal import Entry
from tasks.numbers import Named

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office
    from tasks.report_form import ChildForm

MOST_AT_ONCE = 1_000
"""Children in one transaction: nobody waits for the one writer longer than a moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """What entering a batch came to. 建档结果.

    Args:
        numbers: of the files of all children of the batch, in its order.
        new: those of them that were opened now.
    """

    numbers: tuple[str, ...]
    new: frozenset[str]

    @property
    def opened(self) -> int:
        """How many files are new."""
        return len(self.new)


def open_files(office: Office, households: Sequence[Sequence[ChildForm]], *, by_post: str | None) -> Enrolled:
    """Open a file for each child that has none. 批量建档.

    Adults of one name within a household are one adult; who they are is sealed under the key of its first child.

    Args:
        households: children who live together; each needs what it is recognised by (an identity number, or name and
            date of birth) and the area of its residence.
        by_post: whose survey it is.
    Raises: Refusals: every child that cannot be entered, by household and place; nothing is written.
    """
    with office.writing() as desk:
        by = actor_at(desk, by_post)
        batch = _Batch(desk, [[(form, identity_indexes(desk, form)) for form in each] for each in households])
        if wrong := [*_too_many(batch), *_wrong(batch)]:
            raise Refusals(wrong)
        lock_identities(desk, batch.indexes)
        batch.known.look_up(desk, batch.indexes)
        for household in batch.households:
            _household(batch, household)
        # kind by kind, so that a thousand files are a handful of statements
        desk.record(*(replace(entry, by=by) for entry in (*batch.files, *batch.ties)))
        return Enrolled(numbers=tuple(batch.numbers), new=frozenset(entry.chain for entry in batch.files))


_Child = tuple["ChildForm", Indexes]


@dataclass
class _Batch:
    """What is entered in one transaction, and what has come of it so far.

    Args:
        numbers: of the files of the children so far, in order.
    """

    desk: Desk
    households: list[list[_Child]]
    known: Known = field(default_factory=Known)
    numbers: list[str] = field(default_factory=list)
    files: list[Entry] = field(default_factory=list)
    ties: list[Entry] = field(default_factory=list)

    @property
    def indexes(self) -> list[Indexes]:
        """What all its children are recognised by."""
        return [indexes for household in self.households for _, indexes in household]


def _household(batch: _Batch, household: list[_Child]) -> None:
    """Take up the files of its children; those that are missing are opened."""
    desk, first, adults = batch.desk, len(batch.numbers), dict[str, str]()
    for form, indexes in household:
        number = batch.known.no_of(indexes)
        if number is None:
            number = desk.number(Named.CHILD)
            batch.known.add(indexes, number)
            batch.files.append(child_entry(desk, number, form, str(form.residence.area)))
            sealed_for = batch.numbers[first] if len(batch.numbers) > first else number
            batch.ties += adult_entries(desk, number, form, sealed_for, adults)
        batch.numbers.append(number)


def _too_many(batch: _Batch) -> Iterator[Refused]:
    if sum(map(len, batch.households)) > MOST_AT_ONCE:
        yield Refused(
            f"一次最多建档 {MOST_AT_ONCE} 人，请分批", f"at most {MOST_AT_ONCE} children at a time", field="儿童"
        )


def _wrong(batch: _Batch) -> Iterator[Refused]:
    today = civil_day(batch.desk.at)
    for place, household in enumerate(batch.households, start=1):
        for nth, (form, indexes) in enumerate(household, start=1):
            where = f"{place}.{nth}"
            if not indexes:
                yield Refused(
                    f"第 {where} 名儿童：须有身份证号，或者姓名和出生日期，才能识别",
                    f"child {where}: an identity number, or name and date of birth, is needed to recognise it",
                    field=where,
                )
            if not form.residence.area:
                yield Refused(
                    f"第 {where} 名儿童：居住地的行政区划代码必填",
                    f"child {where}: the area of its residence is required",
                    field=where,
                )
            if form.birth_on and form.birth_on > today:
                yield Refused(
                    f"第 {where} 名儿童：出生日期在将来，请核对",
                    f"child {where}: its birth lies in the future; check it",
                    field=where,
                )
