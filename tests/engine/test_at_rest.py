"""What does the service cost while nothing happens? 空闲时的开销."""

from __future__ import annotations

import time
from pathlib import Path

import psutil
import pytest

from tasks.intake import take_report
from tasks.premises import open_office, wall_clock
from tests.engine.conftest import COMES_UP_WITHIN_SECONDS, answers
from tests.running import free_port, furnish, hutong, pause, report_on, settings_at

pytestmark = pytest.mark.engine

WARM_UP_SECONDS = 12
WATCHED_SECONDS = 20
MOST_OF_A_CORE = 0.05
MOST_MEGABYTES = 700


def test_at_rest_the_whole_tree_takes_under_five_percent_of_a_core_and_under_700_megabytes(laid_out: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/api"
    with open_office(settings_at(laid_out)) as office:
        furnish(office)
        for number in range(3):
            take_report(office, report_on(f"禾苗{number}", reported_at=wall_clock()))

    with hutong(laid_out, "up", HUTONG_PREFECT_PORT=str(port)) as service:
        service.wait_for(lambda: answers(url), within_seconds=COMES_UP_WITHIN_SECONDS)
        pause(WARM_UP_SECONDS)  # the reports are moved and told, the engine has settled
        tree = service.tree
        before, began = spent(tree), time.monotonic()
        pause(WATCHED_SECONDS)
        share = (spent(tree) - before) / (time.monotonic() - began)
        megabytes = sum(process.memory_info().rss for process in tree) / 2**20

    print(f"at rest: {share:.1%} of one core, {megabytes:.0f} MB in {len(tree)} processes")
    assert share < MOST_OF_A_CORE
    assert megabytes < MOST_MEGABYTES


def spent(tree: list[psutil.Process]) -> float:
    """Seconds of processor time that these processes have taken."""
    return sum(sum(process.cpu_times()[:2]) for process in tree)
