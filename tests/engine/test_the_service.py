"""`hutong up` as people run it: how fast do messages go out, what does it cost at rest, does it end? 运行中的服务."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from tasks.intake import take_report
from tasks.office import Office
from tasks.premises import open_office, wall_clock
from tests.engine.conftest import COMES_UP_WITHIN_SECONDS, Engine, answers, lay_out_like
from tests.running import Service, becomes, free_port, furnish, hutong, outbox, pause, report_on, settings_at

pytestmark = pytest.mark.engine

REPORTS = 6
WARM_UP_SECONDS = 8
WATCHED_SECONDS = 16
MOST_OF_A_CORE = 0.05
MOST_MEGABYTES = 700


@dataclass(frozen=True)
class Everything:
    """`hutong up` with its engine, started a moment ago. 全部服务."""

    home: Path
    service: Service
    url: str
    before_the_engine: list[float]

    def wait_for_the_engine(self) -> None:
        self.service.wait_for(lambda: answers(self.url), within_seconds=COMES_UP_WITHIN_SECONDS)


@contextmanager
def everything(home: Path) -> Iterator[tuple[Service, str]]:
    """`hutong up`, and the address of its engine."""
    port = free_port()
    with hutong(home, "up", HUTONG_PREFECT_PORT=str(port)) as service:
        service.wait_for(lambda: "护童已启动" in service.said, within_seconds=30)
        yield service, f"http://127.0.0.1:{port}/api"


@pytest.fixture
def home(laid_out: Path) -> Path:
    """A home whose engine comes up fast; the directory is entered."""
    return furnished(laid_out)


@pytest.fixture(scope="module")
def running(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everything]:
    """One for all tests that only look at it. Reports are filed at once, while its engine still comes up."""
    home = furnished(lay_out_like(engine, tmp_path_factory.mktemp("service") / "var"))
    with everything(home) as (service, url):
        meanwhile = messages_go_out(home)
        yield Everything(home, service, url, meanwhile)


def furnished(home: Path) -> Path:
    with open_office(settings_at(home)) as office:
        furnish(office)
    return home


# ------------------------------------------------------------------------------------------------ how fast


def messages_go_out(home: Path, first: int = 0) -> list[float]:
    """Seconds from the commit of each report to its notices, one after another, at any point of the runner's round."""
    with open_office(settings_at(home)) as office:
        taken = []
        for number in range(first, first + REPORTS):
            taken.append(seconds_to_the_outbox(office, home, number))
            pause(0.4)
        return taken


def seconds_to_the_outbox(office: Office, home: Path, number: int) -> float:
    """From the commit of a report in this process to the last of its first notices in the file."""
    received = take_report(office, report_on(f"禾苗{number}", reported_at=wall_clock()))
    began = time.perf_counter()

    def told() -> int:
        return sum(received.report_no in notice["text"] for notice in outbox(home))

    assert received.told
    assert becomes(lambda: told() >= len(received.told), within_seconds=10, every_seconds=0.005)
    return time.perf_counter() - began


def test_without_an_engine_a_reports_notices_are_out_within_a_second_of_its_commit(home: Path) -> None:
    with hutong(home, "up", "--no-engine") as service:
        service.wait_for(lambda: "护童已启动" in service.said, within_seconds=30)
        taken = messages_go_out(home)

    print(f"commit to delivered: median {statistics.median(taken):.3f} s, longest {max(taken):.3f} s")
    assert max(taken) < 1.0
    assert service.left_the_machine == ""


def test_beside_the_engine_a_reports_notices_are_out_within_a_second_of_its_commit(running: Everything) -> None:
    running.wait_for_the_engine()

    taken = messages_go_out(running.home, first=100)

    print(f"commit to delivered: median {statistics.median(taken):.3f} s, longest {max(taken):.3f} s")
    assert max(taken) < 1.0


def test_while_the_engine_comes_up_notices_do_not_wait_for_it(running: Everything) -> None:
    """Two processes import Prefect in these seconds and take all of a small machine, so one notice may be late."""
    taken = running.before_the_engine

    print(f"commit to delivered: median {statistics.median(taken):.3f} s, longest {max(taken):.3f} s")
    assert statistics.median(taken) < 1.0
    assert max(taken) < 2.0


# ------------------------------------------------------------------------------------------------ at rest


def test_at_rest_the_whole_tree_takes_under_five_percent_of_a_core_and_under_700_megabytes(
    running: Everything,
) -> None:
    running.wait_for_the_engine()
    pause(WARM_UP_SECONDS)  # what was filed has moved, the engine has settled
    tree = running.service.tree
    before, began = spent(tree), time.monotonic()

    pause(WATCHED_SECONDS)

    share = (spent(tree) - before) / (time.monotonic() - began)
    megabytes = sum(process.memory_info().rss for process in tree) / 2**20
    print(f"at rest: {share:.1%} of one core, {megabytes:.0f} MB in {len(tree)} processes")
    assert share < MOST_OF_A_CORE
    assert megabytes < MOST_MEGABYTES
    assert running.service.left_the_machine == ""


def spent(tree: list[psutil.Process]) -> float:
    """Seconds of processor time that these processes have taken."""
    return sum(sum(process.cpu_times()[:2]) for process in tree)


# ------------------------------------------------------------------------------------------------ how it ends


def test_asked_to_end_it_ends_at_once_and_leaves_no_process_behind(home: Path) -> None:
    with everything(home) as (service, url):
        service.wait_for(lambda: answers(url), within_seconds=COMES_UP_WITHIN_SECONDS)
        tree = service.tree
        assert len(tree) >= 2  # it and the engine

        began = time.monotonic()
        service.child.terminate()
        assert service.child.wait(15) == 0, service.said
        print(f"ended after {time.monotonic() - began:.1f} s")

    assert "已停止" in service.said
    assert "Traceback" not in service.said
    assert not any(is_running(process) for process in tree)
    assert not answers(url)


def test_asked_to_end_while_the_engine_is_still_coming_up_it_ends_as_well(home: Path) -> None:
    with everything(home) as (service, _):
        tree = service.tree
        service.child.terminate()
        assert service.child.wait(15) == 0, service.said

    assert not any(is_running(process) for process in tree)


def test_when_the_service_is_killed_the_engine_ends_by_itself_and_a_new_service_goes_on(home: Path) -> None:
    with everything(home) as (service, url):
        service.wait_for(lambda: answers(url), within_seconds=COMES_UP_WITHIN_SECONDS)
        engine = service.tree[1:]
        assert engine

        service.child.kill()
        service.child.wait()

        gone = becomes(lambda: not any(is_running(process) for process in engine), within_seconds=20)
        for process in engine:
            if is_running(process):
                process.kill()
        assert gone

    with hutong(home, "up", "--no-engine") as again:
        again.wait_for(lambda: "护童已启动" in again.said, within_seconds=30)
        assert messages_go_out(home)


def is_running(process: psutil.Process) -> bool:
    return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
