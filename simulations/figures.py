"""What a simulation has come to so far. 模拟数字."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Figures:
    """Counts, for people and for tests. 数字.

    Args:
        acts: what people did, by kind of act.
        refused: what the office refused them, by the act and the field that was wrong.
    """

    children: int = 0
    cases: int = 0
    acts: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far it has come. 进度.

    Args:
        files: whether the children's files are still being opened.
        at: simulated time.
        share: of the whole, 0 to 1.
        entries: facts in the journal.
    """

    files: bool
    at: datetime
    share: float
    children: int
    cases: int
    acts: int
    entries: int
