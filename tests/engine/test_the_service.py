"""`hutong up` as people run it: do messages go out, does it rest, does it end? 运行中的服务."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from sqlmodel import func, select

from models import Seal
from tasks.glance import glance
from tasks.intake import take_report
from tasks.office import Office
from tasks.premises import open_office, wall_clock
from tasks.receipts import Received
from tests.engine.conftest import COMES_UP_WITHIN_SECONDS, STARTS_WITHIN_SECONDS, Engine, answers, lay_out_like
from tests.running import Service, becomes, free_port, furnish, hutong, outbox, pause, report_on, settings_at

pytestmark = pytest.mark.engine

REPORTS = 6
ROUNDS_OF_THE_RUNNER_SECONDS = 3  # it looks four times a second
MOST_MEGABYTES = 700


@dataclass(frozen=True)
class Everything:
    """`hutong up` with its engine, started a moment ago. 全部服务."""

    home: Path
    service: Service
    url: str
    engine_was_up_when_the_first_notices_were_out: bool

    def wait_for_the_engine(self) -> None:
        self.service.wait_for(lambda: answers(self.url), within_seconds=COMES_UP_WITHIN_SECONDS)


@contextmanager
def everything(home: Path) -> Iterator[tuple[Service, str]]:
    """`hutong up`, and the address of its engine."""
    port = free_port()
    with hutong(home, "up", HUTONG_PREFECT_PORT=str(port)) as service:
        service.wait_for(lambda: "护童已启动" in service.said, within_seconds=STARTS_WITHIN_SECONDS)
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
        messages_go_out(home, reports=1)
        yield Everything(home, service, url, answers(url))


def furnished(home: Path) -> Path:
    with open_office(settings_at(home)) as office:
        furnish(office)
    return home


# ------------------------------------------------------------------------------------------------ messages go out


def messages_go_out(home: Path, first: int = 0, reports: int = REPORTS) -> None:
    """Reports are filed, one after another, at any point of the runner's round; their notices are out."""
    with open_office(settings_at(home)) as office:
        for number in range(first, first + reports):
            received = take_report(office, report_on(f"禾苗{number}", reported_at=wall_clock()))
            assert received.told
            assert becomes(lambda told=received: is_out(home, told), within_seconds=STARTS_WITHIN_SECONDS)
            pause(0.4)


def is_out(home: Path, received: Received) -> bool:
    """Whether every first notice of a report is in the file."""
    return sum(received.report_no in notice["text"] for notice in outbox(home)) >= len(received.told)


def test_without_an_engine_a_reports_notices_go_out(home: Path) -> None:
    with hutong(home, "up", "--no-engine") as service:
        service.wait_for(lambda: "护童已启动" in service.said, within_seconds=STARTS_WITHIN_SECONDS)
        messages_go_out(home)

    assert service.left_the_machine == ""


def test_beside_the_engine_a_reports_notices_go_out(running: Everything) -> None:
    running.wait_for_the_engine()

    messages_go_out(running.home, first=100)


def test_while_the_engine_comes_up_notices_do_not_wait_for_it(running: Everything) -> None:
    assert not running.engine_was_up_when_the_first_notices_were_out


# ------------------------------------------------------------------------------------------------ at rest


def test_at_rest_nothing_is_written_but_heartbeats_and_seals_and_nobody_is_called(running: Everything) -> None:
    """What it costs at rest is measured by `python -m benchmarks.service`."""
    running.wait_for_the_engine()
    with open_office(settings_at(running.home)) as office:
        assert becomes(lambda: all_is_done(office), within_seconds=STARTS_WITHIN_SECONDS)
        before = newest_entry(office)
        out = len(outbox(running.home))

        pause(ROUNDS_OF_THE_RUNNER_SECONDS)

        assert newest_entry(office) == before
        assert len(outbox(running.home)) == out
    megabytes = sum(process.memory_info().rss for process in running.service.tree) / 2**20
    assert megabytes < MOST_MEGABYTES
    assert running.service.left_the_machine == ""


def all_is_done(office: Office) -> bool:
    """Nothing waits to be moved, climbed or sent, and all entries are sealed."""
    with office.reading() as desk:
        seen = glance(desk.session, desk.at)
        sealed = desk.session.exec(select(func.max(Seal.entry_seq))).one() or 0
    return not (seen.wakes or seen.rungs or seen.notices) and sealed == seen.newest_entry


def newest_entry(office: Office) -> int:
    with office.reading() as desk:
        return glance(desk.session, desk.at).newest_entry


# ------------------------------------------------------------------------------------------------ how it ends


def test_asked_to_end_it_ends_and_leaves_no_process_behind(home: Path) -> None:
    with everything(home) as (service, url):
        service.wait_for(lambda: answers(url), within_seconds=COMES_UP_WITHIN_SECONDS)
        tree = service.tree
        assert len(tree) >= 2  # it and the engine

        service.child.terminate()
        assert service.child.wait(STARTS_WITHIN_SECONDS) == 0, service.said

    assert "已停止" in service.said
    assert "Traceback" not in service.said
    assert not any(is_running(process) for process in tree)
    assert not answers(url)


def test_asked_to_end_while_the_engine_is_still_coming_up_it_ends_as_well(home: Path) -> None:
    with everything(home) as (service, _):
        tree = service.tree
        service.child.terminate()
        assert service.child.wait(STARTS_WITHIN_SECONDS) == 0, service.said

    assert not any(is_running(process) for process in tree)


def test_when_the_service_is_killed_the_engine_ends_by_itself_and_a_new_service_goes_on(home: Path) -> None:
    with everything(home) as (service, url):
        service.wait_for(lambda: answers(url), within_seconds=COMES_UP_WITHIN_SECONDS)
        engine = service.tree[1:]
        assert engine

        service.child.kill()
        service.child.wait()

        gone = becomes(lambda: not any(is_running(process) for process in engine), within_seconds=STARTS_WITHIN_SECONDS)
        for process in engine:
            if is_running(process):
                process.kill()
        assert gone

    with hutong(home, "up", "--no-engine") as again:
        again.wait_for(lambda: "护童已启动" in again.said, within_seconds=STARTS_WITHIN_SECONDS)
        messages_go_out(home)


def is_running(process: psutil.Process) -> bool:
    return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
