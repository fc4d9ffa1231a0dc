"""How strictly somebody is let in: our defaults, none of them law. 登录规则."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

if TYPE_CHECKING:
    from datetime import datetime

    from tasks.settings import Settings

_NOBODYS = "a password that is nobody's"

_AT_ONCE = BoundedSemaphore(4)
"""How many passwords are hashed side by side: each takes 64 MiB, and a hundred guesses must not take the machine."""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """How passwords are kept and how long a door stays open.

    Args:
        hasher: argon2id; the library's parameters are those that RFC 9106 recommends where memory is scarce (64 MiB).
        tries: wrong ones in a row after which an account is locked; a typing error or two is nobody's attack.
        first_lock: how long it is locked at first; each lock is twice as long as the one before …
        longest_lock: … until this: whoever locks others out on purpose may not keep them out for a day.
        idle: after so long without a request a session is over: a screen left alone in an office with visitors.
        longest: after so long it is over in any case: a working day with its breaks.
        one_time: a password that somebody else made is good for so long: time to hand it over, no time to forget it.
        looks: how exactly it is kept when a session was last seen, so that not every page writes.
    """

    hasher: PasswordHasher = field(default_factory=PasswordHasher)
    tries: int = 5
    first_lock: timedelta = timedelta(minutes=15)
    longest_lock: timedelta = timedelta(hours=4)
    idle: timedelta = timedelta(minutes=30)
    longest: timedelta = timedelta(hours=10)
    one_time: timedelta = timedelta(days=7)
    looks: timedelta = timedelta(minutes=1)

    @classmethod
    def of(cls, settings: Settings) -> Policy:
        """The rules of an installation: what an office really changes stands in its settings."""
        return cls(
            idle=timedelta(minutes=settings.session_idle_minutes), longest=timedelta(hours=settings.session_hours)
        )

    def hash(self, password: str) -> str:
        """What is kept of a password."""
        with _AT_ONCE:
            return self.hasher.hash(_read(password))

    def fits(self, kept: str | None, password: str) -> bool:
        """Whether this is the password. Where there is no such account it takes as long to say no."""
        asked = kept or self._nobodys
        try:
            with _AT_ONCE:
                self.hasher.verify(asked, _read(password))
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Whether a password was kept with weaker parameters than today's."""
        return self.hasher.check_needs_rehash(kept)

    def lock_until(self, at: datetime, locks: int) -> datetime:
        """When a lock ends that begins now, after so many before it."""
        return at + min(self.first_lock * (1 << min(locks, 16)), self.longest_lock)

    @cached_property
    def _nobodys(self) -> str:
        return self.hash(_NOBODYS)


def _read(password: str) -> bytes:
    """The same password from every keyboard: full-width letters and composed accents do not count (NIST SP 800-63B)."""
    return unicodedata.normalize("NFKC", password).encode(errors="surrogatepass")


POLICY = Policy()
