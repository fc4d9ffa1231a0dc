"""What a tick of the watchdog costs at 100,000 open cases. 巡检速度.

A handful of cases is made through the real code; their rows are then copied, with other numbers, until there are as
many as asked for.  Journal entries are copied with them; their hashes are not: the invariants compare, they do not
compute.

    python -m benchmarks.invariants [--cases 100000]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, text

from benchmarks.casework import BODIES, Clock, a_report, an_office
from tasks import advance, heartbeat, invariants, sweep
from tasks.intake import take_report
from tasks.office import Office

PATTERNS = 20
NUMBERED = {
    "case_file": ("no",),
    "procedure": ("no", "case_no", "opened_by"),
    "duty": ("no", "case_no", "procedure_no"),
    "journal": ("chain", "procedure_no", "duty_no", "key", "mac", "before"),
    "chain_head": ("chain", "mac"),
}
"""Columns that hold a number of which every copy has its own."""


def measure(cases: int, home: Path) -> Iterator[tuple[str, float]]:
    """What was measured, and milliseconds."""
    clock = Clock()
    with an_office(f"sqlite:///{home}/hutong.db", home, clock) as office:
        for number in range(PATTERNS):
            take_report(office, a_report(number))
        advance.advance_many(office, BODIES)
        clock.at += timedelta(hours=1, minutes=1)
        sweep.sweep_all(office)
        _multiply(office, cases // PATTERNS)
        heartbeat.beat(office, {heartbeat.SWEEP: ""})
        with office.reading() as desk:
            newest = invariants.newest_entry(desk)
            tick = invariants.since(desk, newest - invariants.ENTRIES_ON_A_TICK)
            for name, window in (("on a tick", tick), ("whole", invariants.whole(desk))):
                whole = 0.0
                for one in invariants.INVARIANTS:
                    began = time.perf_counter()
                    seen = one.seen(desk, window)
                    took = (time.perf_counter() - began) * 1000
                    whole += took
                    yield f"{one.code} {name}" + (f" ({seen.total} found)" if seen.total else ""), took
                yield f"ALL {name}, {newest} journal entries", whole


def _multiply(office: Office, times: int) -> None:
    with office.database.writing() as session:
        connection = session.connection()
        connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        connection.execute(
            text(
                "CREATE TEMP TABLE copy AS WITH RECURSIVE n(i) AS "
                f"(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {times - 1}) SELECT i FROM n"
            )
        )
        for table, numbered in NUMBERED.items():
            _copy(connection, table, numbered)


def _copy(connection: Connection, table: str, numbered: tuple[str, ...]) -> None:
    columns = [row[1] for row in connection.execute(text(f"PRAGMA table_info({table})")) if row[1] != "seq"]
    chosen = ", ".join(_copied(name) if name in numbered else f'"{name}"' for name in columns)
    listed = ", ".join(f'"{name}"' for name in columns)
    of_cases = " WHERE chain IN (SELECT no FROM case_file WHERE no NOT LIKE '%~%')" if "chain" in columns else ""
    connection.execute(text(f"INSERT INTO {table} ({listed}) SELECT {chosen} FROM {table}, copy{of_cases}"))


def _copied(name: str) -> str:
    """`C-1` and `C-1/3` become `C-1~7` and `C-1~7/3`; an empty first link stays empty."""
    slash = f"instr({name} || '/', '/')"
    marked = f"substr({name}, 1, {slash} - 1) || '~' || i || substr({name}, {slash})"
    return f"CASE WHEN {name} IS NULL OR {name} = '' THEN {name} ELSE {marked} END"


def main(arguments: list[str]) -> None:
    """Print the table."""
    cases = int(arguments[arguments.index("--cases") + 1]) if "--cases" in arguments else 100_000
    with tempfile.TemporaryDirectory() as folder:
        for name, milliseconds in measure(cases, Path(folder)):
            print(f"{milliseconds:10.1f} ms  {name}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
