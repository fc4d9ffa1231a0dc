"""One-time codes of the second factor (RFC 6238), each good once. 动态码."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from pyotp import TOTP
from pyotp.utils import strings_equal

from tasks.journal import DIRECTORY

if TYPE_CHECKING:
    from models import Account
    from tasks.desk import Desk

DRIFT = 1
"""Steps of 30 seconds by which the clock of a telephone may be wrong, to either side (RFC 6238 § 5.2 advises one)."""


def seal(desk: Desk, account: Account, secret: str) -> str:
    """A shared secret under the key of the directory, bound to its account: in another's row it opens nothing."""
    return desk.cipher(DIRECTORY).seal(_field(account), secret)


def reveal(desk: Desk, account: Account, sealed: str | None) -> str | None:
    """The same in clear; None where there is none."""
    return desk.reveal(DIRECTORY, _field(account), sealed)


def _field(account: Account) -> str:
    return f"second_factor/{account.no}"


def step_of(desk: Desk, secret: str, code: str, *, after: int) -> int | None:
    """The time step whose code this is; None where it is none, or none after the step that was used last."""
    codes = TOTP(secret)
    now = codes.timecode(desk.at)
    written = "".join(unicodedata.normalize("NFKC", code).split())
    if not (written.isascii() and written.isdigit()):
        return None
    steps = [step for step in range(now - DRIFT, now + DRIFT + 1) if strings_equal(codes.generate_otp(step), written)]
    return next((step for step in steps if step > after), None)


def use(desk: Desk, account: Account, code: str) -> bool:
    """Whether this is the code of the moment, which is then used up."""
    secret = reveal(desk, account, account.second_factor_sealed)
    step = step_of(desk, secret, code, after=account.second_factor_step) if secret else None
    if step is None:
        return False
    account.second_factor_step = step
    return True
