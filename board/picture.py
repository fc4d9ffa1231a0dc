"""The timeline picture as a page asks for it: how wide a day is, from when, which lanes. 时间线图.

The picture itself is drawn by `pictures`; here an address becomes its window.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from markupsafe import Markup

from board.forms import one_of
from pictures.legend import as_list
from pictures.rows import Lane
from pictures.scale import Zoom
from pictures.table import table
from pictures.timeline import draw
from rules.moments import civil_day
from tasks.picture_rows import picture_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from board.visit import Visit
    from tasks.desk import Desk

_SHOWS = {Zoom.DAY: 39, Zoom.MONTH: 273, Zoom.YEAR: 365 * 12}
"""Days from `from` on that a zoom shows at most."""

_YEARS = range(1900, 2200)
"""Of what an address may begin at: a window is counted from there, and again before and after it."""


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """A drawn timeline and what stands around it. 时间线.

    Args:
        rows: how many facts there are in all.
        shown: how many of them are in the lanes that were chosen.
        lanes: those that have facts, and whether they are chosen.
        zoom: as it is drawn.
        note: what is not shown; "" where everything is.
        address: this page at another zoom, from another day.
    """

    svg: Markup
    legend: Markup
    table: Markup
    rows: int
    shown: int
    lanes: tuple[tuple[Lane, bool], ...]
    zoom: Zoom
    first: date
    note: str
    address: Callable[[Zoom, date | None], str]

    @property
    def before(self) -> date:
        """Where the window before this one begins."""
        return self.first - timedelta(days=_SHOWS[self.zoom])

    @property
    def after(self) -> date:
        """Where the window after this one begins."""
        return self.first + timedelta(days=_SHOWS[self.zoom])


def timeline_of(
    desk: Desk, visit: Visit, case_no: str, *, closed: bool, zoom: str, since: str, lanes: Sequence[str]
) -> Timeline:
    """The timeline of a case; what an address says wrongly counts as not said."""
    rows = picture_rows(desk, case_no, visit.lang)
    present = [lane for lane in Lane if any(row.lane is lane for row in rows)]
    chosen = [lane for lane in present if lane.value in lanes] or present
    kept = [row for row in rows if row.lane in chosen]
    wanted = one_of(Zoom, zoom)
    first = _day(since)
    picture = draw(
        kept,
        title=case_no,
        today=desk.at,
        closed=closed,
        calendar=desk.office.calendar,
        window=_window(first, wanted, civil_day(desk.at)) if first else None,
        zoom=wanted,
        lang=visit.lang,
        year_link=f"{_address(visit, Zoom.MONTH, '{year}-01-01', lanes)}#timeline",
        styled=False,
    )
    return Timeline(
        svg=Markup(picture.svg),  # drawn by us, every word in it escaped there
        legend=Markup(as_list(picture.used, visit.lang)),
        table=Markup(table(kept, today=desk.at, lang=visit.lang)),
        rows=len(rows),
        shown=len(kept),
        lanes=tuple((lane, lane in chosen) for lane in present),
        zoom=picture.scale.zoom,
        first=picture.scale.first,
        note=picture.note,
        address=lambda zoom, day: f"{_address(visit, zoom, day.isoformat() if day else '', lanes)}#timeline",
    )


def _address(visit: Visit, zoom: Zoom, first: str, lanes: Sequence[str]) -> str:
    """This page at another zoom or moment; the lanes stay chosen."""
    asked = [("zoom", zoom.value), *([("from", first)] if first else []), *(("lane", one) for one in lanes)]
    return f"{visit.path}?{urlencode(asked, safe='{}')}"


def _day(written: str) -> date | None:
    """A day around which there is room for a window on either side."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def _window(first: date, zoom: Zoom | None, today: date) -> tuple[date, date]:
    days = _SHOWS[zoom or Zoom.MONTH]
    last = first + timedelta(days=days - 1)
    return first, max(first, last if zoom is not Zoom.YEAR else max(today, first))
