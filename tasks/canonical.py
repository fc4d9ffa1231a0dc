"""One way to write a value down, byte for byte, so that it can be hashed and read again. 规范化文本."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

_WRITTEN = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(value: Any) -> str:
    """Canonical JSON: sorted keys, no spaces, Chinese as it is. Refuses what JSON cannot say."""
    return _WRITTEN.encode(value)


def instant(at: datetime) -> str:
    """An aware instant as text in UTC, always with microseconds: 2026-03-02T01:20:00.000000+00:00."""
    if at.tzinfo is None:
        raise ValueError("a naive datetime cannot be written down")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def instant_or_none(at: datetime | None) -> str | None:
    """`instant`, or None for None."""
    return None if at is None else instant(at)


def read_instant(text: str | None) -> datetime | None:
    """What `instant` wrote, read back."""
    return None if text is None else datetime.fromisoformat(text)
