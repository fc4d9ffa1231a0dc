"""Accepting, advancing, escalating, answering, beside the floor. 办案速度.

Prefect is not running: this is what a report costs when it is down.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks import floor
from flows.registry import PROCEDURES
from rules.moments import shanghai
from tasks import acts, advance, sweep
from tasks.directory import enter_directory, read_directory
from tasks.documents_in import read_document
from tasks.intake import take_report
from tasks.office import Office
from tasks.premises import SIMULATED, open_office
from tasks.report_form import ReportForm, read_report
from tasks.settings import Settings

EXAMPLES = Path(__file__).parent.parent / "examples"
BODIES: advance.Bodies = {kind: procedure.fn for kind, procedure in PROCEDURES.items()}
CASES = 300
CLIENTS = 8


class Clock:
    """A clock that is moved."""

    at: datetime = shanghai("2026-03-02 10:55")

    def __call__(self) -> datetime:
        """The moment it shows."""
        return self.at


def measure(url: str, home: Path) -> Iterator[tuple[str, float, float, str]]:
    """Rows of the table: what, ours, floor, unit."""
    engine = floor.open_floor(url)
    clock = Clock()
    with an_office(url, home, clock) as office:
        forms = [a_report(number) for number in range(CASES)]
        for form in forms[:10]:
            take_report(office, form)  # warm
        accepted = [_milliseconds(lambda form=form: take_report(office, form)) for form in forms[10:]]
        floors = [_milliseconds(lambda n=n: floor.create_case(engine, n)) for n in range(CASES)]
        yield "accept a report, median", statistics.median(accepted), statistics.median(floors), "ms"
        yield "accept a report, p95", _p95(accepted), _p95(floors), "ms"

        began = time.perf_counter()
        advanced = advance.advance_many(office, BODIES)
        moving = time.perf_counter() - began
        whole = CASES / (sum(accepted) / 1000 * CASES / len(accepted) + moving)
        yield "waiting cases created (accept and advance)", whole, CASES / (sum(floors) / 1000), "/s"
        yield "procedures advanced", advanced / moving, float("nan"), "/s"

        clock.at += timedelta(hours=1, minutes=1)
        began = time.perf_counter()
        rungs = sweep.sweep_all(office)
        yield "rungs climbed, all due at once", rungs / (time.perf_counter() - began), float("nan"), "/s"

        with office.reading() as desk:
            cases = sorted(set(_cases(desk)))[:CASES]
        ours = _per_second(
            cases, lambda no: acts.answer(office, no, "triage", {"urgency": "urgent", "danger_now": False})
        )
        theirs = _per_second(range(CASES), lambda n: floor.answer(engine, n))
        yield f"answers, {CLIENTS} clients", ours, theirs, "/s"
    engine.dispose()


@contextmanager
def an_office(url: str, home: Path, clock: Clock) -> Iterator[Office]:
    """A simulated office with the example directory."""
    settings = Settings(_env_file=None, home=home, database_url=url)  # type: ignore[call-arg]
    with open_office(settings, now=clock, mode=SIMULATED) as office:
        enter_directory(office, read_directory(read_document((EXAMPLES / "directory.yaml").read_bytes())))
        yield office


def a_report(number: int) -> ReportForm:
    """The example report, on a child of its own."""
    text = (EXAMPLES / "report-school.yaml").read_text(encoding="utf-8")
    return read_report(read_document(text.replace("禾苗苗", f"禾苗{number}").encode()))


def _cases(desk: Any) -> list[str]:
    from sqlmodel import select

    from models import CaseFile

    return list(desk.session.exec(select(CaseFile.no)))


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def _per_second(items: Any, work: Callable[[Any], object]) -> float:
    listed = list(items)
    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(work, listed))
    return len(listed) / (time.perf_counter() - began)


def main() -> None:
    """Print a table per database."""
    urls = {}
    with tempfile.TemporaryDirectory() as folder:
        urls["SQLite"] = f"sqlite:///{folder}/bench.db"
        if postgres := os.environ.get("HUTONG_TEST_POSTGRES_URL"):
            urls["PostgreSQL"] = postgres
        for name, url in urls.items():
            print(f"\n{name}, {CASES} cases, Python {sys.version.split()[0]}")
            print(f"{'':46}{'hutong':>10}{'floor':>10}{'ratio':>8}")
            for what, ours, theirs, unit in measure(url, Path(folder) / name):
                ratio = "" if theirs != theirs else f"{ours / theirs:8.2f}"
                shown = "" if theirs != theirs else f"{theirs:10.1f}"
                print(f"{what:46}{ours:10.1f}{shown:>10}{ratio:>8} {unit}")


if __name__ == "__main__":
    main()
