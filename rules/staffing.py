"""How many child directors a village needs. 儿童主任配备.

未成年人保护法 Art. 43 wants somebody in every committee (J-01); 福建 2024 三（五）17 one child director at least, and
more above thirty left-behind children and children in difficulty, "as needed": that is read here as one more (HT-194).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from rules.vocabulary import ChildCategory

ONE_IN_EACH = "J-01"
"""Fact row of the person whom every committee has."""

LOCAL_ROWS = ("FJ-17",)
"""Rows of local texts on how many there are."""

OURS = "HT-194"
"""Fact row of our default: one more above thirty, where no local text says so."""

MORE_ABOVE = 30
"""Above so many children one is not enough (福建 2024 三（五）17: 超过30人)."""

COUNTED = frozenset({ChildCategory.LEFT_BEHIND, ChildCategory.IN_DIFFICULTY})
"""The children whom the text counts: 农村留守儿童和困境儿童."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Village:
    """One village or neighbourhood as it is staffed. 村（居）.

    Args:
        area: administrative division code.
        zh: name of its committee; "" where the directory has none.
        directors: how many persons hold a post of child director there now.
        children: how many children on the list are counted for it.
    """

    area: str
    zh: str
    directors: int
    children: int

    @property
    def needed(self) -> int:
        """How many child directors it needs.

        >>> Village(area="990101001", zh="", directors=0, children=30).needed
        1
        >>> Village(area="990101001", zh="", directors=0, children=31).needed
        2
        """
        return 1 if self.children <= MORE_ABOVE else 2

    @property
    def lacks(self) -> int:
        """How many it is short of."""
        return max(0, self.needed - self.directors)

    def basis(self, known: Collection[str]) -> tuple[str, ...]:
        """The rows on which its need rests.

        Args:
            known: numbers of the fact rows of the pack in force.
        """
        local = tuple(row for row in LOCAL_ROWS if row in known)
        return (ONE_IN_EACH, *(local or (() if self.needed == 1 else (OURS,))))
