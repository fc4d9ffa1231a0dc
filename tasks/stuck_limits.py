"""How long is too long: the limits of watching, read from the rule pack. 巡检的时限.

No law sets any of them; each is our default and says so (HT-70, HT-73, HT-74).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from rules.errors import Gap
from rules.period import Period, Unit
from rules.vocabulary import PauseCause

if TYPE_CHECKING:
    from packs.pack import Pack

ATTENTION, PAUSES, WATCHING = "HT-70", "HT-73", "HT-74"
"""Fact rows: reading and taking on, pauses, everything else that is watched."""

OPEN_ENDED = "open_ended"
"""Label of HT-73 for a pause of which nobody said when it should be over."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of watching that a pack sets. 巡检的时限."""

    pack: Pack

    @property
    def unread(self) -> timedelta:
        """After it, what a post was told and nobody read is shown."""
        return self._span(ATTENTION, "unread")

    def pause(self, cause: PauseCause) -> timedelta:
        """How long a clock may stand still for a cause before it is shown."""
        return self._span(PAUSES, cause.value)

    @property
    def open_ended_pause(self) -> timedelta:
        """The same for a pause of which nobody said when it should be over."""
        return self._span(PAUSES, OPEN_ENDED)

    def watching(self, label: str) -> timedelta:
        """A limit of HT-74 by its label, such as `no_contact`. Raises Gap where the row does not have it."""
        return self._span(WATCHING, label)

    def _span(self, row: str, label: str) -> timedelta:
        limit = self.pack.fact(row).limits.get(label)
        if limit is None:
            raise Gap(
                f"规则行 {row} 缺少“{label}”的时限，请由规则维护人补充",
                f"fact row {row} has no limit '{label}': whoever maintains the rules must add it",
                field=label,
            )
        return span_of(limit)


def span_of(limit: Period) -> timedelta:
    """A limit in hours or calendar days as a length of time. Raises Gap: working days and months have none."""
    if limit.unit is Unit.HOURS:
        return timedelta(hours=limit.amount)
    if limit.unit is Unit.DAYS:
        return timedelta(days=limit.amount)
    raise Gap(
        f"巡检的时限须以小时或者日计（{limit.set_by}：{limit.zh}）",
        f"a limit of watching is counted in hours or calendar days ({limit.set_by}: {limit.en})",
        field=limit.set_by,
    )
