"""`hutong share`: a cut of a case for another agency, made, listed, fetched, withdrawn. 信息共享."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import read_term
from cli.files import new_file, words
from cli.opening import office
from cli.options import BY, JSON, NO, REASON
from cli.output import say, show_json, show_table
from rules.sharing import ShareGround, SharePurpose
from tasks import cases
from tasks.access import sharing
from tasks.access.sharing import Wish
from tasks.posts import known_post
from tasks.shapes.of_packages import package as shape
from tasks.wording import say_moment

if TYPE_CHECKING:
    from datetime import datetime

    from tasks.access.sharing import Package

app = typer.Typer(add_completion=False, no_args_is_help=True)

MOST = 500

Number = Annotated[str, typer.Argument(metavar="X-NO", help="共享包编号  number of the package")]


@app.command(
    help="制作共享包：按用途和接收岗位的可见范围裁剪，通知接收岗位。  Make a package, cut to the receiver and purpose."
)
def make(
    ctx: typer.Context,
    no: NO,
    to: Annotated[str, typer.Option("--to", metavar="POST", help="接收岗位，必填  receiving post")],
    ground: Annotated[str, typer.Option("--ground", metavar="GROUND", help="理由，代码或中文，必填  ground")],
    purpose: Annotated[str, typer.Option("--for", metavar="PURPOSE", help="用途，代码或中文，必填  purpose")],
    said: Annotated[
        str,
        typer.Option("--words", metavar="TEXT", help="对方要用它做什么，加密保存；- 或 @文件  what it is for, sealed"),
    ],
    by: BY,
    as_json: JSON = False,
) -> None:
    """Make a package."""
    wish = Wish(
        to_post=to,
        ground=read_term(ShareGround, ground, field="--ground"),
        purpose=read_term(SharePurpose, purpose, field="--for"),
        words=words(said, field="--words"),
    )
    with office(ctx) as opened:
        made = sharing.make(opened, no, wish, by_post=by)
    if as_json:
        show_json(shape(made))
        return
    passed = "、".join(one.zh for one in made.classes)
    say(f"已制作共享包 {made.no}，领取截止 {say_moment(made.until, 'zh')}", "package made; the receiver was told")
    say(f"给出：{passed}", "passes")


@app.command("list", help="本案给出过的共享包。  The packages made of a case.")
def list_packages(ctx: typer.Context, no: NO, as_json: JSON = False) -> None:
    """List the packages of a case."""
    with office(ctx) as opened, opened.reading() as desk:
        cases.case_view(desk, no)
        _show(sharing.of_case(desk, no), desk.at, as_json)


@app.command(help="给本岗位的共享包。  The packages made for a post.")
def inbox(ctx: typer.Context, by: BY, as_json: JSON = False) -> None:
    """List the packages for a post."""
    with office(ctx) as opened, opened.reading() as desk:
        _show(sharing.for_post(desk, known_post(desk, by, field="--by").no, most=MOST), desk.at, as_json)


@app.command(help="领取共享包，写入 .zip 文件；每次领取均有记录。  Fetch a package into a file.")
def fetch(
    ctx: typer.Context,
    number: Number,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="写入哪个 .zip 文件，必填  where to write it")],
    by: BY,
    as_json: JSON = False,
) -> None:
    """Fetch a package."""
    with office(ctx) as opened, new_file(out) as file:
        file.write(sharing.fetch(opened, number, by_post=by))
    if as_json:
        show_json({"package_no": number, "file": str(out)})
    else:
        say(f"已写入 {out}；只为所写用途使用，不得转交", "written; for its purpose only")


@app.command(help="撤回共享包：此后不能领取。  Withdraw a package.")
def withdraw(ctx: typer.Context, number: Number, reason: REASON, by: BY, as_json: JSON = False) -> None:
    """Withdraw a package."""
    why = words(reason, field="--reason")
    with office(ctx) as opened:
        over = sharing.withdraw(opened, number, reason=why, by_post=by)
    if as_json:
        show_json(shape(over))
    else:
        say(f"已撤回 {number}", "withdrawn")


def _show(found: list[Package], now: datetime, as_json: bool) -> None:
    if as_json:
        show_json([shape(one) for one in found])
        return
    if not found:
        say("没有共享包", "no packages")
        return
    columns = ("编号 No.", "个案 Case", "给 For", "理由 Ground", "用途 Purpose", "状态 State", "领取 Fetched")
    show_table(columns, (_row(one, now) for one in found))


def _row(one: Package, now: datetime) -> tuple[str, ...]:
    if one.withdrawn_at is not None:
        state = "已撤回"
    else:
        state = f"{'可领取，至' if one.can_be_fetched(now) else '已过期'} {say_moment(one.until, 'zh')}"
    to = one.receiver.no if one.receiver else "—"
    return one.no, one.case_no, to, one.ground.zh, one.purpose.zh, state, f"{len(one.fetched)} 次"
