"""`hutong board`: the web pages alone, without the runner; on a rehearsal, with somebody to sign in as. 网页端."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING, Annotated

import typer

from cli.opening import given_to, office, settings_of
from cli.output import say, show_table
from cli.up import log_plainly, show_first_password

if TYPE_CHECKING:
    from tasks.office import Office
    from tasks.settings import Settings

app = typer.Typer(add_completion=False)


@app.command(help="只开网页端，不推进个案；演练库可加 --cast 试用。  The web pages alone; Ctrl-C stops.")
def board(
    ctx: typer.Context,
    cast: Annotated[
        bool, typer.Option("--cast", help="演练库：给每个岗位一个试用账号  accounts to try, in a rehearsal only")
    ] = False,
) -> None:
    """Serve pages until interrupted."""
    settings = settings_of(given_to(ctx))
    log_plainly()
    with office(ctx) as opened:
        show_first_password(opened)
        if cast:
            _show_cast(opened)
        asyncio.run(_until_interrupted(opened, settings))
    say("已停止", "stopped")


async def _until_interrupted(opened: Office, settings: Settings) -> None:
    from board.serving import beside

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for interrupt in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(interrupt, stop.set)
    await beside(opened, settings, lambda address: say(f"网页端：{address}", "the board; Ctrl-C stops"))(
        stop, asyncio.Event()
    )


def _show_cast(opened: Office) -> None:
    """Somebody for every post: only where everything is fictional."""
    from tasks.accounts.cast import PASSWORD, make_cast

    made = make_cast(opened)
    show_table(("登录名 Name", "岗位 Post", "编号 No."), [(one.login, one.post.zh, one.post.no) for one in made])
    say(f"密码都是：{PASSWORD}", "the password of all of them")
