"""The whole time in a strip above the months that are shown in full. 全程概览."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from pictures import marks
from pictures.lanes import lanes_of
from pictures.rows import Row
from pictures.scale import NAMES, Scale, Zoom, scale_for
from pictures.sheet import Sheet
from rules.moments import civil_day

HEIGHT = 44.0
"""Of the strip, px."""
SPACE = 60.0
"""Of the strip with its air, px."""

_ROW = 8.0  # px a lane, less where there are many


def strip(rows: Sequence[Row], sheet: Sheet, *, year_link: str) -> str:
    """One row of ticks a lane, no labels, the window outlined, each year a link.

    Args:
        year_link: what a year leads to, with {year} in it.
    """
    scale = scale_for(rows, today=sheet.today, closed=sheet.closed, zoom=Zoom.YEAR)
    top = -22 - SPACE
    lanes = lanes_of(row for row in rows if row.begins is not None)
    step = min(_ROW, (HEIGHT - 20) / max(len(lanes), 1))
    ticks = "".join(_ticks(held, scale, sheet.scale, top + 16 + step * nth) for nth, (_, _, held) in enumerate(lanes))
    return (
        f'{_years(scale, sheet.scale, top, year_link)}<path class="f-tick" d="{ticks}"/>'
        f"{_window(scale, sheet.scale, top)}"
    )


def _x(day: date, whole: Scale, shown: Scale) -> float:
    """X of a day in the strip, which is as wide as the picture under it."""
    share = (whole.day(day) - whole.left) / (whole.right - whole.left)
    return NAMES + share * (shown.right - NAMES)


def _ticks(rows: Sequence[Row], whole: Scale, shown: Scale, y: float) -> str:
    xs = {marks.n(_x(civil_day(row.begins), whole, shown)) for row in rows if row.begins}
    return "".join(f"M{x} {marks.n(y)}v4" for x in sorted(xs, key=float))


def _years(whole: Scale, shown: Scale, top: float, year_link: str) -> str:
    parts: list[str] = []
    for year in range(whole.first.year, whole.last.year + 1):
        x = max(_x(date(year, 1, 1), whole, shown), NAMES)
        parts.append(f'<path class="f-grid" d="M{marks.n(x)} {marks.n(top)}v44"/>')
        if x + 40 <= shown.width:
            words = marks.text(str(year), x + 4, top + 12, cls="m")
            parts.append(f'<a href="{escape(year_link.format(year=year))}">{words}</a>')
    return "".join(parts)


def _window(whole: Scale, shown: Scale, top: float) -> str:
    x0 = max(_x(shown.first, whole, shown), NAMES)
    x1 = min(_x(shown.last, whole, shown), shown.right)
    box = f'x="{marks.n(x0)}" y="{marks.n(top)}" width="{marks.n(max(x1 - x0, 4))}" height="44"'
    return f'<rect class="f-frame" {box}/>'
