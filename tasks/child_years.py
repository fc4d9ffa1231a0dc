"""A child's years as a grid of months: contacts, and where there were none. 历年接触.

Counts only what surely lies in one month; what is known by its year, or not at all, is told beside the grid and makes
no month look attended or empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from rules.gaps import Reach

if TYPE_CHECKING:
    from tasks.contact_sheet import ContactSheet
    from tasks.contacts import Contact


class MonthStand(StrEnum):
    """What a month says. 月份状态."""

    OUTSIDE = "outside"  # nobody was in charge yet, or any more, or it is to come
    MET = "met"
    EMPTY = "empty"
    GAP = "gap"  # lies in a gap longer than the limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One month. 一个月. `met`: contacts; `tried`: in vain, or nobody knows whether the child was there."""

    month: int
    stand: MonthStand
    met: int
    tried: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One year. 一年. `vague`: contacts that lie in it without its being known in which month."""

    year: int
    months: tuple[Month, ...]
    met: int
    vague: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildYears:
    """All years of a child's file. 历年接触. `undated`: contacts of which not even the year is known."""

    years: tuple[Year, ...]
    undated: int


def years_of(sheet: ContactSheet) -> ChildYears:
    """The grid of a contact sheet, from the first year in which a case was open or somebody was met."""
    sure = [one for one in sheet.contacts if one.happened_at is not None and _month(one.reach) is not None]
    rest = [one for one in sheet.contacts if one not in sure]
    met, tried = _counted(sure, ends_a_gap=True), _counted(sure, ends_a_gap=False)
    vague = Counter(one.reach.last.year for one in rest if one.happened_at is not None)
    firsts = [one.first for one in sheet.in_charge] + [one.reach.first for one in sure]
    if not firsts:
        return ChildYears(years=(), undated=sum(one.happened_at is None for one in rest))
    span = range(min(firsts).year, sheet.until.year + 1)
    return ChildYears(
        years=tuple(_year(sheet, year, met, tried, vague[year]) for year in span),
        undated=sum(one.happened_at is None for one in rest),
    )


_Counted = Counter[tuple[int, int]]


def _counted(contacts: Sequence[Contact], *, ends_a_gap: bool) -> _Counted:
    return Counter((one.reach.first.year, one.reach.first.month) for one in contacts if one.ends_a_gap is ends_a_gap)


def _month(reach: Reach) -> tuple[int, int] | None:
    """The one month in which something lies; None where it may be several."""
    first, last = (reach.first.year, reach.first.month), (reach.last.year, reach.last.month)
    return first if first == last else None


def _year(sheet: ContactSheet, year: int, met: _Counted, tried: _Counted, vague: int) -> Year:
    months = tuple(
        Month(
            month=month,
            stand=_stand(sheet, year, month, met[year, month]),
            met=met[year, month],
            tried=tried[year, month],
        )
        for month in range(1, 13)
    )
    return Year(year=year, months=months, met=sum(one.met for one in months), vague=vague)


def _stand(sheet: ContactSheet, year: int, month: int, met: int) -> MonthStand:
    if met:
        return MonthStand.MET
    first = date(year, month, 1)
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    if not any(one.first <= last and first <= one.last for one in sheet.in_charge):
        return MonthStand.OUTSIDE
    if any(one.gap.after <= last and first <= one.gap.until for one in sheet.gaps):
        return MonthStand.GAP
    return MonthStand.EMPTY
