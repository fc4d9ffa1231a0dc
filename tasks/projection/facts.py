"""What every projector works with. 投影的共同形式."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlmodel import SQLModel

if TYPE_CHECKING:
    from models import JournalEntry
    from tasks.desk import Desk

Projector = Callable[["Desk", "list[JournalEntry]"], None]


def facts_of(row: JournalEntry) -> dict[str, Any]:
    """The payload of an entry."""
    facts: dict[str, Any] = json.loads(row.payload)
    return facts


def add(desk: Desk, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    """Insert rows into a projection; nothing for no rows."""
    desk.add(table, rows)
