"""Windows begin for everybody at once, with the entries that each flow would have written. 新一期开始."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from models import JournalEntry, Wake
from models.bulk import table_of
from packs.content import canonical, with_content
from packs.pack import Pack
from rules.moments import shanghai
from rules.vocabulary import ChildCategory, Tier
from tasks import windows
from tests.clock import Clock
from tests.colleagues import another
from tests.databases import fresh_sqlite
from tests.monitored import LEFT_BEHIND, abouts, on_the_list
from tests.office import County, a_county, national

TUESDAY = "Tuesday 2026-11-03 09:00"
NAMES = ("禾一", "禾二", "禾三", "禾四", "禾五")


def several(county: County) -> list[str]:
    """Five children who stand in five ways: their files."""
    county.clock.show(TUESDAY)
    ways: list[dict[str, Any]] = [
        {},
        {"tier": Tier.MIDDLE},
        {"tier": Tier.HIGH},
        {"marks": []},
        {"categories": [ChildCategory.LEFT_BEHIND], "conditions": LEFT_BEHIND},
    ]
    return [on_the_list(county, child={"name": name}, **way).case_no for name, way in zip(NAMES, ways, strict=True)]


def written(county: County) -> list[tuple[Any, ...]]:
    """The journal of the files as it stands, byte for byte, but for its order across chains."""
    rows = [row for row in county.journal() if row.chain.startswith("C-")]
    names = [one.name for one in table_of(JournalEntry).columns if one.name != "seq"]
    return sorted(tuple(str(getattr(row, name)) for name in names) for row in rows)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[County, County]]:
    """The same county twice."""
    pair = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        clock = Clock(shanghai(TUESDAY))
        pair.append(a_county(fresh_sqlite(tmp_path / name), clock, tmp_path / name))
    yield pair[0], pair[1]
    for county in pair:
        county.office.database.dispose()


@pytest.mark.parametrize(
    "turns",
    [
        ("Monday 2026-11-09 00:00",),
        ("Tuesday 2026-12-01 00:00",),
        ("Tuesday 2026-12-01 00:00", "Friday 2027-01-01 00:00"),
    ],
)
def test_what_is_opened_at_once_is_byte_for_byte_what_the_flows_would_have_written(
    two: tuple[County, County], turns: tuple[str, ...]
) -> None:
    at_once, by_flows = two
    for county in two:
        several(county)
    duties = 0
    for turn in turns:
        for county in two:
            county.clock.show(turn)
        duties += windows.open_windows(at_once.office).duties
        with by_flows.office.writing() as desk:
            windows.note_begun(desk)
            desk.session.execute(update(Wake).where(col(Wake.why) == windows.WOKEN_BY).values(leased_until=None))
        for county in two:
            county.move()
    assert duties > 0
    assert written(at_once) == written(by_flows)
    at_once.must_hold()


def test_a_window_is_opened_once_however_often_the_round_comes_by(county: County) -> None:
    cases = several(county)
    county.clock.show("Tuesday 2026-12-01 00:00")
    first = windows.open_windows(county.office)
    assert "2026-12" in first.windows
    entries = county.entries()
    assert windows.open_windows(county.office) == windows.Opened()
    county.move()
    assert county.entries() >= entries
    assert len(abouts(county, cases[0], "routine_contact")) == 2


def without_weekly_visits() -> Pack:
    """Rules of a later day, by which nothing is owed weekly."""
    rows = {code: row for code, row in national().rhythms.items() if code != "visit_high"}
    pack = replace(national(), version="2027.1", rhythms=MappingProxyType(rows))
    return with_content(pack, canonical(pack))


def test_a_child_under_rules_of_before_is_woken_by_a_window_that_the_rules_of_today_lack(county: County) -> None:
    county.clock.show(TUESDAY)
    case = on_the_list(county, tier=Tier.HIGH).case_no
    later = another(county, pack=without_weekly_visits())
    county.clock.show("Monday 2026-11-09 00:00")
    opened = windows.open_windows(later.office)
    later.move()
    assert opened.windows == ("2026-W46",)
    assert abouts(later, case, "routine_visit") == [("2026-W45", "open"), ("2026-W46", "open")]


def test_nothing_begins_a_moment_before_midnight(county: County) -> None:
    several(county)
    county.clock.show("Monday 2026-11-30 00:00")
    windows.open_windows(county.office)
    county.move()
    entries = county.entries()
    county.clock.show("Monday 2026-11-30 23:59:59")
    assert windows.open_windows(county.office) == windows.Opened()
    assert county.entries() == entries


def test_what_was_begun_and_not_finished_is_taken_up_by_the_next_round(county: County) -> None:
    cases = several(county)
    county.clock.show("Tuesday 2026-12-01 00:00")
    with county.office.writing() as desk:
        windows.note_begun(desk)  # and then the runner is killed
    assert county.move() == []  # the flows leave it to the round meanwhile
    opened = windows.open_windows(county.office)
    assert opened.children == 5
    county.move()
    assert abouts(county, cases[0], "routine_contact")[-1] == ("2026-12", "open")


def test_what_nobody_finishes_within_an_hour_the_flows_take_up(county: County) -> None:
    cases = several(county)
    county.clock.show("Tuesday 2026-12-01 00:00")
    with county.office.writing() as desk:
        windows.note_begun(desk)
    county.clock.show("Tuesday 2026-12-01 01:00")
    county.move()
    assert abouts(county, cases[0], "routine_contact")[-1] == ("2026-12", "open")


def test_a_round_that_was_off_for_months_finds_every_window_and_says_which_were_missed(county: County) -> None:
    cases = several(county)
    county.clock.show("Monday 2027-02-01 08:00")
    opened = windows.open_windows(county.office)
    assert [one for one in opened.windows if one.startswith(("2026-12", "2027-0"))] == [
        "2026-12",
        "2027-01",
        "2027-02",
    ]
    county.move()
    assert abouts(county, cases[0], "routine_contact") == [
        ("2026-11", "open"),
        ("2026-12", "excused"),
        ("2027-01", "open"),
        ("2027-02", "open"),
    ]


def test_as_long_as_nobody_is_on_the_list_no_window_begins(county: County) -> None:
    county.clock.show("Tuesday 2026-12-01 00:00")
    assert windows.open_windows(county.office) == windows.Opened()
    with county.office.reading() as desk:
        assert desk.session.exec(select(Wake.id)).all() == []
