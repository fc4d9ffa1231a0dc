"""Is every day governed by one edition, and does the law change at midnight?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import packs
from packs import Editions
from rules.errors import Refusals, Refused
from tests.packs.copies import change, copy_of_national
from tests.packs.local import SEEN_IN_12_HOURS, a_pack

TURN = date(2027, 1, 1)


def national_twice(shelf: Path, *, until: str = "2026-12-31", since: str = "2027-01-01") -> Path:
    """Two editions of the national pack: in the later one a report is passed on within half the time."""
    earlier = copy_of_national(shelf)
    later = copy_of_national(shelf / "made")
    later = later.rename(shelf / "national@2027")
    change(earlier / "pack.yaml", "valid_from: 2026-01-01", f"valid_from: 2026-01-01\nvalid_until: {until}")
    change(later / "pack.yaml", "valid_from: 2026-01-01", f"valid_from: {since}")
    change(later / "pack.yaml", '"2026.1"', '"2027.1"')
    return earlier


def versions(found: Editions, *days: str) -> list[str]:
    return [found.on(date.fromisoformat(day)).version for day in days]


def test_each_day_has_the_edition_in_force_on_it(tmp_path: Path) -> None:
    found = packs.editions(national_twice(tmp_path))

    assert versions(found, "2026-01-01", "2026-12-31") == ["2026.1", "2026.1"]
    assert versions(found, "2027-01-01", "2031-06-01") == ["2027.1", "2027.1"]


def test_what_happened_before_the_first_edition_is_governed_by_it(tmp_path: Path) -> None:
    assert versions(packs.editions(national_twice(tmp_path)), "2014-05-01") == ["2026.1"]


def test_rules_that_nobody_renewed_go_on_to_govern_and_are_known_to_have_ended(tmp_path: Path) -> None:
    ended = packs.editions(a_pack(tmp_path, until="2026-12-31"))

    assert ended.on(TURN) is ended.newest
    assert (ended.has_ended(date(2026, 12, 31)), ended.has_ended(TURN)) == (False, True)


@pytest.mark.parametrize(
    ("until", "words"), [("2026-12-30", "中间有的日子没有规则"), ("2027-01-01", "有的日子有两版规则")]
)
def test_a_gap_or_an_overlap_of_one_day_is_refused(tmp_path: Path, until: str, words: str) -> None:
    with pytest.raises(Refusals, match=words) as refused:
        packs.load(national_twice(tmp_path, until=until))
    assert refused.value.zh.startswith("national@2027/pack.yaml：")
    assert "write valid_until: 2026-12-31 in the one before" in refused.value.en


def test_an_edition_that_never_ends_is_followed_by_none(tmp_path: Path) -> None:
    earlier = national_twice(tmp_path)
    change(earlier / "pack.yaml", "valid_until: 2026-12-31", "")
    with pytest.raises(Refusals, match="请将上一版的 valid_until 写为 2026-12-31"):
        packs.load(earlier)


def test_an_edition_that_ends_before_it_begins_is_refused_at_its_line(tmp_path: Path) -> None:
    with pytest.raises(Refusals, match=r"^pack\.yaml:7：valid_until（2026-01-31）早于 valid_from"):
        packs.load(a_pack(tmp_path, until="2026-01-31"))


def test_two_editions_have_one_name(tmp_path: Path) -> None:
    earlier = national_twice(tmp_path)
    change(tmp_path / "national@2027" / "pack.yaml", "id: national", "id: nation")
    with pytest.raises(Refusals, match="各版的 id 应当相同"):
        packs.load(earlier)


def test_a_further_edition_can_be_asked_for_by_itself(tmp_path: Path) -> None:
    national_twice(tmp_path)
    assert packs.editions(tmp_path / "national@2027").packs == (packs.load(tmp_path / "national"),)


def test_a_local_pack_changes_with_its_parent_although_nobody_touched_it(tmp_path: Path) -> None:
    national_twice(tmp_path)
    change(tmp_path / "national@2027" / "duties.yaml", "document: 见面记录", "document: 见面记录、照片")
    found = packs.editions(a_pack(tmp_path, duties=SEEN_IN_12_HOURS))

    before, after = found.on(date(2026, 12, 31)), found.on(TURN)
    assert [before.duty("child_seen").document, after.duty("child_seen").document] == ["见面记录", "见面记录、照片"]
    assert {before.duty("child_seen").periods["default"], after.duty("child_seen").periods["default"]} == {
        before.duty("child_seen").periods["default"]
    }
    assert (before.valid_until, after.valid_from) == (date(2026, 12, 31), TURN)
    assert before.hash != after.hash


def test_a_local_rule_that_the_next_edition_of_its_parent_forbids_is_found_beforehand(tmp_path: Path) -> None:
    national_twice(tmp_path)
    later = tmp_path / "national@2027"
    change(
        later / "facts.yaml",
        "limits: {default: {within: 24 hours}, ordinary",
        "limits: {default: {within: 6 hours}, ordinary",
    )
    change(
        later / "duties.yaml", "default: {within: 24 hours, set_by: A-93}", "default: {within: 6 hours, set_by: A-93}"
    )

    with pytest.raises(Refusals, match="12小时比上级规则的6小时"):
        packs.load(a_pack(tmp_path, duties=SEEN_IN_12_HOURS))


def test_editions_of_a_local_pack_follow_one_another_too(tmp_path: Path) -> None:
    first = a_pack(tmp_path, until="2026-06-30")
    a_pack(tmp_path, folder="qinghe@2026-07", since="2026-07-01", duties=SEEN_IN_12_HOURS)
    found = packs.editions(first)

    hours = [found.on(day).duty("child_seen").periods["default"].zh for day in (date(2026, 6, 30), date(2026, 7, 1))]
    assert hours == ["24小时", "12小时"]


def test_a_local_pack_cannot_begin_before_there_is_anything_to_inherit(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"^pack\.yaml:5：本规则包自 2025-12-31 起"):
        packs.load(a_pack(tmp_path, since="2025-12-31"))
