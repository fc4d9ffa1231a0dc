"""A thousand rungs that are due among a million open duties: found and climbed. 百万职责中的到期督办.

    python -m benchmarks.escalation [--duties 1000000] [--due 1000] [--rounds 5]

Each round has its own thousand.  Beside ours stands a floor: the same rows found by the same index and written back
with one statement, nothing recorded and nobody told.  PostgreSQL where HUTONG_TEST_POSTGRES_URL names one.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import update
from sqlmodel import col, select

from benchmarks.casework import Clock, an_office
from benchmarks.crowd import fill
from models import DutyRow
from tasks import sweep
from tasks.office import Office

EACH = 4
"""Open duties in a case."""


def measure(url: str, home: Path, duties: int, due: int, rounds: int) -> tuple[list[float], list[float], list[float]]:
    """Seconds of each round: ours by the clock, ours in this process, and the floor by the clock."""
    clock = Clock()
    with an_office(url, home, clock) as office:
        fill(office, cases=duties // EACH, duties_each=EACH, due=due * rounds, now=clock.at + timedelta(days=400))
        _spread(office, clock, due, rounds)
        ours, worked = [], []
        for turn in range(rounds):
            clock.at = clock.at + timedelta(minutes=1)
            began, busy = time.perf_counter(), time.process_time()
            climbed = sweep.sweep_all(office)
            ours.append(time.perf_counter() - began)
            worked.append(time.process_time() - busy)
            assert climbed == due, f"round {turn}: {climbed} rungs instead of {due}"
        return ours, worked, [_floor(office, due) for _ in range(rounds)]


def _spread(office: Office, clock: Clock, due: int, rounds: int) -> None:
    """Round by round a thousand fall due, a minute apart."""
    with office.writing() as desk:
        for turn in range(rounds):
            first, last = f"C-{turn * due:07}/1", f"C-{(turn + 1) * due - 1:07}/1"
            moment = clock.at + timedelta(minutes=turn + 1)
            desk.session.execute(
                update(DutyRow)
                .where(col(DutyRow.no).between(first, last), col(DutyRow.about) == "0")
                .values(next_rung_at=moment, opened_at=moment - timedelta(hours=1), legal_due_at=moment)
            )


def _floor(office: Office, due: int) -> float:
    began = time.perf_counter()
    with office.writing() as desk:
        query = select(DutyRow.no).where(col(DutyRow.next_rung_at).is_not(None)).order_by(col(DutyRow.next_rung_at))
        numbers = list(desk.session.exec(query.limit(due)))
        for start in range(0, due, 500):
            part = numbers[start : start + 500]
            desk.session.execute(update(DutyRow).where(col(DutyRow.no).in_(part)).values(next_rung=DutyRow.next_rung))
    return time.perf_counter() - began


def main() -> None:
    """Print a line per database."""
    told = argparse.ArgumentParser()
    told.add_argument("--duties", type=int, default=1_000_000)
    told.add_argument("--due", type=int, default=1_000)
    told.add_argument("--rounds", type=int, default=5)
    given = told.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        urls = {"SQLite": f"sqlite:///{folder}/bench.db"}
        if postgres := os.environ.get("HUTONG_TEST_POSTGRES_URL"):
            urls["PostgreSQL"] = postgres
        print(f"{given.due} rungs due among {given.duties} open duties, seconds, {given.rounds} rounds")
        for name, url in urls.items():
            ours, worked, floor = measure(url, Path(folder) / name, given.duties, given.due, given.rounds)
            middle, below = statistics.median(ours), statistics.median(floor)
            here = statistics.median(worked)
            print(f"{name:12} ours {middle:.3f}, worst {max(ours):.3f}; {here:.3f} of it in this process")
            print(f"{'':12} floor {below:.3f}, ratio {middle / below:.1f}")


if __name__ == "__main__":
    main()
