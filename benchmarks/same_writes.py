"""Ours beside a floor that writes exactly the same rows, and where the time goes. 同样写入下的比较.

    scripts/with-postgres .venv/bin/python -m benchmarks.same_writes [--cases 300] [--profile escalate]

accept    a report, from the document as it was typed to the commit
create    the same, and the run that opens the first duties
advance   that run alone
escalate  all duties of all cases are two days old at once, and every rung that is then due is climbed
answer    a duty of each case, by 8 clients at the same time
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlmodel import col, select

from benchmarks.casework import BODIES, CLIENTS, Clock, a_report, an_office
from benchmarks.replay import Watched, replayed, watched
from models import CaseFile
from tasks import acts, advance, sweep
from tasks.intake import take_report
from tasks.office import Office

TRIAGED = {"urgency": "urgent", "danger_now": False, "document_no": "柳站研〔2026〕1号"}
HEADS = ("", "ours", "floor", "ratio", "rows", "median ms", "p95 ms")


@dataclass
class Place:
    """An office on a new database, and how long each single act took there. 测试场所."""

    office: Office
    clock: Clock
    taken: list[float] = field(default_factory=list)
    reports: int = 0

    def timed(self, act: Callable[[], object]) -> None:
        """Do something, and remember how long it took."""
        began = time.perf_counter()
        act()
        self.taken.append(time.perf_counter() - began)

    def repeat(self, act: Callable[[], object], times: int) -> int:
        """Do something so often, one after another."""
        for _ in range(times):
            self.timed(act)
        return times

    def accept(self) -> None:
        """Take a report on a child of its own."""
        self.reports += 1
        self.clock.at += timedelta(seconds=1)
        take_report(self.office, a_report(self.reports))

    def create(self) -> None:
        """Take a report and open its first duties."""
        self.accept()
        advance.advance_next(self.office, BODIES)

    def escalate(self) -> int:
        """Climb every rung that is due two days on."""
        self.clock.at += timedelta(days=2)
        return sweep.sweep_all(self.office)

    def answer(self) -> int:
        """Answer one duty of every case that has it, 8 at a time."""
        with self.office.reading() as desk:
            cases = list(desk.session.exec(select(CaseFile.no).order_by(col(CaseFile.no))))
        self.clock.at += timedelta(minutes=1)

        def one(case_no: str) -> None:
            self.timed(lambda: acts.answer(self.office, case_no, "triage", TRIAGED))

        with ThreadPoolExecutor(CLIENTS) as clients:
            return len(list(clients.map(one, cases)))


def main() -> None:
    """Print a table for each database."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cases", type=int, default=300)
    asked.add_argument("--profile", choices=("accept", "advance", "create", "escalate"), help="where the time goes")
    given = asked.parse_args()
    for name, url in {"SQLite": "", "PostgreSQL": os.environ.get("HUTONG_TEST_POSTGRES_URL", "")}.items():
        if url or name == "SQLite":
            print(f"\n{name}, {given.cases} cases, per second")
            print("".join(head.rjust(11) for head in HEADS))
            _measure(url, given.cases, given.profile)


def _measure(url: str, cases: int, wanted: str | None) -> None:
    done: list[tuple[str, int, float, Watched, list[float]]] = []
    with a_place(url) as place, watched(place.office.database.engine) as warming_up:
        for _ in range(5):
            place.create()
        steps: dict[str, Callable[[], int]] = {
            "accept": lambda: place.repeat(place.accept, cases),
            "advance": lambda: advance.advance_many(place.office, BODIES, cases),
            "create": lambda: place.repeat(place.create, cases),
            "escalate": place.escalate,
            "answer": place.answer,
        }
        before = Watched(list(warming_up.transactions))
        for what, step in steps.items():
            place.taken.clear()
            with watched(place.office.database.engine) as seen, profiled() if what == wanted else nullcontext():
                began = time.perf_counter()
                count = step()
                seconds = time.perf_counter() - began
            done.append((what, count, seconds, seen, list(place.taken)))
    with a_place(url) as bare:
        replayed(bare.office.database, before)
        for what, count, seconds, seen, taken in done:
            floor = replayed(bare.office.database, seen, clients=CLIENTS if what == "answer" else 1)
            cells = (
                f"{count / seconds:.0f}",
                f"{count / floor:.0f}",
                f"{floor / seconds:.2f}",
                f"{seen.rows / count:.0f}",
            )
            print("".join(cell.rjust(11) for cell in (what, *cells, *_spread(taken))))


def _spread(taken: list[float]) -> tuple[str, str]:
    if not taken:
        return "", ""
    return f"{statistics.median(taken) * 1000:.1f}", f"{statistics.quantiles(taken, n=20)[-1] * 1000:.1f}"


@contextmanager
def profiled() -> Iterator[None]:
    """Print where the time went."""
    profiler = cProfile.Profile()
    profiler.enable()
    try:
        yield
    finally:
        profiler.disable()
        pstats.Stats(profiler).sort_stats("cumtime").print_stats(40)


@contextmanager
def a_place(url: str) -> Iterator[Place]:
    """A simulated office with the example directory, on a database that is new."""
    clock = Clock()
    with tempfile.TemporaryDirectory(prefix="hutong-bench-") as folder:
        new = _new_postgres(url) if url else f"sqlite:///{folder}/bench.db"
        with an_office(new, Path(folder), clock) as office:
            yield Place(office, clock)


def _new_postgres(url: str) -> str:
    name = f"hutong_bench_{os.getpid()}"
    administrator = create_engine(url, isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE template0'))
    administrator.dispose()
    return make_url(url).set(database=name).render_as_string(hide_password=False)


if __name__ == "__main__":
    main()
