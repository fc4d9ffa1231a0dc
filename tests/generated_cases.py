"""Plausible lives of many cases, grown through the real code at random, seeded moments. 随机生成的个案.

Nothing here is checked: whoever grows a county looks at it afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from sqlmodel import col, func, select

from models import DutyRow
from models.database import Database
from rules.errors import CaseworkError
from rules.moments import shanghai
from rules.vocabulary import LIVE, PauseCause
from tasks import acts, attending, clock_acts, deliver, heartbeat, journal, rounds
from tests.builders import LIUXI, SHIQIAO, USUAL, an_answer
from tests.clock import Clock
from tests.databases import fresh_sqlite
from tests.office import County, a_county, an_office

BEGAN = shanghai("Monday 2026-03-02 10:55")
SITUATIONS = (["R4"], ["R1"], ["R7"], ["R4", "R6"])
POSTS = ("P-CIVIL", "P-OFFICE", "P-LIUXI-STATION", "P-WOMEN")


def grow(county: County, cases: int, acts_each: int, seed: str) -> None:
    """Let so many reports come in, and so many things be done to each case, while time passes and the sweep runs.

    The last hours are quiet: everything is swept, sealed and looked after, and the sweep has just said so.
    """
    random = Random(seed)
    known: list[str] = []
    for number in range(cases):
        known += [one.case_no for one in county.report(**_a_report(random, number)).concerned]
        _BEGINNINGS[number % len(_BEGINNINGS)](county, known[-1])
        for _ in range(acts_each):
            _something_happens(county, random, random.choice(known))
        if number % 4 == 0:
            county.clock.move(hours=random.choice([1, 5, 30]))
            county.sweep()
        if number % 5 == 1:
            _sweep_in_time(county)
        if number % 8 == 0:
            deliver.deliver(county.office, limit=40)
        if number % 9 == 0:
            _to_its_end(county, random.choice(known))
    come_to_rest(county)


def _stands(county: County, case: str) -> None:
    """The child is in hospital: the clock of its assessment stands."""
    for code in ("triage", "child_seen"):
        if code in county.owed(case):
            county.answer(case, code)
    if "safety_assessment" in county.owed(case):
        clock_acts.pause(county.office, case, "safety_assessment", cause=PauseCause.CHILD_IN_TREATMENT)


def _is_taken_on(county: County, case: str) -> None:
    attending.accept(county.office, case, county.owed(case)[0])


def _is_read(county: County, case: str) -> None:
    attending.read(county.office, case, county.owed(case)[-1])


def _waits(county: County, case: str) -> None:
    """Nobody reacts."""


_BEGINNINGS = (_stands, _is_taken_on, _is_read, _waits)


def come_to_rest(county: County) -> None:
    """Sweep, look after everything, seal; then minutes pass in which nothing is due. The sweep has just been alive."""
    for _ in range(2):
        county.clock.move(minutes=20)
        county.sweep()
        county.move()
        say_alive(county)
        rounds.regular_round(county.office)
        with county.office.writing() as desk:
            journal.seal(desk.session, county.office.vault, everything=True)


def _sweep_in_time(county: County) -> None:
    """The sweep runs a minute after the next rung is due."""
    with county.office.reading() as desk:
        armed = col(DutyRow.next_rung_at)
        due_at = desk.session.exec(select(func.min(armed)).where(armed > desk.at)).one()
    if due_at is not None:
        county.clock.show(due_at + timedelta(minutes=1))
    county.sweep()


def say_alive(county: County) -> None:
    """The sweep is alive."""
    heartbeat.beat(county.office, {heartbeat.SWEEP: ""})


def _a_report(random: Random, number: int) -> dict[str, object]:
    area = random.choice([LIUXI, SHIQIAO])
    child = {"name": f"童{number}", "birth_on": "2016-05-18", "residence": {"area": area, "address": "某处"}}
    changes: dict[str, object] = {
        "children": [{**child, "adults": [{"name": f"父{number}", "relation": "father", "guardian": "是"}]}],
        "danger_now": random.choice(["否", "否", "是"]),
        "situations": random.choice(SITUATIONS),
        "incident": {"area": area},
    }
    return changes


def _something_happens(county: County, random: Random, case: str) -> None:
    """To a random live duty of a case something is done that can be done to it; what the rules refuse is not."""
    county.clock.move(minutes=random.randint(1, 40))
    owed = [row for row in county.duties(case) if row.state in LIVE and row.code in USUAL]
    if not owed:
        return
    may_stand = [row for row in owed if county.office.pack.duty(row.code).pauses]
    row = random.choice(may_stand if may_stand and random.random() < 0.4 else owed)
    act: Callable[[County, Random, DutyRow], object] = random.choice(
        [_answer, _answer, _answer, _read, _read, _accept, _pause, _pause, _pause, _resume, _hand_on]
    )
    try:
        act(county, random, row)
    except CaseworkError:
        return
    county.move()


def _answer(county: County, random: Random, row: DutyRow) -> object:
    return acts.answer(county.office, row.case_no, row.no, an_answer(row.code), by_post=county.who(row))


def _read(county: County, random: Random, row: DutyRow) -> object:
    return attending.read(county.office, row.case_no, row.no, by_post=county.who(row))


def _accept(county: County, random: Random, row: DutyRow) -> object:
    return attending.accept(county.office, row.case_no, row.no, by_post=county.who(row))


def _pause(county: County, random: Random, row: DutyRow) -> object:
    causes = sorted(county.office.pack.duty(row.code).pauses)
    return clock_acts.pause(county.office, row.case_no, row.no, cause=random.choice(causes)) if causes else None


def _resume(county: County, random: Random, row: DutyRow) -> object:
    return clock_acts.resume(county.office, row.case_no, row.no)


def _hand_on(county: County, random: Random, row: DutyRow) -> object:
    to_post = random.choice(POSTS)
    return attending.hand_on(county.office, row.case_no, row.no, to_post=to_post, reason="分工调整", by_post="P-OFFICE")


def _to_its_end(county: County, case: str) -> None:
    for _ in range(30):
        owed = [row for row in county.duties(case) if row.state in LIVE and row.code in USUAL]
        if not owed:
            return
        county.clock.move(minutes=3)
        try:
            _answer(county, Random(0), owed[0])
        except CaseworkError:
            return
        county.move()


# ------------------------------------------------------------------------------------------------ grown once


@cache
def _grown(cases: int, acts_each: int, seed: str) -> tuple[bytes, timedelta]:
    memory = Path("/dev/shm")  # nothing is to survive here: no wait for a disk
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        clock = Clock(BEGAN)
        database = fresh_sqlite(Path(folder))
        grow(a_county(database, clock, Path(folder)), cases, acts_each, seed)
        database.dispose()
        return (Path(folder) / "case.db").read_bytes(), clock.at - BEGAN


def a_grown_county(home: Path, cases: int, acts_each: int, seed: str) -> tuple[County, Database]:
    """A copy, on SQLite, of a county that is grown once however often it is asked for."""
    content, passed = _grown(cases, acts_each, seed)
    database = fresh_sqlite(home)
    Path(str(database.engine.url.database)).write_bytes(content)
    clock = Clock(BEGAN + passed)
    return County(an_office(database, clock, home, name=f"copy-{seed}"), clock, home), database
