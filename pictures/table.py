"""Everything that is in the picture, and what the picture leaves out, as a table. 时间线表格."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from html import escape
from itertools import groupby

from pictures.rows import Kind, Row, in_order
from pictures.words import days_late, in_words, sanction_words, state_of, verdict
from rules.moments import SHANGHAI, civil_day, day_ended_by, utc
from rules.vocabulary import Precision

_HEADS = "".join(f'<th scope="col">{head}</th>' for head in ("发生", "记录", "泳道", "内容"))


def table(rows: Sequence[Row], *, today: datetime) -> str:
    """All rows by when they happened, ties by entry number; a heading and an anchor for each year. 完整表格.

    Args:
        today: aware; duties stand as of then.
    """
    bodies = "".join(_year(year, tuple(held), today) for year, held in groupby(in_order(tuple(rows)), key=_year_of))
    return f'<table class="t"><thead><tr>{_HEADS}</tr></thead>{bodies}</table>'


def _year_of(row: Row) -> int:
    return civil_day(row.begins).year if row.begins else 0


def _year(year: int, rows: Sequence[Row], today: datetime) -> str:
    head = f"{year}年（{len(rows)} 条）" if year else f"日期不明（{len(rows)} 条）"
    lines = "".join(_line(row, today) for row in rows)
    return f'<tbody id="y{year}"><tr class="grp"><th colspan="4" scope="rowgroup">{head}</th></tr>{lines}</tbody>'


def _line(row: Row, today: datetime) -> str:
    chip = f" · {row.sub_lane}" if row.sub_lane else ""
    cells = (escape(_happened(row)), escape(_recorded(row)), escape(row.lane.zh + chip), _content(row, today))
    return f'<tr id="e{row.entry_no}" data-n="{row.entry_no}">{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _happened(row: Row) -> str:
    """When it happened or from when to when it holds; a duty that nobody has done, by its limit."""
    if row.kind is Kind.LIMIT and row.done is None:
        return f"未办，限 {_day(day_ended_by(row.limit))}" if row.limit else "未办"
    if row.valid_from is not None:
        return f"{_day(row.valid_from)} – {_day(row.valid_to) if row.valid_to else '无终止日'}"
    first = in_words(row.acted, row.precision)
    if row.disputed_with is not None:
        return f"{first}，另说 {in_words(row.disputed_with, Precision.DAY)}"
    return f"{first} – {_day(civil_day(row.until))}" if row.until else first


def _recorded(row: Row) -> str:
    """When it was written down; 同日, or how many days later."""
    late = days_late(row) if row.begins and row.precision in (Precision.EXACT, Precision.DAY) else None
    clock = utc(row.recorded).astimezone(SHANGHAI)
    told = f"{_day(clock.date())} {clock:%H:%M}"
    if late == 0:
        return f"同日 {clock:%H:%M}"
    return f"{told}（+{late} 日）" if late and late > 0 else told


def _content(row: Row, today: datetime) -> str:
    told = [row.sentence]
    if row.limit is not None and row.kind is not Kind.PIN:
        kind = row.limit_kind.zh if row.limit_kind else "本系统默认（非法定）"
        told.append(f"{_limit(row)}（{kind}{'，暂定' if row.provisional else ''}）：{verdict(row, today)}")
    elif row.kind is Kind.WINDOW:
        told.append(state_of(row, today).zh)
    if row.kind is Kind.PIN:
        told.append(f"处理：{sanction_words(row.sanction)}")
    if row.corrected_by is not None:
        told.append(f"已由第 {row.corrected_by} 号记录更正")
    basis = f' <small class="basis">{escape(row.basis)}</small>' if row.basis else ""
    return f"{escape('；'.join(told))}{basis} <small>第 {row.entry_no} 号</small>"


def _limit(row: Row) -> str:
    limit = row.limit or row.recorded
    clock = utc(limit).astimezone(SHANGHAI)
    if clock - timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second) == clock:
        return f"限 {_day(day_ended_by(limit))}24:00"
    return f"限 {_day(clock.date())} {clock:%H:%M}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
