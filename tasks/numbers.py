"""Opaque numbers for everything that has to be named outside the case database. 编号.

A number says what kind of thing it names and nothing else: no date, no place, no sequence from which a neighbour's
number could be guessed.  Its last character is a check, so that a number read out on the telephone and written down
wrongly is noticed.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_BODY = 9  # 45 bits: a million numbers meet by chance once in seventy installations


class Named(StrEnum):
    """What a number names."""

    ADULT = "A"
    BREACH = "B"
    CASE = "C"
    INSTRUMENT = "D"
    EVIDENCE = "E"
    INCIDENT = "I"
    CHILD = "K"
    NOTICE = "N"
    PROCEDURE = "P"
    REPORT = "R"
    TIE = "T"
    ACCOUNT = "U"
    GRANT = "X"
    TOKEN = "Y"


def new_number(named: Named, entropy: Callable[[int], bytes]) -> str:
    """A fresh number such as `C-4F7K2-M9QXD`. 新编号."""
    bits = int.from_bytes(entropy(6)) & ((1 << 5 * _BODY) - 1)
    body = "".join(ALPHABET[(bits >> 5 * place) & 31] for place in reversed(range(_BODY)))
    whole = body + _check(named, body)
    return f"{named}-{whole[:5]}-{whole[5:]}"


def is_number(text: str, named: Named) -> bool:
    """Whether `text` is a well-formed number of that kind, check character included."""
    kind, _, rest = text.partition("-")
    whole = rest.replace("-", "")
    if kind != named or len(whole) != _BODY + 1 or not set(whole) <= set(ALPHABET):
        return False
    return whole[-1] == _check(named, whole[:-1])


def _check(named: Named, body: str) -> str:
    """Position-weighted sum over the kind and the body; odd weights, so that any one wrong character shows."""
    total = sum((2 * place + 1) * int(char, 36) for place, char in enumerate(named + body))
    return ALPHABET[total % 32]
