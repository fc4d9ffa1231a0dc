"""`hutong import visits`: a table of visits, looked at first, then entered. 导入走访登记."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.exits import ExitCode, Misuse
from cli.files import new_file, read_bytes
from cli.opening import office
from cli.options import JSON
from cli.output import heading, say, show_json, show_table
from cli.tables import MOST_SHOWN, bar, refuse_without_post, show_what_was_not_read, shown_mistake, xlsx
from rules.moments import civil_day

if TYPE_CHECKING:
    from tasks.child_table import Mistake
    from tasks.import_visits import ImportedVisits
    from tasks.office import Office
    from tasks.visit_table import VisitTable

HELP = (
    "导入走访、联系登记表（.xlsx 或 .csv）：办理本期职责，已有的不动，再导一次不会重复。先加 --dry-run 试导入。  "
    "Enter visits and contacts that were made: each answers what is owed. Look first with --dry-run."
)


def visits(
    ctx: typer.Context,
    file: Annotated[str | None, typer.Argument(metavar="FILE|-", help="登记表，.xlsx 或 .csv  the table")] = None,
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
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FILE.xlsx", help="写出空白登记表模板  write an empty table")
    ] = None,
    as_json: JSON = False,
) -> None:
    """Enter a table of visits."""
    if template is not None:
        _template(template, file, as_json=as_json)
        return
    if file is None:
        raise Misuse("请写明登记表文件，或用 --template 写出模板", "name the table, or write one with --template")
    refuse_without_post(by, dry_run=dry_run)
    table, result, kept = _run(ctx, file, by=by, dry_run=dry_run, bad_rows=bad_rows, quiet=as_json)
    mistakes = _mistakes(table, result)
    if as_json:
        show_json(_facts(table, result, mistakes, dry_run=dry_run, kept=kept))
    else:
        _show(table, result, mistakes, dry_run=dry_run, kept=kept)
    if mistakes:
        raise typer.Exit(ExitCode.FINDINGS)


def run(
    opened: Office, table: VisitTable, *, by: str | None, dry_run: bool, tell: Callable[[int], None]
) -> ImportedVisits:
    """Look ahead, or enter."""
    from tasks.import_visits import import_visits, look_ahead

    enter = look_ahead if dry_run else import_visits
    return enter(opened, table, by_post=by, tell=tell)


def _run(
    ctx: typer.Context, file: str, *, by: str | None, dry_run: bool, bad_rows: Path | None, quiet: bool
) -> tuple[VisitTable, ImportedVisits, Path | None]:
    from tasks.visit_sheet import to_be_mended
    from tasks.visit_table import read_visits

    raw = read_bytes(file)
    with office(ctx) as opened:
        with bar("读取  reading", None, quiet=quiet, counts=False):
            table = read_visits(raw, today=civil_day(opened.now()))
        if bad_rows is None:
            return table, _entered(opened, table, by=by, dry_run=dry_run, quiet=quiet), None
        with bar("核对  looking first", len(table.visits), quiet=quiet) as tell:
            ahead = run(opened, table, by=by, dry_run=True, tell=tell)
        if not _mistakes(table, ahead):
            return table, _entered(opened, table, by=by, dry_run=dry_run, quiet=quiet), None
        # opened before anything is entered, and gone again where that fails
        with new_file(xlsx(bad_rows, "--bad-rows"), field="--bad-rows") as kept:
            result = _entered(opened, table, by=by, dry_run=dry_run, quiet=quiet)
            kept.write(to_be_mended(table, _mistakes(table, result)))
        return table, result, bad_rows


def _entered(opened: Office, table: VisitTable, *, by: str | None, dry_run: bool, quiet: bool) -> ImportedVisits:
    with bar("导入  entering", len(table.visits), quiet=quiet) as tell:
        return run(opened, table, by=by, dry_run=dry_run, tell=tell)


def _mistakes(table: VisitTable, result: ImportedVisits) -> list[Mistake]:
    """Of the table and of the record together, in the order of the rows."""
    return sorted([*table.mistakes, *result.mistakes], key=lambda one: one.row)


def _template(path: Path, file: str | None, *, as_json: bool) -> None:
    from tasks.visit_sheet import template

    if file is not None:
        raise Misuse("--template 只写模板，请不要同时给出登记表", "--template writes an empty one: name no table")
    with new_file(xlsx(path, "--template"), field="--template") as empty:
        empty.write(template())
    if as_json:
        show_json({"file": str(path)})
    else:
        say(f"模板已写入 {path}", "the template is written")


def _show(
    table: VisitTable, result: ImportedVisits, mistakes: list[Mistake], *, dry_run: bool, kept: Path | None
) -> None:
    from tasks.import_visits import Became

    heading(*(("试导入，未写入任何内容", "looked at only; nothing was written") if dry_run else ("已导入", "entered")))
    would = "将" if dry_run else ""
    answered, noted = result.count(Became.ANSWER), result.count(Became.NOTE)
    say(
        f"共 {table.rows} 行：{would}办理 {answered} 项，其中逾期 {result.late}；{would}记事 {noted}", "answered; noted"
    )
    say(
        f"已有记录、不动 {result.count(Became.ALREADY)}；表内重复 {result.count(Became.REPEATED)}",
        "on record already; twice in the table",
    )
    if answered and not dry_run:
        say("后续各期由服务接着推进（hutong worker，或 hutong sweep）", "the procedures move with the next round")
    show_what_was_not_read(table)
    if not mistakes:
        return
    bad = len({one.row for one in mistakes})
    say(f"有误、未导入 {bad} 行，{len(mistakes)} 处", "rows left out because something is to be mended")
    columns = ("行 Row", "列 Column", "栏目 Head", "怎么改 What to mend")
    show_table(columns, [shown_mistake(one) for one in mistakes[:MOST_SHOWN]])
    if len(mistakes) > MOST_SHOWN:
        say(f"只列前 {MOST_SHOWN} 处，全部请用 --json 或 --bad-rows", "cut here; --json and --bad-rows have all")
    if kept is not None:
        say(f"有误的行已写入 {kept}，改好后单独导入；内含个人信息，用后请删除", "mend it, enter it, then delete it")


def _facts(
    table: VisitTable, result: ImportedVisits, mistakes: list[Mistake], *, dry_run: bool, kept: Path | None
) -> dict[str, Any]:
    from tasks.import_visits import Became

    return {
        "dry_run": dry_run,
        "rows": table.rows,
        "answered": result.count(Became.ANSWER),
        "late": result.late,
        "noted": result.count(Became.NOTE),
        "already": result.count(Became.ALREADY),
        "repeated": result.count(Became.REPEATED),
        "bad": len({one.row for one in mistakes}),
        "visits": [asdict(one) for one in result.visits],
        "mistakes": [asdict(one) for one in mistakes],
        "columns_not_read": table.heads.letters_unknown,
        "heads_not_read": [one.words for one in table.heads.unknown],
        "sheets_not_read": table.sheets_left,
        "bad_rows_file": str(kept) if kept else None,
    }
