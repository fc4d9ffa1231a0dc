"""The bar of an instrument: how much of its term is over, where today is, where it was broken. 有效期.

Presentation only: a width of 300 units for the whole term (visual language §5).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rules.moments import civil_day
from tasks.standing import Standing

if TYPE_CHECKING:
    from board.words import Words
    from tasks.standing import InstrumentView

WIDE = 300
_HATCHED = 24
_OPEN_ENDED = timedelta(days=365)
"""So long a bar is drawn at least where nothing says when it ends."""

_HOT = frozenset({Standing.LAPSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Where things stand on the bar, in units. 有效期条.

    Args:
        solid: how wide the term is drawn; less than `WIDE` where it has no end, the rest is hatched.
        today: None where today lies outside.
        pins: where it was broken.
        words: the same in a sentence.
    """

    solid: int
    today: int | None
    pins: tuple[int, ...]
    words: str


def bar(view: InstrumentView, say: Words) -> Bar | None:
    """The bar of an instrument; None where it has no term to show."""
    if view.valid_from is None or view.state in (Standing.DRAFT, Standing.MADE):
        return None
    first, today = view.valid_from, say.today
    last = _last(view, first, today)
    days = max((last - first).days, 1)

    def x(day: date) -> int:
        return min(max(round((day - first).days * WIDE / days), 0), WIDE)

    broken = [civil_day(one.happened_at) for one in view.breaches if one.happened_at is not None]
    return Bar(
        solid=WIDE if view.valid_until else WIDE - _HATCHED,
        today=x(today) if first <= today <= last else None,
        pins=tuple(x(day) for day in broken),
        words=_words(view, say, broken),
    )


def is_hot(view: InstrumentView) -> bool:
    """Whether something in it is late or broken."""
    return view.state in _HOT or any(one.sanction == "pending" for one in view.breaches)


def left(view: InstrumentView, say: Words) -> str:
    """How long it still holds, in words."""
    if view.state is not Standing.IN_FORCE or view.valid_from is None:
        return ""
    if view.valid_until is None:
        nth = (say.today - view.valid_from).days + 1
        return say(f"第 {nth} 天 · 无终止日", f"day {nth} · no end")
    days = (view.valid_until - say.today).days + 1
    return say(f"剩 {days} 天", f"{days} days left")


def _last(view: InstrumentView, first: date, today: date) -> date:
    if view.valid_until is not None:
        return view.valid_until
    return max(today, first + _OPEN_ENDED)


def _words(view: InstrumentView, say: Words, broken: list[date]) -> str:
    assert view.valid_from is not None, "a bar begins somewhere"
    ends = say.day(view.valid_until) if view.valid_until else say("无终止日", "no end")
    told = [f"{say.day(view.valid_from)} – {ends}"]
    told += [say(f"{say.day(day)}违反", f"broken {say.day(day)}") for day in broken]
    return say("；", "; ").join(told)
