"""Letting cases move after an act: wait for the runner where one is alive, else move them here, plainly. 推进.

Nothing of this needs the workflow engine.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, func, select

from flows.registry import PROCEDURES
from models import Wake
from tasks import advance, deliver, heartbeat

if TYPE_CHECKING:
    from tasks.office import Office

BODIES: advance.Bodies = {kind: procedure.fn for kind, procedure in PROCEDURES.items()}

RUNNER_SILENT_AFTER = timedelta(seconds=10)
_LOOK_AGAIN_SECONDS = 0.05


def move(office: Office, procedures: Sequence[str], *, patience_seconds: float) -> bool:
    """Let these procedures move. Returns whether they have; False where a running service has them still to do."""
    if runner_is_alive(office):
        return _wait(office, procedures, patience_seconds)
    move_plainly(office)
    return not _waiting(office, procedures)


def move_plainly(office: Office) -> tuple[int, int]:
    """Advance what waits and send what is queued, in this process. Returns how many of each."""
    advanced = advance.advance_many(office, BODIES)
    sent = deliver.deliver(office)
    if sent:  # a message that failed for good has become a duty, which is opened now and not at the next sweep
        advanced += advance.advance_many(office, BODIES)
    return advanced, sent


def runner_is_alive(office: Office) -> bool:
    """Whether a resident runner said so in the last seconds.

    In a rehearsal the clock stands still: what beat there last was whoever played it, and it is gone.
    """
    with office.reading() as desk:
        if desk.simulated:
            return False
        beat = heartbeat.last_beat(desk.session, heartbeat.RUNNER)
        return beat is not None and desk.at - beat[0] < RUNNER_SILENT_AFTER


def _wait(office: Office, procedures: Sequence[str], patience_seconds: float) -> bool:
    until = time.monotonic() + patience_seconds
    while _waiting(office, procedures):
        if time.monotonic() >= until:
            return False
        time.sleep(_LOOK_AGAIN_SECONDS)
    return True


def _waiting(office: Office, procedures: Sequence[str]) -> bool:
    query = select(func.count()).select_from(Wake).where(col(Wake.procedure_no).in_(procedures))
    with office.reading() as desk:
        return desk.session.exec(query).one() > 0
