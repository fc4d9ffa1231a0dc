"""The marks, as SVG, around a base line at y = 0. 标记.

The legend calls the same functions, so that it cannot show a mark otherwise than the picture does.  Colours are
classes; every meaning that has a colour has a shape of its own too.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from html import escape

HATCH = "h"
"""Id of the hatch pattern."""


def n(value: float) -> str:
    """A length with one decimal at most.

    >>> n(12.04), n(12.0), n(-0.01)
    ('12', '12', '0')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def point(x: float) -> str:
    """Something happened. 发生."""
    return f'<circle class="f-ink" cx="{n(x)}" r="5"/>'


def hollow(x: float) -> str:
    """Inside a running order; a disputed or unknown date. 空心."""
    return f'<circle class="f-paper" cx="{n(x)}" r="5"/>'


def late_point(limit: float, x: float) -> str:
    """Done after its limit: the line is the lateness. 迟办."""
    return f'<path class="f-late" d="M{n(limit)} 0H{n(x)}"/><circle class="f-over" cx="{n(x)}" r="5"/>'


def flag(x: float, *, law: bool, provisional: bool = False, on_bar: bool = False) -> str:
    """Where a clock ends: solid and filled for law and local rule, dashed and hollow for our default. 期限."""
    half = 15 if on_bar else 11
    line = f'<path class="{"f-lim" if law else "f-limo"}" d="M{n(x)} -{half}v{2 * half}"/>'
    look = "f-dash" if provisional else "f-ink" if law else "f-open"
    return line + f'<path class="{look}" d="M{n(x - 5)} -{half}h10l-5 6z"/>'


def bar(
    x0: float, x1: float, *, thin: bool, cut_left: bool = False, cut: bool = False, at: Iterable[float] = ()
) -> str:
    """A procedure running, an instrument in force; an arrow head where it goes on beyond the picture. 有效期、进行."""
    top, tall = (-16, 10) if thin else (-10, 20)
    half = tall / 2
    edges = [x0, *(x for x in at if x0 < x < x1), x1]
    parts: list[str] = []
    for nth, (start, end) in enumerate(itertools.pairwise(edges)):
        start += 1 if nth else 0
        first = f"M{n(start)} {top}" if nth or not cut_left else f"M{n(start + 10)} {top}"
        back = f"H{n(start)}z" if nth or not cut_left else f"H{n(start + 10)}l-10 {n(-half)}z"
        tip = f"H{n(end - 10)}l10 {n(half)}l-10 {n(half)}" if cut and end == x1 else f"H{n(end)}v{tall}"
        parts.append(f"{first}{tip}{back}")
    return f'<path class="f-span" d="{"".join(parts)}"/>'


def end_of_validity(x: float, *, thin: bool = False) -> str:
    """The order lapses here, at the end of its last day. 到期."""
    return f'<path class="f-lim" d="M{n(x)} {"-19v16" if thin else "-15v30"}"/>'


def hatch(x0: float, x1: float, *, top: float = -6, tall: float = 12) -> str:
    """Somewhere in here; no end. 不确定."""
    return f'<rect x="{n(x0)}" y="{n(top)}" width="{n(max(x1 - x0, 4))}" height="{n(tall)}" fill="url(#{HATCH})"/>'


def overdue(x0: float, x1: float) -> str:
    """Counts until somebody answers. 逾期."""
    return f'<rect class="f-over" x="{n(x0)}" y="-4" width="{n(max(x1 - x0, 3))}" height="8"/>'


def pin(x: float, *, thin: bool = False) -> str:
    """An order broken. 违反."""
    tip, deep = (-14, 8) if thin else (-10, 20)
    return f'<path class="f-over" d="M{n(x)} {tip}l-8 -12h16z"/><path class="f-late" d="M{n(x)} {tip}v{deep}"/>'


def bracket(x0: float, x1: float, *, missed: bool) -> str:
    """A visit owed within these days. 定期."""
    middle = (x0 + x1) / 2
    cross = f"M{n(middle - 4)} 15l8 8m0 -8l-8 8" if missed else ""
    return f'<path class="{"f-late" if missed else "f-base"}" fill="none" d="M{n(x0 + 3)} 14v5H{n(x1 - 3)}v-5{cross}"/>'


def recorded(x: float, at: float) -> str:
    """The second time of a late entry: a square over the axis, tied to its fact. 补录."""
    bend = min(x + 14, (x + at) / 2)
    return f'<path class="f-lag" d="M{n(x)} -6Q{n(bend)} -18 {n(at - 5)} -18"/>' + (
        f'<rect class="f-paper" x="{n(at - 4)}" y="-22" width="8" height="8"/>'
    )


def disputed(x: float, other: float) -> str:
    """Sources differ, both are kept. 两说并存."""
    low, high = sorted((x, other))
    line = f'<path class="f-lag two" d="M{n(low + 6)} 0H{n(high - 6)}"/>'
    mark = f'<text class="b" x="{n((low + high) / 2)}" y="-6" text-anchor="middle">?</text>'
    return line + hollow(low) + hollow(high) + mark


def corrected(x: float, to: float | None) -> str:
    """Put right later; nothing disappears. 已更正."""
    line = "" if to is None else f'<path class="f-base" fill="none" d="M{n(x)} -6V-10H{n(to)}V-6"/>'
    return f'{line}<circle class="f-old" cx="{n(x)}" r="5" fill="url(#{HATCH})"/>'


def clock(x0: float, x1: float) -> str:
    """A duty while its clock runs, from its start on. 计时."""
    return f'<path class="f-base" fill="none" d="M{n(x0)} -4v8M{n(x0)} 0H{n(x1)}"/>'


def silence(x0: float, x1: float) -> str:
    """No contact for longer than the rule admits. 空白."""
    return hatch(x0, x1, top=-4, tall=14) + f'<path class="f-late" fill="none" d="M{n(x0)} -4V10M{n(x1)} -4V10"/>'


def pause(x0: float, x1: float, *, on_bar: bool) -> str:
    """The clock stood still. 暂停."""
    gap = f'<rect class="f-names" x="{n(x0)}" y="-10" width="{n(x1 - x0)}" height="20"/>' if on_bar else ""
    ends = "".join(f"M{n(x - 2)} -8v16m4 0v-16" for x in (x0, x1))
    return f'{gap}<path class="f-lag two" d="M{n(x0 + 4)} 0H{n(x1 - 4)}"/><path class="f-stop" d="{ends}"/>'


def cluster(x: float, count: int) -> str:
    """So many entries that stand too close. 合并."""
    box = f'<rect class="f-paper" x="{n(x - 10)}" y="-8" width="20" height="16"/>'
    return f'{box}<text x="{n(x)}" y="5" text-anchor="middle">{count}</text>'


def blocks(months: Iterable[tuple[float, int]]) -> str:
    """How many a month, by height and not by tint, so that it survives a copier. 每月条数."""
    parts: list[str] = []
    for x, count in months:
        tall = 5 if count == 1 else 9 if count <= 3 else 14
        parts.append(f"M{n(x)} 10v-{tall}h8v{tall}z")
    return f'<path class="f-ink" d="{"".join(parts)}"/>'


def text(words: str, x: float, y: float, *, cls: str = "", anchor: str = "start") -> str:
    """A piece of text; escaped."""
    at = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text{f" class={chr(34)}{cls}{chr(34)}" if cls else ""} x="{n(x)}" y="{n(y)}"{at}>{escape(words)}</text>'
