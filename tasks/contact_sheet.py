"""The contacts of one child on one sheet: all years, all cases, and the stretches without one. 接触记录与间隔.

A gap is looked for only while a case of the child was open: what nobody was in charge of is told as that, and not as
somebody's omission.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import ChildFile, JournalEntry
from rules.contacts import GAP_RULE
from rules.errors import Refused
from rules.gaps import Gap, Reach, gaps, joined
from rules.moments import civil_day
from rules.stays import nights
from tasks.care_days import care_of
from tasks.contacts import Contact, contacts_of
from tasks.kinds import Kind
from tasks.reaches import reach_of
from tasks.whose import whose

if TYPE_CHECKING:
    from tasks.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class CareInGap:
    """A gap, and how many of its nights the child was in care. 间隔."""

    gap: Gap
    nights_in_care: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactSheet:
    """The contacts of one child. 接触记录.

    Args:
        until: the last day that is looked at: today, or the day on which the child came of age or died.
        longer_than: days from which on a gap is shown.
        in_charge: stretches during which a case of the child was open.
        unattended: the stretches between them.
    """

    child_no: str
    cases: tuple[str, ...]
    until: date
    longer_than: int
    contacts: tuple[Contact, ...]
    in_charge: tuple[Reach, ...]
    unattended: tuple[Reach, ...]
    gaps: tuple[CareInGap, ...]


def contact_sheet(desk: Desk, no: str, *, longer_than: int | None = None, on: date | None = None) -> ContactSheet:
    """Everything of one child up to a day.

    Args:
        no: a case, or a child file; all cases of the child are looked at in either case.
        longer_than: days; our default (HT-78) if not said.
        on: a civil day; today, if not said.
    Raises: Refused: no such case or child, or no number of days.
    """
    if longer_than is not None and longer_than < 1:
        raise Refused("间隔日数至少为 1", "a gap has at least one day", field="--gap")
    child_no = whose(desk, no).child_no
    cases = whose(desk, child_no).cases
    until = _last_day(desk, child_no, on)
    met = [one for one in contacts_of(desk, child_no) if one.reach.first <= until]
    in_charge = _in_charge(desk, cases, until)
    limit = longer_than or desk.pack.fact(GAP_RULE).limits["default"].amount
    found = gaps(in_charge, [one.reach for one in met if one.ends_a_gap], longer_than=limit)
    care = care_of(desk, child_no, until=until)
    stays = [stay for case in care.cases for stay in case.stays]
    return ContactSheet(
        child_no=child_no,
        cases=cases,
        until=until,
        longer_than=limit,
        contacts=tuple(met),
        in_charge=tuple(in_charge),
        unattended=tuple(Reach(one.last, next_.first) for one, next_ in pairwise(in_charge)),
        gaps=tuple(
            CareInGap(gap=gap, nights_in_care=nights(stays, since=gap.after, until=gap.until).at_most) for gap in found
        ),
    )


def _last_day(desk: Desk, child_no: str, on: date | None) -> date:
    """Today or the day asked for, but not beyond childhood."""
    columns = (col(ChildFile.came_of_age_on), col(ChildFile.died_at))
    of_age_on, died_at = desk.session.exec(select(*columns).where(col(ChildFile.no) == child_no)).one()
    days = [civil_day(desk.at), on, of_age_on, civil_day(died_at) if died_at else None]
    return min(day for day in days if day is not None)


def _in_charge(desk: Desk, cases: Sequence[str], until: date) -> list[Reach]:
    """The stretches during which a case was open, as its own chain tells them: it may have been reopened."""
    kinds = (Kind.CASE_OPENED, Kind.CASE_REOPENED, Kind.CASE_CLOSED)
    query = select(JournalEntry).where(col(JournalEntry.chain).in_(cases), col(JournalEntry.kind).in_(kinds))
    open_since: dict[str, date] = {}
    found: list[Reach] = []
    for row in desk.session.exec(query.order_by(col(JournalEntry.seq))):
        at, by = row.happened_at or row.recorded_at, row.recorded_at
        days = reach_of(at, row.happened_precision, by, not_before=civil_day(by))
        if row.kind != Kind.CASE_CLOSED:
            open_since[row.chain] = days.last  # nobody is in charge before it is sure
        elif row.chain in open_since:
            begun = open_since.pop(row.chain)
            found.append(Reach(begun, max(begun, days.first)))
    found += [Reach(begun, max(begun, until)) for begun in open_since.values()]
    return joined(Reach(one.first, min(one.last, until)) for one in found if one.first <= until)
