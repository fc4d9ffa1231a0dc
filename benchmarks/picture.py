"""How long a timeline takes, beside a floor on the same machine. 时间线绘制耗时.

The floor lays the same rows out as one circle and one text each, without grid, lanes or free places: what is left
between the two is what reading the file at a glance costs.

    python -m benchmarks.picture
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from statistics import median

from pictures.page import html
from pictures.rows import Kind, Lane, Row, Weight
from pictures.timeline import draw, elements
from rules.calendar import Calendar
from rules.moments import civil_day, midnight_after, midnight_before, shanghai
from rules.vocabulary import Force, Precision

TODAY = shanghai("2026-11-24 09:20")
ROUNDS = 7


def rows_of(count: int, *, years: float) -> list[Row]:
    """A made-up file: two thirds routine contacts, some duties, some orders."""
    dice = random.Random(count)
    return [
        _row(no, date(2026, 11, 20) - timedelta(days=dice.randrange(int(years * 365))), dice) for no in range(count)
    ]


def _row(no: int, day: date, dice: random.Random) -> Row:
    at, lane, throw = midnight_before(day), dice.choice(list(Lane)), dice.random()
    kind = Kind.POINT if throw < 0.8 else Kind.LIMIT if throw < 0.93 else Kind.VALIDITY
    limit = midnight_after(day + timedelta(days=dice.randrange(1, 20)))
    return Row(
        entry_no=no + 1,
        lane=lane,
        kind=kind,
        label="走访" if kind is Kind.POINT else "书面回复" if kind is Kind.LIMIT else "告诫期",
        sentence=f"{day.isoformat()} 第 {no + 1} 号记录",
        recorded=at,
        happened=at,
        precision=Precision.DAY,
        weight=Weight.ROUTINE if throw < 0.65 else Weight.PLAIN,
        limit=limit if kind is Kind.LIMIT else None,
        limit_kind=Force.STATUTORY,
        done=limit + timedelta(hours=dice.randrange(-48, 48)) if kind is Kind.LIMIT else None,
        valid_from=day if kind is Kind.VALIDITY else None,
        valid_to=day + timedelta(days=90) if kind is Kind.VALIDITY else None,
    )


def floor(rows: Sequence[Row]) -> str:
    """One circle and one text a row."""
    parts = []
    for row in rows:
        x = civil_day(row.happened or row.recorded).toordinal()
        parts.append(f'<circle cx="{x}" cy="0" r="5"/><text x="{x}" y="5">{row.label}</text>')
    return f"<svg>{''.join(parts)}</svg>"


def _milliseconds(work: Callable[[], object]) -> float:
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return median(took) * 1000


def main() -> None:
    """Print one line for each size of file."""
    calendar = Calendar.national()
    print("rows  years   floor ms   picture ms   ratio   page ms   bytes   elements")
    for count, years in ((10, 0.5), (40, 0.7), (200, 0.7), (200, 9.0), (1000, 10.0)):
        rows = rows_of(count, years=years)

        def picture(rows: list[Row] = rows) -> str:
            return draw(rows, title="x", today=TODAY, closed=False, calendar=calendar).svg

        def page(rows: list[Row] = rows) -> str:
            return html(rows, title="x", today=TODAY, closed=False, calendar=calendar)

        def least_work(rows: list[Row] = rows) -> str:
            return floor(rows)

        least, took, whole = _milliseconds(least_work), _milliseconds(picture), _milliseconds(page)
        drawn = picture()
        size = f"{len(drawn.encode()):>7} {elements(drawn):>10}"
        print(f"{count:>4} {years:>6} {least:>10.2f} {took:>12.1f} {took / least:>7.0f} {whole:>9.1f} {size}")


if __name__ == "__main__":
    main()
