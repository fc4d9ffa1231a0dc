"""`hutong worker`: one more runner, or deployments for a work pool. 常驻运行."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.opening import given_to, office, settings_of
from cli.output import say
from cli.up import log_plainly

app = typer.Typer(add_completion=False)


@app.command(
    help="常驻运行：可在多台机器上各起若干个，共用一个数据库。  One more runner; any number share one database."
)
def worker(
    ctx: typer.Context,
    engine: Annotated[
        bool, typer.Option("--engine/--no-engine", help="是否把运行交给流程引擎 Prefect  hand runs to Prefect")
    ] = True,
    deploy: Annotated[
        str, typer.Option("--deploy", metavar="POOL", help="在该工作池登记部署后退出  register deployments and exit")
    ] = "",
) -> None:
    """Run until interrupted, or deploy to a work pool."""
    settings = settings_of(given_to(ctx))
    log_plainly()
    if deploy:
        from flows.deploy import deploy_to

        names = deploy_to(deploy, settings)
        say(f"已在工作池 {deploy} 登记：{'、'.join(names)}", "deployed")
        say(f"在每台机器上运行：prefect worker start --pool {deploy}", "run this on each machine")
        return
    from flows.service import serve

    with office(ctx, make=True) as opened:
        serve(
            opened,
            settings,
            with_engine=engine,
            embedded=False,
            started=lambda: say("已启动", "running; Ctrl-C stops"),
        )
    say("已停止", "stopped")
