"""A sheet: facts, notes and tables, as a page, a Word file or a spreadsheet. 表册.

The caller says what stands in it; here it is only set.  Page and Word file are made from the same blocks as official
documents; the spreadsheet has the same tables with real numbers and dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from documents import page, word
from documents.blocks import HEAD, Block, Grid, Line, Style, Table
from rules.moments import SHANGHAI, day_ended_by, utc


@dataclass(frozen=True, slots=True)
class End:
    """The end of a period: in words midnight is the 24:00 of the day before. 届满时刻."""

    at: datetime


Cell = str | int | float | datetime | End | None
"""What stands in a cell; an instant is shown in China's clock time, nothing is left empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One table of a sheet. 一张表.

    Args:
        name: short enough for the tab of a spreadsheet: up to 31 characters, none of []:*?/\\.
        heads, rows, widths: as in `blocks.Table`.
        note: what is to be known of it, or "".
    """

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A whole sheet. 表册. `mark`: words across every page, or nothing."""

    title: str
    facts: tuple[tuple[str, str], ...]
    tabs: tuple[Tab, ...]
    notes: tuple[str, ...] = ()
    mark: str = ""


def html(sheet: Sheet) -> bytes:
    """One page that stands alone. 网页."""
    return page.page(blocks_of(sheet), title=sheet.title, mark=sheet.mark, wide=True)


def docx(sheet: Sheet) -> bytes:
    """The Word file. Word 文件."""
    return word.docx(blocks_of(sheet), title=sheet.title, mark=sheet.mark, wide=True)


def blocks_of(sheet: Sheet) -> tuple[Block, ...]:
    """The sheet in the neutral structure of all documents."""
    head: list[Block] = [Line(Style.TITLE, sheet.title, HEAD), Grid(sheet.facts, HEAD)]
    body = [block for tab in sheet.tabs for block in _tab(tab)]
    notes = [Line(Style.NOTE, note, "说明") for note in sheet.notes]
    return (*head, *body, *([Line(Style.HEADING, "说明", "说明"), *notes] if notes else []))


def _tab(tab: Tab) -> list[Block]:
    rows = tuple(tuple(map(said, row)) for row in tab.rows)
    heading: list[Block] = [Line(Style.HEADING, tab.name, tab.name)]
    note: list[Block] = [Line(Style.NOTE, tab.note, tab.name)] if tab.note else []
    table: list[Block] = [Table(tab.heads, rows, tab.widths, tab.name)] if rows else []
    return heading + note + table


def said(cell: Cell) -> str:
    """A cell in words: 2026-03-06 16:30, in China's clock time."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{utc(cell).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    if isinstance(cell, End):
        midnight = utc(cell.at).astimezone(SHANGHAI).time() == time(0)
        return f"{day_ended_by(cell.at)} 24:00" if midnight else said(cell.at)
    return f"{cell:g}" if isinstance(cell, float) else str(cell)
