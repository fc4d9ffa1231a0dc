"""How long an audit sheet takes: of one case beside many others, and of all of them. 核查表耗时.

One story is played, and its case copied under other numbers until the county has as many as are asked for: the
journal then holds some 200,000 entries of 1,600 cases.  The copies' hashes are not valid; nobody asks for them here.

    python -m benchmarks.audit_sheet                                   # SQLite
    scripts/with-postgres .venv/bin/python -m benchmarks.audit_sheet   # SQLite and PostgreSQL
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import text
from sqlmodel import col, func, select

from documents import sheet as sheets
from documents.sheet_xlsx import xlsx
from models import CaseFile, DutyRow, JournalEntry, Procedure
from models.bulk import table_of
from scenarios.player import Played, play
from tasks.audit_paper import case_paper
from tasks.audit_set import Asked, set_sheet
from tasks.audit_set_paper import set_paper
from tasks.audit_sheet import case_sheet
from tasks.audit_view import shared
from tasks.desk import Desk
from tasks.shapes.of_audits import case_sheet as facts_of_case
from tasks.shapes.plain import as_json

STORY = Path(__file__).parent.parent / "examples" / "scenarios" / "after-a-beating.yaml"
TIMES = 15
WANTED_MS = 200
_IN_ONE_GO = 100

Row = dict[str, Any]


def fill(played: Played, cases: int) -> None:
    """Copy the cases of a story until there are so many."""
    models: tuple[type[Any], ...] = (CaseFile, Procedure, DutyRow, JournalEntry)
    numbers = list(played.cases.values())
    with played.office.reading() as desk:
        originals = {no: {model: list(_rows(desk, model, no)) for model in models} for no in numbers}
    copies = [(no, copy) for copy in range(cases // len(numbers)) for no in numbers]
    for begin in range(0, len(copies), _IN_ONE_GO):
        part = copies[begin : begin + _IN_ONE_GO]
        with played.office.writing() as desk:
            for model in models:
                desk.add(model, [_copied(row, no, copy) for no, copy in part for row in originals[no][model]])
    with played.office.writing() as desk:
        desk.session.execute(text("ANALYZE"))


def _rows(desk: Desk, model: type[Any], case_no: str) -> Iterator[Row]:
    table = table_of(model)
    named = next(table.c[name] for name in ("chain", "case_no", "no") if name in table.c)
    for row in desk.session.execute(table.select().where(named == case_no)).mappings():
        yield {name: value for name, value in row.items() if name != "seq"}


def _copied(row: Row, case_no: str, copy: int) -> Row:
    """The row of another case: every number of its own, also inside what is written."""
    again = {}
    for name, value in row.items():
        if isinstance(value, str):
            value = value.replace(case_no, f"{case_no}-{copy}")
            if name in ("procedure_no", "opened_by", "payload", "key") or (name == "no" and value.startswith("P-")):
                value = _renumbered(value, copy)
        again[name] = value
    if "key" in row:
        again["key"] = f"{copy}:{row['key']}"
    return again


def _renumbered(value: str, copy: int) -> str:
    """Numbers of procedures are their own in every copy; those of posts stay."""
    for number in _PROCEDURES:
        value = value.replace(number, f"{number}-{copy}")
    return value


_PROCEDURES: list[str] = []


def milliseconds(work: Callable[[], object], times: int = TIMES) -> float:
    """The median of several turns, on the wall clock."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return median(took)


def seconds(work: Callable[[], object]) -> str:
    """One turn: on the wall clock, and what the processor of this program spent on it."""
    began, spent = time.perf_counter(), time.process_time()
    work()
    return f"{time.perf_counter() - began:.1f} s, {time.process_time() - spent:.1f} s of our processor"


def measure(url: str | None, cases: int) -> Iterator[tuple[str, str]]:
    """Rows of the table: what, and its figure."""
    with TemporaryDirectory() as home, play(STORY, home=Path(home), database_url=url) as played:
        with played.office.reading() as desk:
            _PROCEDURES[:] = desk.session.exec(select(Procedure.no)).all()
        fill(played, cases)
        no = next(iter(played.cases.values()))
        with played.office.reading() as desk:
            entries = desk.session.exec(select(func.count(col(JournalEntry.seq)))).one()
            own = desk.session.exec(select(func.count(col(JournalEntry.seq))).where(JournalEntry.chain == no)).one()
        yield "entries in the journal, cases", f"{entries:,}, {cases:,}"
        yield "entries of the one case", f"{own}"
        yield from _one_case(played, no)
        yield from _all_cases(played)
        if url is None:
            yield from _the_command(Path(home), no)


def _one_case(played: Played, no: str) -> Iterator[tuple[str, str]]:
    def sheet() -> Any:
        with played.office.reading() as desk:
            return case_sheet(desk, no)

    def past() -> Any:
        with played.office.reading() as desk:
            return case_sheet(desk, no, on=date(2026, 3, 20))

    found = sheet()
    yield f"one case (wanted: under {WANTED_MS} ms)", f"{milliseconds(sheet):.1f} ms"
    yield "one case as it stood on a day", f"{milliseconds(past):.1f} ms"
    yield "… as JSON", f"{milliseconds(lambda: as_json(facts_of_case(found))):.1f} ms"
    yield "… as a page", f"{milliseconds(lambda: sheets.html(case_paper(found))):.1f} ms"
    yield "… as a spreadsheet", f"{milliseconds(lambda: xlsx(case_paper(found))):.1f} ms"


def _all_cases(played: Played) -> Iterator[tuple[str, str]]:
    asked = Asked(area="99", from_on=date(2016, 1, 1), to_on=date(2027, 12, 31))
    with played.office.reading() as desk:
        took = seconds(lambda: set_sheet(desk, asked))  # cold: nothing of it was read before
        found = set_sheet(desk, asked)
    duties = sum(counter.total() for counter in found.counts.values())
    yield f"all {found.cases:,} cases, {duties:,} verdicts", took
    yield "… small numbers hidden, as a spreadsheet", seconds(lambda: xlsx(set_paper(shared(found))))


def _the_command(home: Path, no: str) -> Iterator[tuple[str, str]]:
    """The command as people type it, less what an interpreter takes to start and to load it."""
    python = [sys.executable, "-m", "cli.main"]

    def run(*words: str) -> float:
        return milliseconds(lambda: subprocess.run([*python, *words], check=True, capture_output=True), times=3)

    shown, nothing = run("--home", str(home), "audit", no), run("audit", "--help")
    yield "hutong audit NO, whole; hutong audit --help", f"{shown:.0f} ms; {nothing:.0f} ms"


def main() -> None:
    """Print a table for SQLite, and for PostgreSQL where there is one."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=1_600)
    cases = options.parse_args().cases
    for name, url in (("SQLite", None), ("PostgreSQL", os.environ.get("HUTONG_TEST_POSTGRES_URL"))):
        if name == "SQLite" or url:
            print(f"\n{name}")
            for what, figure in measure(url, cases):
                print(f"  {what:<52}{figure}", flush=True)


if __name__ == "__main__":
    main()
