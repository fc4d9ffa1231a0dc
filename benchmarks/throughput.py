"""How many cases, escalations and answers in a second? 吞吐量 / the yardstick of the design, beside a floor.

    scripts/with-postgres python benchmarks/throughput.py [--cases 300]

Create: a report is taken and its first duties are opened (two transactions; every message rendered, every word
sealed).  Escalate: all duties of all cases fall due at once, and every rung that is then due is climbed.  Answer: a
duty of each case is answered by one of 8 clients at the same time.  The floor makes the same writes by plain
SQLAlchemy, without reading, deciding, rendering or sealing (see floor.py).
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from bench import BODIES, Place, a_report, furnished, table, timed, urls
from floor import Watched, replayed, watched
from sqlmodel import col, select

from models import CaseFile
from tasks import acts, advance, sweep
from tasks.intake import take_report

CLIENTS = 8
SEEN = {"urgency": "urgent", "danger_now": False, "document_no": "柳站研〔2026〕1号"}


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cases", type=int, default=300)
    asked.add_argument("--profile", choices=("create", "escalate", "answer"))
    given = asked.parse_args()
    rows = [row for name, url in urls().items() for row in _measure(name, url, given.cases, given.profile)]
    table(("database", "what", "per second", "rows each", "floor per second", "ratio"), rows)


def _measure(name: str, url: str, cases: int, profile: str | None) -> list[tuple[str, ...]]:
    steps: dict[str, Callable[[Place], int]] = {
        "create": lambda place: _create(place, cases),
        "escalate": _escalate,
        "answer": _answer,
    }
    done: dict[str, tuple[int, float, Watched]] = {}
    with furnished(name, url) as place:
        with watched(place.office.database.engine) as warm_up:
            _create(place, 3)
        for what, step in steps.items():
            with watched(place.office.database.engine) as seen:
                count: list[int] = []
                profiler = cProfile.Profile() if what == profile else None
                if profiler:
                    profiler.enable()
                seconds = timed(lambda step=step, count=count: count.append(step(place)))  # type: ignore[misc]
                if profiler:
                    profiler.disable()
                    pstats.Stats(profiler).sort_stats("cumtime").print_stats(45)
            done[what] = count[0], seconds, seen
    rows = []
    with furnished(name, url) as bare:
        replayed(bare.office.database, warm_up)
        for what, (count_, seconds, seen) in done.items():
            floor = replayed(bare.office.database, seen, clients=CLIENTS if what == "answer" else 1)
            each = f"{seen.rows / count_:.0f}"
            row = (name, what, f"{count_ / seconds:.0f}", each, f"{count_ / floor:.0f}", f"{floor / seconds:.2f}")
            rows.append(row)
    return rows


def _create(place: Place, cases: int) -> int:
    begun = place.clock.at
    for number in range(cases):
        place.clock.move(milliseconds=10)
        take_report(place.office, a_report(number + int(begun.timestamp() * 1000), place.clock.at))
        advance.advance_next(place.office, BODIES)
    return cases


def _escalate(place: Place) -> int:
    place.clock.move(days=2)
    return sweep.sweep_all(place.office)


def _answer(place: Place) -> int:
    with place.office.reading() as desk:
        cases = list(desk.session.exec(select(CaseFile.no).order_by(col(CaseFile.no))))
    place.clock.move(minutes=1)
    with ThreadPoolExecutor(CLIENTS) as clients:
        return len(list(clients.map(lambda case_no: acts.answer(place.office, case_no, "triage", SEEN), cases)))


if __name__ == "__main__":
    main()
