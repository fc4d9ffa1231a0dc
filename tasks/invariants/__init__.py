"""The published list of what must hold at every moment, and the look for what does not. 不变式.

The watchdog looks on every tick; `hutong doctor` on demand, whole with `--thorough`; the tests over generated cases
with planted faults.  The list is published in docs/reference/invariants.md, which is written from this table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import func, select

from models import JournalEntry
from tasks.invariants.of_cases import OF_CASES
from tasks.invariants.of_clocks import OF_CLOCKS
from tasks.invariants.of_messages import OF_MESSAGES
from tasks.invariants.of_the_journal import OF_THE_JOURNAL
from tasks.invariants.shape import Invariant as Invariant
from tasks.invariants.shape import Violation as Violation
from tasks.invariants.shape import Window as Window

if TYPE_CHECKING:
    from tasks.desk import Desk

INVARIANTS: tuple[Invariant, ...] = (*OF_CASES, *OF_CLOCKS, *OF_MESSAGES, *OF_THE_JOURNAL)
"""Everything that must hold, in the order in which it is published."""

ENTRIES_ON_A_TICK = 2_000
"""So many new entries are looked at on one tick; after a storm the next ticks look at what is left."""

LOOK_BACK = 200
"""Two transactions may commit in another order than they took their numbers: a tick begins a little before its mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """An invariant that does not hold: how often, and where first. 被破坏的不变式."""

    invariant: Invariant
    total: int
    first: tuple[Violation, ...]


def whole(desk: Desk) -> Window:
    """All of the journal."""
    return Window(after=0, until=newest_entry(desk), whole=True)


def since(desk: Desk, seq: int) -> Window:
    """What was written after an entry, as much of it as one tick looks at."""
    until = min(newest_entry(desk), seq + ENTRIES_ON_A_TICK)
    return Window(after=max(0, seq - LOOK_BACK), until=until, whole=False)


def newest_entry(desk: Desk) -> int:
    """Number of the newest entry of the journal; 0 where there is none."""
    return desk.session.exec(select(func.max(JournalEntry.seq))).one() or 0


def broken(desk: Desk, window: Window) -> list[Broken]:
    """Every invariant that does not hold now. Changes nothing.

    Args:
        window: the stretch of the journal to look at; tables are looked at whole.
    """
    return list(_broken(desk, window))


def _broken(desk: Desk, window: Window) -> Iterator[Broken]:
    for invariant in INVARIANTS:
        seen = invariant.seen(desk, window)
        if seen.total:
            yield Broken(invariant=invariant, total=seen.total, first=seen.first)
