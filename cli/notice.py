"""`hutong notice`: the messages of a post, and that one was read. 通知."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.opening import office
from cli.options import JSON
from cli.output import ALL, ON_A_SCREEN, say, say_if_cut, show_json, show_table
from tasks import notice_reading, shapes, wording
from tasks.posts import known_post

if TYPE_CHECKING:
    from tasks.notice_reading import NoticeView

app = typer.Typer(add_completion=False, no_args_is_help=True)

NUMBER = Annotated[str, typer.Argument(metavar="N-NO", help="通知编号  number of the notice")]
STATES = {"queued": "待发", "delivered": "已送达", "failed": "无法送达"}


@app.command("list", help="列出一个岗位的通知，最新的在前。  The messages of a post.")
def list_notices(
    ctx: typer.Context,
    post: Annotated[str, typer.Option("--post", metavar="POST", help="哪个岗位  which post")],
    unread: Annotated[bool, typer.Option("--unread", help="只列未阅  only unread ones")] = False,
    as_json: JSON = False,
) -> None:
    """List the messages of a post."""
    with office(ctx) as opened, opened.reading() as desk:
        known_post(desk, post, field="--post")
        most = ALL if as_json else ON_A_SCREEN
        found = notice_reading.notices_of(desk, post, unread=unread, limit=most)
    if as_json:
        show_json([shapes.notice(one) for one in found])
    elif found:
        show_table(("编号 No", "通知 Notice", "时间 When", "送达 State", "已阅 Read"), map(_row, found))
        say_if_cut(len(found))
    else:
        say("没有通知", "no messages")


@app.command(help="查看一份通知的原文。  Show a message as it was sent.")
def show(ctx: typer.Context, no: NUMBER, as_json: JSON = False) -> None:
    """Show a message."""
    with office(ctx) as opened, opened.reading() as desk:
        found = notice_reading.show(desk, no)
    if as_json:
        show_json({**shapes.notice(found), "text": found.text})
        return
    say(found.subject)
    say(found.text)


@app.command(help="确认已阅；通知所说的职责同时记为已阅。  Say that a message was read.")
def read(
    ctx: typer.Context,
    no: NUMBER,
    by: Annotated[str | None, typer.Option("--by", metavar="POST", help="哪个岗位  which post")] = None,
    as_json: JSON = False,
) -> None:
    """Say that a message was read."""
    with office(ctx) as opened:
        notice_reading.mark_read(opened, no, by_post=by)
    if as_json:
        show_json({"no": no, "read": True})
    else:
        say(f"已阅：{no}", "read")


def _row(one: NoticeView) -> tuple[str, ...]:
    read_at = wording.say_moment(one.read_at, "zh") if one.read_at else "未阅"
    return one.no, one.subject, wording.say_moment(one.created_at, "zh"), STATES[one.state], read_at
