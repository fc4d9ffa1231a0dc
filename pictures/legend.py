"""The legend: only what occurs, always in the same order. 图例."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from pictures import marks
from pictures.labels import width
from pictures.signs import WIDE, Sign, drawn
from pictures.words import named

_ROW = 28.0  # px from one line of the legend to the next
_GAP = 20.0  # px between two signs


def in_legend(used: Iterable[Sign]) -> tuple[Sign, ...]:
    """The signs that occur, in the order of the legend."""
    present = set(used)
    return tuple(sign for sign in Sign if sign in present)


def as_svg(used: Iterable[Sign], *, top: float, wide: float, lang: str = "zh") -> tuple[str, float]:
    """The legend under the picture, and its height in px.

    Args:
        top: y at which it begins.
        wide: px after which it goes on in the next line.
    """
    parts: list[str] = []
    line = 0
    for sign, x, line in _flow(in_legend(used), wide, lang):
        words = marks.text(named(sign, lang), WIDE, 5, cls="m")
        parts.append(
            f'<g transform="translate({marks.n(x)} {marks.n(top + 20 + _ROW * line)})">{drawn(sign)}{words}</g>'
        )
    return f'<g aria-hidden="true">{"".join(parts)}</g>', 12 + _ROW * (line + 1) if parts else 0.0


def as_list(used: Iterable[Sign], lang: str = "zh") -> str:
    """The legend as an HTML list."""
    items = "".join(
        f'<li><svg class="tl" width="40" height="24" viewBox="0 -12 40 24" aria-hidden="true">{drawn(sign)}</svg>'
        f"{escape(named(sign, lang))}</li>"
        for sign in in_legend(used)
    )
    return f'<ul class="key">{items}</ul>'


def _flow(signs: Iterable[Sign], wide: float, lang: str) -> Iterator[tuple[Sign, float, int]]:
    x, line = 0.0, 0
    for sign in signs:
        needs = WIDE + width(named(sign, lang))
        if x and x + needs > wide:
            x, line = 0.0, line + 1
        yield sign, x, line
        x += needs + _GAP
