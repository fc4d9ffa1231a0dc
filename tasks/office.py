"""The office: everything a step works with, passed in and never looked up. 办公环境.

Built once at an entry point (CLI, runner, test).  A `Desk` is one transaction of work in it: one moment in time, one
database session, one place where facts are recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from models.database import Database
from notifications.channels import Channel
from packs.editions import Editions
from packs.pack import Pack
from rules.calendar import Calendar
from rules.moments import civil_day
from tasks.desk import Desk
from vault.vault import Vault


@dataclass
class DirectoryMemory:
    """What was looked up in the directory as it stood after its entry number `n`; forgotten when it changes."""

    memory: tuple[int, dict[object, Any]] = (-1, {})  # one value: several threads share an office

    def as_of(self, n: int) -> dict[object, Any]:
        """What is remembered of the directory after its entry number `n`."""
        memory = self.memory
        if memory[0] != n:
            self.memory = memory = (n, {})
        return memory[1]


@dataclass(frozen=True, kw_only=True)
class Office:
    """Collaborators of every step.

    Args:
        database: the case database.
        vault: keys and ciphers.
        now: the clock, aware; read once per desk.
        entropy: random bytes for numbers; seeded only in simulations.
        editions: of the rules; a procedure begins under the one in force on the day on which it is opened.
        calendar: rest days and working days.
        channels: by name, for delivery.
        name: of this worker, for leases.
        speaker: number of the person who signed in, or of the token of a program; None: a post's word is taken for it.
        frozen: rules that procedures froze, by their hash and that of the rules which complete them.
    """

    database: Database
    vault: Vault
    now: Callable[[], datetime]
    entropy: Callable[[int], bytes]
    editions: Editions
    calendar: Calendar
    channels: Mapping[str, Channel] = field(default_factory=dict)
    name: str = "office"
    speaker: str | None = None
    frozen: dict[tuple[str, str], Pack] = field(default_factory=dict, repr=False)
    directory: DirectoryMemory = field(default_factory=lambda: DirectoryMemory(), repr=False)

    @property
    def pack(self) -> Pack:
        """The rules in force at this moment; a desk has those of its own moment."""
        return self.editions.on(civil_day(self.now()))

    @contextmanager
    def writing(self) -> Iterator[Desk]:
        """One transaction in which facts are recorded: all of it is kept, or nothing."""
        with self.database.writing() as session:
            yield Desk(self, session, self.now())

    @contextmanager
    def reading(self) -> Iterator[Desk]:
        """A consistent look at the database; records nothing."""
        with self.database.reading() as session:
            yield Desk(self, session, self.now())
