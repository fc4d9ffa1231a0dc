"""A long list of duties, two lines an item: for who looks for one among many. 待办职责清单的显示.

What is owed and by when stands above; whose it is, with what force and on what basis, below.  Force, period and the
number of the row they rest on always stand there; English words and the name of the post give way first, and last the
end of a long explanation, which `hutong why` has in full.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from cli.duties_shown import due_words
from cli.output import console
from tasks import wording

if TYPE_CHECKING:
    from tasks.cases import DutyView

NARROWEST = 120
"""Columns from which an item is two lines; a narrower terminal wraps them."""

_BETWEEN = " · "


def show_duty_lines(views: Iterable[DutyView], now: datetime) -> None:
    """The duties in their order, the case before each."""
    screen = console()
    for view in views:
        above, below = duty_lines(view, now, width=max(screen.width, NARROWEST))
        screen.print(Text(above, style="bold" if view.overdue else ""), soft_wrap=True)
        screen.print(Text(below, style="dim"), soft_wrap=True)


def duty_lines(view: DutyView, now: datetime, *, width: int) -> tuple[str, str]:
    """The two lines of an item, each at most so many columns wide (a Chinese letter has two)."""
    *due, standing_en = due_words(view, now).split("\n")
    when = _BETWEEN + "，".join(due)
    owner = view.owner.no if view.owner else "无人负责 nobody holds it"
    force, basis = f"{view.period_force.zh}：{view.period_zh}{_BETWEEN}", view.period_basis
    below = f"    {owner}{_BETWEEN}{force}{basis}"
    if cell_len(below) > width:  # a long basis has the line for itself
        below, when = f"    {force}", f"{_BETWEEN}{owner}{when}"
        below += _cut_before_its_row(basis, width - cell_len(below))
    number = f"{view.case_no} {view.no} "
    named = f"{view.zh}@{view.about}" if view.about else view.zh
    above = f"{number}{_cut(named, width - cell_len(number) - cell_len(when))}{when}"
    english = f"{wording.FORCE_EN[view.period_force]}: {view.period_en}"
    name = view.owner.zh if view.owner else ""
    return _filled(above, (view.en, standing_en), width), _filled(below, (english, name), width)


def _filled(line: str, more: Iterable[str], width: int) -> str:
    """A line with as much of the rest as fits, the first first; nothing of it is shown in part."""
    for words in more:
        if words and cell_len(line) + len(_BETWEEN) + cell_len(words) <= width:
            line += f"{_BETWEEN}{words}"
    return line


def _cut(words: str, room: int) -> str:
    return words if cell_len(words) <= room else f"{set_cell_size(words, room - 1).rstrip()}…"


def _cut_before_its_row(basis: str, room: int) -> str:
    """An article or explanation, cut where it is too long, with the number of its row."""
    words, mark, row = basis.rpartition("〔")
    return _cut(words, room - cell_len(mark + row)) + mark + row
