"""`hutong up` as people run it: how fast do messages go out, and does it end as it should? 运行中的服务."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tasks.intake import take_report
from tasks.office import Office
from tasks.premises import open_office, wall_clock
from tests.engine.conftest import COMES_UP_WITHIN_SECONDS, answers
from tests.running import Service, becomes, free_port, furnish, hutong, outbox, pause, report_on, settings_at

pytestmark = pytest.mark.engine

REPORTS = 5


@pytest.fixture
def home(laid_out: Path) -> Path:
    """A home whose engine comes up fast; the directory is entered."""
    with open_office(settings_at(laid_out)) as office:
        furnish(office)
    return laid_out


@contextmanager
def everything(home: Path) -> Iterator[tuple[Service, str]]:
    """`hutong up`, and the address of its engine."""
    port = free_port()
    with hutong(home, "up", HUTONG_PREFECT_PORT=str(port)) as service:
        service.wait_for(lambda: "护童已启动" in service.said, within_seconds=30)
        yield service, f"http://127.0.0.1:{port}/api"


def seconds_to_the_outbox(office: Office, home: Path, number: int) -> float:
    """From the commit of a report in this process to the last of its first notices in the file."""
    received = take_report(office, report_on(f"禾苗{number}", reported_at=wall_clock()))
    began = time.perf_counter()

    def told() -> int:
        return sum(received.report_no in notice["text"] for notice in outbox(home))

    assert becomes(lambda: told() >= len(received.told), within_seconds=10, every_seconds=0.005)
    assert received.told
    return time.perf_counter() - began


def messages_go_out(home: Path, first: int = 0) -> list[float]:
    with open_office(settings_at(home)) as office:
        taken = []
        for number in range(first, first + REPORTS):
            taken.append(seconds_to_the_outbox(office, home, number))
            pause(0.4)  # one report after another, at any point of the runner's round
        return taken


def test_without_an_engine_a_reports_notices_are_out_within_a_second_of_its_commit(home: Path) -> None:
    with hutong(home, "up", "--no-engine") as service:
        service.wait_for(lambda: "护童已启动" in service.said, within_seconds=30)
        taken = messages_go_out(home)

    print(f"commit to delivered: median {statistics.median(taken):.3f} s, longest {max(taken):.3f} s")
    assert max(taken) < 1.0
    assert service.left_the_machine == ""


@pytest.fixture(scope="module")
def with_engine(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """`hutong up`, a moment ago; its engine is still coming up."""
    home = lay_out_like(engine, tmp_path_factory.mktemp("service") / "var")
    with open_office(settings_at(home)) as office:
        furnish(office)
    with everything(home) as (service, service.url):
        yield service


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


def test_when_the_service_is_killed_the_engine_ends_by_itself(home: Path) -> None:
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


def is_running(process: psutil.Process) -> bool:
    return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)


def test_a_killed_service_is_started_again_on_the_same_home_and_goes_on(home: Path) -> None:
    with everything(home) as (service, _):
        service.child.kill()
        service.child.wait()

    with hutong(home, "up", "--no-engine") as again:
        again.wait_for(lambda: "护童已启动" in again.said, within_seconds=30)
        assert messages_go_out(home)
