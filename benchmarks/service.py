"""`hutong up` as people run it: how soon do notices go out, and what does it cost at rest? 运行中的服务.

    python -m benchmarks.service [--no-engine] [--reports 20]

From the commit of a report in another process to the last of its first notices in the outbox file; then the processor
time and the memory of the whole tree of processes once nothing is left to do.  Figures are this machine's: nothing else
should run on it.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import psutil

from tasks.intake import take_report
from tasks.office import Office
from tasks.premises import open_office, wall_clock
from tests.engine.conftest import COMES_UP_WITHIN_SECONDS, STARTS_WITHIN_SECONDS, answers
from tests.running import Service, becomes, free_port, furnish, hutong, outbox, pause, report_on, settings_at

SETTLES_SECONDS = 20
WATCHED_SECONDS = 60
BETWEEN_REPORTS_SECONDS = 0.4  # so that they fall on any point of the runner's round


def main(arguments: Sequence[str] | None = None) -> None:
    """Start it, file reports, let it rest, and print what was seen."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--no-engine", action="store_true")
    asked.add_argument("--reports", type=int, default=20)
    given = asked.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        _measured(Path(folder) / "var", with_engine=not given.no_engine, reports=given.reports)


def _measured(home: Path, *, with_engine: bool, reports: int) -> None:
    with open_office(settings_at(home)) as office:
        furnish(office)
    port = free_port()
    words = ("up",) if with_engine else ("up", "--no-engine")
    with hutong(home, *words, HUTONG_PREFECT_PORT=str(port)) as service, open_office(settings_at(home)) as office:
        service.wait_for(lambda: "护童已启动" in service.said, within_seconds=STARTS_WITHIN_SECONDS)
        if with_engine:
            tell("while the engine comes up 引擎启动时", seconds_to_the_outbox(office, home, range(reports)))
            service.wait_for(lambda: answers(f"http://127.0.0.1:{port}/api"), within_seconds=COMES_UP_WITHIN_SECONDS)
        again = range(reports, 2 * reports)
        tell("with the engine 有引擎" if with_engine else "alone 无引擎", seconds_to_the_outbox(office, home, again))
        pause(SETTLES_SECONDS)
        print(at_rest(service))


def tell(when: str, taken: Sequence[float]) -> None:
    """One line of figures."""
    print(f"commit to outbox, {when}: median {median(taken):.3f} s, longest {max(taken):.3f} s, of {len(taken)}")


def seconds_to_the_outbox(office: Office, home: Path, numbers: range) -> list[float]:
    """From each commit to the last of the report's first notices in the file."""
    taken = []
    for number in numbers:
        received = take_report(office, report_on(f"禾苗{number}", reported_at=wall_clock()))
        began = time.perf_counter()
        assert becomes(
            lambda of=received: (
                sum(of.report_no in notice["text"] for notice in outbox(home)) >= len(of.told)  # type: ignore[misc]
            ),
            within_seconds=STARTS_WITHIN_SECONDS,
            every_seconds=0.005,
        )
        taken.append(time.perf_counter() - began)
        pause(BETWEEN_REPORTS_SECONDS)
    return taken


def at_rest(service: Service) -> str:
    """What the whole tree takes of a core, and of memory, while nothing is left to do."""
    tree = service.tree
    before, began = _spent(tree), time.monotonic()
    pause(WATCHED_SECONDS)
    share = (_spent(tree) - before) / (time.monotonic() - began)
    megabytes = sum(process.memory_info().rss for process in tree) / 2**20
    return f"at rest 空闲时: {share:.1%} of one core, {megabytes:.0f} MB in {len(tree)} processes"


def _spent(tree: list[psutil.Process]) -> float:
    return sum(sum(process.cpu_times()[:2]) for process in tree)


if __name__ == "__main__":
    main()
