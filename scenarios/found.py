"""What is found where something should hold: what was expected, what is there. 核对结果."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rules.vocabulary import Term
from rules.when import When, say_when


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that should have held and did not. 不符之处.

    Args:
        place: file and line of the expectation.
        zh, en: what was expected, and what is there.
    """

    place: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """What was expected and what is there, in Chinese and English."""

    zh: str
    en: str


Found = Iterable[Wrong]


def in_words(value: Any) -> str:
    """What an expectation says, in Chinese."""
    if isinstance(value, When):
        return say_when(value)
    return value.zh if isinstance(value, Term) else str(value)


def plain(value: object) -> str:
    """A value, or several, in Chinese."""
    if isinstance(value, set):
        return "、".join(sorted(map(str, value))) or "无"
    return "无" if value is None else in_words(value)
