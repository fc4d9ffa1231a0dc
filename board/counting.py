"""A process beside the board that counts, so that no page waits for a processor that a count is using. 统计进程.

Threads of one Python process share one processor: a count of six seconds in a thread makes every page meanwhile slow.
The process reads, writes nothing, and gives way to whatever else the machine has to do.  It ends with us, however we
end: its end of the pipe is then closed.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import subprocess
import sys
from concurrent.futures import Future
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any

from board.counting_process import Told, Where, not_counted
from tasks.counted import Counted, Counts, Question
from tasks.figures_asked import usual

if TYPE_CHECKING:
    from datetime import datetime

    from tasks.office import Office
    from tasks.settings import Settings

log = logging.getLogger("hutong.counting")

LOOKS_EVERY_SECONDS = 60.0
"""So often the usual questions are looked through for one that is old."""

_LEAVES_WITHIN_SECONDS = 2.0
_ROOT = Path(__file__).parent.parent

_Said = tuple[Question[Any, Any], Future[Counted[Any]]]


@dataclass(frozen=True, slots=True)
class _Child:
    """The process, and our end of what we talk on."""

    process: subprocess.Popen[bytes]
    pipe: Connection

    def end(self) -> None:
        """At once, also in the middle of a count."""
        self.process.kill()  # it only reads
        self.process.wait()


class Beside:
    """Counts one question after the other in a process of its own. 旁路统计.

    The process is started by the first question, and anew by the first one after it died.
    """

    def __init__(self, settings: Settings, stands: datetime | None) -> None:
        self._where = Where(settings, stands)
        self._asked: SimpleQueue[_Said | None] = SimpleQueue()
        self._child: _Child | None = None
        self._thread = Thread(target=self._work, name="counting", daemon=True)
        self._thread.start()

    @classmethod
    def of(cls, office: Office, settings: Settings) -> Beside:
        """For an office: with its clock, if that stands still."""
        with office.reading() as desk:
            return cls(settings, desk.at if desk.simulated else None)

    def count(self, question: Question[Any, Any]) -> Future[Counted[Any]]:
        """The answer to come, after those that were asked before."""
        coming: Future[Counted[Any]] = Future()
        self._asked.put((question, coming))
        return coming

    def close(self) -> None:
        """End the process; what it was counting is not told any more."""
        self._asked.put(None)
        if self._child is not None:
            self._child.process.kill()
        self._thread.join(_LEAVES_WITHIN_SECONDS)

    def _work(self) -> None:
        while (asked := self._asked.get()) is not None:
            question, coming = asked
            if coming.set_running_or_notify_cancel():
                found, wrong = self._answered(question)
                if found is None:
                    coming.set_exception(wrong)
                else:
                    coming.set_result(found)
        self._end_child()

    def _answered(self, question: Question[Any, Any]) -> Told:
        try:
            if self._child is None:
                self._child = _started(self._where)
            self._child.pipe.send(question)
            told: Told = self._child.pipe.recv()
            return told
        except (EOFError, OSError):
            self._end_child()
            return None, not_counted()

    def _end_child(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


def _started(where: Where) -> _Child:
    """A process that begins anew and inherits neither threads nor connections but the one that it is asked on."""
    ours, theirs = socket.socketpair()
    paths = os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), str(_ROOT))))
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "board.counting_process", str(theirs.fileno())],
            env={**os.environ, "PYTHONPATH": paths},
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
        )
    child = _Child(process, Connection(ours.detach()))
    child.pipe.send(where)
    return child


async def keep_ahead(office: Office, counts: Counts, stop: asyncio.Event) -> None:
    """Count what is usually asked before anybody asks, one question at a time: whoever asks waits for one at most."""
    told = asyncio.ensure_future(stop.wait())
    while not told.done():
        one = asyncio.ensure_future(_one_ahead(office, counts))
        await asyncio.wait({told, one}, return_when=asyncio.FIRST_COMPLETED)
        if not told.done() and not one.result():
            await asyncio.wait({told}, timeout=LOOKS_EVERY_SECONDS)
    one.cancel()


async def _one_ahead(office: Office, counts: Counts) -> bool:
    """Count the first usual question whose answer is old. Returns whether there was one and it was counted."""
    try:
        coming = await asyncio.to_thread(_begin_usual, office, counts)
        if coming is not None:
            await asyncio.wrap_future(coming)
        return coming is not None
    except Exception as error:  # noqa: BLE001 - the outermost edge of a loop that must not end
        log.error("counting_ahead_failed kind=%s", type(error).__name__)
        return False


def _begin_usual(office: Office, counts: Counts) -> Future[Counted[Any]] | None:
    with office.reading() as desk:
        return counts.begin_old(usual(desk), desk.at)
