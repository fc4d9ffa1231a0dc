"""The board on a port, beside the runner, until both are told to stop. 网页服务."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

from board.counting import Beside, keep_ahead
from board.site import build
from flows.server import is_free
from rules.errors import Refused
from tasks.accounts import Policy

if TYPE_CHECKING:
    from fastapi import FastAPI

    from tasks.office import Office
    from tasks.settings import Settings

_LEAVES_WITHIN_SECONDS = 5
"""How long a request that is being answered may take when the service stops."""


class _Server(uvicorn.Server):
    """Is told to stop by whoever runs it: the signals are theirs."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take none."""
        yield


def beside(
    office: Office, settings: Settings, listening: Callable[[str], None]
) -> Callable[[asyncio.Event, asyncio.Event], Coroutine[None, None, None]]:
    """What runs the board until the first event is set; the second it sets once it answers, or cannot.

    Args:
        listening: called with the address once it answers.
    Raises: Refused: somebody listens on the port already.
    """
    if not is_free(settings.board_port):
        raise Refused(
            f"端口 {settings.board_port} 已被占用。请先停止占用它的程序，或设 HUTONG_BOARD_PORT 为别的端口",
            f"port {settings.board_port} is taken: stop what uses it, or set HUTONG_BOARD_PORT to another",
            field="HUTONG_BOARD_PORT",
        )

    async def run(stop: asyncio.Event, answering: asyncio.Event) -> None:
        counter = Beside.of(office, settings)
        site = build(office, https=settings.board_https, policy=Policy.of(settings), counter=counter)
        server = _Server(_config(site, settings))
        serving = asyncio.ensure_future(server.serve())
        while not (server.started or serving.done()):
            await asyncio.sleep(0.01)
        answering.set()
        if server.started:
            listening(f"http://{settings.board_host}:{settings.board_port}/")
            await keep_ahead(office, site.state.counts, stop)
        server.should_exit = True
        await serving
        counter.close()

    return run


def _config(site: FastAPI, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        site,
        host=settings.board_host,
        port=settings.board_port,
        lifespan="off",
        log_config=None,  # where the service logs to is its own matter
        access_log=False,  # an address may name a case, and who looked at it is in the journal
        server_header=False,
        timeout_graceful_shutdown=_LEAVES_WITHIN_SECONDS,
    )
