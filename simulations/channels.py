"""Channels of a simulation: nothing leaves the machine, and some addresses do not work for a time. 模拟渠道."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from notifications.message import Outgoing, Receipt
from rules.errors import Unavailable


@dataclass(frozen=True, kw_only=True)
class Fails:
    """An address that cannot be reached for a time. 渠道故障.

    Args:
        permanent: whether the channel says that trying again is of no use.
    """

    from_at: datetime
    until_at: datetime
    permanent: bool


@dataclass
class SimulatedChannel:
    """A channel that only counts. 模拟渠道.

    Args:
        fails: by address.
    """

    name: str
    now: Callable[[], datetime]
    fails: Mapping[str, Fails]
    sent: int = 0
    failed: int = 0

    def send(self, message: Outgoing) -> Receipt:
        """Take it, or fail as this address does today. Raises Unavailable."""
        fault = self.fails.get(message.address)
        if fault is not None and fault.from_at <= self.now() < fault.until_at:
            self.failed += 1
            raise Unavailable(
                "模拟的渠道故障", "a simulated fault of the channel", permanent=fault.permanent, code="simulated-fault"
            )
        self.sent += 1
        return Receipt(reference=f"simulated:{message.message_id}")
