"""Do cases move when Prefect is away, dies, or does not answer? 引擎不在时，个案照常推进.

That nobody waited for it is told by what Prefect was asked, and by what it still had not answered when the case was
under way, not by a clock: a slow machine fails no test here.
"""

from __future__ import annotations

import asyncio
import json
import signal
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar, TypeVar

import pytest

from flows.runner import Runner
from flows.server import embedded_server
from tasks import cases
from tasks.premises import open_office
from tests.engine.conftest import COMES_UP_WITHIN_SECONDS, STARTS_WITHIN_SECONDS, UNHURRIED, Engine, Workplace, answers
from tests.office import EXAMPLES
from tests.running import becomes, free_port, hutong, outbox, settings_at

pytestmark = pytest.mark.engine

MOVES_WITHIN_SECONDS = 100
CASES = 5
HANGS_FOR_SECONDS = 1000  # longer than any test waits: whoever waited for an answer has not moved
Opened = Callable[..., Workplace]
T = TypeVar("T")


async def moves(workplace: Workplace, number: int) -> None:
    """File a report beside the loops of a runner: its first duties are opened."""
    case_no = (await asyncio.to_thread(workplace.report, number)).concerned[0].case_no
    moved = await asyncio.to_thread(
        becomes, lambda: is_under_way(workplace, case_no), within_seconds=MOVES_WITHIN_SECONDS
    )
    assert moved


def is_under_way(workplace: Workplace, case_no: str) -> bool:
    with workplace.office.reading() as desk:
        return bool(cases.duties_of(desk, case_no))


async def three_move(runner: Runner, workplace: Workplace) -> None:
    """Three cases are moved; the heartbeat says by what."""
    for number in range(3):
        await moves(workplace, number)
    await runner.beat()


async def while_it_runs(runner: Runner, work: Callable[[], Awaitable[T]]) -> T:
    """What `work` comes to while the loops turn, as in the service."""
    stop = asyncio.Event()
    running = asyncio.create_task(runner.run(stop))
    try:
        return await work()
    finally:
        stop.set()
        await running


def test_with_no_api_there_from_the_start_cases_move_at_once_and_the_heartbeat_says_plain(
    open_workplace: Opened,
) -> None:
    workplace = open_workplace(f"http://127.0.0.1:{free_port()}/api")

    workplace.with_runner(lambda runner: while_it_runs(runner, lambda: three_move(runner, workplace)))

    assert workplace.engine_said() == "plain"


def test_when_the_server_is_killed_in_mid_work_cases_move_all_the_same(
    engine: Engine, laid_out: Path, open_workplace: Opened
) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/api"
    workplace = open_workplace(url, **UNHURRIED)

    async def story(runner: Runner) -> None:
        assert await asyncio.to_thread(becomes, lambda: answers(url), within_seconds=COMES_UP_WITHIN_SECONDS)
        assert runner.link is not None
        runner.link.ask_again()
        assert await runner.link.answers()
        await moves(workplace, 0)
        await runner.beat()
        assert workplace.engine_said() == "prefect"
        server.send_signal(signal.SIGKILL)  # and nobody has noticed yet
        await three_move(runner, workplace)

    with embedded_server(port, laid_out) as server, engine.instead(url):
        workplace.with_runner(lambda runner: while_it_runs(runner, lambda: story(runner)))

    assert workplace.engine_said() == "plain"


# ------------------------------------------------------------------------------------------------ it does not answer


class Silent(BaseHTTPRequestHandler):
    """Takes every request and answers none, but perhaps says that it is well."""

    is_well = False
    closing = threading.Event()
    asked: ClassVar[list[str]] = []  # what it has left without an answer

    def do_GET(self) -> None:
        if self.is_well and self.path == "/api/health":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"true")
            return
        self.asked.append(self.path)
        self.closing.wait(HANGS_FOR_SECONDS)

    do_POST = do_GET

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


class WellYetSilent(Silent):
    is_well = True


@contextmanager
def served(handler: type[Silent]) -> Iterator[str]:
    handler.closing.clear()
    handler.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api"
    finally:
        handler.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


def test_an_api_that_hangs_does_not_hold_up_a_case(open_workplace: Opened) -> None:
    with served(Silent) as url:
        workplace = open_workplace(url, prefect_answers_within_seconds=0.2)
        workplace.with_runner(lambda runner: while_it_runs(runner, lambda: three_move(runner, workplace)))
        assert set(Silent.asked) == {"/api/health"}  # asked whether it is well, and never for a run

    assert workplace.engine_said() == "plain"


def test_an_api_that_says_it_is_well_and_then_hangs_is_not_tried_once_for_each_case(
    engine: Engine, open_workplace: Opened
) -> None:
    with served(WellYetSilent) as url, engine.instead(url):
        workplace = open_workplace(url, prefect_runs_within_seconds=1.0)

        async def story(runner: Runner) -> None:
            for number in range(CASES):
                await moves(workplace, number)

        workplace.with_runner(lambda runner: while_it_runs(runner, lambda: story(runner)))

        begun = Silent.asked.count(Silent.asked[0])  # what a run asks first
        assert 1 <= begun < CASES


# ------------------------------------------------------------------------------------------------ it is not installed

WITHOUT_PREFECT = """
import sys
for name in ("prefect", "httpx"):
    sys.modules[name] = None  # importing it is an error
from cli.main import main
main(sys.argv[1:])
"""


def test_where_prefect_cannot_even_be_imported_a_report_is_taken_its_case_moves_and_messages_go_out(
    tmp_path: Path,
) -> None:
    home = tmp_path / "var"

    def typed(*words: str) -> str:
        with hutong(home, "--home", str(home), *words, code=("-c", WITHOUT_PREFECT)) as command:
            assert becomes(lambda: command.child.poll() is not None, within_seconds=240), command.said
            assert command.child.returncode == 0, command.said
            return command.printed

    typed("directory", "load", str(EXAMPLES / "directory.yaml"))
    filed = json.loads(typed("report", str(EXAMPLES / "report-school.yaml"), "--json"))
    case_no = filed["cases"][0]["case_no"]

    assert filed["moved"]
    assert {duty["code"] for duty in filed["duties"]} >= {"triage", "police_acceptance"}
    assert any(case_no in notice["text"] for notice in outbox(home))
    typed("sweep")
    typed("stuck")


def test_the_service_without_an_engine_never_imports_prefect(tmp_path: Path) -> None:
    home = tmp_path / "var"
    with open_office(settings_at(home)):
        pass

    with hutong(home, "--home", str(home), "up", "--no-engine", code=("-c", WITHOUT_PREFECT)) as service:
        service.wait_for(lambda: "护童已启动" in service.said, within_seconds=STARTS_WITHIN_SECONDS)
        service.child.terminate()
        assert service.child.wait(STARTS_WITHIN_SECONDS) == 0, service.said

    assert "错误" not in service.said
    assert service.left_the_machine == ""
