"""How long a county's register takes to be entered, and to be handed in again. 名册导入耗时.

A register of 20,000 invented children with two or three adults each is written as .xlsx, looked at, entered, and handed
in again, which must change nothing.  The floor writes the very same rows on another new database and neither reads,
recognises nor seals anything (see `same_writes`).

    python -m benchmarks.import_children                                   # SQLite
    scripts/with-postgres .venv/bin/python -m benchmarks.import_children   # SQLite and PostgreSQL
    python -m benchmarks.import_children --profile                         # where the time goes
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, timedelta
from typing import TypeVar

from sqlmodel import func, select

from benchmarks.replay import replayed, watched
from benchmarks.same_writes import a_place, profiled
from documents.form_xlsx import Form, form_xlsx
from models import JournalEntry
from tasks.child_columns import columns
from tasks.child_sheet import TAB, form_columns
from tasks.child_table import ChildTable, read_children
from tasks.import_children import import_children, look_ahead
from tasks.office import Office

CIVIL = "P-CIVIL"
WANTED_SECONDS = 60
TODAY = date(2026, 3, 2)
_HOUSEHOLDS_OF = 2  # children

Anything = TypeVar("Anything")


def register(children: int) -> bytes:
    """So many children who do not exist, two to a household, as an .xlsx."""
    codes = columns(2, 1)
    rows = (_row(number) for number in range(children))
    written = ([row.get(code) for code in codes] for row in rows)
    return form_xlsx(Form(title="", tab=TAB, columns=form_columns(2, 1), rows=written))


def _row(number: int) -> dict[str, str]:
    household = number // _HOUSEHOLDS_OF
    born = date(2009, 1, 1) + timedelta(days=number % 5_000)
    return {
        "name": f"禾{number}",
        "sex": "男" if number % 2 else "女",
        "birth_on": born.isoformat(),
        "categories": "留守儿童",
        "registration_area": "990101002",
        "registration_address": f"石桥乡{household}号",
        "residence_area": "990101001",
        "residence_address": f"柳溪镇河边路{household}号",
        "household": str(household),
        "guardian.1.name": f"禾父{household}",
        "guardian.1.relation": "父亲",
        "guardian.1.phone": "000-0000-0001",
        "guardian.2.name": f"林母{household}",
        "guardian.2.relation": "母亲",
        "carer.1.name": f"林奶{household}" if household % 2 else f"林母{household}",
        "carer.1.relation": "祖父母、外祖父母" if household % 2 else "母亲",
    }


def measure(url: str, raw: bytes, *, profile: bool) -> None:
    """Print a line for each step."""
    with a_place(url) as place:
        office = place.office
        table = _timed("read the file", lambda: read_children(raw, today=TODAY))
        _timed("look ahead", lambda: look_ahead(office, table))
        with watched(office.database.engine) as seen, profiled() if profile else nullcontext():
            spent = time.process_time()
            took, opened = _entered(office, table)
            spent = time.process_time() - spent
        print(f"  {'enter (processor; files opened)':<40}{took:8.1f} s   {spent:.1f} s; {opened:,}", flush=True)
        before = _entries(office)
        again, opened = _entered(office, _timed("read it again", lambda: read_children(raw, today=TODAY)))
        added = _entries(office) - before
        print(f"  {'enter again (files opened, entries)':<40}{again:8.1f} s   {opened}, {added}", flush=True)
    if profile:
        return
    with a_place(url) as bare:
        floor = replayed(bare.office.database, seen)
    print(f"  {'floor: the same rows, nothing else':<40}{floor:8.1f} s   {seen.rows:,} rows")
    print(f"  {'ratio; wanted, file read and entered':<40}{floor / took:8.2f}     under {WANTED_SECONDS} s")


def _entered(office: Office, table: ChildTable) -> tuple[float, int]:
    began = time.perf_counter()
    done = import_children(office, table, by_post=CIVIL)
    return time.perf_counter() - began, done.opened


def _entries(office: Office) -> int:
    with office.reading() as desk:
        return desk.session.exec(select(func.count()).select_from(JournalEntry)).one()


def _timed(what: str, work: Callable[[], Anything]) -> Anything:
    began, spent = time.perf_counter(), time.process_time()
    done = work()
    took, spent = time.perf_counter() - began, time.process_time() - spent
    print(f"  {what + ' (processor)':<40}{took:8.1f} s   {spent:.1f} s", flush=True)
    return done


def main() -> None:
    """Print a table for SQLite, and for PostgreSQL where there is one."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--children", type=int, default=20_000)
    options.add_argument("--profile", action="store_true", help="where the time goes")
    given = options.parse_args()
    raw = register(given.children)
    for name, url in {"SQLite": "", "PostgreSQL": os.environ.get("HUTONG_TEST_POSTGRES_URL", "")}.items():
        if url or name == "SQLite":
            print(f"\n{name}, {given.children:,} children, {len(raw) / 1024 / 1024:.1f} MB")
            measure(url, raw, profile=given.profile)


if __name__ == "__main__":
    main()
