"""Numbers so small that they could point at one child, withheld from what is shared. 小数不公开.

Our own rule: no law sets the threshold.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import timedelta
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

SMALLEST_SHARED = 5
"""Smallest number that is shared, other than none at all."""

FEW = f"不足{SMALLEST_SHARED}"
"""What stands for a number between one and four."""

WITHHELD = "不公开"
"""What stands for a larger number from which a small one beside it could be reckoned."""


def is_small(number: int) -> bool:
    """Whether a number is withheld from what is shared."""
    return 0 < number < SMALLEST_SHARED


def withheld(parts: Mapping[Key, int]) -> frozenset[Key]:
    """Which parts of a known whole are withheld: the small ones, and as many others as it takes to hide them.

    The rest of the whole is what the withheld parts add up to.  It must leave more than one possibility open; where
    all parts are small there is nothing to hide them behind, and a whole of 4 and 4 still says so.

    >>> sorted(withheld({"a": 2, "b": 7, "c": 30}))
    ['a', 'b']
    >>> sorted(withheld({"a": 2, "b": 3, "c": 30}))
    ['a', 'b']
    """
    hidden = [key for key, number in parts.items() if is_small(number)]
    others = sorted((key for key, number in parts.items() if not is_small(number) and number), key=parts.__getitem__)
    while hidden and others and _gives_itself_away([parts[key] for key in hidden]):
        hidden.append(others.pop(0))
    return frozenset(hidden)


def _gives_itself_away(numbers: list[int]) -> bool:
    """Whether the sum of some withheld numbers leaves only one possibility: every one as low, or as high, as can be."""
    small = sum(map(is_small, numbers))
    larger = len(numbers) - small
    lowest = small + larger * SMALLEST_SHARED
    highest = None if larger else small * (SMALLEST_SHARED - 1)
    return len(numbers) == 1 or sum(numbers) in (lowest, highest)


def in_short(length: timedelta) -> str:
    """A length of time in a few letters: 40分, 5小时, 3.5天, 24天. 用时.

    >>> [in_short(timedelta(hours=hours)) for hours in (0.5, 5, 84, 590)]
    ['30分', '5小时', '3.5天', '25天']
    """
    minutes = max(0, round(length.total_seconds() / 60))
    if minutes < 60:
        return f"{minutes}分"
    if minutes < 48 * 60:
        return f"{round(minutes / 60)}小时"
    days = minutes / (24 * 60)
    return f"{days:.1f}天".replace(".0天", "天") if days < 10 else f"{round(days)}天"
