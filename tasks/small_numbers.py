"""Numbers so small that they could point at one child, withheld from what is shared. 小数不公开.

Our own rule: no law sets the threshold.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from datetime import timedelta
from typing import Generic, NamedTuple, TypeVar

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


def withheld(parts: Mapping[Key, int], besides: Collection[Key] = ()) -> frozenset[Key]:
    """Which parts of a known whole are withheld: the small ones, and as many others as it takes to hide them.

    The rest of the whole is what the withheld parts add up to.  It must leave more than one possibility open; where
    all parts are small there is nothing to hide them behind, and a whole of 4 and 4 still says so.

    Args:
        besides: parts that are withheld anyhow, for the sake of another whole.

    >>> sorted(withheld({"a": 2, "b": 7, "c": 30}))
    ['a', 'b']
    >>> sorted(withheld({"a": 2, "b": 3, "c": 30}))
    ['a', 'b']
    >>> sorted(withheld({"a": 20, "b": 7, "c": 30}, besides={"c"}))
    ['b', 'c']
    """
    hidden = [key for key, number in parts.items() if number and (is_small(number) or key in besides)]
    others = sorted((key for key, number in parts.items() if number and key not in hidden), key=parts.__getitem__)
    while hidden and others and _gives_itself_away([parts[key] for key in hidden]):
        hidden.append(others.pop(0))
    return frozenset(hidden)


class Sum(NamedTuple, Generic[Key]):
    """A whole and the parts that add up to it, each by what stands for its number. 合计."""

    whole: Key
    parts: frozenset[Key]


def withheld_among(
    numbers: Mapping[Key, int], sums: Collection[Sum[Key]], besides: Collection[Key] = ()
) -> frozenset[Key]:
    """What is withheld of numbers of which some are the sum of others, and a part of one sum is the whole of another.

    In every sum that has something to hide, more than one number is withheld: another part, the smallest that is
    shown, and where there is none the whole.  What that gives away elsewhere is hidden there in the same way.

    Args:
        besides: numbers that are withheld, or not said at all, though they are not small.

    >>> among = {"came": 11, "went on": 8, "stand": 3, "arrived": 8}
    >>> sums = [Sum("came", frozenset({"went on", "stand"})), Sum("arrived", frozenset({"went on"}))]
    >>> sorted(withheld_among(among, sums))
    ['arrived', 'stand', 'went on']
    """
    hidden = {key for key, number in numbers.items() if is_small(number) or key in besides}
    before = -1
    while len(hidden) > before:
        before = len(hidden)
        for one in sums:
            hidden |= _withheld_in(one, numbers, hidden)
    return frozenset(hidden)


def _withheld_in(one: Sum[Key], numbers: Mapping[Key, int], hidden: Collection[Key]) -> frozenset[Key]:
    """What this sum adds to what is hidden."""
    parts = {key: numbers[key] for key in sorted(one.parts, key=repr) if numbers[key]}
    if one.whole in hidden:  # what is shown must not add up to it
        smallest = frozenset(sorted(parts, key=parts.__getitem__)[:1])
        return frozenset() if any(key in hidden for key in parts) else smallest
    concealed = withheld(parts, hidden)
    if concealed and _gives_itself_away([parts[key] for key in concealed]):
        return concealed | {one.whole}
    return concealed


def _gives_itself_away(numbers: list[int]) -> bool:
    """Whether the sum of some withheld numbers leaves only one possibility: every one as low, or as high, as can be."""
    small = sum(map(is_small, numbers))
    larger = len(numbers) - small
    lowest = small + larger * SMALLEST_SHARED
    highest = None if larger else small * (SMALLEST_SHARED - 1)
    return len(numbers) == 1 or sum(numbers) in (lowest, highest)


def few(lang: str) -> str:
    """What stands for a number between one and four, in the reader's language."""
    return FEW if lang == "zh" else f"under {SMALLEST_SHARED}"


def withheld_words(lang: str) -> str:
    """What stands for a larger number that would give a small one away, in the reader's language."""
    return WITHHELD if lang == "zh" else "withheld"


def in_short(length: timedelta, lang: str = "zh") -> str:
    """A length of time in a few letters: 40分, 5小时, 3.5天, 24天. 用时.

    >>> [in_short(timedelta(hours=hours)) for hours in (0.5, 5, 84, 590)]
    ['30分', '5小时', '3.5天', '25天']
    >>> [in_short(timedelta(hours=hours), "en") for hours in (0.5, 5, 84, 590)]
    ['30 min', '5 h', '3.5 d', '25 d']
    """
    minute, hour, day = ("分", "小时", "天") if lang == "zh" else (" min", " h", " d")
    minutes = max(0, round(length.total_seconds() / 60))
    if minutes < 60:
        return f"{minutes}{minute}"
    if minutes < 48 * 60:
        return f"{round(minutes / 60)}{hour}"
    days = minutes / (24 * 60)
    return f"{days:.1f}".removesuffix(".0") + day if days < 10 else f"{round(days)}{day}"
