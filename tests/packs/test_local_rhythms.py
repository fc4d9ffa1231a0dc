"""Four places keep children in care by rhythms of their own; the same software reads them as rows. 地方周期职责."""

from __future__ import annotations

from pathlib import Path

import pytest

from packs.checks import check
from packs.loader import from_content
from rules.moments import shanghai
from rules.rhythm import Standing
from rules.vocabulary import ChildCategory, ChildMark, Force, Tier
from tasks import windows
from tasks.routine_entries import rhythms_of
from tests.clock import Clock
from tests.databases import fresh_sqlite
from tests.monitored import LEFT_BEHIND, MIGRANT, on_the_list
from tests.office import a_county
from tests.packs.local_rhythms import PLACES, pack_of

MIGRANTS, LEFT = [ChildCategory.MIGRANT], [ChildCategory.LEFT_BEHIND]
SINCE = shanghai("Monday 2026-06-01 08:00")


@pytest.mark.parametrize("place", PLACES)
def test_the_rules_of_a_place_are_sound_and_freeze_and_thaw_to_the_same(place: str) -> None:
    pack = pack_of(place)
    assert check(pack) == []
    assert from_content(pack.content) == pack


@pytest.mark.parametrize(
    ("place", "tier", "expected"),
    [
        ("fujian", Tier.LOW, {("routine_contact", "month"), ("routine_visit", "quarter")}),
        ("fujian", Tier.MIDDLE, {("routine_visit", "month")}),
        ("fujian", Tier.HIGH, {("routine_visit", "month")}),
        ("jining", Tier.LOW, {("routine_contact", "month"), ("routine_visit", "half_year")}),
    ],
)
def test_a_left_behind_child_is_kept_as_the_place_says(place: str, tier: Tier, expected: set[tuple[str, str]]) -> None:
    child = Standing(from_at=SINCE, categories=frozenset(LEFT), tier=tier)
    owed = {(one.duty, str(kind)) for one, kind in rhythms_of(pack_of(place)) if one.counts(child)}
    assert {(duty, kind) for duty, kind in owed if duty != "assess_tier"} == expected


def test_tianmen_visits_every_migrant_child_each_quarter_and_assesses_pupils_each_school_year(tmp_path: Path) -> None:
    clock = Clock(shanghai("Thursday 2026-09-03 09:00"))
    county = a_county(fresh_sqlite(tmp_path), clock, tmp_path, pack=pack_of("tianmen"))
    case = on_the_list(county, categories=MIGRANTS, conditions=MIGRANT, marks=[ChildMark.PUPIL]).case_no
    assert ("assess_psychology", "2026-2027") in county.opened(case)
    assert ("routine_contact", "2026-09") not in county.opened(case)
    clock.show("Thursday 2026-10-01 00:00")
    windows.open_windows(county.office)
    assert ("routine_visit", "2026-Q4") in county.opened(case)
    county.office.database.dispose()


def test_a_local_number_is_told_as_local_and_ours_as_ours() -> None:
    fujian, linyi = pack_of("fujian"), pack_of("linyi")
    assert fujian.force_of(fujian.duty("routine_visit").periods["fujian"]) is Force.LOCAL
    assert linyi.force_of(linyi.duty("routine_visit").periods["default"]) is Force.OUR_DEFAULT


def test_jining_left_behind_child_has_its_windows(tmp_path: Path) -> None:
    clock = Clock(shanghai("Tuesday 2026-11-03 09:00"))
    county = a_county(fresh_sqlite(tmp_path), clock, tmp_path, pack=pack_of("jining"))
    case = on_the_list(county, categories=LEFT, conditions=LEFT_BEHIND, marks=[]).case_no
    assert set(county.opened(case)) == {
        ("assess_tier", "2026-H2"),
        ("routine_contact", "2026-11"),
        ("routine_visit", "2026-H2"),
    }
    county.office.database.dispose()
