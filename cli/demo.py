"""`hutong demo`: one full story on a moved clock, with everything real: database, engine, messages. 演示.

The database is a fresh one, marked simulated; it can never be a live one.  The engine's own database is kept between
runs, so that only the first run waits for it to be laid out.  The engine starts before anything else is imported, and
comes up behind the story.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from cli.opening import given_to, settings_of
from cli.output import say
from flows.server import free_port

if TYPE_CHECKING:
    from tasks.settings import Settings

app = typer.Typer(add_completion=False)


@app.command(
    help="演示一个完整个案：报告、告知、督办、反馈、结案，时钟由演示拨动。  Play one full story on a moved clock."
)
def demo(
    ctx: typer.Context,
    engine: Annotated[
        bool, typer.Option("--engine/--no-engine", help="是否启动流程引擎 Prefect  start a Prefect server")
    ] = True,
) -> None:
    """Play the story."""
    began = time.monotonic()
    settings = settings_of(given_to(ctx))
    apart = {"home": settings.home / "demo", "database_url": "", "prefect_api_url": "", "prefect_port": free_port()}
    settings = settings.model_copy(update=apart)  # a service that runs on this machine is not touched
    _fresh(settings)
    with _engine(settings, wanted=engine):
        from cli.demo_play import play

        play(settings, with_engine=engine)
    say(f"\n演示完成，用时 {time.monotonic() - began:.0f} 秒", "the story is told")
    say(f"通知原文：{settings.outbox_file}", "every message as it was sent")
    look = f"hutong --home {settings.home} board --cast"
    say(f"在浏览器里看这件个案，每个岗位一个试用账号：{look}", "look at the case in a browser, as any of its posts")


def _fresh(settings: Settings) -> None:
    """A new database each time; the key that sealed the last one goes with it."""
    for name in ("hutong.db", "hutong.db-wal", "hutong.db-shm", "outbox.jsonl", "keys/master.key"):
        (settings.home / name).unlink(missing_ok=True)


@contextmanager
def _engine(settings: Settings, *, wanted: bool) -> Iterator[None]:
    """A Prefect server of our own."""
    from flows.environment import prepare_engine
    from flows.server import embedded_server

    prepare_engine(settings.api_url, settings.home)
    if not wanted:
        yield
        return
    with embedded_server(settings.prefect_port, settings.home):
        yield
