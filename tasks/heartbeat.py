"""That something is alive: written by whoever works, looked at by whoever watches. 心跳."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlmodel import Session, col, select

from models import Heartbeat

if TYPE_CHECKING:
    from tasks.office import Office

SWEEP = "sweep"
DELIVERY = "delivery"
RUNNER = "runner"
ENGINE = "engine"
WATCHDOG = "watchdog"
"""Its detail is the number of the journal entry up to which it has looked."""


def beat(office: Office, beats: Mapping[str, str]) -> None:
    """Say that these are alive now, each with a detail."""
    with office.writing() as desk:
        for name, detail in beats.items():
            desk.add_if_absent(Heartbeat, {"name": name, "at": desk.at, "detail": detail})
            desk.session.execute(update(Heartbeat).where(col(Heartbeat.name) == name).values(at=desk.at, detail=detail))


def last_beat(session: Session, name: str) -> tuple[datetime, str] | None:
    """When `name` was last alive, and what it said."""
    return session.exec(select(Heartbeat.at, Heartbeat.detail).where(col(Heartbeat.name) == name)).first()
