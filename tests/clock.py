"""A clock that stands until it is moved. 可拨动的时钟."""

from __future__ import annotations

from datetime import datetime, timedelta

from rules.moments import shanghai


class Clock:
    """What an office of a test asks for the time. Moved by the test, never by itself."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """The time on it."""
        return self.at

    def move(self, **by: float) -> datetime:
        """Let time pass: `clock.move(hours=1, seconds=-1)`."""
        self.at += timedelta(**by)
        return self.at

    def show(self, at: datetime | str) -> datetime:
        """Let it show a moment; text is a time in Beijing, with its weekday: "Friday 2026-03-06 16:30"."""
        self.at = shanghai(at) if isinstance(at, str) else at
        return self.at
