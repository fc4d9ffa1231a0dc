"""What the entry point gives to every command: the clock and the folder. 入口所给."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Given:
    """What holds for one call of `hutong`.

    Args:
        now: the clock; that of the machine where None.
        home: the folder named on the command line; that of the settings where None.
        patience_seconds: how long a command waits for a running service before it says so.
    """

    now: Callable[[], datetime] | None = None
    home: Path | None = None
    patience_seconds: float = 2.0

    def at_home(self, home: Path) -> Given:
        """The same, with a folder named on the command line."""
        return replace(self, home=home)
