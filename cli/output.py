"""How the command line speaks: Chinese first, English second; tables for people, JSON for scripts. 输出.

Nothing here looks anything up.  Markup and highlighting are off: what is shown comes from a database.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tasks.shapes.plain import as_json

if TYPE_CHECKING:
    from rich.console import Console

ON_A_SCREEN = 200
"""Rows of a list for people."""

ALL = 1_000_000
"""Rows of a list for scripts: what the counter of a province could hold."""

_WIDTH_OF_A_FILE = 150  # columns where there is no terminal to ask


def at_a_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def console(*, stderr: bool = False) -> Console:
    """Where text for people goes."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or os.environ.get("COLUMNS") else _WIDTH_OF_A_FILE
    return Console(stderr=stderr, markup=False, highlight=False, emoji=False, soft_wrap=False, width=width)


def say(zh: str = "", en: str = "") -> None:
    """A line in Chinese, and its English after it or, where both are long, below it."""
    from rich.text import Text

    text = Text(zh)
    if en:
        text.append("\n" if len(zh) + len(en) > 60 else "  ")
        text.append(en, style="dim")
    console().print(text, soft_wrap=True)
    sys.stdout.flush()  # whoever reads it from a pipe, as a service manager does, reads it now


def heading(zh: str, en: str) -> None:
    """The head of a part of the output."""
    from rich.text import Text

    console().print(Text("\n" + zh, style="bold").append(f"  {en}", style="dim"), soft_wrap=True)


def show_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table; a cell may have two lines, Chinese above English."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE, pad_edge=False, show_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console().print(table)


def say_if_cut(shown: int) -> None:
    """Say that a list was cut where it was."""
    if shown >= ON_A_SCREEN:
        say(f"只列前 {ON_A_SCREEN} 项，全部请用 --json", "cut here; --json gives all")


def show_json(value: object) -> None:
    """JSON on standard output: English keys, instants in UTC."""
    sys.stdout.write(as_json(value) + "\n")
