"""What the counting process runs: `board.counting` starts it, asks, and ends it. 统计进程主程序.

It is told on a socket that it inherits, first where it works and then what to count, until nobody is there to tell.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from rules.errors import CaseworkError, Unavailable
from tasks.counted import AtOnce, Counted
from tasks.premises import LIVE, SIMULATED, open_office, wall_clock

if TYPE_CHECKING:
    from concurrent.futures import Future
    from datetime import datetime

    from tasks.settings import Settings

log = logging.getLogger("hutong.counting")

_GIVES_WAY = 5
"""What is added to its niceness: a third of what a page gets, where both want the same processor."""

Told = tuple[Counted[Any] | None, CaseworkError | None]
"""What was counted, or what was wrong."""


@dataclass(frozen=True, slots=True)
class Where:
    """What the process opens its office with. `stands`: where the clock of a rehearsal stands still; None: it goes."""

    settings: Settings
    stands: datetime | None


def main(descriptor: int) -> None:
    """Count until whoever asks is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started us, who then ends us
    os.nice(_GIVES_WAY)
    pipe = Connection(descriptor)
    with suppress(EOFError, OSError):
        where: Where = pipe.recv()
        stands = where.stands
        now, mode = (lambda: stands, SIMULATED) if stands else (wall_clock, LIVE)
        with open_office(where.settings, now=now, mode=mode, make=False) as office:
            counter = AtOnce(office)
            while True:
                pipe.send(_told(counter.count(pipe.recv())))


def _told(found: Future[Counted[Any]]) -> Told:
    error = found.exception()
    if error is None:
        return found.result(), None
    if isinstance(error, CaseworkError):
        return None, error
    log.error("count_failed kind=%s", type(error).__name__)
    return None, not_counted()


def not_counted() -> Unavailable:
    """Something broke on the way; whoever asked may ask again."""
    return Unavailable(
        "统计没有完成，请过一会儿再看；仍不行请联系系统管理员",
        "counting did not finish; look again in a while, and tell the administrator if it stays so",
        code="counting",
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
