"""The timeline as a page of its own: picture, legend, complete table. 时间线页.

It needs no script, no network and no other file, and it prints on A4: the picture on a landscape page of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from html import escape

from pictures.ink import FONT
from pictures.legend import as_list
from pictures.rows import Row
from pictures.scale import Zoom
from pictures.table import table
from pictures.timeline import Picture, draw
from pictures.words import said
from rules.calendar import Calendar
from rules.moments import civil_day, en, zh

_MONTHS = 9  # on one sheet of paper
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = (
    "@page{size:A4;margin:16mm 14mm 18mm}@page land{size:A4 landscape;margin:14mm}"
    f"body{{margin:0 auto;padding:16px 24px;max-width:1304px;color:#1a1e23;background:#fff;font:15px/1.6 {FONT}}}"
    "h1{font-size:24px;margin:0}h2{font-size:18px;margin:20px 0 6px}p{margin:2px 0}.m,small{color:#4a535d}"
    "figure{margin:8px 0}.fig{overflow-x:auto}.fig svg{display:block}"
    ".key{display:flex;flex-wrap:wrap;list-style:none;margin:8px 0;padding:0;font-size:14px;color:#4a535d}"
    ".key li{margin-right:18px}.key svg{vertical-align:-7px;margin-right:4px}"
    "table{width:100%;border-collapse:collapse;font-size:14px}"
    "th,td{padding:5px 10px;text-align:left;vertical-align:top;border-bottom:1px solid #d0d6dc}"
    "thead th{border-top:2px solid #1a1e23;white-space:nowrap}.grp th{background:#f7f8f9;font-weight:600}"
    "td:nth-child(-n+3){white-space:nowrap}.sheet{display:none}"
    "@media screen and (prefers-color-scheme:dark){body{color:#e8ebee;background:#181d22}"
    ".m,small,.key{color:#b0bac4}.grp th{background:#1e242a}th,td{border-color:#38414a}thead th{border-color:#e8ebee}}"
    "@media screen and (max-width:760px){td:nth-child(-n+3){white-space:normal}}"
    "@media print{body{padding:0;max-width:none;font-size:10pt}.land{page:land;break-after:page}.sheet{display:block}"
    ".fig{overflow:visible}.fig svg{max-width:100%;height:auto}.swipe{display:none}table{font-size:9pt}"
    "thead{display:table-header-group}tr{break-inside:avoid}.grp{break-after:avoid}}"
)


def html(
    rows: Sequence[Row],
    *,
    title: str,
    today: datetime,
    closed: bool,
    calendar: Calendar,
    window: tuple[date, date] | None = None,
    zoom: Zoom | None = None,
    lang: str = "zh",
    sheets: bool = False,
) -> str:
    """The page of one timeline.  See `pictures.timeline.svg` for the rest. 时间线页.

    Args:
        sheets: for paper only, also the whole time by the month, nine months a landscape page.
    """
    picture = draw(
        rows, title=title, today=today, closed=closed, calendar=calendar, window=window, zoom=zoom, lang=lang
    )
    paper = (
        _sheets(rows, picture, title=title, today=today, closed=closed, calendar=calendar, lang=lang) if sheets else ""
    )
    headed = f"{escape(title)} {said(lang, '时间线', 'timeline')}"
    count = said(lang, f"截至{zh(today)}，共 {len(rows)} 条记录", f"As of {en(today)}, {len(rows)} entries")
    swipe = said(lang, "左右滑动看全图，或看下面的表格。", "Swipe to see all of it, or read the table below.")
    note = f'<p class="m">{escape(picture.note)}</p>' if picture.note else ""
    return (
        f'<!doctype html>\n<html lang="{said(lang, "zh-Hans", "en")}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{headed}</title><style>{_STYLE}</style></head><body><main>"
        f'<section class="land"><h1>{headed}</h1>'
        f'<p class="m">{count}</p>{note}{_figure(picture, lang)}'
        f'<p class="m swipe">{swipe}</p></section>'
        f'{paper}<section><h2 id="table">{said(lang, "全部记录", "All entries")}</h2>'
        f"{table(rows, today=today, lang=lang)}</section></main></body></html>\n"
    )


def _figure(picture: Picture, lang: str) -> str:
    key = as_list(picture.used, lang)
    return f'<figure><div class="fig">{picture.svg}</div><figcaption>{key}</figcaption></figure>'


def _sheets(
    rows: Sequence[Row], picture: Picture, *, title: str, today: datetime, closed: bool, calendar: Calendar, lang: str
) -> str:
    """Nine months a page, lane names on each; a cut says that it goes on."""
    scale = picture.scale
    last = min(scale.last, max((_last(row, today) for row in rows), default=scale.last))
    first = min((civil_day(row.begins) for row in rows if row.begins), default=scale.first)
    pages = list(_windows(max(first, scale.first), last))
    parts: list[str] = []
    for nth, window in enumerate(pages, start=1):
        drawn = draw(
            rows,
            title=title,
            today=today,
            closed=closed,
            calendar=calendar,
            window=window,
            zoom=Zoom.MONTH,
            lang=lang,
            ident=f"s{nth}",
        )
        more = said(lang, "接下页", "goes on") if nth < len(pages) else ""
        parts.append(f'<section class="land sheet">{_figure(drawn, lang)}<p>{nth}/{len(pages)} {more}</p></section>')
    return "".join(parts)


def _windows(first: date, last: date) -> Iterator[tuple[date, date]]:
    start = first.replace(day=1)
    while start <= last:
        after = _later(start, _MONTHS)
        yield start, after - timedelta(days=1)
        start = after


def _later(day: date, months: int) -> date:
    nth = day.year * 12 + day.month - 1 + months
    return date(nth // 12, nth % 12 + 1, 1)


def _last(row: Row, today: datetime) -> date:
    return max(civil_day(moment) for moment in (row.begins, row.until, row.recorded, today) if moment is not None)
