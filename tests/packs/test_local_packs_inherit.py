"""Is a local pack everything that its parent says, and what it adds or tightens?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import packs
from packs.loader import SHELF
from rules.duty import Point
from rules.errors import Refused
from rules.vocabulary import Force, Role, UnitKind
from tests.packs.copies import change, copy_of_national
from tests.packs.local import COUNTY_FACTS, COUNTY_PLAN, SEEN_IN_12_HOURS, a_pack

NATIONAL = packs.load("national")


def test_a_local_row_says_only_what_differs_and_everything_else_is_the_parents(tmp_path: Path) -> None:
    pack = packs.load(a_pack(tmp_path, duties=SEEN_IN_12_HOURS))

    seen, before = pack.duty("child_seen"), NATIONAL.duty("child_seen")
    assert (seen.periods["default"].zh, pack.force_of(seen.periods["default"])) == ("12小时", Force.LOCAL)
    assert seen.periods["ordinary"] == before.periods["ordinary"]
    assert seen.ground == (*before.ground, "QH-1")
    assert (seen.owed_by, seen.ladder, seen.takes_hours) == (before.owed_by, before.ladder, before.takes_hours)
    assert set(pack.duties) == set(NATIONAL.duties)
    assert {code for code in pack.duties if pack.duties[code] != NATIONAL.duties[code]} == {"child_seen"}
    assert set(pack.facts) - set(NATIONAL.facts) == {"QH-1", "QH-2"}
    assert packs.check(pack) == []


def test_a_case_freezes_the_whole_of_it_and_needs_no_parent_to_read_it_back(tmp_path: Path) -> None:
    pack = packs.load(a_pack(tmp_path, duties=SEEN_IN_12_HOURS))
    thawed = packs.from_content(pack.content)

    assert (thawed, thawed.duties, thawed.inherits) == (pack, pack.duties, "national")
    assert json.loads(pack.content)["pack"]["inherits"] == "national"
    assert pack.hash != NATIONAL.hash


def test_what_inherits_nothing_says_nothing_of_it() -> None:
    assert "inherits" not in json.loads(NATIONAL.content)["pack"]


def test_a_city_inherits_from_a_province_and_that_from_the_nation(tmp_path: Path) -> None:
    a_pack(tmp_path, id="province", duties=SEEN_IN_12_HOURS)
    city = a_pack(
        tmp_path,
        id="city",
        parent="province",
        sources=COUNTY_PLAN.replace("QH", "CT"),
        facts="- {id: CT-1, zh: 六小时, en: six hours, basis: 市规, sources: [CT], force: local, confidence: verified, "
        "limits: {default: {within: 6 hours}}}\n",
        duties="- {code: child_seen, ground: [CT-1], periods: {default: {within: 6 hours, set_by: CT-1}}}\n",
    )

    seen = packs.load(city).duty("child_seen")
    assert seen.periods["default"].zh == "6小时"
    assert seen.ground == (*NATIONAL.duty("child_seen").ground, "QH-1", "CT-1")


def test_what_the_parent_changes_reaches_the_local_pack(tmp_path: Path) -> None:
    copy_of_national(tmp_path)
    local = a_pack(tmp_path, duties=SEEN_IN_12_HOURS)
    before = packs.load(local)
    change(tmp_path / "national" / "duties.yaml", "document: 见面记录", "document: 见面记录、照片")

    assert packs.load(local).duty("child_seen").document == "见面记录、照片"
    assert packs.load(local).hash != before.hash


def test_those_told_of_a_report_and_the_regulators_are_added_to(tmp_path: Path) -> None:
    more = (
        "told_of_a_report: {ground: [QH-2], tell: [womens_federation]}\n"
        "regulators: {ground: [QH-2], of: {lodging: police_station}}\n"
        "late_report_after: {within: 12 hours, set_by: QH-1}\n"
    )
    pack = packs.load(a_pack(tmp_path, more=more))

    assert pack.told_of_a_report == (*NATIONAL.told_of_a_report, Role.WOMENS_FEDERATION)
    assert pack.grounds["told_of_a_report"] == (*NATIONAL.grounds["told_of_a_report"], "QH-2")
    assert pack.regulator_of(UnitKind.LODGING) is Role.POLICE_STATION
    assert pack.regulator_of(UnitKind.SCHOOL) is NATIONAL.regulator_of(UnitKind.SCHOOL)
    assert pack.late_report_after.zh == "12小时"


def test_a_ladder_may_tell_more_people_and_earlier(tmp_path: Path) -> None:
    text = (SHELF / "national" / "ladders.yaml").read_text(encoding="utf-8")
    police = "- code: police\n" + text.split("- code: police\n")[1].split("\n\n")[0]
    wider = police.replace(
        "tell: [county_police], basis: M-90", "tell: [county_police, womens_federation], basis: M-90"
    )
    assert wider != police

    pack = packs.load(a_pack(tmp_path, ladders=wider + "\n"))

    told = {role for rung in pack.ladder("police").rungs if rung.point is Point.OVERDUE for role in rung.tell}
    assert Role.WOMENS_FEDERATION in told
    assert pack.ladder("police").attention == NATIONAL.ladder("police").attention


def test_subjects_may_stand_in_files_of_their_own(tmp_path: Path) -> None:
    split = a_pack(tmp_path, duties__reporting=SEEN_IN_12_HOURS, facts="", sources="")
    for part, text in (("facts", COUNTY_FACTS), ("sources", COUNTY_PLAN)):
        (split / f"{part}.yaml").unlink()
        (split / part).mkdir()
        (split / part / "reporting.yaml").write_text(text, encoding="utf-8")
    whole = a_pack(tmp_path / "whole", duties=SEEN_IN_12_HOURS)

    assert packs.load(split) == packs.load(whole)


def test_a_local_pack_may_say_nothing_but_its_name(tmp_path: Path) -> None:
    bare = a_pack(tmp_path)
    (bare / "facts.yaml").unlink()
    (bare / "sources.yaml").unlink()
    assert packs.load(bare).duties == NATIONAL.duties


@pytest.mark.parametrize("name", ["missing", "natoinal"])
def test_a_parent_that_is_not_there_is_refused_where_it_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match=r"^pack\.yaml:6：找不到上级规则包") as refused:
        packs.load(a_pack(tmp_path, parent=name))
    assert "national" in refused.value.en


def test_packs_that_inherit_in_a_circle_are_refused_with_the_circle(tmp_path: Path) -> None:
    first = a_pack(tmp_path, id="first", parent="second")
    a_pack(tmp_path, id="second", parent="first")
    with pytest.raises(Refused, match="first → second → first"):
        packs.load(first)
