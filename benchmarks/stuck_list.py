"""How long the stuck list takes over 100,000 open cases, every kind of it. 卡住清单耗时.

The database is filled by direct inserts: 100,000 open cases and 25,000 closed ones, two to three live duties in each,
some 2% stuck, spread over all kinds.  Measured is the whole list, from the query to the words of each line.

    python -m benchmarks.stuck_list                                   # SQLite
    scripts/with-postgres python -m benchmarks.stuck_list             # SQLite and PostgreSQL
    python -m benchmarks.stuck_list --cases 10000 --kinds             # smaller; and what each kind takes
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import SQLModel

from models import (
    CaseFile,
    ChildFile,
    DutyPause,
    DutyRow,
    Heartbeat,
    Instrument,
    InstrumentVersion,
    Notice,
    Outbox,
    Pace,
    Procedure,
    RuleBook,
    Wake,
)
from models.bulk import table_of
from rules.moments import civil_day, shanghai
from tasks.directory import enter_directory, read_directory
from tasks.documents_in import read_document
from tasks.office import Office
from tasks.premises import SIMULATED, open_office
from tasks.settings import Settings
from tasks.stuck import StuckKind, stuck, stuck_now

NOW = shanghai("Wednesday 2026-09-16 09:00")
EXAMPLES = Path(__file__).parent.parent / "examples"
CASES = 100_000
ROUNDS = 9
POSTS = ("P-CIVIL", "P-LIUXI-POLICE", "P-LIUXI-STATION", "P-COUNTY-POLICE")
CODES = ("safety_assessment", "choose_interventions", "complete_referral", "feedback_on_progress", "admonition_visit")
BLOCK = 1_000
COPIED: dict[type[SQLModel], tuple[str, ...]] = {
    ChildFile: ("no",),
    CaseFile: ("no", "child_no"),
    Procedure: ("no", "case_no"),
    DutyRow: ("no", "case_no", "procedure_no"),
    DutyPause: ("no", "duty_no"),
    Notice: ("no", "case_no", "chain"),
    Instrument: ("no", "case_no", "procedure_no"),
    InstrumentVersion: ("instrument_no",),
    Wake: ("procedure_no",),
    Outbox: ("notice_no",),
}
"""Tables that are copied block by block, with their columns that hold numbers."""

Rows = Iterator[tuple[type[SQLModel], dict[str, Any]]]


def ago(**length: float) -> datetime:
    """A moment before now."""
    return NOW - timedelta(**length)


def rows_of(cases: int, rules: str) -> Rows:
    """Everything there is, case by case."""
    for n in range(cases + cases // 4):
        yield from _case(n, rules, is_open=n < cases)
    for post in POSTS:
        yield Notice, _notice(f"N-D-{post}", ago(days=3), template="digest", post_no=post)
    for code in CODES:
        pace = {"code": code, "variant": "default", "n": 400, "median_seconds": 86_400, "p90_seconds": 40 * 86_400}
        yield Pace, {**pace, "computed_at": NOW}
    for name in ("sweep", "delivery", "runner"):
        yield Heartbeat, {"name": name, "at": ago(days=1), "detail": ""}


def _case(n: int, rules: str, *, is_open: bool) -> Rows:
    """One case in its place: of a thousand, numbers 0 to 19 are stuck, each in a way of its own."""
    no, child, way = f"C-{n:06}", f"K-{n:06}", n % 1000 if is_open else -1
    opened = ago(days=20 + n % 300, minutes=n % 1440)
    stands = "open" if is_open else "closed"
    closed_at = None if is_open else ago(days=n % 19)
    contact = ago(days=45) if way == 0 else ago(days=n % 28)
    of_age = civil_day(NOW) + timedelta(days=60) if way == 1 else None
    yield ChildFile, {"no": child, "residence_area": "990101", "opened_at": opened, "of_age_on": of_age,
                      "last_contact_at": contact}  # fmt: skip
    case = {"no": no, "child_no": child, "area": f"9901{n % 20 + 1:02}001", "lead_post": "P-CIVIL", "state": stands}
    yield CaseFile, {**case, "opened_at": opened, "closed_at": closed_at}
    for turn in (1, 2):
        kind = "undelivered_notice" if way == 2 and turn == 2 else "guardianship_transfer"
        still = is_open and not (way == 3 and turn == 2)
        about = POSTS[0] if way == 2 and turn == 2 else ""
        procedure = {"no": f"{no}-{turn}", "case_no": no, "kind": kind, "about": about, "rules": rules}
        state = {"state": "open" if still else "closed", "closed_at": None if still else closed_at or ago(days=9)}
        yield Procedure, {**procedure, **state, "opened_at": opened, "since_at": opened}
    yield from _duties(n, no, way, is_open=is_open)
    yield from _beside(n, no, way, opened)


def _duties(n: int, no: str, way: int, *, is_open: bool) -> Rows:
    """Two or three live ones in an open case, and two that are done; none where the case is to have none."""
    for turn in range(1, 4 if n % 2 else 3):
        if way == 4 or (way == 5 and turn != 2):  # nothing owed at all; or nothing in the first procedure
            continue
        duty = _duty(f"{no}/{turn}", no, 2 if turn == 2 else 1, CODES[(n + turn) % len(CODES)])
        if not is_open:
            duty |= {"state": "answered", "happened_at": ago(days=21), "happened_precision": "exact"}
        elif turn == 1 or way == 5:
            duty |= _stuck_in(way, NOW)
        yield DutyRow, duty
    for turn in range(4, 6):
        done = {"state": "answered", "happened_at": ago(days=20), "happened_precision": "exact"}
        late = {"legal_due_at": ago(days=22)} if way == 6 and turn == 4 else {}
        yield (
            DutyRow,
            {**_duty(f"{no}/{turn}", no, 1, CODES[turn % len(CODES)]), **done, **late},
        )


def _stuck_in(way: int, now: datetime) -> dict[str, Any]:
    late = {"legal_due_at": ago(days=2), "last_safe_at": ago(days=3)}
    return {
        7: late,
        8: {"last_safe_at": ago(hours=1), "legal_due_at": NOW + timedelta(hours=7)},
        9: {"post_no": None},
        10: {"read_at": None, "told_at": ago(days=2)},
        11: {"state": "paused"},
        12: {"hand_ons": 2},
        13: {"code": "confirm_receipt", **late},
        14: {"code": "decide_way_out", **late},
        15: {"provisional": True},
        16: {"since_at": ago(days=60)},
        17: {"legal_due_at": ago(days=9), "last_safe_at": ago(days=9)},
    }.get(way, {})


def _duty(no: str, case_no: str, procedure: int, code: str) -> dict[str, Any]:
    due = NOW + timedelta(days=9)
    return {
        "no": no,
        "case_no": case_no,
        "procedure_no": f"{case_no}-{procedure}",
        "code": code,
        "about": no.rpartition("/")[2],
        "role": "civil_affairs",
        "post_no": POSTS[len(no + code) % len(POSTS)],
        "since_at": ago(days=25),
        "opened_at": ago(days=25),
        "recorded_at": None,
        "internal_due_at": due,
        "legal_due_at": due,
        "state": "open",
        "happened_at": None,
        "happened_precision": None,
        "rungs": json.dumps([due.isoformat()] * 6),
        "next_rung": 1,
        "next_rung_at": due,
        "last_safe_at": due - timedelta(hours=8),
        "told_at": ago(days=5),
        "read_at": ago(days=4),
        "accepted_at": None,
        "hand_ons": 0,
        "provisional": False,
    }


def _beside(n: int, no: str, way: int, opened: datetime) -> Rows:
    """Orders in every fifth case, messages in every case; what of it is stuck."""
    today = civil_day(NOW)
    if way == 11:
        for turn in range(1, 4 if n % 2 else 3):
            pause = {"no": f"{no}/{turn}p", "duty_no": f"{no}/{turn}", "cause": "waiting_for_court"}
            if turn == 1:
                yield DutyPause, {**pause, "from_at": ago(days=30)}
    if way == 2:
        failed = {"state": "failed", "failure": "mailbox_closed", "case_no": no, "chain": no}
        yield Notice, {**_notice(f"N-{n}-f", ago(days=1), template="reminder", post_no=POSTS[0]), **failed}
    yield Notice, {**_notice(f"N-{n}", opened, template="duty_opened", post_no=POSTS[0]), "case_no": no, "chain": no}
    if way == 18:
        yield Wake, {"procedure_no": f"{no}-1", "why": "answered", "created_at": ago(minutes=9), "attempts": 0}
    if way == 19:
        yield Outbox, {"notice_no": f"N-{n}", "next_try_at": ago(minutes=9), "attempts": 0}
    if n % 5 == 0:
        until = today + timedelta(days={0: 7, 5: -7}.get(way, 60))
        order = {"no": f"D-{n}", "case_no": no, "procedure_no": f"{no}-1", "kind": "protection_order", "title": "令"}
        state = "issued" if way in (0, 5) or n % 2 else "ended"
        yield Instrument, {**order, "state": state, "issued_at": opened, "recorded_at": opened}
        version = {"instrument_no": f"D-{n}", "n": 1, "change": "issued", "from_at": opened, "recorded_at": opened}
        yield InstrumentVersion, {**version, "valid_until": until}


def _notice(no: str, at: datetime, *, template: str, post_no: str) -> dict[str, Any]:
    plain = {"chain": "system", "case_no": None, "channel": "file", "template_version": "1", "lang": "zh", "why": "x"}
    state = {"state": "delivered", "failure": None, "blob": "", "attempts": 1}
    return {"no": no, "template": template, "post_no": post_no, "created_at": at, **plain, **state}


def fill(office: Office, cases: int) -> None:
    """Write a thousand cases row by row, then copy them as often as it takes, and let the database count its tables."""
    waiting: dict[type[SQLModel], list[dict[str, Any]]] = {}
    with office.writing() as desk:
        book = {"hash": desk.office.pack.hash, "pack": "national", "version": "", "content": desk.office.pack.content}
        desk.add_if_absent(RuleBook, {**book, "loaded_at": NOW})
        for model, row in rows_of(BLOCK, desk.office.pack.hash):
            waiting.setdefault(model, []).append(row)
        for model in (ChildFile, CaseFile, Procedure, DutyRow, *waiting):  # who is referred to comes first
            _add(desk.add, model, waiting.pop(model, []))
        for model, keys in COPIED.items():
            desk.session.execute(text(_copies(model, keys)), {"last": cases // BLOCK - 1})
    if office.database.dialect == "sqlite":  # as the regular round does once a day; PostgreSQL does so by itself
        with office.writing() as desk:
            desk.session.execute(text("ANALYZE"))
        return
    with office.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _add(add: Callable[[type[SQLModel], list[dict[str, Any]]], None], model: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        names = {name for row in rows for name in row}
        empty = {name: model.model_fields[name].get_default() for name in names}
        add(model, [{**empty, **row} for row in rows])


def _copies(model: Any, keys: tuple[str, ...]) -> str:
    """Every row again for each block, its numbers made new by that of the block."""
    names = [column.name for column in table_of(model).columns if column.name != "id"]
    taken = [f"{name} || '-' || block.copy" if name in keys else name for name in names]
    table = model.__tablename__
    blocks = "WITH RECURSIVE block(copy) AS (SELECT 1 UNION ALL SELECT copy + 1 FROM block WHERE copy < :last)"
    return f"INSERT INTO {table} ({', '.join(names)}) {blocks} SELECT {', '.join(taken)} FROM {table}, block"


def measure(url: str, home: Path, cases: int, *, by_kind: bool) -> None:
    """Fill a database and print what the list takes on it."""
    settings = Settings(home=home, database_url=url, pack="national")
    with open_office(settings, now=lambda: NOW, mode=SIMULATED, make=True) as office:
        directory = read_directory(read_document((EXAMPLES / "directory.yaml").read_bytes()))
        enter_directory(office, directory)
        began = time.perf_counter()
        fill(office, cases)
        print(f"{office.database.dialect}: {cases} open cases filled in {time.perf_counter() - began:.0f} s")
        (first, _), *rest = [_milliseconds(office, frozenset(StuckKind)) for _ in range(ROUNDS + 1)]
        wall, processor = statistics.median(one for one, _ in rest), statistics.median(one for _, one in rest)
        print(f"  whole list: median {wall:.0f} ms ({processor:.0f} ms processor here), first {first:.0f} ms")
        with office.reading() as desk:
            found = Counter(one.kind for one in stuck(desk))
        cases_found = sum(found.values())
        print(f"  {cases_found} things stuck, {len(found)} kinds of {len(StuckKind)}")
        for kind in StuckKind if by_kind else ():
            took = [_milliseconds(office, frozenset({kind})) for _ in range(5)]
            wall, processor = statistics.median(one for one, _ in took), statistics.median(one for _, one in took)
            print(f"  {kind.value:<26} {found[kind]:>6} found {wall:>8.1f} ms {processor:>8.1f} ms")


def _milliseconds(office: Office, kinds: frozenset[StuckKind]) -> tuple[float, float]:
    """By the clock on the wall, and of the processor's time in this process."""
    began, worked = time.perf_counter(), time.process_time()
    stuck_now(office, kinds)
    return (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000


def main() -> None:
    """Print a table for each database there is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--kinds", action="store_true", help="also what each kind takes by itself")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        urls = {"sqlite": f"sqlite:///{folder}/stuck.db"}
        if postgres := os.environ.get("HUTONG_TEST_POSTGRES_URL"):
            urls["postgresql"] = postgres
        for name, url in urls.items():
            home = Path(folder) / name
            home.mkdir()
            measure(url, home, given.cases, by_kind=given.kinds)


if __name__ == "__main__":
    main()
