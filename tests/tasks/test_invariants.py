"""What must hold at every moment: is every planted fault found, and none invented? 不变式."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from models.database import Database
from tasks import heartbeat, invariants, rounds, watchdog
from tests.colleagues import knowing_2027
from tests.generated_cases import a_grown_county, come_to_rest, grow, say_alive
from tests.office import County
from tests.tasks.planted_faults import ALONE, FAULTS, Expected, Fault, NoVictim, Planter

CASES, ACTS, SEED = 28, 3, "qinghe"
ROUNDS = 12
TOGETHER = 12
"""So many faults are planted at once."""


@pytest.fixture
def grown(tmp_path: Path) -> County:
    """A county with a past, healthy: a copy of its own."""
    return a_grown_county(tmp_path, CASES, ACTS, SEED)[0]


def found(county: County) -> Expected:
    """Every finding, as invariant and subject, with nothing left unnamed."""
    with county.office.reading() as desk:
        broken = invariants.broken(desk, invariants.whole(desk))
    assert all(one.total == len(one.first) for one in broken)
    return {(one.code, one.subject) for each in broken for one in each.first}


def planted(county: County, faults: list[Fault], random: Random) -> tuple[Expected, list[str]]:
    """Plant faults, each in a case of its own. Returns what must be found, and which were planted."""
    expected: Expected = set()
    names = []
    engine = county.office.database.engine
    with county.office.database.writing() as session:
        session.connection().execute(text("PRAGMA defer_foreign_keys=ON"))
        plant = Planter(county, random, session)
        for fault in faults:
            try:
                expected |= fault(plant)
            except NoVictim:
                continue
            names.append(fault.__name__)
            session.expire_all()
    engine.dispose()
    return expected, names


# ------------------------------------------------------------------------------------------------ none invented


def test_a_county_that_works_gives_no_finding(grown: County) -> None:
    assert found(grown) == set()


def test_an_empty_county_gives_no_finding(county: County) -> None:
    assert found(county) == set()


def test_every_statement_runs_on_every_database_and_finds_nothing_in_a_county_that_works(county: County) -> None:
    county.clock.move(minutes=1)
    grow(county, 3, 2, "small")

    assert found(county) == set()


def test_after_six_months_without_a_sweep_a_sweep_leaves_no_finding(grown: County) -> None:
    grown.clock.move(days=183)
    assert ("sweep_is_alive", "sweep") in found(grown)

    come_to_rest(grown)

    assert found(grown) == set()


# ------------------------------------------------------------------------------------------------ every one found


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_planted_fault_is_found_and_nothing_else(grown: County, fault: Fault) -> None:
    expected, names = planted(grown, [fault], Random(fault.__name__))

    assert names == [fault.__name__]
    assert found(grown) == expected != set()


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_many_faults_at_once_are_all_found_and_nothing_else(grown: County, turn: int) -> None:
    random = Random(turn)
    several = [fault for fault in FAULTS if fault not in ALONE]

    expected, names = planted(grown, random.sample(several, TOGETHER), random)

    assert len(names) > TOGETHER // 2
    assert found(grown) == expected


MANY = 400
"""Cases in the county that is grown once and then broken again and again."""


@pytest.mark.slow
def test_over_thousands_of_cases_every_planted_fault_is_found_and_none_is_invented(tmp_path: Path) -> None:
    (tmp_path / "healthy").mkdir()
    healthy, database = a_grown_county(tmp_path / "healthy", MANY, 3, SEED)
    assert found(healthy) == set()
    database.dispose()
    for turn in range(15):
        folder = tmp_path / str(turn)
        folder.mkdir()
        county, copy = a_grown_county(folder, MANY, 3, SEED)
        random = Random(f"{SEED} {turn}")
        faults = random.sample(
            [fault for fault in FAULTS if fault not in ALONE], k=50
        )  # each once: twice in one place is one
        expected, names = planted(county, faults, random)
        assert len(names) > 30
        assert found(county) == expected
        copy.dispose()
        (folder / "case.db").unlink()


def test_every_invariant_is_broken_in_at_least_two_ways(tmp_path: Path) -> None:
    ways: dict[str, set[str]] = {one.code: set() for one in invariants.INVARIANTS}
    for number, fault in enumerate(FAULTS):
        folder = tmp_path / str(number)
        folder.mkdir()
        county, database = a_grown_county(folder, CASES, ACTS, SEED)
        for code, _ in planted(county, [fault], Random(fault.__name__))[0]:
            ways[code].add(fault.__name__)
        database.dispose()

    assert {code: len(names) for code, names in ways.items() if len(names) < 2} == {}


def test_a_date_that_could_be_settled_by_now_is_found(county: County) -> None:
    county.clock.show("Thursday 2026-12-10 09:00")
    case = county.a_case(reported_at="2026-12-10T08:50+08:00", discovered_at="2026-12-10T08:50+08:00")
    county.answer(case, "police_acceptance", track="涉嫌违反治安管理")
    county.answer(case, "decide_administrative_case", at="Thursday 2026-12-10 18:00")
    county.sweep()
    say_alive(county)
    assert found(county) == set()  # provisional, and rightly so

    knowing = knowing_2027(county)
    late = county.duty(case, "conclude_investigation").no
    assert found(knowing) == {("known_dates_are_settled", late)}

    rounds.regular_round(knowing.office)
    assert found(knowing) == set()


# ------------------------------------------------------------------------------------------------ the watchdog


def two_minutes_later(county: County) -> None:
    county.clock.move(minutes=1)
    say_alive(county)


def disarm(database: Database, many: int) -> None:
    """Take the next rung from the first so many duties."""
    with database.writing() as session:
        session.connection().execute(
            text(
                "UPDATE duty SET next_rung_at = NULL WHERE no IN (SELECT no FROM duty WHERE state = 'open' "
                f"AND next_rung < json_array_length(rungs) ORDER BY no LIMIT {many})"
            )
        )


def test_the_watchdog_records_each_finding_once_and_tells_the_county_office_in_one_message(grown: County) -> None:
    before = len(grown.facts("watchdog_found"))
    disarm(grown.office.database, 9)

    for _ in range(3):
        two_minutes_later(grown)
        broken = watchdog.guard(grown.office)
        assert [(one.invariant.code, one.total) for one in broken] == [("ladder_is_armed", 9)]

    assert [one["invariant"] for one in grown.facts("watchdog_found")[before:]] == ["ladder_is_armed"] * 9
    told = grown.notices(why="watchdog_found")
    assert [one.post_no for one in told] == ["P-OFFICE"]


def test_what_was_mended_and_breaks_again_in_another_way_is_told_again(grown: County) -> None:
    disarm(grown.office.database, 1)
    two_minutes_later(grown)
    watchdog.guard(grown.office)
    with grown.office.database.writing() as session:
        session.connection().execute(
            text(
                "UPDATE duty SET next_rung_at = '2027-01-01 00:00:00.000000' "
                "WHERE next_rung_at IS NULL AND state = 'open'"
            )
        )
    watchdog.guard(grown.office)

    assert len(grown.notices(why="watchdog_found")) == 2


def test_a_tick_looks_at_what_is_new_in_the_journal_and_comes_to_its_end(grown: County) -> None:
    newest = grown.entries()
    for _ in range(newest // invariants.ENTRIES_ON_A_TICK + 1):
        two_minutes_later(grown)
        assert watchdog.guard(grown.office) == []

    with grown.office.reading() as desk:
        beat = heartbeat.last_beat(desk.session, heartbeat.WATCHDOG)
        assert beat is not None
        assert int(beat[1]) == invariants.newest_entry(desk)


@pytest.mark.parametrize(
    ("seconds", "missed"), [(-1, False), (0, True), (1, True)], ids=["before", "at the moment", "after"]
)
def test_a_rung_is_missed_when_a_living_sweep_has_passed_over_it_by_two_minutes(
    county: County, seconds: int, missed: bool
) -> None:
    case = county.a_case()
    due_at = county.duty(case, "triage").next_rung_at
    assert due_at is not None
    county.clock.show(due_at + timedelta(minutes=2, seconds=seconds))
    say_alive(county)

    assert (("no_tick_is_missed", county.duty(case, "triage").no) in found(county)) is missed


def test_whoever_looks_changes_nothing(grown: County) -> None:
    before = grown.entries()
    found(grown)

    assert grown.entries() == before
