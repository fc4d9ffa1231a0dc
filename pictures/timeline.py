"""The timeline of one case as one SVG. 个案时间线.

It answers who did what when, what ran at the same time, where was the silence, and what was late by whose clock.  The
same rows give the same bytes, on screen, on paper and in an export.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape

from pictures import marks
from pictures.axis import FIRST_RULE, grid, shading, today_line
from pictures.duties import is_late
from pictures.ink import style
from pictures.lanes import Drawn, draw_lane, lanes_of, name_of
from pictures.legend import as_svg
from pictures.overview import SPACE, strip
from pictures.rows import Row, in_order
from pictures.scale import NAMES, Scale, Zoom, scale_for
from pictures.sheet import Sheet, shown
from pictures.signs import Sign
from pictures.words import MONTHS, named, said
from rules.calendar import Calendar
from rules.moments import civil_day

MANY = 40
"""More rows than this, and routine labels go first."""
TOO_MANY = 200
"""More rows than this are drawn by the year."""
LARGEST = 60_000
"""Bytes of a picture; beyond, points are joined by week."""
MOST = 1_500
"""Elements of a picture; beyond, points are joined by week."""

_MARKED = 60  # bars and late duties in a picture of years, beyond which not all can be labelled
_FIRST_LANE = 34.0  # y of the first lane


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawn timeline.

    Args:
        svg: the picture itself.
        used: the signs that occur, for a legend elsewhere.
        scale: its axis.
        note: what the reader must know of what is not shown; empty: everything is.
    """

    svg: str
    used: frozenset[Sign]
    scale: Scale
    note: str


def svg(
    rows: Sequence[Row],
    *,
    title: str,
    today: datetime,
    closed: bool,
    calendar: Calendar,
    window: tuple[date, date] | None = None,
    zoom: Zoom | None = None,
    lang: str = "zh",
) -> str:
    """The timeline with its legend, as a file of its own. 时间线图.

    Args:
        rows: already cut to what the reader may see; in any order.
        title: number of the case; no name.
        today: aware.
        closed: the case is closed: nothing waits for today.
        calendar: whose rest days are shaded.
        window: first and last civil day to show; the whole file unless told.
        zoom: how wide a day is; by the time shown unless told.
        lang: of the reader, zh or en; the words of the rows are in it already.
    """
    return draw(
        rows,
        title=title,
        today=today,
        closed=closed,
        calendar=calendar,
        window=window,
        zoom=zoom,
        lang=lang,
        legend=True,
    ).svg


def draw(
    rows: Sequence[Row],
    *,
    title: str,
    today: datetime,
    closed: bool,
    calendar: Calendar,
    window: tuple[date, date] | None = None,
    zoom: Zoom | None = None,
    lang: str = "zh",
    legend: bool = False,
    year_link: str = "#y{year}",
    ident: str = "tl",
    styled: bool = True,
) -> Picture:
    """The timeline and what a page around it needs.  See `svg`.

    Args:
        legend: draw it under the lanes; a page puts it into a list instead.
        year_link: what a year of the overview leads to, with {year} in it.
        ident: begins the ids of its title and description; must differ where one page holds several.
        styled: with a style sheet of its own; without one on a page that has the same classes in its own.
    """
    rows = in_order(tuple(rows))
    scale = scale_for(rows, today=today, closed=closed, window=window, zoom=zoom)
    sheet = Sheet(scale=scale, today=today, closed=closed, lang=lang)
    within, _, _ = shown(rows, sheet)
    if len(within) > TOO_MANY and scale.zoom is not Zoom.YEAR:
        sheet.scale = scale_for(rows, today=today, closed=closed, window=window, zoom=Zoom.YEAR)
        within, _, _ = shown(rows, sheet)
    sheet.crowded = len(within) > MANY
    sheet.by_month = sheet.crowded and sheet.scale.zoom is Zoom.YEAR
    sheet.by_week = sheet.by_month and sum(row.is_bar or is_late(row, sheet) for row in within) > _MARKED
    dress = _Dress(title=title, legend=legend, year_link=year_link, ident=ident, styled=styled)
    picture = _compose(rows, sheet, calendar, dress)
    if _too_large(picture) and not sheet.by_week:
        sheet.by_week, sheet.used = True, set()
        picture = _compose(rows, sheet, calendar, dress)
    return picture


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dress:
    """What is said around the lanes."""

    title: str
    legend: bool
    year_link: str
    ident: str
    styled: bool


def _too_large(picture: Picture) -> bool:
    return len(picture.svg.encode()) > LARGEST or elements(picture.svg) > MOST


def elements(drawn: str) -> int:
    """How many elements an SVG has."""
    return drawn.count("<") - drawn.count("</")


def _compose(rows: Sequence[Row], sheet: Sheet, calendar: Calendar, dress: _Dress) -> Picture:
    within, before, after = shown(rows, sheet)
    lanes = _lanes(within, sheet)
    bottom = _FIRST_LANE + (sum(lane.height for lane in lanes) or 24)
    under = shading(sheet, calendar, bottom) + grid(sheet, bottom) + _rules(lanes, sheet.scale)
    strip_of = strip(rows, sheet, year_link=dress.year_link) if _needs_strip(rows, within, sheet) else ""
    key, tall = (
        as_svg(sheet.used, top=bottom + 8, wide=sheet.scale.width, lang=sheet.lang) if dress.legend else ("", 0.0)
    )
    head = -22 - (SPACE if strip_of else 0)
    size = (sheet.scale.width, bottom + tall + 8 - head)
    body = (
        f'<g aria-hidden="true">{under}</g>{strip_of}{_bodies(lanes)}'
        f'<g aria-hidden="true">{today_line(sheet, bottom)}</g>{_names(lanes, bottom, sheet)}'
        f"{_elsewhere(before, after, sheet)}{key}"
    )
    note = _note(within, sheet)
    drawn = _document(body, dress, lanes, sheet, head, size, note)
    return Picture(svg=drawn, used=frozenset(sheet.used), scale=sheet.scale, note=note)


def _lanes(within: Sequence[Row], sheet: Sheet) -> list[Drawn]:
    drawn: list[Drawn] = []
    for lane, chip, rows in lanes_of(within):
        heads = not drawn or drawn[-1].lane is not lane
        drawn.append(draw_lane(lane, chip, rows, sheet, heads=heads))
    return drawn


def _needs_strip(rows: Sequence[Row], within: Sequence[Row], sheet: Sheet) -> bool:
    """Above the months of a long file that are shown in full."""
    return sheet.scale.zoom is not Zoom.YEAR and len(rows) > MANY and len(within) < len(rows)


def _rules(lanes: Sequence[Drawn], scale: Scale) -> str:
    """The rule under each lane; a thinner one between two guardians."""
    y, parts = _FIRST_LANE, [f'<path class="f-base" d="M0 26H{marks.n(scale.width)}"/>']
    for nth, lane in enumerate(lanes):
        y += lane.height
        split = nth + 1 < len(lanes) and not lanes[nth + 1].heads
        parts.append(f'<path class="{"f-grid" if split else "f-base"}" d="M0 {marks.n(y)}H{marks.n(scale.width)}"/>')
    return "".join(parts)


def _bodies(lanes: Sequence[Drawn]) -> str:
    y, parts = _FIRST_LANE, []
    for lane in lanes:
        parts.append(f'<g transform="translate(0 {marks.n(y + lane.base)})">{lane.body}</g>')
        y += lane.height
    return "".join(parts)


def _names(lanes: Sequence[Drawn], bottom: float, sheet: Sheet) -> str:
    """The names of the lanes, drawn last: a wide picture keeps them at its left edge."""
    y, parts = _FIRST_LANE, []
    for lane in lanes:
        parts.append(name_of(lane, y, sheet.lang))
        y += lane.height
    back = f'<rect class="f-names" x="-12" y="27" width="118" height="{marks.n(bottom - FIRST_RULE - 2)}"/>'
    if not lanes:
        return marks.text(sheet.say("没有记录", "nothing on record"), NAMES + 8, _FIRST_LANE + 14, cls="m")
    return f'<g aria-hidden="true" data-pin="">{back}{_lines(lanes)}{"".join(parts)}</g>'


def _lines(lanes: Sequence[Drawn]) -> str:
    y, d = _FIRST_LANE, ""
    for lane in lanes:
        y += lane.height
        d += f"M-12 {marks.n(y)}h118"
    return f'<path class="f-base" d="{d}"/>' if d else ""


def _elsewhere(before: Sequence[Row], after: Sequence[Row], sheet: Sheet) -> str:
    """How many rows lie outside the window, in the corner over the names: the table has them."""
    parts: list[str] = []
    for zh, en, y, rows in (("更早", "earlier", -7, before), ("更晚", "later", 13, after)):
        if rows:
            numbers = " ".join(str(row.entry_no) for row in rows)
            told = sheet.say(f"{zh} {len(rows)} 条见表", f"{len(rows)} {en}")
            parts.append(f'<g data-n="{numbers}">{marks.text(told, 0, y, cls="m")}</g>')
    return "".join(parts)


def _note(within: Sequence[Row], sheet: Sheet) -> str:
    if sheet.by_month:
        return sheet.say(
            f"共 {len(within)} 条，按年显示；点年份看明细",
            f"{len(within)} entries, shown by the year; choose a year for the details",
        )
    joined = sheet.say(
        f"共 {len(within)} 条，同一周的合并显示", f"{len(within)} entries, those of the same week shown as one"
    )
    return joined if sheet.by_week else ""


def _document(
    body: str, dress: _Dress, lanes: Sequence[Drawn], sheet: Sheet, head: float, size: tuple[float, float], note: str
) -> str:
    scale, lang = sheet.scale, sheet.lang
    wide, tall = marks.n(size[0]), marks.n(size[1])
    tongue = said(lang, "", ' lang="en"')
    held = said(lang, "、", ", ").join(named(lane.lane, lang) for lane in lanes if lane.heads)
    told = f"{held or sheet.say('没有记录', 'nothing on record')}{sheet.say('。', '. ')}"
    more = f"{note}{sheet.say('。', '. ')}" if note else ""
    first, last = scale.first, min(scale.last, max(civil_day(scale.now) + timedelta(days=366), scale.first))
    title = sheet.say(
        f"时间线，{first.year}年{first.month}月至{last.year}年{last.month}月",
        f"timeline, {MONTHS[first.month - 1]} {first.year} to {MONTHS[last.month - 1]} {last.year}",
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tl"{tongue} width="{wide}" height="{tall}" '
        f'viewBox="0 {marks.n(head)} {wide} {tall}" role="group" '
        f'aria-labelledby="{dress.ident}-t" aria-describedby="{dress.ident}-d">'
        f'<title id="{dress.ident}-t">{escape(dress.title)} {title}</title>'
        f'<desc id="{dress.ident}-d">{sheet.say("泳道：", "Lanes: ")}{told}{more}'
        f"{sheet.say('同样内容见图下表格。', 'The table below says the same.')}</desc>"
        f"{f'<style>{style()}</style>' if dress.styled else ''}"
        f'<defs><pattern id="{marks.HATCH}" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path class="f-hatch" d="M0 0V6"/></pattern></defs>'
        f"{body}</svg>\n"
    )
