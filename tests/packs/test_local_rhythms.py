"""Five places keep children in care by rhythms of their own; the same software reads them as rows. 地方周期职责."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from packs.difference import differences
from packs.loader import from_content, load
from packs.pack import Pack
from packs.side_by_side import Part
from rules.moments import shanghai
from rules.rhythm import Standing
from rules.vocabulary import ChildCategory, ChildMark, Force, ProcedureKind, Role, Tier
from tasks import windows
from tasks.routine_entries import rhythms_of
from tests.clock import Clock
from tests.databases import fresh_sqlite
from tests.monitored import LEFT_BEHIND, MIGRANT, abouts, on_the_list
from tests.office import County, a_county

PLACES = {
    "fujian": "fujian-2024",
    "tianmen": "hubei-tianmen-2025",
    "jining": "shandong-jining-2016",
    "linyi": "shandong-linyi-2024",
    "yizheng": "jiangsu-yizheng",
}
MIGRANTS, LEFT = [ChildCategory.MIGRANT], [ChildCategory.LEFT_BEHIND]
SINCE = shanghai("Monday 2026-06-01 08:00")
KEY = frozenset({ChildMark.KEY})

MONITORING = ProcedureKind.MONITORING
VISIT, CONTACT = "routine_visit", "routine_contact"


def pack_of(place: str) -> Pack:
    return load(PLACES[place])


def owed(place: str, child: Standing) -> set[tuple[str, str, Force]]:
    """What is owed for a child that stands so: the duty, its window, and what kind of truth the number is."""
    pack = pack_of(place)
    return {
        (one.duty, str(kind), pack.force_of(pack.duty(one.duty).periods[one.variant]))
        for one, kind in rhythms_of(pack)
        if one.counts(child)
    }


def child(categories: list[ChildCategory], tier: Tier, *marks: ChildMark) -> Standing:
    return Standing(from_at=SINCE, categories=frozenset(categories), tier=tier, marks=frozenset(marks))


def a_county_of(place: str, folder: Path, at: str) -> County:
    return a_county(fresh_sqlite(folder), Clock(shanghai(at)), folder, pack=pack_of(place))


def passes(county: County, to: str) -> None:
    county.clock.show(to)
    windows.open_windows(county.office)
    county.move()


@pytest.mark.parametrize("place", PLACES)
def test_the_rules_of_a_place_freeze_and_thaw_to_the_same(place: str) -> None:
    pack = pack_of(place)
    thawed = from_content(pack.content)
    assert thawed == pack
    assert thawed.rhythms == pack.rhythms


@pytest.mark.parametrize(
    ("place", "tier", "expected"),
    [
        ("fujian", Tier.LOW, {(CONTACT, "month"), (VISIT, "quarter")}),
        ("fujian", Tier.MIDDLE, {(VISIT, "month")}),
        ("fujian", Tier.HIGH, {(VISIT, "month")}),
        ("jining", Tier.LOW, {(CONTACT, "month"), (VISIT, "half_year"), ("assess_tier", "half_year")}),
    ],
)
def test_a_left_behind_child_is_kept_as_the_place_says(place: str, tier: Tier, expected: set[tuple[str, str]]) -> None:
    found = owed(place, child(LEFT, tier))
    assert {(duty, kind) for duty, kind, force in found if force is Force.LOCAL} == expected
    assert {duty for duty, _, force in found if force is not Force.LOCAL} <= {"assess_tier"}


def test_a_local_number_takes_the_place_of_our_default_for_the_children_of_whom_it_speaks() -> None:
    left_behind = owed("fujian", child(LEFT, Tier.HIGH, ChildMark.KEY))
    migrant = owed("fujian", child(MIGRANTS, Tier.HIGH, ChildMark.KEY))

    assert {(kind, force) for duty, kind, force in left_behind if duty == VISIT} == {("month", Force.LOCAL)}
    assert {(kind, force) for duty, kind, force in migrant if duty == VISIT} == {("week", Force.OUR_DEFAULT)}


def test_who_is_of_two_categories_is_kept_as_the_local_number_says() -> None:
    both = owed("fujian", child([*LEFT, *MIGRANTS], Tier.HIGH, ChildMark.KEY))
    assert {kind for duty, kind, _ in both if duty == VISIT} == {"month"}
    assert ("update_child_data", "half_year", Force.STATUTORY) in both


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("tier", Tier)
def test_a_place_takes_nothing_away_from_children_of_whom_its_text_does_not_speak(place: str, tier: Tier) -> None:
    spoken_of = {"fujian": LEFT, "jining": LEFT, "tianmen": MIGRANTS, "linyi": MIGRANTS, "yizheng": LEFT}[place]
    others = MIGRANTS if spoken_of == LEFT else LEFT
    national = load("national")
    one = child(others, tier, ChildMark.KEY)
    asked = {(rhythm.code, kind) for rhythm, kind in rhythms_of(national) if rhythm.counts(one)}
    assert {(rhythm.code, kind) for rhythm, kind in rhythms_of(pack_of(place)) if rhythm.counts(one)} == asked


def test_a_local_number_is_told_as_local_and_ours_as_ours() -> None:
    fujian, linyi = pack_of("fujian"), pack_of("linyi")
    assert fujian.force_of(fujian.duty(VISIT).periods["fujian"]) is Force.LOCAL
    assert linyi.force_of(linyi.duty(VISIT).periods["default"]) is Force.OUR_DEFAULT
    assert "J-56" in linyi.duty(VISIT).ground


def test_the_rhythms_of_a_place_stand_in_the_comparison_that_is_read_aloud() -> None:
    found = {one.code: one for one in differences(load("national"), pack_of("fujian")) if one.part is Part.RHYTHMS}
    assert set(found) >= {"fujian_contact", "fujian_visit", "fujian_visit_low", "fujian_report_progress"}
    progress = found["fujian_report_progress"].right
    assert progress is not None
    assert progress.zh == "上报工作进展，每年11月30日前，设区的市级民政部门"
    right = found["fujian_visit"].right
    assert right is not None
    assert right.force is Force.LOCAL
    assert "取代默认 visit_middle、visit_high" in right.zh
    assert "每月一次" in right.zh


# ------------------------------------------------------------------------------------------------ played


@pytest.mark.parametrize(
    ("tier", "first", "december"),
    [
        (Tier.LOW, [(CONTACT, "2026-11"), (VISIT, "2026-Q4")], [(CONTACT, "2026-12")]),
        (Tier.MIDDLE, [(VISIT, "2026-11")], [(VISIT, "2026-12")]),
        (Tier.HIGH, [(VISIT, "2026-11")], [(VISIT, "2026-12")]),
    ],
)
def test_fujian_contacts_monthly_and_visits_each_quarter_or_each_month_by_tier(
    tmp_path: Path, tier: Tier, first: list[tuple[str, str]], december: list[tuple[str, str]]
) -> None:
    county = a_county_of("fujian", tmp_path, "Tuesday 2026-11-03 09:00")
    case = on_the_list(county, categories=LEFT, conditions=LEFT_BEHIND, tier=tier).case_no
    kept = [(row.code, row.about) for row in county.duties(case) if _says(row, Force.LOCAL, county)]
    assert sorted(kept) == first
    for code, about in first:
        county.answer(case, _number(county, case, code, about), at="Tuesday 2026-11-10 10:00")
    passes(county, "Tuesday 2026-12-01 00:00")
    opened = [(row.code, row.about) for row in county.duties(case) if _says(row, Force.LOCAL, county)]
    assert sorted(set(opened) - set(first)) == december
    county.must_hold()
    county.office.database.dispose()


def test_tianmen_visits_every_migrant_child_each_quarter_and_contacts_key_children_each_month(tmp_path: Path) -> None:
    county = a_county_of("tianmen", tmp_path, "Thursday 2026-09-10 09:00")
    plain = on_the_list(county, child={"name": "禾一"}, marks=[]).case_no
    key = on_the_list(county, child={"name": "禾二"}).case_no
    assert (CONTACT, "2026-09") not in county.opened(plain)
    assert (CONTACT, "2026-09") in county.opened(key)
    passes(county, "Thursday 2026-10-01 00:00")
    for case in (plain, key):
        assert abouts(county, case, VISIT) == [("2026-Q4", "open")]
        assert "J-53" in _basis(county, case, VISIT, "2026-Q4")
    assert "J-54" in _basis(county, key, CONTACT, "2026-10")
    county.answer(key, VISIT, at="Friday 2026-10-09 10:00")
    assert (CONTACT, "answered") in {(row.code, row.state) for row in county.duties(key) if row.about == "2026-10"}
    passes(county, "Friday 2027-01-01 00:00")
    assert abouts(county, key, VISIT)[-1] == ("2027-Q1", "open")
    county.must_hold()
    county.office.database.dispose()


def test_tianmen_assesses_the_mind_of_every_pupil_once_in_each_school_year(tmp_path: Path) -> None:
    county = a_county_of("tianmen", tmp_path, "Thursday 2026-09-03 09:00")
    pupil = on_the_list(county, child={"name": "禾一"}, conditions=MIGRANT, marks=[ChildMark.PUPIL]).case_no
    small = on_the_list(county, child={"name": "禾二"}, conditions=MIGRANT, marks=[]).case_no
    assert abouts(county, pupil, "assess_psychology") == [("2026-2027", "open")]
    assert abouts(county, small, "assess_psychology") == []
    row = county.duty(pupil, "assess_psychology")
    assert [one.kind for one in county.procedures(pupil)] == [MONITORING]
    assert row.post_no == "P-LIUXI-SCHOOL"
    assert "K-50" in _basis(county, pupil, "assess_psychology", "2026-2027")
    county.answer(pupil, "assess_psychology", at="Monday 2026-10-12 10:00")
    passes(county, "Tuesday 2027-08-31 23:59")
    assert abouts(county, pupil, "assess_psychology") == [("2026-2027", "answered")]
    passes(county, "Wednesday 2027-09-01 00:00")
    assert abouts(county, pupil, "assess_psychology") == [("2026-2027", "answered"), ("2027-2028", "open")]
    county.office.database.dispose()


@pytest.mark.parametrize(
    ("marks", "expected"), [([ChildMark.PUPIL], True), ([ChildMark.JUNIOR_PUPIL], True), ([ChildMark.KEY], False)]
)
def test_tianmen_schools_visit_every_migrant_pupil_at_home_once_in_each_school_year(
    tmp_path: Path, marks: list[ChildMark], expected: bool
) -> None:
    county = a_county_of("tianmen", tmp_path, "Thursday 2026-09-03 09:00")
    case = on_the_list(county, marks=marks).case_no
    assert bool(abouts(county, case, "school_home_visit")) is expected
    if expected:
        assert county.duty(case, "school_home_visit").post_no == "P-LIUXI-SCHOOL"
        assert "TM-6b" in _basis(county, case, "school_home_visit", "2026-2027")
        county.answer(case, VISIT, at="Thursday 2026-09-10 10:00")  # the village's visit is not the school's
        assert abouts(county, case, "school_home_visit") == [("2026-2027", "open")]
        county.answer(case, "school_home_visit", at="Monday 2026-10-12 10:00")
        passes(county, "Wednesday 2027-09-01 00:00")
        assert abouts(county, case, "school_home_visit") == [("2026-2027", "answered"), ("2027-2028", "open")]
    county.office.database.dispose()


def test_jining_contacts_monthly_visits_and_assesses_every_left_behind_child_each_half_year(tmp_path: Path) -> None:
    county = a_county_of("jining", tmp_path, "Tuesday 2026-11-03 09:00")
    case = on_the_list(county, categories=LEFT, conditions=LEFT_BEHIND, marks=[]).case_no
    assert set(county.opened(case)) == {("assess_tier", "2026-H2"), (CONTACT, "2026-11"), (VISIT, "2026-H2")}
    assert {"J-57", "HT-190"} <= set(_basis(county, case, "assess_tier", "2026-H2"))
    for code in ("assess_tier", VISIT):
        county.answer(case, code, at="Tuesday 2026-11-10 10:00")
    passes(county, "Thursday 2026-12-31 23:59")
    assert {about for code, about in county.opened(case) if code != CONTACT} == {"2026-H2"}
    passes(county, "Friday 2027-01-01 00:00")
    assert {("assess_tier", "2027-H1"), (CONTACT, "2027-01"), (VISIT, "2027-H1")} <= set(county.opened(case))
    county.must_hold()
    county.office.database.dispose()


def _says(row: Any, force: Force, county: County) -> bool:
    pack = county.office.pack
    return pack.force_of(pack.duty(row.code).periods[row.variant]) is force


def _number(county: County, case: str, code: str, about: str) -> str:
    return county.duty(case, code, about=about).no


def _basis(county: County, case: str, code: str, about: str) -> list[str]:
    """The rows that the opening of a duty cites."""
    opened = county.duty(case, code, about=about).no
    (entry,) = [one for one in county.journal() if one.kind == "duty_opened" and one.duty_no == opened]
    return entry.basis.split()


def test_yizheng_adds_monthly_and_weekly_visits_and_takes_no_default_away() -> None:
    """Its text is known from a copy on the web: a number of it stands beside ours and never in its place."""
    left = child(LEFT, Tier.LOW, ChildMark.KEY)
    assert owed("yizheng", left) > {(VISIT, "month", Force.LOCAL), (VISIT, "quarter", Force.OUR_DEFAULT)}
    difficult = [ChildCategory.IN_DIFFICULTY]
    assert {one for one in owed("yizheng", child(difficult, Tier.HIGH)) if one[0] == VISIT} == {
        (VISIT, "month", Force.LOCAL),
        (VISIT, "week", Force.LOCAL),
    }
    assert {one for one in owed("yizheng", child(difficult, Tier.MIDDLE)) if one[0] == VISIT} == {
        (VISIT, "month", Force.LOCAL)
    }
    assert all(one[0] != VISIT for one in owed("yizheng", child(MIGRANTS, Tier.LOW)))


def test_in_yizheng_a_left_behind_child_whom_nobody_visited_in_a_month_is_late(tmp_path: Path) -> None:
    county = a_county_of("yizheng", tmp_path, "Monday 2026-06-01 08:00")
    begun = on_the_list(county, categories=LEFT, conditions=LEFT_BEHIND)
    (row,) = [one for one in county.duties(begun.case_no) if one.code == VISIT and one.variant == "yizheng"]
    assert row.legal_due_at == shanghai("Wednesday 2026-07-01 00:00")


def test_only_jining_has_words_of_its_own_for_the_tiers_and_only_for_left_behind_children() -> None:
    [row] = [one for one in load("shandong-jining-2016").rhythms.values() if one.grades]
    assert (row.code, [word for _, word in row.grades]) == ("jining_assess", ["较好", "一般", "差"])
    assert row.categories == {ChildCategory.LEFT_BEHIND}
    assert not any(one.grades for one in load("fujian-2024").rhythms.values())


def test_what_fujian_asks_of_county_departments_a_department_of_the_city_does_not_owe() -> None:
    rhythms = load("fujian-2024").rhythms
    village, report = rhythms["fujian_village_safety"], rhythms["fujian_report_spot_checks"]
    assert village.is_owed_at(Role.EDUCATION, "990101")
    assert not village.is_owed_at(Role.EDUCATION, "9901")
    assert not village.is_owed_at(Role.SCHOOL, "990101")
    assert report.is_owed_at(Role.CITY_CIVIL_AFFAIRS, "9901")
    assert report.is_owed_at(Role.CITY_CIVIL_AFFAIRS, "990128")  # 平潭 reports like a city, and has six digits
