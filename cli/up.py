"""`hutong up`: everything on one machine: runner, and the engine beside it. 启动全部服务."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cli.opening import given_to, office, settings_of
from cli.output import say
from tasks.accounts import first_administrator

if TYPE_CHECKING:
    from tasks.office import Office

app = typer.Typer(add_completion=False)


@app.command(
    help="启动全部服务：推进、督办、送达、巡检，以及本机流程引擎。Ctrl-C 停止。  Start everything; Ctrl-C stops."
)
def up(
    ctx: typer.Context,
    engine: Annotated[
        bool, typer.Option("--engine/--no-engine", help="是否启动流程引擎 Prefect  start a Prefect server")
    ] = True,
) -> None:
    """Run until interrupted."""
    from board.serving import beside
    from flows.service import serve

    settings = settings_of(given_to(ctx))
    log_plainly()
    with office(ctx, make=True) as opened:
        show_first_password(opened)

        def started() -> None:
            say(f"护童已启动，数据目录 {settings.home.absolute()}", "running; Ctrl-C stops")
            say("通知写入 " + str(settings.outbox_file.absolute()), "notices of the file channel go there")
            if engine:
                address = settings.api_url.removesuffix("/api")
                say(f"流程引擎正在后台启动：{address}", "the engine comes up behind; cases move meanwhile")

        def listening(address: str) -> None:
            say(f"网页端：{address}", "the board; open it in a browser")

        serve(
            opened,
            settings,
            with_engine=engine,
            embedded=engine and not settings.prefect_api_url,
            started=started,
            beside=beside(opened, settings, listening),
        )
    say("已停止", "stopped")


def show_first_password(opened: Office) -> None:
    """Where nobody can sign in yet there is an administrator now; the password is shown this once."""
    made = first_administrator(opened)
    if made is not None:
        say(f"首次启动，已建管理员账号。登录名 {made.login}，一次性密码 {made.password}", "the administrator's account")
        say("密码只显示这一次，首次登录须更换", "shown this once; to be changed at the first sign-in")


def log_plainly() -> None:
    """One event per line on standard error; libraries only when something is wrong."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("hutong").setLevel(logging.INFO)
