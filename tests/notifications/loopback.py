"""What the servers of these tests remember, and the moment at which they all play."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message

NOW = datetime(2026, 3, 5, 1, 30, tzinfo=UTC)


def now() -> datetime:
    """Thursday 2026-03-05 09:30 in China, always."""
    return NOW


@dataclass
class Received:
    """One request as it arrived."""

    path: str
    headers: Message
    body: bytes


@dataclass
class Receiver:
    """An HTTP server on loopback: what it answers, whether it keeps silent, and what it received."""

    url: str = ""
    status: int = 200
    reply: bytes = b""
    reply_headers: dict[str, str] = field(default_factory=dict)
    silent: bool = False
    released: threading.Event = field(default_factory=threading.Event)
    received: list[Received] = field(default_factory=list)
