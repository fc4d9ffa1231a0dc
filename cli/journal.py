"""`hutong journal`: rebuild what is derived from the journal; seal it and print its head. 办理记录."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer
from sqlmodel import func, select

from cli.exits import ExitCode
from cli.opening import office
from cli.output import console, say, show_json
from models import JournalEntry
from tasks import journal as entries
from tasks import rebuild as rebuilding
from tasks import verify

if TYPE_CHECKING:
    from tasks.office import Office
    from tasks.rebuild import Rebuilt

app = typer.Typer(add_completion=False, no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="以 JSON 输出  print JSON")]


_MOST = 5
"""Rows that are named of each table."""


def run_rebuild(opened: Office, progress: Callable[[int], None] = lambda done: None, *, keep: bool = True) -> Rebuilt:
    """Carry the whole journal into the projections again; or only look whether they are what it says."""
    with opened.reading() as desk:
        verify.refuse_a_broken_journal(desk)  # nobody rebuilds from what was altered
    return rebuilding.rebuild(opened, progress, keep=keep)


def run_head(opened: Office) -> tuple[int, str]:
    """Seal everything; number and hash of the last link of the global chain."""
    with opened.writing() as desk:
        verify.refuse_a_broken_journal(desk)
        entries.seal(desk.session, opened.vault, everything=True)
        return entries.global_head(desk.session)


@app.command(help="由办理记录重建各表，并报告哪些表原来不符（退出码 1）。  Rebuild the projections from the journal.")
def rebuild(
    ctx: typer.Context,
    check: Annotated[
        bool,
        typer.Option("--check", help="只核对各表是否与记录相符，不改动；其间不能办理  compare only, change nothing"),
    ] = False,
    as_json: Json = False,
) -> int:
    """Rebuild the projections, or compare them."""
    from rich.progress import Progress

    with office(ctx) as opened, Progress(console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("核对  comparing" if check else "重建  rebuilding", total=_count(opened))
        rebuilt = run_rebuild(opened, lambda done: bar.update(task, completed=done), keep=not check)
    if as_json:
        rows = {one.table: list(one.keys) for one in rebuilt.differing}
        show_json({"entries": rebuilt.entries, "kept": not check, "differing": list(rows), "rows": rows})
    else:
        _show(rebuilt, check=check)
    return ExitCode.FINDINGS if rebuilt.differing else ExitCode.OK


def _show(rebuilt: Rebuilt, *, check: bool) -> None:
    done, en = ("核对", "compared with") if check else ("重建", "rebuilt from")
    if not rebuilt.differing:
        say(f"已由 {rebuilt.entries} 条记录{done}，各表与记录相符", f"{en} {rebuilt.entries} entries, no difference")
        return
    then = "现在" if check else "原来"
    tables = "、".join(one.table for one in rebuilt.differing)
    say(
        f"已由 {rebuilt.entries} 条记录{done}。{then}与记录不符的表：{tables}",
        f"{en} {rebuilt.entries} entries; these tables {'are' if check else 'were'} not what the journal says",
    )
    for one in rebuilt.differing:
        more = f" 等 {len(one.keys)} 行" if len(one.keys) > _MOST else ""
        say(f"  - {one.table}：{'、'.join(one.keys[:_MOST])}{more}", f"{len(one.keys)} rows")


@app.command(help="封存全部记录，打印总链末端的序号和校验值，供抄录留存。  Seal everything; print the global head.")
def head(ctx: typer.Context, as_json: Json = False) -> None:
    """Seal everything and print the global head."""
    with office(ctx) as opened:
        number, mac = run_head(opened)
    if as_json:
        show_json({"no": number, "mac": mac})
    else:
        say(f"总链第 {number} 环  {mac}", "head of the global chain")


def _count(opened: Office) -> int:
    with opened.reading() as desk:
        return desk.session.exec(select(func.count()).select_from(JournalEntry)).one()
