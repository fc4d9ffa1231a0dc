"""A real Prefect server, started once as the service starts it, and offices whose runner hands its runs to it."""

from __future__ import annotations

import asyncio
import gc
import sqlite3
import warnings
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

from flows.at_work import at_work
from flows.environment import engine_environment
from flows.runner import Runner
from flows.server import embedded_server, stamp
from flows.service import runner_of
from rules.moments import shanghai
from tasks import heartbeat
from tasks.intake import take_report
from tasks.office import Office
from tasks.premises import SIMULATED, open_office
from tasks.receipts import Received
from tasks.settings import Settings
from tests.clock import Clock
from tests.databases import fresh_sqlite
from tests.running import becomes, environment, free_port, furnish, report_on, settings_at

T = TypeVar("T")

REPORTED = shanghai("Monday 2026-03-02 10:50")
COMES_UP_WITHIN_SECONDS = 240  # the engine; whoever waits so long waits in vain
STARTS_WITHIN_SECONDS = 120  # the service itself, and how soon it ends
UNHURRIED = {"prefect_answers_within_seconds": 60.0, "prefect_runs_within_seconds": 120.0}
"""What Prefect shows and learns does not depend on how fast this machine is today."""


@dataclass(frozen=True)
class Engine:
    """The Prefect server of these tests."""

    home: Path
    url: str

    @contextmanager
    def instead(self, url: str) -> Iterator[None]:
        """For a while, runs of this process are made by another server."""
        with prefect_in_this_process(url, self.home):
            yield

    def runs(self) -> list[dict[str, Any]]:
        """Every flow run that it knows, the oldest first."""
        found: list[dict[str, Any]] = []
        while True:
            asked = {"sort": "START_TIME_ASC", "limit": 200, "offset": len(found)}
            page = self.post("flow_runs/filter", asked)
            found += page
            if len(page) < 200:
                return found

    def post(self, path: str, asked: dict[str, Any]) -> Any:
        """What the API answers."""
        answer = httpx.post(f"{self.url}/{path}", json=asked, trust_env=False, timeout=30)
        answer.raise_for_status()
        return answer.json()

    def flow_name(self, run: dict[str, Any]) -> str:
        """The name of the flow of a run."""
        name: str = self.post("flows/filter", {"flows": {"id": {"any_": [run["flow_id"]]}}})[0]["name"]
        return name


def answers(url: str) -> bool:
    """Whether a Prefect API says that it is well."""
    try:
        return httpx.get(f"{url}/health", trust_env=False, timeout=5).status_code == 200
    except httpx.TransportError:
        return False


@contextmanager
def prefect_in_this_process(url: str, home: Path) -> Iterator[None]:
    """Let the Prefect client of this process speak to that API, whatever it was imported with."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in engine_environment(url, home).items():
            patch.setenv(name, value)
        from prefect.settings import PREFECT_API_URL, PREFECT_CLIENT_MAX_RETRIES, temporary_settings

        with temporary_settings({PREFECT_API_URL: url, PREFECT_CLIENT_MAX_RETRIES: 1}):
            yield


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    home = tmp_path_factory.mktemp("engine")
    port = free_port()
    url = f"http://127.0.0.1:{port}/api"
    with pytest.MonkeyPatch.context() as patch:
        compiled = environment()
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        patch.setenv("PYTHONPYCACHEPREFIX", compiled["PYTHONPYCACHEPREFIX"])
        with started(port, home, url):
            yield Engine(home, url)


@contextmanager
def started(port: int, home: Path, url: str) -> Iterator[None]:
    """A server that answers, and the Prefect of this process speaks to it."""
    with embedded_server(port, home) as child:
        assert becomes(lambda: answers(url), within_seconds=COMES_UP_WITHIN_SECONDS, every_seconds=0.2), (
            child.poll(),
            (home / "prefect" / "server.log").read_text(errors="replace"),
        )
        with prefect_in_this_process(url, home):
            yield


@dataclass
class Workplace:
    """An office on a moved clock, and its runner. 办公室."""

    office: Office
    settings: Settings
    clock: Clock

    def report(self, number: int = 0, **changed: Any) -> Received:
        """A school files a report on a child of its own."""
        return take_report(self.office, report_on(f"禾苗{number}", reported_at=self.clock.at, **changed))

    def with_runner(self, work: Callable[[Runner], Awaitable[T]]) -> T:
        """What `work` makes of a runner whose engine is loaded."""

        async def at_its_desk() -> T:
            runner = runner_of(self.office, self.settings, with_engine=True)
            assert runner.link is not None
            with at_work(self.office):
                await runner.link.load()
                try:
                    return await work(runner)
                finally:
                    await runner.link.close()

        with _left_open_by_prefect():
            return asyncio.run(at_its_desk())

    def move(self) -> None:
        """The runner moves until nothing waits."""
        self.with_runner(move_all)

    def engine_said(self) -> str:
        """What the last heartbeat said of the engine: "prefect" or "plain"."""
        with self.office.reading() as desk:
            beat = heartbeat.last_beat(desk.session, heartbeat.ENGINE)
            return beat[1] if beat else ""


@contextmanager
def _left_open_by_prefect() -> Iterator[None]:
    """Prefect's client leaves its connections to the garbage collector when a loop ends; a service has one loop."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        gc.collect()


async def move_all(runner: Runner) -> None:
    """One procedure may open another: until nothing waits."""
    for _ in range(50):
        if not runner.waits():
            return
        await runner.move()
    raise AssertionError("it never came to rest")


@pytest.fixture
def open_workplace(tmp_path: Path) -> Iterator[Callable[..., Workplace]]:
    """Opens an office of its own whose engine is expected at the URL given; waits for it as the settings given say."""
    opened: list[Any] = []

    def at(url: str, **patience: float) -> Workplace:
        home = tmp_path / "office"
        home.mkdir()
        fresh_sqlite(home, "hutong").dispose()
        settings = settings_at(home, prefect_api_url=url, **patience)
        clock = Clock(REPORTED)
        premises = open_office(settings, now=clock, mode=SIMULATED)
        office = premises.__enter__()
        opened.append(premises)
        furnish(office)
        return Workplace(office, settings, clock)

    yield at
    for premises in opened:
        premises.__exit__(None, None, None)


@pytest.fixture
def workplace(engine: Engine, open_workplace: Callable[..., Workplace]) -> Workplace:
    """An office beside the running engine."""
    return open_workplace(engine.url, **UNHURRIED)


@pytest.fixture
def laid_out(engine: Engine, tmp_path: Path) -> Path:
    """A home whose engine need not lay out its database."""
    return lay_out_like(engine, tmp_path / "var")


def lay_out_like(engine: Engine, home: Path) -> Path:
    """Give a home a copy of the running engine's database."""
    folder = home / "prefect"
    folder.mkdir(parents=True)
    stamp(home).touch()
    running = sqlite3.connect(engine.home / "prefect" / "prefect.db")
    with closing(running), closing(sqlite3.connect(folder / "prefect.db")) as copy:
        running.backup(copy)
    return home
