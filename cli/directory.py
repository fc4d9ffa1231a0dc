"""`hutong directory`: agencies, posts, who holds them. 机构名册."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.files import document
from cli.opening import office
from cli.output import say, show_json, show_table
from tasks import shapes
from tasks.assign import assign_unheld
from tasks.directory import enter_directory, read_directory
from tasks.directory_list import Listed, posts_listed

if TYPE_CHECKING:
    from tasks.office import Office

app = typer.Typer(add_completion=False, no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="以 JSON 输出  print JSON")]


def run_show(opened: Office) -> list[Listed]:
    """All open posts, by area."""
    with opened.reading() as desk:
        return posts_listed(desk)


@app.command(help="装载机构名册（YAML、JSON），改后可再装载。  Load a directory; load it again after a change.")
def load(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="名册，样例 examples/directory.yaml  the directory")],
    as_json: Json = False,
) -> None:
    """Load a directory."""
    form = read_directory(document(file))  # checked before anything is opened
    with office(ctx, make=True) as opened:
        entered = enter_directory(opened, form)
        assigned = assign_unheld(opened)
    if as_json:
        show_json({name: getattr(entered, name) for name in ("agencies", "posts", "persons", "recorded")})
        return
    if assigned:
        say(f"原无人负责的职责已补派 {assigned} 项，并已通知", f"{assigned} duties that nobody held were assigned")
    say(
        f"机构 {entered.agencies} 个，岗位 {entered.posts} 个，人员 {entered.persons} 名；新记录 {entered.recorded} 条",
        f"{entered.agencies} agencies, {entered.posts} posts, {entered.persons} persons; {entered.recorded} entries",
    )


@app.command(help="列出岗位：编号、职能、机构、何人在岗。  List posts.")
def show(ctx: typer.Context, as_json: Json = False) -> None:
    """List posts."""
    with office(ctx) as opened:
        found = run_show(opened)
    if as_json:
        show_json([shapes.listed_post(one) for one in found])
    elif found:
        columns = ("编号 No.", "岗位 Post", "职能 Role", "机构 Agency", "地区 Area", "在岗 Held by", "渠道 Told by")
        show_table(columns, map(_row, found))
    else:
        say("名册是空的。装载：hutong directory load 文件", "no posts yet; hutong directory load FILE")


def _row(one: Listed) -> tuple[str, ...]:
    held = one.holder or "无人  nobody"
    return one.no, f"{one.zh}\n{one.en}", one.role.zh, one.agency, one.area, held, "、".join(one.channels)
