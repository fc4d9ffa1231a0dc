"""`hutong duty calendar`: the dates of a post, for any calendar program. 职责日历."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.exits import Misuse
from cli.files import new_file
from cli.opening import office
from cli.options import JSON
from cli.output import say, show_json

if TYPE_CHECKING:
    from tasks.duty_calendar import DutyCalendar
    from tasks.office import Office

HELP = (
    "一个岗位待办职责的日历（.ics），在最后安全时刻提醒；只有编号，没有姓名。  "
    "A calendar of what a post owes, with an alarm at the last safe moment; numbers, no names."
)


def run(opened: Office, post: str) -> DutyCalendar:
    """The calendar of a post."""
    from tasks.duty_calendar import duty_calendar

    with opened.reading() as desk:
        return duty_calendar(desk, post)


def calendar(
    ctx: typer.Context,
    post: Annotated[str, typer.Option("--post", metavar="POST", help="哪个岗位  of which post")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.ics", help="写入文件，不写即输出  to a file, else printed")
    ] = None,
    as_json: JSON = False,
) -> None:
    """Write the calendar of a post."""
    if out is None:
        if as_json:
            raise Misuse("--json 须与 --out 同用", "--json goes with --out: the calendar itself is no JSON")
        with office(ctx) as opened:
            sys.stdout.buffer.write(run(opened, post).content)
        return
    with new_file(out) as file, office(ctx) as opened:
        made = run(opened, post)
        file.write(made.content)
    if as_json:
        show_json({"file": str(out), "duties": made.duties, "undated": made.undated})
        return
    say(f"已写入 {out}：职责 {made.duties} 项；计时中止、没有日期的 {made.undated} 项不在其中", "written")
