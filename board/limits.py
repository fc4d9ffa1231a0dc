"""How often something may be tried from one address: our defaults, and generous. 次数限制.

Kept in memory and by this process only: several processes each count for themselves, and a restart begins anew.  That
is enough against a script, and nothing is kept of who reported from where.
"""

from __future__ import annotations

import threading
from collections import deque
from datetime import datetime, timedelta
from typing import Final

MOST_ADDRESSES: Final = 10_000
"""Beyond that the one that was quiet longest is forgotten: a flood of addresses fills no memory."""


class Limit:
    """So many times within so long, for each address. 限次.

    Args:
        most: times.
        within: the stretch that is looked back on.
    """

    def __init__(self, most: int, within: timedelta) -> None:
        self._most = most
        self._within = within
        self._seen: dict[str, deque[datetime]] = {}
        self._lock = threading.Lock()

    def is_reached(self, address: str, now: datetime) -> bool:
        """Whether it was as often as may be."""
        with self._lock:
            return len(self._recent(address, now)) >= self._most

    def count(self, address: str, now: datetime) -> None:
        """It happened once more."""
        with self._lock:
            seen = self._recent(address, now)
            seen.append(now)
            self._seen.pop(address, None)
            self._seen[address] = seen  # the latest stands last
            if len(self._seen) > MOST_ADDRESSES:
                self._seen.pop(next(iter(self._seen)))

    def _recent(self, address: str, now: datetime) -> deque[datetime]:
        seen = self._seen.get(address, deque())
        while seen and seen[0] <= now - self._within:
            seen.popleft()
        return seen


class Limits:
    """The limits of one board. 各项限次."""

    def __init__(self) -> None:
        self.reports = Limit(30, timedelta(hours=1))
        """Reports without an account from one address (HT-230, our default): a school behind one, on its worst day.
        A child in danger now is never kept waiting by it."""
        self.codes = Limit(10, timedelta(minutes=15))
        """Wrong numbers or codes (HT-231, our default)."""
