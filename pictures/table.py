"""Everything that is in the picture, and what the picture leaves out, as a table. 时间线表格."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from html import escape
from itertools import groupby

from pictures.rows import Kind, Row, in_order
from pictures.words import days_late, in_words, named, said, sanction_words, state_of, verdict
from rules.moments import SHANGHAI, civil_day, day_ended_by, utc
from rules.vocabulary import Force, Precision

_HEADS = {"zh": ("发生", "记录", "泳道", "内容"), "en": ("Happened", "Entered", "Lane", "What")}


def table(rows: Sequence[Row], *, today: datetime, lang: str = "zh") -> str:
    """All rows by when they happened, ties by entry number; a heading and an anchor for each year. 完整表格.

    Args:
        today: aware; duties stand as of then.
        lang: of the reader.
    """
    years = groupby(in_order(tuple(rows)), key=_year_of)
    bodies = "".join(_year(year, tuple(held), today, lang) for year, held in years)
    heads = "".join(f'<th scope="col">{head}</th>' for head in _HEADS[lang])
    return f'<table class="t"><thead><tr>{heads}</tr></thead>{bodies}</table>'


def _year_of(row: Row) -> int:
    return civil_day(row.begins).year if row.begins else 0


def _year(year: int, rows: Sequence[Row], today: datetime, lang: str) -> str:
    heading = said(lang, f"{year}年", f"{year}") if year else said(lang, "日期不明", "Date unknown")
    head = f"{heading}{said(lang, f'（{len(rows)} 条）', f' ({len(rows)})')}"
    lines = "".join(_line(row, today, lang) for row in rows)
    return f'<tbody id="y{year}"><tr class="grp"><th colspan="4" scope="rowgroup">{head}</th></tr>{lines}</tbody>'


def _line(row: Row, today: datetime, lang: str) -> str:
    lane = f"{named(row.lane, lang)}{f' · {row.sub_lane}' if row.sub_lane else ''}"
    cells = (escape(_happened(row, lang)), escape(_recorded(row, lang)), escape(lane), _content(row, today, lang))
    return f'<tr id="e{row.entry_no}" data-n="{row.entry_no}">{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _happened(row: Row, lang: str) -> str:
    """When it happened or from when to when it holds; a duty that nobody has done, by its limit."""
    if row.kind is Kind.LIMIT and row.done is None:
        limit = f"{said(lang, '，限', ', due')} {_day(day_ended_by(row.limit), lang)}" if row.limit else ""
        return f"{said(lang, '未办', 'not done')}{limit}"
    if row.valid_from is not None:
        last = _day(row.valid_to, lang) if row.valid_to else said(lang, "无终止日", "no end")
        return f"{_day(row.valid_from, lang)} – {last}"
    first = in_words(row.acted, row.precision, lang)
    if row.disputed_with is not None:
        other = in_words(row.disputed_with, Precision.DAY, lang)
        return f"{first}{said(lang, '，另说', '; also told:')} {other}"
    return f"{first} – {_day(civil_day(row.until), lang)}" if row.until else first


def _recorded(row: Row, lang: str) -> str:
    """When it was written down; 同日, or how many days later."""
    late = days_late(row) if row.begins and row.precision in (Precision.EXACT, Precision.DAY) else None
    clock = utc(row.recorded).astimezone(SHANGHAI)
    told = f"{_day(clock.date(), lang)} {clock:%H:%M}"
    if late == 0:
        return f"{said(lang, '同日', 'same day')} {clock:%H:%M}"
    return f"{told}{said(lang, f'（+{late} 日）', f' (+{late} d)')}" if late and late > 0 else told


def _content(row: Row, today: datetime, lang: str) -> str:
    told = [row.sentence]
    if row.limit is not None and row.kind is not Kind.PIN:
        told.append(_measured(row, today, lang))
    elif row.kind is Kind.WINDOW:
        told.append(named(state_of(row, today), lang))
    if row.kind is Kind.PIN:
        told.append(f"{said(lang, '处理：', 'what followed: ')}{sanction_words(row.sanction, lang)}")
    if row.corrected_by is not None:
        by = row.corrected_by
        told.append(said(lang, f"已由第 {by} 号记录更正", f"corrected by entry {by}"))
    quoted = said(lang, "", ' lang="zh-Hans"')  # the law is cited in its own language
    basis = f' <small class="basis"{quoted}>{escape(row.basis)}</small>' if row.basis else ""
    number = said(lang, f"第 {row.entry_no} 号", f"entry {row.entry_no}")
    return f"{escape(said(lang, '；', '; ').join(told))}{basis} <small>{number}</small>"


def _measured(row: Row, today: datetime, lang: str) -> str:
    """A limit, what kind of truth it is, and how the duty stands against it; what is not told to be law is ours."""
    kind = row.limit_kind or Force.OUR_DEFAULT
    force = said(lang, kind.zh, "our default, not law" if kind is Force.OUR_DEFAULT else kind.en)
    doubt = said(lang, "，暂定", ", provisional") if row.provisional else ""
    limit, stands = _limit(row, lang), verdict(row, today, lang)
    return said(lang, f"{limit}（{force}{doubt}）：{stands}", f"{limit} ({force}{doubt}): {stands}")


def _limit(row: Row, lang: str) -> str:
    limit = row.limit or row.recorded
    clock = utc(limit).astimezone(SHANGHAI)
    if clock - timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second) == clock:
        ended = _day(day_ended_by(limit), lang)
        return said(lang, f"限 {ended}24:00", f"due {ended} 24:00")
    return f"{said(lang, '限', 'due')} {_day(clock.date(), lang)} {clock:%H:%M}"


def _day(day: date, lang: str) -> str:
    return said(lang, f"{day.year}年{day.month}月{day.day}日", day.isoformat())
