"""The process that counts: it answers as we would, says what is wrong, and ends with us. 统计进程."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from board.counting import Beside, keep_ahead
from rules.errors import Refused, Unavailable
from tasks.counted import Counts
from tasks.figures_asked import how_timely, what_to_report
from tasks.office import Office
from tasks.premises import open_office
from tasks.settings import Settings

COUNTY = "990101"
PATIENCE = 60
"""Seconds after which a process that does not answer fails the test; it takes one."""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.delenv("HUTONG_HOME", raising=False)
    return Settings(home=tmp_path / "home", _env_file=None)


@pytest.fixture
def office(settings: Settings) -> Iterator[Office]:
    """A live one, and empty."""
    with open_office(settings) as opened:
        yield opened


@pytest.fixture
def beside(office: Office, settings: Settings) -> Iterator[Beside]:
    made = Beside.of(office, settings)
    yield made
    made.close()


def test_it_counts_what_we_would_count_and_tells_what_is_refused(office: Office, beside: Beside) -> None:
    question = what_to_report(COUNTY, 2026)
    found = beside.count(question).result(PATIENCE)
    with office.reading() as desk:
        assert found.answer.groups == question.answer(desk).answer.groups
        assert found.at <= desk.at
    with pytest.raises(Refused, match="尚未开始"):
        beside.count(what_to_report(COUNTY, 9000)).result(PATIENCE)
    assert beside.count(question).result(PATIENCE), "a refusal ends nothing"


def test_where_the_process_dies_it_is_said_and_the_next_question_begins_another(beside: Beside) -> None:
    question = what_to_report(COUNTY, 2026)
    beside.count(question).result(PATIENCE)
    assert beside._child is not None
    first = beside._child.process
    first.kill()
    first.wait(PATIENCE)
    with pytest.raises(Unavailable, match="统计没有完成"):
        beside.count(question).result(PATIENCE)
    assert beside.count(question).result(PATIENCE)


def test_it_ends_with_us(office: Office, settings: Settings) -> None:
    made = Beside.of(office, settings)
    made.count(what_to_report(COUNTY, 2026)).result(PATIENCE)
    assert made._child is not None
    child = made._child.process
    made.close()
    assert child.poll() is not None


def test_what_is_usual_is_counted_before_anybody_asks(
    office: Office, beside: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = Counts(beside)
    with office.reading() as desk:
        today = desk.at.date()
    first = how_timely(COUNTY, today)
    monkeypatch.setattr("board.counting.usual", lambda _desk: [first])

    async def until_counted() -> None:
        stop = asyncio.Event()
        keeping = asyncio.create_task(keep_ahead(office, counts, stop))
        while counts.ask(first, office.now(), patience=0) is None:
            await asyncio.sleep(0.02)
        stop.set()
        await keeping

    asyncio.run(asyncio.wait_for(until_counted(), PATIENCE))
