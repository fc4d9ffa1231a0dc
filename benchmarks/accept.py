"""How long does somebody wait who hands in a report, while no engine runs? 接收一份报告所需时间.

    scripts/with-postgres python benchmarks/accept.py [--reports 200]

From the report as it was typed (a document) to the commit: read and checked, child and adults filed and sealed, case
opened, procedure woken, those to be told queued.  The yardstick is a median under 50 ms.
"""

from __future__ import annotations

import argparse

from bench import a_report, furnished, milliseconds, table, timed, urls
from floor import replayed, watched

from tasks.intake import take_report


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--reports", type=int, default=200)
    reports: int = asked.parse_args().reports
    rows = [_measure(name, url, reports) for name, url in urls().items()]
    table(("database", "median ms", "p95 ms", "rows each", "floor ms", "ratio"), rows)


def _measure(name: str, url: str, reports: int) -> tuple[str, ...]:
    with furnished(name, url) as place:
        for number in range(5):  # the first ones fill caches
            take_report(place.office, a_report(-1 - number, place.clock.at))
        with watched(place.office.database.engine) as seen:
            taken = []
            for number in range(reports):
                place.clock.move(seconds=1)
                taken.append(timed(lambda n=number: take_report(place.office, a_report(n, place.clock.at))))  # type: ignore[misc]
    with furnished(name, url) as bare:
        floor = replayed(bare.office.database, seen)
    median, p95 = milliseconds(taken)
    ratio = floor / sum(taken)
    return name, median, p95, f"{seen.rows / reports:.0f}", f"{floor / reports * 1000:.1f}", f"{ratio:.2f}"


if __name__ == "__main__":
    main()
