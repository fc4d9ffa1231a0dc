"""In which order a service begins: first whoever started it gets a page. 启动次序."""

from __future__ import annotations

import asyncio

import pytest

from flows import service
from tests.databases import ON_SQLITE
from tests.office import County
from tests.running import settings_at


@ON_SQLITE
def test_nothing_else_begins_before_the_board_answers(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "prepare_engine", lambda *_: None)
    happened: list[str] = []

    async def board(stop: asyncio.Event, answering: asyncio.Event) -> None:
        for _ in range(10):
            await asyncio.sleep(0)
        happened.append("the board answers")
        answering.set()
        while len(happened) < 2:
            await asyncio.sleep(0)
        stop.set()

    service.serve(
        county.office,
        settings_at(county.home),
        with_engine=False,
        embedded=False,
        started=lambda: happened.append("the runner begins"),
        beside=board,
    )
    assert happened == ["the board answers", "the runner begins"]
