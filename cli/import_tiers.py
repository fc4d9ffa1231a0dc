"""`hutong import tiers`: how children stand on the list, by a table. 导入等级、标记."""

from __future__ import annotations

from dataclasses import asdict, replace
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
    from tasks.child_table import ChildTable, Mistake
    from tasks.import_children import Imported
    from tasks.import_standings import ImportedStandings
    from tasks.office import Office
    from tasks.standing_table import StandingTable

HELP = (
    "按表列入、调整风险等级和标记（.xlsx 或 .csv，可用导出的名册）：留空即不变，再导一次不会重复；请先试导入。  "
    "List children and change tiers and marks by a table, such as an exported register. Look first with --dry-run."
)


def tiers(
    ctx: typer.Context,
    file: Annotated[str | None, typer.Argument(metavar="FILE|-", help="登记表，.xlsx 或 .csv  the table")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="试导入，不写入  look only, write nothing")] = False,
    by: Annotated[
        str | None, typer.Option("--by", metavar="POST", help="作出决定的岗位，正式导入时必填  which post decides")
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
    """Enter a table of tiers and marks."""
    if template is not None:
        _template(template, file, as_json=as_json)
        return
    if file is None:
        raise Misuse("请写明登记表文件，或用 --template 写出模板", "name the table, or write one with --template")
    refuse_without_post(by, dry_run=dry_run)
    raw = read_bytes(file)
    with office(ctx) as opened:
        table, result, kept = _run(opened, raw, by=by, dry_run=dry_run, bad_rows=bad_rows, quiet=as_json)
    if as_json:
        show_json({"dry_run": dry_run, **facts(table, result), "bad_rows_file": str(kept) if kept else None})
    else:
        show(table, result, dry_run=dry_run, kept=kept)
    if result.mistakes:
        raise typer.Exit(ExitCode.FINDINGS)


def after_the_files(
    opened: Office,
    raw: bytes,
    children: ChildTable,
    result: Imported,
    *,
    by: str | None,
    dry_run: bool,
    quiet: bool,
) -> tuple[StandingTable, ImportedStandings]:
    """The tiers of a register whose children were just entered; rows that were left out are left out here too."""
    from tasks.grades import grades_in
    from tasks.standing_table import read_standings

    table = read_standings(raw, today=civil_day(opened.now()), grades=grades_in(opened.pack))
    bad = {row.number for row in children.bad}
    standings = tuple(one for one in table.standings if one.row not in bad)
    table = replace(table, standings=standings, mistakes=tuple(one for one in table.mistakes if one.row not in bad))
    to_be_opened = {one.row for one in result.children if one.child_no is None}
    return table, _enter(opened, table, by=by, dry_run=dry_run, to_be_opened=to_be_opened, quiet=quiet)


def _run(
    opened: Office, raw: bytes, *, by: str | None, dry_run: bool, bad_rows: Path | None, quiet: bool
) -> tuple[StandingTable, ImportedStandings, Path | None]:
    from tasks.child_sheet import to_be_mended
    from tasks.grades import grades_in
    from tasks.standing_table import read_standings

    with bar("读取  reading", None, quiet=quiet, counts=False):
        table = read_standings(raw, today=civil_day(opened.now()), grades=grades_in(opened.pack))
    ahead = _enter(opened, table, by=by, dry_run=True, quiet=quiet) if bad_rows else None
    if bad_rows is None or ahead is None or not ahead.mistakes:
        return table, _enter(opened, table, by=by, dry_run=dry_run, quiet=quiet), None
    # opened before anything is entered, and gone again where that fails
    with new_file(xlsx(bad_rows, "--bad-rows"), field="--bad-rows") as kept:
        result = _enter(opened, table, by=by, dry_run=dry_run, quiet=quiet)
        kept.write(to_be_mended(table, result.mistakes))
    return table, result, bad_rows


def _enter(
    opened: Office,
    table: StandingTable,
    *,
    by: str | None,
    dry_run: bool,
    quiet: bool,
    to_be_opened: set[int] | frozenset[int] = frozenset(),
) -> ImportedStandings:
    """Look ahead, or enter; the mistakes of the table and of the record together."""
    from tasks.import_standings import import_standings

    what = "核对  looking" if dry_run else "等级、标记  tiers"
    with bar(what, len(table.standings), quiet=quiet) as tell:
        result = import_standings(opened, table, by_post=by, dry_run=dry_run, to_be_opened=to_be_opened, tell=tell)
    result.mistakes = sorted([*table.mistakes, *result.mistakes], key=lambda one: one.row)
    return result


def _template(path: Path, file: str | None, *, as_json: bool) -> None:
    from tasks.child_sheet import standing_template

    if file is not None:
        raise Misuse("--template 只写模板，请不要同时给出登记表", "--template writes an empty one: name no table")
    with new_file(xlsx(path, "--template"), field="--template") as empty:
        empty.write(standing_template())
    if as_json:
        show_json({"file": str(path)})
    else:
        say(f"模板已写入 {path}", "the template is written")


def show(table: StandingTable, result: ImportedStandings, *, dry_run: bool, kept: Path | None = None) -> None:
    """What it came to, on a screen."""
    from tasks.import_standings import Became

    heading(
        *(("等级、标记试导入，未写入", "tiers: looked at only") if dry_run else ("等级、标记已导入", "tiers entered"))
    )
    would = "将" if dry_run else ""
    counts = "；".join(f"{one.zh} {number}" for one in Became if (number := result.count(one)))
    say(f"共 {table.rows} 行：{would + counts if counts else '没有可办的行'}", _in_english(result))
    if not dry_run and (result.count(Became.LISTED) or result.count(Became.RAISED)):
        say("走访等周期职责由服务接着产生（hutong worker，或 hutong sweep）", "visits are owed with the next round")
    show_what_was_not_read(table)
    if not result.mistakes:
        return
    bad = len({one.row for one in result.mistakes})
    say(f"有误、未导入 {bad} 行，{len(result.mistakes)} 处", "rows left out because something is to be mended")
    columns = ("行 Row", "列 Column", "栏目 Head", "怎么改 What to mend")
    show_table(columns, [shown_mistake(one) for one in result.mistakes[:MOST_SHOWN]])
    if len(result.mistakes) > MOST_SHOWN:
        say(f"只列前 {MOST_SHOWN} 处，全部请用 --json 或 --bad-rows", "cut here; --json and --bad-rows have all")
    if kept is not None:
        say(f"有误的行已写入 {kept}，改好后单独导入；内含个人信息，用后请删除", "mend it, enter it, then delete it")


def _in_english(result: ImportedStandings) -> str:
    from tasks.import_standings import Became

    return ", ".join(f"{one.value} {number}" for one in Became if (number := result.count(one))) or "nothing"


def facts(table: StandingTable, result: ImportedStandings) -> dict[str, Any]:
    """The same for a program."""
    mistakes: list[Mistake] = result.mistakes
    return {
        "rows": table.rows,
        "bad": len({one.row for one in mistakes}),
        "standings": [asdict(one) for one in result.standings],
        "mistakes": [asdict(one) for one in mistakes],
        "columns_not_read": table.heads.letters_unknown,
        "heads_not_read": [one.words for one in table.heads.unknown],
        "sheets_not_read": table.sheets_left,
    }
