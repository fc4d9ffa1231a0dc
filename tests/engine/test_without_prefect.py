"""Do cases move when Prefect is away, dies, or does not answer? 引擎不在时，个案照常推进.

How long it takes is measured on the clock of the machine; the limits are what a caseworker would still call at once.
"""

from __future__ import annotations

import asyncio
import json
import signal
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TypeVar

import pytest

from flows.runner import Runner
from flows.server import embedded_server
from tasks import cases
from tasks.premises import open_office
from tests.engine.conftest import COMES_UP_WITHIN_SECONDS, Engine, Workplace, answers
from tests.office import EXAMPLES
from tests.running import becomes, free_port, hutong, outbox, settings_at

pytestmark = pytest.mark.engine

AT_ONCE_SECONDS = 5.0
Opened = Callable[[str], Workplace]
T = TypeVar("T")


async def moves(runner: Runner, workplace: Workplace, number: int) -> float:
    """File a report beside the loops of a runner; seconds until its first duties are open."""
    began = time.monotonic()
    case_no = (await asyncio.to_thread(workplace.report, number)).concerned[0].case_no
    while not is_under_way(workplace, case_no):
        assert time.monotonic() - began < 60, "it did not move"
        await asyncio.sleep(0.02)
    return time.monotonic() - began


def is_under_way(workplace: Workplace, case_no: str) -> bool:
    with workplace.office.reading() as desk:
        return bool(cases.duties_of(desk, case_no))


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

    async def story(runner: Runner) -> list[float]:
        return [await moves(runner, workplace, number) for number in range(3)]

    taken = workplace.with_runner(lambda runner: while_it_runs(runner, lambda: story(runner)))

    assert max(taken) < AT_ONCE_SECONDS
    assert workplace.engine_said() == "plain"


def test_when_the_server_is_killed_in_mid_work_cases_move_all_the_same(
    engine: Engine, laid_out: Path, open_workplace: Opened
) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/api"
    workplace = open_workplace(url)

    async def story(runner: Runner) -> list[float]:
        assert await asyncio.to_thread(becomes, lambda: answers(url), within_seconds=COMES_UP_WITHIN_SECONDS)
        assert runner.link is not None
        runner.link.ask_again()
        assert await runner.link.answers()
        await moves(runner, workplace, 0)
        await runner.beat()
        assert workplace.engine_said() == "prefect"
        server.send_signal(signal.SIGKILL)  # and nobody has noticed yet
        taken = [await moves(runner, workplace, number) for number in (1, 2, 3)]
        await runner.beat()
        return taken

    with embedded_server(port, laid_out) as server, engine.instead(url):
        taken = workplace.with_runner(lambda runner: while_it_runs(runner, lambda: story(runner)))

    assert max(taken) < 2 * AT_ONCE_SECONDS
    assert workplace.engine_said() == "plain"


# ------------------------------------------------------------------------------------------------ it does not answer


class Silent(BaseHTTPRequestHandler):
    """Takes every request and answers none, but perhaps says that it is well."""

    is_well = False
    closing = threading.Event()

    def do_GET(self) -> None:
        if self.is_well and self.path == "/api/health":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"true")
            return
        self.closing.wait(120)

    do_POST = do_GET

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


class WellYetSilent(Silent):
    is_well = True


@contextmanager
def served(handler: type[Silent]) -> Iterator[str]:
    handler.closing.clear()
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
        workplace = open_workplace(url)

        async def story(runner: Runner) -> list[float]:
            return [await moves(runner, workplace, number) for number in range(3)]

        taken = workplace.with_runner(lambda runner: while_it_runs(runner, lambda: story(runner)))

    assert max(taken) < AT_ONCE_SECONDS
    assert workplace.engine_said() == "plain"


def test_an_api_that_says_it_is_well_and_then_hangs_costs_one_wait_and_not_one_for_each_case(
    engine: Engine, open_workplace: Opened
) -> None:
    with served(WellYetSilent) as url, engine.instead(url):
        workplace = open_workplace(url)

        async def story(runner: Runner) -> list[float]:
            waited = [await moves(runner, workplace, 0)]
            return waited + [await moves(runner, workplace, number) for number in range(1, 4)]

        first, *others = workplace.with_runner(lambda runner: while_it_runs(runner, lambda: story(runner)))

    assert first < 15.0
    assert max(others) < AT_ONCE_SECONDS


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
            assert becomes(lambda: command.child.poll() is not None, within_seconds=60), command.said
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
        service.wait_for(lambda: "护童已启动" in service.said, within_seconds=30)
        service.child.terminate()
        assert service.child.wait(15) == 0, service.said

    assert "错误" not in service.said
    assert service.left_the_machine == ""
