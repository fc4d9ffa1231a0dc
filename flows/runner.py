"""The resident runner: moves cases, sweeps deadlines, delivers, seals, watches. 常驻运行.

One glance at the database, a few times a second, says what there is to do; what there is to do is done by loops that
do not wait for one another.  Any number of runners may work on one database; rows are shared out by locks and leases.
An error costs one turn of one loop and is told on the log by its kind.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from flows.at_work import at_work
from flows.registry import PROCEDURES
from rules.errors import Unavailable
from rules.moments import civil_day
from rules.vocabulary import ProcedureKind
from tasks import advance, anchors, deliver, heartbeat, journal, rounds, sweep, tie_days
from tasks.glance import glance

if TYPE_CHECKING:
    from datetime import timedelta
    from pathlib import Path

    from flows.prefect_link import PrefectLink
    from tasks.office import Office

log = logging.getLogger("hutong.runner")

BODIES: advance.Bodies = {kind: procedure.fn for kind, procedure in PROCEDURES.items()}


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How often, in seconds. 节奏."""

    look: float = 0.25
    seal: float = 5.0
    beat: float = 5.0
    watch: float = 30.0


@dataclass(kw_only=True)
class Runner:
    """One runner on one office. 运行器.

    Args:
        link: to Prefect; None to do without.
        batch_from: from how many waiting procedures on one batch run replaces a run each.
        lease: how long a run that was handed to Prefect keeps its procedure.
        anchors: the folder into which the anchor of each day is written; None to take none.
    """

    office: Office
    link: PrefectLink | None
    batch_from: int
    lease: timedelta
    anchors: Path | None = None
    pace: Pace = field(default_factory=Pace)
    to_move: asyncio.Event = field(default_factory=asyncio.Event)
    to_climb: asyncio.Event = field(default_factory=asyncio.Event)
    to_deliver: asyncio.Event = field(default_factory=asyncio.Event)
    newest_entry: int = 0
    sealed_entry: int = 0
    looked: bool = False  # since the last heartbeat
    tie_days_of: date | None = None  # the day on which they were last looked at
    anchor_of: date | None = None  # the day of the last anchor

    async def run(self, stop: asyncio.Event) -> None:
        """Work until told to stop."""
        with at_work(self.office):
            async with asyncio.TaskGroup() as group:
                if self.link is not None:
                    group.create_task(self.link.load())
                for turn, pause in self._regular().items():
                    group.create_task(_regularly(turn, pause, stop))
                called = [
                    group.create_task(_when(event, turn))
                    for event, turn in (
                        (self.to_move, self.move),
                        (self.to_climb, self.climb),
                        (self.to_deliver, self.deliver),
                    )
                ]
                await stop.wait()
                for task in called:
                    task.cancel()
        if self.link is not None:
            await self.link.close()

    def _regular(self) -> dict[Callable[[], Awaitable[None]], float]:
        pace = self.pace
        return {self.look: pace.look, self.seal: pace.seal, self.beat: pace.beat, self.watch: pace.watch}

    async def look(self) -> None:
        """See what there is to do, and call those who do it; what a new day brings comes first."""
        await self._tie_days()
        with self.office.reading() as desk:
            seen = glance(desk.session, desk.at)
        for called, event in ((seen.wakes, self.to_move), (seen.rungs, self.to_climb), (seen.notices, self.to_deliver)):
            if called:
                event.set()
        self.newest_entry = seen.newest_entry
        self.looked = True

    def waits(self) -> bool:
        """Whether a procedure waits to be advanced."""
        with self.office.reading() as desk:
            return glance(desk.session, desk.at).wakes

    async def move(self) -> None:
        """Advance what waits: a visible run each when few wait, one batch run when many do, plainly without Prefect."""
        with self.office.reading() as desk:
            waiting = advance.waiting(desk.session, desk.at, self.batch_from)
        if self.link is None or not await self.link.answers():
            await asyncio.to_thread(advance.advance_many, self.office, BODIES)
        elif len(waiting) >= self.batch_from:
            await self._handed_over(self.link.advance_waiting(), lambda: advance.advance_many(self.office, BODIES))
        else:
            for procedure_no, case_no, kind in waiting:
                if not await self.link.answers():  # it went away meanwhile: the others do not each wait to see that
                    break
                await self._visibly(self.link, procedure_no, case_no, kind)

    async def _visibly(self, link: PrefectLink, procedure_no: str, case_no: str, kind: ProcedureKind) -> None:
        """A run of its own for one procedure; where Prefect fails us on the way, it is free for the next turn."""
        if not await asyncio.to_thread(advance.lease, self.office, procedure_no, self.lease):
            return
        try:
            await link.advance(procedure_no, case_no, kind)
        except Unavailable as failure:
            if failure.permanent:
                await asyncio.to_thread(advance.put_back, self.office, procedure_no, failure.code)
            else:
                await asyncio.to_thread(advance.release, self.office, procedure_no)
            log.warning("run_not_made_by_prefect case=%s kind=%s", case_no, failure.code)

    async def _handed_over(self, run: Awaitable[None], plainly: Callable[[], object]) -> None:
        try:
            await run
        except Unavailable as failure:
            log.warning("batch_not_made_by_prefect kind=%s", failure.code)
            await asyncio.to_thread(plainly)

    async def climb(self) -> None:
        """Climb the rungs that are due; a tick that finds nothing starts no run."""
        if self.link is not None and await self.link.answers():
            await self._handed_over(self.link.sweep(), lambda: sweep.sweep_all(self.office))
        else:
            await asyncio.to_thread(sweep.sweep_all, self.office)

    async def deliver(self) -> None:
        """Send what is queued, in a thread: a channel may take its time."""
        await asyncio.to_thread(deliver.deliver, self.office)

    async def seal(self) -> None:
        """Link new entries into the global chain."""
        newest = self.newest_entry
        if newest != self.sealed_entry:
            await asyncio.to_thread(_seal, self.office)
            self.sealed_entry = newest

    async def beat(self) -> None:
        """Say that this runner is alive, that it looked for due rungs since, and whether Prefect answers."""
        answers = self.link is not None and await self.link.answers()
        beats = {heartbeat.RUNNER: self.office.name, heartbeat.ENGINE: "prefect" if answers else "plain"}
        if self.looked:
            beats[heartbeat.SWEEP] = ""
            self.looked = False
        await asyncio.to_thread(heartbeat.beat, self.office, beats)

    async def watch(self) -> None:
        """The regular round: dates, posts, birthdays, and what must never be."""
        seen = await asyncio.to_thread(rounds.regular_round, self.office)
        for finding in seen.stuck:
            log.warning("watchdog_found kind=%s case=%s", finding.kind, finding.case_no)
        for broken in seen.broken:
            log.error("invariant_broken code=%s count=%d", broken.invariant.code, broken.total)
        await self._anchor()

    async def _tie_days(self) -> None:
        """Once a day: who is guardian or carer from today on, or is it no longer."""
        today = civil_day(self.office.now())
        if today != self.tie_days_of:
            await asyncio.to_thread(tie_days.note_tie_days, self.office)
            self.tie_days_of = today

    async def _anchor(self) -> None:
        """Once a day: where all chains stand, for somebody else to keep."""
        today = civil_day(self.office.now())
        if self.anchors is not None and today != self.anchor_of:
            await asyncio.to_thread(anchors.take_daily_anchor, self.office, self.anchors)
            self.anchor_of = today


def _seal(office: Office) -> None:
    with office.writing() as desk:
        journal.seal(desk.session, office.vault)


REST = 20
"""A turn of the regular round that took long is followed by a rest so many times as long: in a database with a hundred
thousand open cases the watch takes a twentieth of one core, not all of it."""


_UNHURRIED = 30.0  # seconds: what looks this seldom has the time to wait


async def _regularly(turn: Callable[[], Awaitable[None]], pause: float, stop: asyncio.Event) -> None:
    """Turn after turn, with a pause between, until told to stop."""
    clock = asyncio.get_running_loop().time
    while not stop.is_set():
        began = clock()
        await _survived(turn)
        rest = REST * (clock() - began) if pause >= _UNHURRIED else 0.0
        try:
            await asyncio.wait_for(stop.wait(), max(pause, rest))
        except TimeoutError:
            continue


async def _when(event: asyncio.Event, turn: Callable[[], Awaitable[None]]) -> None:
    """A turn each time it is called for."""
    while True:
        await event.wait()
        event.clear()
        await _survived(turn)


async def _survived(turn: Callable[[], Awaitable[None]]) -> None:
    """An error costs this turn, not the loop."""
    try:
        await turn()
    except Exception as error:  # noqa: BLE001 - the outermost edge of loops that must not end
        log.error("turn_failed loop=%s kind=%s", getattr(turn, "__name__", "?"), type(error).__name__)
