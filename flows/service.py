"""The service: a runner, and beside it, if wanted, the engine. 服务.

Serves at once; the engine comes up behind it.
"""

from __future__ import annotations

import asyncio
import signal
from contextlib import ExitStack
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from flows.environment import prepare_engine
from flows.runner import Pace, Runner
from flows.server import embedded_server, refuse_taken

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from tasks.office import Office
    from tasks.settings import Settings

Beside: TypeAlias = "Callable[[asyncio.Event, asyncio.Event], Coroutine[None, None, None]]"
"""Runs until the first event is set, and sets the second once it answers."""

LEASE = timedelta(seconds=20)
"""How long a run that was handed to Prefect keeps its procedure, at least; always longer than a run may take."""


def serve(
    office: Office,
    settings: Settings,
    *,
    with_engine: bool,
    embedded: bool,
    started: Callable[[], None] = lambda: None,
    beside: Beside | None = None,
) -> None:
    """Run until interrupted (SIGINT or SIGTERM).

    Args:
        with_engine: hand runs to Prefect when it answers.
        embedded: start a Prefect server of our own on loopback; otherwise one is expected at the settings' address.
        started: called once the loops turn.
        beside: what else runs in this process: the board. Until it answers nothing else begins: whoever starts the
            service waits for its first page, and an engine that comes up takes both processors for seconds.
    """
    prepare_engine(settings.api_url, settings.home)  # before anything imports Prefect
    with ExitStack() as stack:

        def come_up() -> None:
            if with_engine and embedded:
                stack.enter_context(embedded_server(settings.prefect_port, settings.home))
            started()

        if with_engine and embedded:
            refuse_taken(settings.prefect_port)
        asyncio.run(_until_interrupted(office, settings, with_engine=with_engine, come_up=come_up, beside=beside))


def runner_of(office: Office, settings: Settings, *, with_engine: bool) -> Runner:
    """A runner as the settings want it."""
    link = None
    if with_engine:
        from flows.prefect_link import Patience, PrefectLink  # and its HTTP client, only where there is an engine

        link = PrefectLink(settings.api_url, Patience.of(settings))
    pace = Pace(look=settings.look_every_seconds)
    return Runner(
        office=office,
        link=link,
        batch_from=settings.batch_from,
        lease=max(LEASE, 2 * timedelta(seconds=settings.prefect_runs_within_seconds)),
        anchors=settings.anchors_folder,
        pace=pace,
    )


async def _until_interrupted(
    office: Office,
    settings: Settings,
    *,
    with_engine: bool,
    come_up: Callable[[], None],
    beside: Beside | None,
) -> None:
    stop, answering = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for interrupt in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(interrupt, stop.set)
    async with asyncio.TaskGroup() as group:
        if beside is not None:
            group.create_task(beside(stop, answering))
            await answering.wait()
        come_up()
        await runner_of(office, settings, with_engine=with_engine).run(stop)
