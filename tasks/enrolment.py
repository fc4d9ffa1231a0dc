"""Opening child files before anything has happened: a survey, a register that is taken over. 批量建档.

One transaction of many: all of a batch is entered, or nothing.  A child that has a file already keeps it; handing the
same batch in again enters nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rules.errors import Refusals, Refused
from rules.moments import civil_day
from tasks.files import Indexes, Known, adult_entries, child_entry, identity_indexes, lock_identities
from tasks.filing import actor_at
from tasks.numbers import Named

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.journal import Entry
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
        batch = [[_Child(form, identity_indexes(desk, form)) for form in household] for household in households]
        children = [child for household in batch for child in household]
        if wrong := [*_too_many(children), *_wrong(desk, batch)]:
            raise Refusals(wrong)
        lock_identities(desk, (child.indexes for child in children))
        _number(desk, children)
        new = dict.fromkeys(child.number for child in children if child.new)
        desk.make_ciphers(new)
        files = [child_entry(desk, one.number, one.form, str(one.form.residence.area)) for one in children if one.new]
        ties = [entry for household in batch for entry in _ties(desk, household)]
        # kind by kind, so that a thousand files are a handful of statements
        desk.record(*(replace(entry, by=by) for entry in (*files, *ties)))
        return Enrolled(numbers=tuple(child.number for child in children), new=frozenset(new))


@dataclass(slots=True)
class _Child:
    """A child of the batch. `number`: of its file; `new`: a file is opened for it here, and by no child before it."""

    form: ChildForm
    indexes: Indexes
    number: str = ""
    new: bool = False


def _number(desk: Desk, children: Sequence[_Child]) -> None:
    """Find the file of each child, or give it a number."""
    known = Known()
    known.look_up(desk, [child.indexes for child in children])
    for child in children:
        found = known.no_of(child.indexes)
        child.number, child.new = found or desk.number(Named.CHILD), found is None
        known.add(child.indexes, child.number)


def _ties(desk: Desk, household: Sequence[_Child]) -> list[Entry]:
    """The adults of those of its children who are new; of one name, they are one."""
    adults: dict[str, str] = {}
    entries: list[Entry] = []
    for child in household:
        if child.new:
            entries += adult_entries(desk, child.number, child.form, household[0].number, adults)
    return entries


def _too_many(children: Sequence[_Child]) -> Iterator[Refused]:
    if len(children) > MOST_AT_ONCE:
        yield Refused(
            f"一次最多建档 {MOST_AT_ONCE} 人，请分批", f"at most {MOST_AT_ONCE} children at a time", field="儿童"
        )


def _wrong(desk: Desk, batch: Sequence[Sequence[_Child]]) -> Iterator[Refused]:
    today = civil_day(desk.at)
    for place, household in enumerate(batch, start=1):
        for nth, child in enumerate(household, start=1):
            where, form = f"{place}.{nth}", child.form
            if not child.indexes:
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
