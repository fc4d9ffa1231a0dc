"""What is to happen and when, in one order. 日程."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

Act = Callable[[], object]


@dataclass
class Agenda:
    """Acts by their moments; what falls on one moment happens in the order in which it was entered."""

    _waiting: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _turn: count[int] = field(default_factory=count)

    def enter(self, at: datetime, act: Act) -> None:
        """Let an act happen at a moment."""
        heapq.heappush(self._waiting, (at, next(self._turn), act))

    def next_at(self) -> datetime | None:
        """The moment of the next act; None where nothing is left."""
        return self._waiting[0][0] if self._waiting else None

    def take(self) -> Act:
        """The next act, which is then no longer on the agenda. Raises IndexError where nothing is left."""
        return heapq.heappop(self._waiting)[2]
