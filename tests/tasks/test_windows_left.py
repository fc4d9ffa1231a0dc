"""Does a file say what is not owed in it, and why? 未产生、已终止的周期职责."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cli import case as at_the_counter
from models.database import Database
from rules.moments import shanghai
from rules.vocabulary import ExcuseCause
from tasks import monitoring, windows
from tasks.windows_left import windows_left
from tests.clock import Clock
from tests.databases import ON_SQLITE
from tests.flows.test_routine_reporting import CITY, begins, file_of, in_fujian
from tests.monitored import on_the_list
from tests.office import County, a_county

pytestmark = ON_SQLITE


@pytest.fixture
def county(database: Database, tmp_path: Path) -> Iterator[County]:
    made = a_county(database, Clock(shanghai("Tuesday 2026-11-03 09:00")), tmp_path)
    yield made
    made.must_hold()


def left(county: County, case: str) -> dict[tuple[str, str], str]:
    """By word and window: the ground on which it is not owed."""
    with county.office.reading() as desk:
        return {(one.zh, one.code): one.basis for one in windows_left(desk, case)}


def passes(county: County, day: str) -> None:
    county.clock.show(day)
    windows.open_windows(county.office)
    county.move()


def test_of_a_child_that_came_in_time_nothing_is_left_out(county: County) -> None:
    assert left(county, on_the_list(county).case_no) == {}


@pytest.mark.parametrize(
    ("joined", "said"),
    [
        ("Monday 2026-11-23 23:59", {}),
        ("Tuesday 2026-11-24 00:00", {("每月联系", "2026-11"): "HT-141"}),
    ],
)
def test_who_comes_in_the_last_quarter_of_a_month_is_not_contacted_in_it_and_the_file_says_so(
    county: County, joined: str, said: dict[tuple[str, str], str]
) -> None:
    county.clock.show(joined)
    case = on_the_list(county).case_no
    assert {key: basis for key, basis in left(county, case).items() if key[1] == "2026-11"} == said
    passes(county, "Tuesday 2026-12-01 00:10")
    assert ("每月联系", "2026-12") not in left(county, case)


def test_a_window_that_nobody_has_recorded_yet_is_told_until_the_round_has_been(county: County) -> None:
    case = on_the_list(county).case_no
    county.clock.show("Tuesday 2026-12-01 00:10")
    assert left(county, case) == {("每月联系", "2026-12"): "HT-140"}
    windows.open_windows(county.office)
    county.move()
    assert left(county, case) == {}


def test_what_was_excused_and_what_was_missed_twice_over_is_told_with_its_ground(county: County) -> None:
    case = on_the_list(county).case_no
    county.answer(case, "routine_visit")
    passes(county, "Tuesday 2026-12-01 00:10")
    monitoring.excuse(
        county.office, case, "routine_contact", ExcuseCause.IN_HOSPITAL, reason="住院两周", by_post="P-CIVIL"
    )
    county.move()
    for day in ("Friday 2027-01-01", "Monday 2027-02-01", "Monday 2027-03-01", "Thursday 2027-04-01"):
        passes(county, f"{day} 00:10")
    told = left(county, case)
    assert told["联系", "2026-12"] == "HT-145"
    assert told["联系", "2027-02"] == "HT-143"  # the earliest that was missed stays owed (HT-227)
    with county.office.reading() as desk:
        [excused] = [one for one in windows_left(desk, case) if one.basis == "HT-145"]
    assert (excused.why_zh, excused.why_en) == ("本期免办：儿童住院", "excused for this window: in_hospital")


def test_a_file_of_a_matter_has_no_windows(county: County) -> None:
    assert left(county, county.a_case()) == {}


def test_the_file_of_a_city_says_what_was_over_before_it_came(database: Database, tmp_path: Path) -> None:
    county = in_fujian(tmp_path, "Wednesday 2026-11-11 08:00", database)
    begins(county)
    assert left(county, file_of(county, CITY)) == {("抽查情况报省", "2026"): "HT-266"}


def test_the_counter_says_it_in_both_languages(county: County, capsys: pytest.CaptureFixture[str]) -> None:
    county.clock.show("Tuesday 2026-11-24 12:00")
    case = on_the_list(county).case_no
    shown = at_the_counter.run_show(county.office, case)
    at_the_counter._show(shown, county.clock())
    said = capsys.readouterr().out
    assert "每月联系（2026年11月）：2026-11-24 起才计入" in said
    assert "monthly contact: counted from 2026-11-24 on" in said
    assert at_the_counter._facts(shown)["windows_left"][0]["basis"] == "HT-141"
