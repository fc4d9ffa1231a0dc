"""What is to be simulated. 模拟方案."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rules.errors import Refused
from rules.moments import midnight_before

TOWNSHIPS = 8
LONGEST = 366

FEW = 3
"""Children who are visited even in the smallest county."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A county and a time. 模拟方案.

    Args:
        seed: the same plan with the same seed gives the same journal, byte for byte.
        children: with a file before the first day.
        cases: matters that begin over the time; a child that is reported again after its case was closed adds one.
        days: how long.
        start: its first civil day; the year should have a published holiday notice.
    Raises: Refused: numbers that cannot be.
    """

    seed: int = 1
    children: int = 20_000
    cases: int = 3_000
    days: int = 365
    start: date = date(2026, 1, 1)

    def __post_init__(self) -> None:
        """Refuse what cannot be played."""
        if self.children < 1 or self.cases < 0 or self.cases > self.children:
            raise Refused(
                "儿童数应为正数，个案数不得超过儿童数",
                "children must be positive, and cases no more than children",
                field="--children, --cases",
            )
        if not 1 <= self.days <= LONGEST:
            raise Refused(f"天数应为 1 至 {LONGEST}", f"days must be from 1 to {LONGEST}", field="--days")

    @property
    def monitored(self) -> int:
        """How many children are on the list of those who are visited, at the most: one in a hundred, and a few."""
        return self.children // 100 + FEW

    @property
    def begins(self) -> datetime:
        """00:00 of the first day."""
        return midnight_before(self.start)

    @property
    def ends(self) -> datetime:
        """24:00 of the last day."""
        return midnight_before(self.start + timedelta(days=self.days))

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return timedelta(days=self.days)

    def day(self, share: float) -> date:
        """The day at a share of the time."""
        return self.start + timedelta(days=int(self.days * share))

    @property
    def outage(self) -> tuple[datetime, datetime]:
        """When nobody climbs rungs: three days after the middle, shorter where the whole is short. 督办中断."""
        began = midnight_before(self.day(0.55)) + timedelta(hours=8, minutes=20)
        return began, began + min(timedelta(days=3), timedelta(days=self.days) / 20)
