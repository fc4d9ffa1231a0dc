"""Which programs may come in: `hutong account token|tokens|revoke`. 接口令牌."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.arguments import read_term
from cli.opening import office
from cli.options import JSON
from cli.output import say, show_json, show_table
from tasks import accounts
from tasks.accounts import Scope
from tasks.accounts.tokens import DAYS
from tasks.shapes.plain import instant
from tasks.wording import say_moment

if TYPE_CHECKING:
    from tasks.accounts import TokenView

TOKEN = Annotated[str, typer.Argument(metavar="Y-NO", help="令牌编号，见 hutong account tokens  its number")]


def add_to(app: typer.Typer) -> None:
    """Hang these verbs beside the others of `hutong account`."""
    app.command(help="发放接口令牌，只显示这一次。  Make a token for another program; it is shown once.")(token)
    app.command(help="列出接口令牌。  List tokens.")(tokens)
    app.command(help="吊销接口令牌，立即生效。  Revoke a token, at once.")(revoke)


def token(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="哪个程序  which program")],
    post: Annotated[str, typer.Option("--post", metavar="POST", help="代表哪个岗位  for which post it acts")],
    scope: Annotated[
        list[str],
        typer.Option(
            "--scope",
            metavar="SCOPE",
            help=f"权限范围，可多次：{'、'.join(Scope)}  what it may do",
        ),
    ],
    days: Annotated[int, typer.Option("--days", metavar="N", help="有效天数  for how many days")] = DAYS,
    as_json: JSON = False,
) -> None:
    """Make a token."""
    scopes = [read_term(Scope, one, field="--scope") for one in scope]
    with office(ctx) as opened:
        made = accounts.make_token(opened, name, post_no=post, scopes=scopes, days=days, by=None)
    if as_json:
        show_json({"no": made.no, "token": made.token, "expires_at": instant(made.expires_at)})
        return
    until, until_en = say_moment(made.expires_at, "zh"), say_moment(made.expires_at, "en")
    say(f"令牌 {made.no}，有效至 {until}；只显示这一次：", f"good until {until_en}; shown once:")
    say(made.token)


def tokens(ctx: typer.Context, as_json: JSON = False) -> None:
    """List tokens."""
    with office(ctx) as opened:
        found, now = accounts.tokens_made(opened), opened.now()
    if as_json:
        show_json([_token(one) for one in found])
    elif found:
        columns = ("编号 No.", "程序 Program", "岗位 Post", "权限 Scopes", "最近使用 Last used", "状态 State")
        show_table(columns, [_token_row(one, now) for one in found])
    else:
        say("没有接口令牌。发放：hutong account token", "no tokens yet; hutong account token")


def revoke(ctx: typer.Context, no: TOKEN, as_json: JSON = False) -> None:
    """Revoke a token."""
    with office(ctx) as opened:
        accounts.revoke_token(opened, no, by=None)
    if as_json:
        show_json({"no": no, "revoked": True})
    else:
        say(f"已吊销 {no}", "revoked")


def _token(one: TokenView) -> dict[str, Any]:
    return {
        "no": one.no,
        "name": one.name,
        "post": one.post.no,
        "scopes": sorted(one.scopes),
        "made_by": one.made_by,
        "made_at": instant(one.made_at),
        "expires_at": instant(one.expires_at),
        "revoked_at": instant(one.revoked_at),
        "last_used_at": instant(one.last_used_at),
    }


def _token_row(one: TokenView, now: datetime) -> tuple[str, ...]:
    state = f"有效至 {say_moment(one.expires_at, 'zh')}"
    if one.revoked_at or one.expires_at <= now:
        state = "已吊销  revoked" if one.revoked_at else "已过期  expired"
    used = say_moment(one.last_used_at, "zh") if one.last_used_at else "—"
    return one.no, one.name, f"{one.post.zh}（{one.post.no}）", "、".join(s.zh for s in sorted(one.scopes)), used, state
