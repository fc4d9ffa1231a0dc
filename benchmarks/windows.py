"""How long it takes to open a month for all children in care of a province, and to live with it. 开始一个月.

    python -m benchmarks.windows --children 20000                                # SQLite
    scripts/with-postgres .venv/bin/python -m benchmarks.windows --children 200000

The children stand as if the month before had been kept: filled in directly, without the journal behind, ten to a
child director.  Then December begins.  Rules of Fujian: low tier a contact a month and a visit a quarter, middle and
high a visit a month.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from models import Agency, CaseFile, ChainHead, ChildFile, DutyRow, MonitoredChild, Post, Procedure, RoutineWindow
from models.database import Database
from packs.loader import load
from rules.moments import civil_day, midnight_after, midnight_before, shanghai
from rules.rhythm import Standing
from rules.vocabulary import ChildCategory, ChildMark, Tier, WindowKind
from rules.windows import window_of
from tasks import sweep, visits, windows
from tasks.canonical import canonical, instant
from tasks.office import Office
from tasks.routine_entries import rhythms_of
from tests.clock import Clock
from tests.databases import drop_postgres, fresh_postgres, fresh_sqlite
from tests.office import an_office

FUJIAN = "fujian-2024"
SINCE = shanghai("Monday 2026-06-01 08:00")
BEFORE = shanghai("Sunday 2026-11-01 00:00")
DECEMBER = shanghai("Tuesday 2026-12-01 00:00")
OVERDUE = shanghai("Friday 2027-01-01 00:00")
EACH = 10
"""Children of one child director."""
AT_ONCE = 10_000
KEPT = (WindowKind.MONTH, WindowKind.QUARTER, WindowKind.HALF_YEAR)


def fill(office: Office, children: int) -> None:
    """Children on the list since summer, all of November done."""
    with office.writing() as desk:
        rules = desk.current_rules.hash
        villages = -(-children // EACH)
        for kind in KEPT:
            window = window_of(kind, civil_day(BEFORE))
            begun = {"code": window.code, "kind": kind, "first": window.first, "last": window.last}
            desk.add(RoutineWindow, [{**begun, "begun_at": BEFORE}])
        for model, rows in (
            (Agency, (_agency(n) for n in range(villages))),
            (Post, (_post(n) for n in range(villages))),
            (ChildFile, (_child(n) for n in range(children))),
            (CaseFile, (_case(n) for n in range(children))),
            (ChainHead, ({"chain": f"C-{n:07}", "n": 9, "mac": "0" * 64} for n in range(children))),
            (Procedure, (_procedure(n, rules) for n in range(children))),
            (MonitoredChild, (_listed(n) for n in range(children))),
            (DutyRow, (duty for n in range(children) for duty in _duties(n))),
        ):
            while part := list(islice(rows, AT_ONCE)):
                desk.add(model, part)


def _area(n: int) -> str:
    return f"35{n:010}"


def _agency(n: int) -> dict[str, Any]:
    return {"no": f"V-{n:06}", "zh": f"第{n}村", "area": _area(n)}


def _post(n: int) -> dict[str, Any]:
    return {
        "no": f"P-{n:06}",
        "agency_no": f"V-{n:06}",
        "role": "child_director",
        "zh": "儿童主任",
        "open": True,
        "channels_sealed": "",
    }


def _child(n: int) -> dict[str, Any]:
    return {"no": f"K-{n:07}", "residence_area": _area(n // EACH), "opened_at": BEFORE}


def _case(n: int) -> dict[str, Any]:
    base = {"no": f"C-{n:07}", "child_no": f"K-{n:07}", "area": _area(n // EACH), "lead_post": None, "state": "open"}
    return {**base, "purpose": "care", "episode": 1, "duties_opened": len(_codes(n)), "opened_at": BEFORE}


def _procedure(n: int, rules: str) -> dict[str, Any]:
    base = {"no": f"P-{n:07}", "case_no": f"C-{n:07}", "kind": "monitoring", "about": "", "rules": rules}
    return {**base, "state": "open", "opened_at": BEFORE, "since_at": SINCE}


def _tier(n: int) -> Tier:
    return Tier.LOW if n % 5 else (Tier.MIDDLE if n % 2 else Tier.HIGH)


def _listed(n: int) -> dict[str, Any]:
    return {
        "procedure_no": f"P-{n:07}",
        "case_no": f"C-{n:07}",
        "child_no": f"K-{n:07}",
        "tier": _tier(n),
        "standings": canonical([[instant(SINCE), ["left_behind"], _tier(n), ["key"]]]),
        "standing_since": SINCE,
        "proposals": 0,
        "began_at": SINCE,
    }


@cache
def _kept_by(tier: Tier) -> list[tuple[str, str, WindowKind]]:
    """What is owed for a child of a tier in each window: duty, variant and window, as the rules of Fujian say."""
    standing = Standing(
        from_at=SINCE, categories=frozenset({ChildCategory.LEFT_BEHIND}), tier=tier, marks=frozenset({ChildMark.KEY})
    )
    return [(one.duty, one.variant, kind) for one, kind in rhythms_of(load(FUJIAN)) if one.counts(standing)]


def _codes(n: int) -> list[tuple[str, str, WindowKind]]:
    return _kept_by(_tier(n))


def _duties(n: int) -> Iterator[dict[str, Any]]:
    for place, (code, variant, kind) in enumerate(_codes(n), start=1):
        window = window_of(kind, civil_day(BEFORE))
        due = midnight_after(window.last)
        yield {
            "no": f"C-{n:07}/{place}",
            "case_no": f"C-{n:07}",
            "procedure_no": f"P-{n:07}",
            "code": code,
            "about": window.code,
            "variant": variant,
            "role": "child_director",
            "post_no": f"P-{n // EACH:06}",
            "since_at": midnight_before(window.first),
            "opened_at": BEFORE,
            "internal_due_at": due,
            "legal_due_at": due,
            "state": "answered",
            "answer": "{}",
            "happened_at": BEFORE,
            "happened_precision": "exact",
            "recorded_at": BEFORE,
        }


def timed(what: str, act: Callable[[], Any], times: int = 1) -> Any:
    """Do it and print the best of some times."""
    best, result = float("inf"), None
    for _ in range(times):
        began = time.perf_counter()
        result = act()
        best = min(best, time.perf_counter() - began)
    print(f"  {what:<52} {best:9.3f} s")
    return result


def measure(name: str, database: Database, home: Path, children: int, profile: bool) -> None:
    """Fill, begin the month, sweep, list ten."""
    clock = Clock(BEFORE)
    office = an_office(database, clock, home, pack=load(FUJIAN))
    print(f"{name}, {children} children")
    timed("filled in directly", lambda: fill(office, children))
    clock.show(DECEMBER)
    if profile:
        _profiled(lambda: windows.open_windows(office))
    else:
        before = _memory()
        opened = timed("December opened", lambda: windows.open_windows(office))
        print(f"  duties {opened.duties}, left to flows {opened.left}; memory {before} MB before, peak {_memory()} MB")
    clock.show(datetime.fromtimestamp(DECEMBER.timestamp() + 3600, DECEMBER.tzinfo))
    timed("a round in which nothing begins", lambda: windows.open_windows(office), 3)
    timed("a tick of the sweep in which nothing is due", lambda: sweep.sweep(office), 3)
    timed("the list of a child director (ten children)", lambda: _list_of(office, 3), 5)
    clock.show(OVERDUE)
    timed("a tick of the sweep, everything overdue (500 rungs)", lambda: sweep.sweep(office), 3)


def _list_of(office: Office, n: int) -> None:
    with office.reading() as desk:
        found = visits.owed_by(desk, f"P-{n:06}")
        assert len(found) == EACH, len(found)


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _profiled(act: Callable[[], Any]) -> None:
    import cProfile
    import pstats

    with cProfile.Profile() as seen:
        act()
    pstats.Stats(seen).sort_stats("tottime").print_stats(28)


def main() -> None:
    """Print what it takes on SQLite, and on PostgreSQL where HUTONG_TEST_POSTGRES_URL names one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--children", type=int, default=20_000)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--only-postgres", action="store_true")
    asked = parser.parse_args()
    postgres = os.environ.get("HUTONG_TEST_POSTGRES_URL")
    with TemporaryDirectory() as folder:
        if not asked.only_postgres:
            database = fresh_sqlite(Path(folder))
            measure("SQLite", database, Path(folder), asked.children, asked.profile)
            database.dispose()
        if postgres:
            database = fresh_postgres(postgres, "hutong_windows")
            measure("PostgreSQL", database, Path(folder), asked.children, asked.profile)
            drop_postgres(postgres, database)


if __name__ == "__main__":
    main()
