"""`hutong import children`: a register of children, looked at first, then entered. 导入儿童名册."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import import_tiers
from cli.exits import ExitCode, Misuse
from cli.files import new_file, read_bytes
from cli.opening import office
from cli.options import JSON
from cli.output import heading, say, show_json, show_table
from cli.tables import MOST_SHOWN, bar, refuse_without_post, show_what_was_not_read, shown_mistake, xlsx
from rules.moments import civil_day

if TYPE_CHECKING:
    from tasks.child_table import ChildTable
    from tasks.import_children import Imported
    from tasks.office import Office

HELP = (
    "导入儿童名册（.xlsx 或 .csv）：没有档案的建档，已有的不动，同一文件再导一次不会重复。先加 --dry-run 试导入。  "
    "Enter a register of children: a file for each who has none. Look first with --dry-run."
)


def children(
    ctx: typer.Context,
    file: Annotated[str | None, typer.Argument(metavar="FILE|-", help="名册，.xlsx 或 .csv  the register")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="试导入，不写入  look only, write nothing")] = False,
    by: Annotated[
        str | None, typer.Option("--by", metavar="POST", help="导入的岗位，正式导入时必填  which post enters it")
    ] = None,
    bad_rows: Annotated[
        Path | None,
        typer.Option(
            "--bad-rows", metavar="FILE.xlsx", help="把有误的行另存为此文件，含个人信息  keep rows to be mended here"
        ),
    ] = None,
    with_tiers: Annotated[
        bool,
        typer.Option(
            "--with-tiers",
            help="建档后按表中的风险等级、标记列入或调整，同 import tiers  then list them by tier and marks as well",
        ),
    ] = False,
    with_numbers: Annotated[
        Path | None,
        typer.Option(
            "--with-numbers",
            metavar="FILE.xlsx",
            help="把整份名册连同每行的编号、结果另存为此文件，含个人信息  the register with numbers and outcomes",
        ),
    ] = None,
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FILE.xlsx", help="写出空白名册模板  write an empty register")
    ] = None,
    as_json: JSON = False,
) -> None:
    """Enter a register of children."""
    if template is not None:
        _template(template, file, as_json=as_json)
        return
    if file is None:
        raise Misuse("请写明名册文件，或用 --template 写出模板", "name the register, or write one with --template")
    refuse_without_post(by, dry_run=dry_run)
    raw = read_bytes(file)
    with office(ctx) as opened:
        outcome = _run(opened, raw, by=by, dry_run=dry_run, bad_rows=bad_rows, numbered=with_numbers, quiet=as_json)
        table, result, _ = outcome
        listed = (
            import_tiers.after_the_files(opened, raw, table, result, by=by, dry_run=dry_run, quiet=as_json)
            if with_tiers
            else None
        )
    if as_json:
        more = {} if listed is None else {"tiers": import_tiers.facts(*listed)}
        numbers = str(with_numbers) if with_numbers else None
        show_json({**_facts(*outcome, dry_run=dry_run), "numbers_file": numbers, **more})
    else:
        _show(*outcome, dry_run=dry_run)
        _say_where_the_numbers_are(with_numbers)
        if listed is not None:
            import_tiers.show(*listed, dry_run=dry_run)
        elif has_tiers(table):
            say(
                "表中有风险等级、关爱标记，没有读取；一并办理请加 --with-tiers，或用 hutong import tiers 同一文件",
                "tiers and marks were not read: --with-tiers, or `hutong import tiers` with the same file",
            )
    if table.mistakes or (listed is not None and listed[1].mistakes):
        raise typer.Exit(ExitCode.FINDINGS)


def has_tiers(table: ChildTable) -> bool:
    """Whether anything stands in the columns of tier and marks."""
    places = [table.heads.places[code] for code in ("tier", "marks") if code in table.heads.places]
    return any(place < len(row.cells) and row.cells[place] is not None for row in table.body for place in places)


def run(
    opened: Office, table: ChildTable, *, by: str | None, dry_run: bool, tell: Callable[[int], None] = lambda done: None
) -> Imported:
    """Look ahead, or enter."""
    from tasks.import_children import import_children, look_ahead

    return look_ahead(opened, table, tell) if dry_run else import_children(opened, table, by_post=by, tell=tell)


def _run(
    opened: Office,
    raw: bytes,
    *,
    by: str | None,
    dry_run: bool,
    bad_rows: Path | None,
    numbered: Path | None,
    quiet: bool,
) -> tuple[ChildTable, Imported, Path | None]:
    from tasks.child_sheet import to_be_mended, with_numbers
    from tasks.child_table import read_children
    from tasks.import_children import told_by_row

    with ExitStack() as files:
        with bar("读取  reading", None, quiet=quiet, counts=False):
            table = read_children(raw, today=civil_day(opened.now()))
        # opened before anything is entered, and gone again where that fails
        kept = bad_rows if table.bad else None
        if kept is not None:
            files.enter_context(new_file(xlsx(kept, "--bad-rows"), field="--bad-rows")).write(to_be_mended(table))
        copy = numbered and files.enter_context(new_file(xlsx(numbered, "--with-numbers"), field="--with-numbers"))
        with bar("导入  entering", len(table.children), quiet=quiet) as tell:
            result = run(opened, table, by=by, dry_run=dry_run, tell=tell)
        if copy:
            copy.write(with_numbers(table, told_by_row(opened, table, result)))
        return table, result, kept


def _say_where_the_numbers_are(path: Path | None) -> None:
    if path is not None:
        say(f"名册连同编号、逐行结果已写入 {path}；内含个人信息，用后请删除", "with numbers; delete it after use")
    else:
        say("要每名儿童的编号，请加 --with-numbers 文件.xlsx", "for the numbers, row by row: --with-numbers FILE.xlsx")


def _template(path: Path, file: str | None, *, as_json: bool) -> None:
    from tasks.child_sheet import template

    if file is not None:
        raise Misuse("--template 只写模板，请不要同时给出名册", "--template writes an empty one: name no register")
    with new_file(xlsx(path, "--template"), field="--template") as empty:
        empty.write(template())
    if as_json:
        show_json({"file": str(path)})
    else:
        say(f"模板已写入 {path}", "the template is written")


def _show(table: ChildTable, result: Imported, kept: Path | None, *, dry_run: bool) -> None:
    heading(*(("试导入，未写入任何内容", "looked at only; nothing was written") if dry_run else ("已导入", "entered")))
    would = ("将", "to be ") if dry_run else ("", "")
    say(f"共 {table.rows} 行：{would[0]}新建档案 {result.opened}", f"rows; files {would[1]}opened")
    say(f"已有档案、不动 {result.already}；表内重复 {len(result.repeated)}", "on file already; twice in the register")
    for one in result.repeated[:MOST_SHOWN]:
        say(f"  第 {one.row} 行与第 {one.same_as} 行是同一儿童", "the same child")
    for one in result.of_age[:MOST_SHOWN]:
        say(
            f"  第 {one.row} 行按出生日期已满十八周岁：档案状态为“已成年”，不能列为关爱对象，请核对",
            f"row {one.row}: of age by the date of birth; the file says so, nobody of age is listed: check it",
        )
    if len(result.of_age) > MOST_SHOWN:
        say(f"已满十八周岁的共 {len(result.of_age)} 行，全部请用 --json", "cut here; --json has all who are of age")
    show_what_was_not_read(table)
    if not table.mistakes:
        return
    say(
        f"有误、未导入 {len(table.bad)} 行，{len(table.mistakes)} 处", "rows left out because something is to be mended"
    )
    columns = ("行 Row", "列 Column", "栏目 Head", "怎么改 What to mend")
    show_table(columns, [shown_mistake(one) for one in table.mistakes[:MOST_SHOWN]])
    if len(table.mistakes) > MOST_SHOWN:
        say(f"只列前 {MOST_SHOWN} 处，全部请用 --json 或 --bad-rows", "cut here; --json and --bad-rows have all")
    if kept is not None:
        say(f"有误的行已写入 {kept}，改好后单独导入；内含个人信息，用后请删除", "mend it, enter it, then delete it")


def _facts(table: ChildTable, result: Imported, kept: Path | None, *, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "rows": table.rows,
        "opened": result.opened,
        "already": result.already,
        "repeated": len(result.repeated),
        "of_age": len(result.of_age),
        "bad": len(table.bad),
        "children": [asdict(one) for one in result.children],
        "mistakes": [asdict(one) for one in table.mistakes],
        "columns_not_read": table.heads.letters_unknown,
        "heads_not_read": [one.words for one in table.heads.unknown],
        "sheets_not_read": table.sheets_left,
        "bad_rows_file": str(kept) if kept else None,
    }
