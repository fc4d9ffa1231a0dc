"""When a clock stands still. 中止计时的时段.

Pauses as they were recorded may touch or overlap; a clock only knows the stretches in which at least one of them holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rules.moments import midnight_after, midnight_before, utc
from rules.period import Pause


@dataclass(frozen=True, slots=True)
class StandStill:
    """The stretches during which a clock stands. 中止时段.

    Args:
        stretches: from and until, in UTC, in order, none touching the next.
        open_from: start of the stretch that has no end yet, or None.
    """

    stretches: tuple[tuple[datetime, datetime], ...] = ()
    open_from: datetime | None = None

    @classmethod
    def of(cls, pauses: Iterable[Pause]) -> StandStill:
        """Pauses, merged. 合并后的中止时段."""
        merged: list[tuple[datetime, datetime]] = []
        for pause in sorted(pauses, key=lambda one: one.from_at):
            begins = utc(pause.from_at)
            touches = bool(merged) and begins <= merged[-1][1]
            if pause.until_at is None:
                opened = merged.pop()[0] if touches else begins
                return cls(tuple(merged), opened)
            ends = utc(pause.until_at)
            if touches:
                merged[-1] = (merged[-1][0], max(merged[-1][1], ends))
            elif ends > begins:
                merged.append((begins, ends))
        return cls(tuple(merged))

    def stands_before(self, end: datetime) -> bool:
        """Whether a stretch without an end begins before `end`, so that `end` may never be reached."""
        return self.open_from is not None and self.open_from < end

    def keeps_from_ending(self, day: date) -> bool:
        """Whether a stretch without an end begins before 24:00 of a civil day. 该日不能届满."""
        return self.open_from is not None and self.stands_before(midnight_after(day))

    def holds_whole(self, day: date) -> bool:
        """Whether a civil day, 00:00 to 24:00, lies wholly in stretches that have ended. 整日中止."""
        if not self.stretches:
            return False
        begins, ends = midnight_before(day), midnight_after(day)
        return any(one_from <= begins and ends <= until for one_from, until in self.stretches)

    def run(self, since: datetime, length: timedelta) -> datetime | None:
        """The instant at which `length` has run outside the stretches, or None if an open one comes first. 连续计算."""
        end = since + length
        for begins, ends in self.stretches:
            if begins >= end:
                break
            end += max(ends - max(begins, since), timedelta(0))
        return None if self.stands_before(end) else end
