"""How several of the same duty in one procedure are told apart. 同一职责的次序与对象."""

from __future__ import annotations

from collections.abc import Callable

from rules.vocabulary import PartyRole
from tasks.casework import Proceeding

Step = Callable[[Proceeding], object]
"""One of several things that run side by side; what it returns is of no use to anybody."""


def nth(*turns: int) -> str:
    """What the n-th turn is about: nothing for the first, "2", "2-1" … after it."""
    return "" if set(turns) == {1} else "-".join(map(str, turns))


def join(*parts: str) -> str:
    """Whom and what a duty is about, in one word: "A-7/2-1"."""
    return "/".join(filter(None, parts))


def respondents(case: Proceeding) -> tuple[str, ...]:
    """Numbers of the guardians in question; one unnamed where nobody knows who they are. 被申请人."""
    return case.parties(PartyRole.RESPONDENT) or ("",)


def known(numbers: tuple[str, ...]) -> tuple[str, ...]:
    """Those who have a number."""
    return tuple(filter(None, numbers))
