"""One line a visit, though it answered the duties of several windows and counted as a contact, too. 一次走访一行."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from tasks.visit_table import VisitKind

T = TypeVar("T")
Told = tuple[str, VisitKind, date | None]
"""In which file, what of the two, on which day."""


def each_once(made: Sequence[T], told: Callable[[T], Told]) -> Iterator[T]:
    """The visits and contacts in their order, without those that say again what another one says."""
    known = [told(one) for one in made]
    seen = {(file, VisitKind.CONTACT, day) for file, kind, day in known if kind is VisitKind.VISIT}
    for one, key in zip(made, known, strict=True):
        if key not in seen:
            seen.add(key)
            yield one
