"""A rhythm: which routine duty is owed how often for which children. 周期职责."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rules.moments import civil_day, midnight_before
from rules.vocabulary import AreaLevel, ChildCategory, ChildMark, Role, Tier
from rules.windows import Window, joins_in_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a child stands on the list, from a moment on. 在册情况.

    Args:
        from_at: aware; since when.
        categories: which policies speak of the child.
        tier: how much it needs to be looked at.
        marks: what else rhythms ask for.
    """

    from_at: datetime
    categories: frozenset[ChildCategory]
    tier: Tier
    marks: frozenset[ChildMark] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """One row of a pack: who counts, and which duty is owed for them once in each window.

    Args:
        code: its own; a local pack adds rows and rewrites none.
        zh, en: what it is, in a few words.
        duty, variant: the duty, and which of its periods: that names the window.
        categories: it counts children of any of these; empty: of all.
        tiers: on any of these tiers; empty: on all.
        marks: with all of these marks.
        basis: fact rows that say so.
        instead_of: codes of rows that do not count whom this one counts: a local number takes the place of a default.
        yields_to: the rows that are `instead_of` this one; filled in where rhythms are asked (`tasks.routine_entries`).
        owed_by_each: no child's, but what every post with one of these roles owes itself; categories, tiers and marks
            are then empty.
        levels: with `owed_by_each`, the levels of area of which its text speaks (县级…); empty: it names none.
        grades: how its text calls the tiers (较好、一般、差), for the children whom it counts; empty: as everywhere.
    """

    code: str
    zh: str
    en: str
    duty: str
    variant: str
    categories: frozenset[ChildCategory]
    tiers: frozenset[Tier]
    marks: frozenset[ChildMark]
    basis: tuple[str, ...]
    instead_of: tuple[str, ...] = ()
    yields_to: tuple[Rhythm, ...] = ()
    owed_by_each: frozenset[Role] = frozenset()
    levels: frozenset[AreaLevel] = frozenset()
    grades: tuple[tuple[Tier, str], ...] = ()

    def is_owed_at(self, role: Role, area: str) -> bool:
        """Whether a post with this role that serves this area owes it itself. 机关自身的职责."""
        return role in self.owed_by_each and (not self.levels or AreaLevel.of(area) in self.levels)

    def counts(self, child: Standing) -> bool:
        """Whether it counts a child that stands so, and no row in its place does."""
        return self.speaks_of(child) and not any(other.speaks_of(child) for other in self.yields_to)

    def speaks_of(self, child: Standing) -> bool:
        """Whether its own words fit a child that stands so."""
        return (
            (not self.categories or bool(self.categories & child.categories))
            and (not self.tiers or child.tier in self.tiers)
            and self.marks <= child.marks
        )

    def owed_from(self, window: Window, standings: Sequence[Standing]) -> datetime | None:
        """From when on a child owes it in a window: its beginning, or when the child came to count within it.

        Who comes to count in the last quarter of a window owes from the next one on (HT-141); who ceases to count
        owes what had begun.

        Args:
            standings: all that the child ever had, in order.
        Returns: None where it is not owed in this window.
        """
        begins = midnight_before(window.first)
        for one, following in zip(standings, [*standings[1:], None], strict=True):
            over = following is not None and following.from_at <= begins
            if not over and self.counts(one) and joins_in_time(civil_day(one.from_at), window):
                return max(begins, one.from_at)
        return None
