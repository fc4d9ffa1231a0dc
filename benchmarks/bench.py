"""What the benchmarks share: a furnished office on a database of its own, percentiles, a table. 基准公用部分.

Databases: SQLite in a temporary folder, always; PostgreSQL where HUTONG_TEST_POSTGRES_URL is set, as
`scripts/with-postgres` sets it.  Everything real: sealed words, keyed hashes, rendered messages, synchronous commits.
"""

from __future__ import annotations

import copy
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import create_engine, text  # noqa: E402
from sqlalchemy.engine import make_url  # noqa: E402

from flows.registry import PROCEDURES  # noqa: E402
from tasks import advance  # noqa: E402
from tasks.directory import enter_directory, read_directory  # noqa: E402
from tasks.documents_in import read_document  # noqa: E402
from tasks.office import Office  # noqa: E402
from tasks.premises import SIMULATED, open_office, wall_clock  # noqa: E402
from tasks.report_form import ReportForm, read_report  # noqa: E402
from tasks.settings import Settings  # noqa: E402

BODIES: advance.Bodies = {kind: procedure.fn for kind, procedure in PROCEDURES.items()}
EXAMPLE = read_document((ROOT / "examples" / "report-school.yaml").read_bytes())


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    at: datetime

    def __call__(self) -> datetime:
        """What it shows."""
        return self.at

    def move(self, **by: float) -> None:
        """Let time pass."""
        self.at += timedelta(**by)


@dataclass(frozen=True)
class Place:
    """One database to measure on."""

    name: str
    office: Office
    clock: Clock
    settings: Settings


def urls() -> dict[str, str]:
    """Databases to measure on, by name; "" is a SQLite file of its own."""
    postgres = os.environ.get("HUTONG_TEST_POSTGRES_URL", "")
    return {"SQLite": "", **({"PostgreSQL": postgres} if postgres else {})}


@contextmanager
def furnished(name: str, url: str) -> Iterator[Place]:
    """A new office with the example directory, on a new database."""
    with tempfile.TemporaryDirectory(prefix="hutong-bench-") as folder:
        settings = Settings(_env_file=None, home=Path(folder), database_url=_fresh(url))  # type: ignore[call-arg]
        clock = Clock(wall_clock())
        with open_office(settings, now=clock, mode=SIMULATED) as office:
            enter_directory(office, read_directory(read_document((ROOT / "examples" / "directory.yaml").read_bytes())))
            yield Place(name, office, clock, settings)


def _fresh(url: str) -> str:
    if not url:
        return ""
    name = f"hutong_bench_{os.getpid()}"
    administrator = create_engine(url, isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE template0'))
    administrator.dispose()
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def a_report(number: int, at: datetime) -> ReportForm:
    """The example report, on a child of its own."""
    document: dict[str, Any] = copy.deepcopy(dict(EXAMPLE))
    document["发现时间"] = (at - timedelta(minutes=20)).isoformat()
    document["报告时间"] = at.isoformat()
    document["事件"]["发生时间"] = (at - timedelta(hours=12)).isoformat()
    document["儿童"][0]["姓名"] = f"禾苗{number}"
    return read_report(document)


def timed(work: Callable[[], object]) -> float:
    """Seconds that something takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def milliseconds(taken: Sequence[float]) -> tuple[str, str]:
    """Median and 95th percentile."""
    return f"{statistics.median(taken) * 1000:.1f}", f"{statistics.quantiles(taken, n=20)[-1] * 1000:.1f}"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under their heads."""
    widths = [max(len(row[at]) for row in (heads, *rows)) for at in range(len(heads))]
    for row in (heads, ["-" * width for width in widths], *rows):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
