"""Opening child files before anything has happened: a survey, a register that is taken over. 批量建档.

One transaction of many: all of a batch is entered, or nothing.  A child that has a file already keeps it; handing the
same batch in again enters nothing twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rules.errors import Refusals, Refused
from rules.moments import civil_day
from tasks.files import adult_entries, child_entry, child_no_of, identity_indexes, lock_children
from tasks.filing import actor_at
from tasks.numbers import Named

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        opened: how many of them are new.
    """

    numbers: tuple[str, ...]
    opened: int


def open_files(office: Office, households: Sequence[Sequence[ChildForm]], *, by_post: str | None) -> Enrolled:
    """Open a file for each child that has none. 批量建档.

    Adults of one name within a household are one adult; who they are is sealed under the key of its first child.

    Args:
        households: children who live together; each needs what it is recognised by (an identity number, or name and
            date of birth) and the area of its residence.
        by_post: whose survey it is.
    Raises: Refusals: every child that cannot be entered, by household and place; nothing is written.
    """
    forms = [form for household in households for form in household]
    with office.writing() as desk:
        by = actor_at(desk, by_post)
        if wrong := [*_too_many(forms), *_wrong(desk, households)]:
            raise Refusals(wrong)
        lock_children(desk, forms)
        entries: list[Entry] = []
        numbers: list[str] = []
        known: dict[str, str] = {}
        for household in households:
            numbers += _household(desk, household, entries, known)
        desk.record(*(replace(entry, by=by) for entry in entries))
        return Enrolled(numbers=tuple(numbers), opened=sum(entry.kind == "child_file_opened" for entry in entries))


def _household(desk: Desk, household: Sequence[ChildForm], entries: list[Entry], known: dict[str, str]) -> list[str]:
    """Numbers of its children; the entries that open what is missing are added.

    Args:
        known: numbers of the children of this batch so far, by the indexes they are recognised by.
    """
    numbers: list[str] = []
    adults: dict[str, str] = {}
    for form in household:
        indexes = identity_indexes(desk, form).values()
        number = next((known[one] for one in indexes if one in known), None) or child_no_of(desk, form)
        if number is None:
            number = desk.number(Named.CHILD)
            entries.append(child_entry(desk, number, form, str(form.residence.area)))
            entries += adult_entries(desk, number, form, numbers[0] if numbers else number, adults)
        known |= dict.fromkeys(indexes, number)
        numbers.append(number)
    return numbers


def _too_many(forms: Sequence[ChildForm]) -> Iterator[Refused]:
    if len(forms) > MOST_AT_ONCE:
        yield Refused(
            f"一次最多建档 {MOST_AT_ONCE} 人，请分批", f"at most {MOST_AT_ONCE} children at a time", field="儿童"
        )


def _wrong(desk: Desk, households: Sequence[Sequence[ChildForm]]) -> Iterator[Refused]:
    today = civil_day(desk.at)
    for place, household in enumerate(households, start=1):
        for nth, form in enumerate(household, start=1):
            where = f"{place}.{nth}"
            if not identity_indexes(desk, form):
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
