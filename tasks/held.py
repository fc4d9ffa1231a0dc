"""Who held something at a moment, where it passed from hand to hand. 何时由谁承办."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

T = TypeVar("T")


def held_at(end: datetime | None, hands: Sequence[tuple[datetime, T]]) -> T:
    """Whose it was at an instant: of what was over before anybody held it, whose it was first.

    Args:
        end: the instant; None: the last who holds it.
        hands: from when on who held it, at least one, in order.

    >>> from rules.moments import shanghai
    >>> hands = [(shanghai("2026-03-02 10:00"), "first"), (shanghai("2026-03-05 10:00"), "second")]
    >>> [held_at(shanghai(f"2026-03-{day}"), hands) for day in ("01 09:00", "05 09:59:59", "05 10:00")]
    ['first', 'first', 'second']
    >>> held_at(None, hands)
    'second'
    """
    begun = [who for since, who in hands[1:] if end is None or since <= end]
    return begun[-1] if begun else hands[0][1]
