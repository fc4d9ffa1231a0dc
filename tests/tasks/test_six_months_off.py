"""Six months without a sweep, then one: is anything lost, told twice, or told as a flood? 停摆半年之后."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlmodel import col, select

from models import DutyRow, MissedRung
from rules.vocabulary import LIVE
from tasks import catching_up, sweep
from tasks.glance import glance
from tests.clock import Clock
from tests.conftest import FIRST_REPORT
from tests.databases import fresh_sqlite
from tests.generated_cases import say_alive
from tests.office import County, a_county, an_office

CHILDREN = [
    {"danger_now": "是"},
    {"danger_now": "否", "situations": ["R1"]},
    {"danger_now": "否", "situations": ["R7"]},
    {"danger_now": "否"},
    {"danger_now": "否", "incident": {"area": "990101002"}},
]
STEPS = [
    (),
    ("triage",),
    ("triage", "police_acceptance"),
    ("triage", "child_seen", "safety_assessment"),
    ("police_acceptance", "decide_filing"),
]
EVERY = 6
"""Hours between two sweeps of the county whose sweep is never off; what comes between is climbed a little late."""

DAYS = 183


def a_busy_county(home: Path) -> County:
    """Many cases, each at another step of other procedures: a copy of what is made once."""
    content, at = _busy()
    home.mkdir()
    database = fresh_sqlite(home)
    (home / "case.db").write_bytes(content)
    clock = Clock(at)
    return County(an_office(database, clock, home, name="qinghe-2"), clock, home)


@cache
def _busy() -> tuple[bytes, datetime]:
    with TemporaryDirectory() as folder:
        home = Path(folder)
        county = a_county(fresh_sqlite(home), Clock(FIRST_REPORT), home)
        _things_happen(county)
        county.office.database.dispose()  # the last connection carries the write-ahead log into the file
        return (home / "case.db").read_bytes(), county.clock.at


def _things_happen(county: County) -> None:
    for number, (changes, steps) in enumerate((changes, steps) for changes in CHILDREN for steps in STEPS):
        child = {"name": f"童{number}", "residence": {"area": "990101001"}}
        case = county.a_case(children=[child], **changes)
        for code in steps:
            if code in county.owed(case):
                county.answer(case, code)
    county.sweep()


def climbed(county: County) -> dict[str, list[int]]:
    """The rungs that each duty has climbed, in the order of writing."""
    rungs: dict[str, list[int]] = {}
    for row in county.journal():
        if row.kind == "rung_fired" and row.duty_no is not None:
            rungs.setdefault(row.duty_no, []).append(json.loads(row.payload)["rung"])
    return rungs


def lengths(county: County) -> dict[str, int]:
    """How many rungs the ladder of each duty has."""
    with county.office.reading() as desk:
        return {row.no: len(json.loads(row.rungs)) for row in desk.session.exec(select(DutyRow))}


def of_the_ladder(county: County) -> dict[str, list[int]]:
    """The rungs climbed, without the last one's repeats."""
    length = lengths(county)
    return {no: [rung for rung in rungs if rung < length[no]] for no, rungs in climbed(county).items()}


@pytest.fixture
def silent(tmp_path: Path) -> County:
    """A county whose sweep has been off for six months."""
    county = a_busy_county(tmp_path / "silent")
    county.clock.move(days=DAYS)
    return county


def test_every_rung_is_climbed_in_order_and_once_and_said_to_be_caught_up(silent: County) -> None:
    newest = silent.entries()
    silent.sweep()

    rungs = climbed(silent)
    assert len(rungs) > 40
    assert all(found == list(range(len(found))) for found in rungs.values())
    late = [json.loads(row.payload) for row in silent.journal()[newest:] if row.kind == "rung_fired"]
    assert late
    assert all(one["caught_up"] for one in late)
    length = lengths(silent)
    assert all(len(found) <= length[no] + 1 for no, found in rungs.items())  # of the repeats only the latest
    assert silent.sweep() == 0


@pytest.mark.slow
def test_a_county_whose_sweep_was_never_off_has_climbed_the_same_rungs(silent: County, tmp_path: Path) -> None:
    silent.sweep()
    twin = a_busy_county(tmp_path / "twin")
    until = twin.clock.at.timestamp() + DAYS * 86_400
    while twin.clock.at.timestamp() < until:
        twin.clock.move(hours=min(EVERY, (until - twin.clock.at.timestamp()) / 3_600))
        twin.sweep()

    assert of_the_ladder(silent) == of_the_ladder(twin)
    assert all(len(found) == len(set(found)) for found in climbed(twin).values())


def test_every_post_gets_one_summary_and_no_rung_by_itself(silent: County) -> None:
    before = {one.no for one in silent.notices()}
    silent.sweep()

    new = [one for one in silent.notices() if one.no not in before and one.why != "attention_fired"]
    assert {one.template for one in new} == {"catch_up"}
    to_each = Counter(one.post_no for one in new)
    assert set(to_each.values()) == {1}
    told = {post for fact in silent.facts("rung_fired") if fact["caught_up"] for post in fact["told"]}
    assert set(to_each) == told


def test_killed_between_climbing_and_the_summary_nothing_is_lost(silent: County) -> None:
    before = len(silent.notices(why="caught_up"))
    while sweep.sweep(silent.office).more:
        pass
    owed = waiting(silent)
    assert owed
    assert len(silent.notices(why="caught_up")) == before

    # killed here: another one starts, finds no rung due, and is called all the same
    with silent.office.reading() as desk:
        assert glance(desk.session, desk.at).rungs
    say_alive(silent)
    silent.sweep()

    assert sorted(str(one.post_no) for one in silent.notices(why="caught_up")[before:]) == sorted(owed)
    assert waiting(silent) == set()
    silent.sweep()
    assert len(silent.notices(why="caught_up")) == before + len(owed)


def test_the_summary_waits_until_everything_that_was_missed_is_climbed(silent: County) -> None:
    """Of several runners one may be done while another still climbs."""
    before = len(silent.notices(why="caught_up"))
    assert sweep.sweep(silent.office, limit=5).more

    assert catching_up.summarise(silent.office) == 0
    silent.sweep()

    assert set(Counter(one.post_no for one in silent.notices(why="caught_up")[before:]).values()) == {1}


def waiting(county: County) -> set[str]:
    """Posts that are still to be sent a summary."""
    with county.office.reading() as desk:
        return set(desk.session.exec(select(MissedRung.post_no)))


def test_what_is_still_owed_is_armed_again(silent: County) -> None:
    silent.sweep()

    with silent.office.reading() as desk:
        live = desk.session.exec(select(DutyRow).where(col(DutyRow.state).in_(LIVE))).all()
    assert live
    assert all(row.next_rung_at is not None and row.next_rung_at > silent.clock.at for row in live)
