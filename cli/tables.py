"""What the verbs that read and write tables have in common: a bar, and what is to be mended. 表格导入导出的共同部分."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cli.output import console, say
from rules.errors import Refused

if TYPE_CHECKING:
    from tasks.child_table import ChildTable, Mistake
    from tasks.standing_table import StandingTable
    from tasks.visit_table import VisitTable

MOST_SHOWN = 50
"""Mistakes on a screen; --json and --bad-rows have all of them."""


def xlsx(path: Path, option: str) -> Path:
    """A path that an option named for a spreadsheet. Raises Refused where it ends otherwise."""
    if path.suffix.lower() != ".xlsx":
        raise Refused(f"{option} 的文件名应以 .xlsx 结尾", f"the file of {option} should end in .xlsx", field=option)
    return path


def refuse_without_post(by: str | None, *, dry_run: bool) -> None:
    """Nobody enters a register without saying for which post."""
    if not by and not dry_run:
        raise Refused(
            "请用 --by 写明由哪个岗位导入；先看结果请加 --dry-run",
            "say which post enters it (--by POST), or look first (--dry-run)",
            field="--by",
        )


@contextmanager
def bar(what: str, total: int | None, *, quiet: bool, counts: bool = True) -> Iterator[Callable[[int], None]]:
    """A bar on standard error, where somebody looks at one.

    Args:
        total: None where it is not known.
        counts: whether how many are done is told and shown; else only that something goes on, and for how long.
    """
    if quiet or not sys.stderr.isatty():  # not rich's own notion: FORCE_COLOR would put a bar into a file
        yield lambda done: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    counted = (MofNCompleteColumn(),) if counts else ()
    with Progress(
        TextColumn("{task.description}"), BarColumn(), *counted, TimeElapsedColumn(), console=console(stderr=True)
    ) as shown:
        task = shown.add_task(what, total=total)
        yield lambda done: shown.update(task, completed=done)


def show_what_was_not_read(table: ChildTable | VisitTable | StandingTable) -> None:
    """Which columns and sheets of a table were passed over."""
    if table.heads.unknown:
        say(
            f"不认识的栏目，未读取：{'、'.join(one.zh for one in table.heads.unknown)}",
            "columns whose head is not known, passed over",
        )
    if table.sheets_left:
        say(f"只读了一张工作表，另有 {table.sheets_left} 张未读", "other sheets were not read")


def shown_mistake(one: Mistake) -> tuple[str, ...]:
    """A mistake as a line of a table on the screen."""
    return str(one.row), one.column or "—", one.head or "—", f"{one.zh}\n{one.en}"
