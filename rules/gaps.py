"""Stretches without a contact, as far as their dates allow to say. 接触间隔.

A contact of which only the year is known may lie on any day of it: a gap has a least and a most number of days, and
nobody is accused of the most.  Gaps are looked for only where somebody was in charge.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise


@dataclass(frozen=True, slots=True, order=True)
class Reach:
    """The civil days, both included, between which something lies or during which it went on. 起止."""

    first: date
    last: date

    @property
    def sure(self) -> bool:
        """Whether there is only one day that it can be."""
        return self.first == self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch without a contact on a known day. 间隔.

    Args:
        after, until: the days between which it lies: a contact, or the begin or end of being in charge.
        at_least, at_most: days without a contact, on the kindest and on the hardest reading of vague dates.
        from_start, to_end: whether it begins with being in charge, and goes up to its end.
    """

    after: date
    until: date
    at_least: int
    at_most: int
    from_start: bool
    to_end: bool


def joined(stretches: Iterable[Reach]) -> list[Reach]:
    """Stretches of days with those joined that overlap or meet on a day, in order."""
    found: list[Reach] = []
    for one in sorted(stretches):
        if found and one.first <= found[-1].last:
            found[-1] = Reach(found[-1].first, max(found[-1].last, one.last))
        else:
            found.append(one)
    return found


def gaps(in_charge: Sequence[Reach], contacts: Sequence[Reach], *, longer_than: int) -> list[Gap]:
    """The gaps of more than `longer_than` days on the hardest reading, in order.

    Args:
        in_charge: stretches during which somebody was in charge; those that overlap count once.
        contacts: when somebody was with the child.
    """
    return [gap for stretch in joined(in_charge) for gap in _within(stretch, contacts) if gap.at_most > longer_than]


def _within(stretch: Reach, contacts: Sequence[Reach]) -> Iterable[Gap]:
    inside = [one for one in contacts if one.first <= stretch.last and stretch.first <= one.last]
    known = sorted({one.first for one in inside if one.sure})
    vague = [one for one in inside if not one.sure]
    edges = sorted({stretch.first, *known, stretch.last})
    for after, until in pairwise(edges):
        yield Gap(
            after=after,
            until=until,
            at_least=_untouched(after, until, vague),
            at_most=(until - after).days,
            from_start=after not in known,
            to_end=until not in known,
        )


def _untouched(after: date, until: date, vague: Sequence[Reach]) -> int:
    """Days of the longest part in which no vague contact can lie."""
    longest, free_from = 0, after
    for one in joined(vague):
        if one.last < after or until < one.first:
            continue
        longest = max(longest, (one.first - free_from).days)
        free_from = max(free_from, one.last)
    return max(longest, (until - free_from).days)
