"""Is the frozen content of a pack the pack itself, to the byte?"""

import hashlib
import json
from pathlib import Path

import pytest

import packs
from packs.content import canonical
from packs.loader import SHELF
from rules.errors import Gap, Refused
from tests.packs.copies import change, copy_of_national


def test_what_was_frozen_is_read_back_the_same() -> None:
    pack = packs.load("national")
    thawed = packs.from_content(pack.content)

    assert thawed == pack
    assert thawed.hash == pack.hash == hashlib.sha256(pack.content.encode()).hexdigest()
    assert thawed.duties == pack.duties
    assert thawed.facts == pack.facts
    assert thawed.sources == pack.sources
    assert thawed.ladders == pack.ladders
    assert canonical(thawed) == pack.content
    assert packs.check(thawed) == []


def test_reading_twice_gives_one_content(tmp_path: Path) -> None:
    copy = packs.load(copy_of_national(tmp_path))
    assert copy == packs.load(SHELF / "national")
    assert hash(copy) == hash(packs.load("national"))


def test_comments_blank_lines_and_the_order_of_rows_are_not_part_of_the_content(tmp_path: Path) -> None:
    folder = copy_of_national(tmp_path)
    change(folder / "sources.yaml", "- {code: MPL,", "# 一条注释\n\n- {code: MPL,")
    ladders = (folder / "ladders.yaml").read_text(encoding="utf-8")
    head, *rest = ladders.split("\n- code: ")
    (folder / "ladders.yaml").write_text("\n- code: ".join([head, *reversed(rest)]), encoding="utf-8")

    assert packs.load(folder) == packs.load("national")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("pack.yaml", 'version: "2026.1"', 'version: "2026.2"'),
        ("facts.yaml", "没有数字，没有法定文书", "没有数字，没有法定文书。"),
        ("duties.yaml", "zh: 初步研判", "zh: 初步研判。"),
        ("duties.yaml", "takes_hours: 0.25", "takes_hours: 0.26"),
        ("ladders.yaml", "tell: [owner, station_chief], basis: M-90", "tell: [station_chief], basis: M-90"),
        ("ladders.yaml", "{at: 0.5,", "{at: 0.6,"),
        ("sources.yaml", "in_force_from: 2021-06-01", "in_force_from: 2021-06-02"),
    ],
)
def test_one_change_in_any_file_is_another_hash(tmp_path: Path, file: str, old: str, new: str) -> None:
    folder = copy_of_national(tmp_path)
    change(folder / file, old, new)
    assert packs.load(folder).hash != packs.load("national").hash


def test_one_changed_byte_of_frozen_content_is_another_hash() -> None:
    pack = packs.load("national")
    assert packs.from_content(pack.content.replace("2026.1", "2026.9")).hash != pack.hash


def test_content_frozen_under_rules_that_are_refused_today_still_governs_its_cases(tmp_path: Path) -> None:
    frozen = json.loads(packs.load("national").content)
    frozen["ladders"] = [one for one in frozen["ladders"] if one["code"] != "regulator"]
    old = json.dumps(frozen, ensure_ascii=False)

    pack = packs.from_content(old)

    assert pack.content == old
    faults = packs.check(pack)
    assert faults
    assert all("regulator" in fault for fault in faults)


def test_a_past_pack_keeps_its_hash_although_it_was_written_with_other_spacing() -> None:
    pack = packs.load("national")
    spaced = json.dumps(json.loads(pack.content), ensure_ascii=False, indent=1)
    assert packs.from_content(spaced).hash == hashlib.sha256(spaced.encode()).hexdigest()


@pytest.mark.parametrize("damaged", ["", "{", "[]", '{"pack": {}}', '{"pack": 1, "sources": 2}'])
def test_damaged_content_is_a_gap_and_never_an_empty_rulebook(damaged: str) -> None:
    with pytest.raises(Gap, match="备份"):
        packs.from_content(damaged)


def test_frozen_content_holds_no_place_of_this_machine() -> None:
    content = packs.load("national").content
    assert ".yaml" not in content
    assert str(SHELF) not in content


def test_a_pack_that_is_not_there_is_refused_with_the_names_of_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="national"):
        packs.load("natoinal")
    with pytest.raises(Refused):
        packs.load(tmp_path)


def test_a_duty_that_came_later_has_the_rules_of_today_and_everything_else_those_that_were_frozen() -> None:
    today = packs.load("national")
    frozen = json.loads(today.content)
    frozen["duties"] = [one for one in frozen["duties"] if one["code"] != "triage"]
    for one in frozen["duties"]:
        if one["code"] == "review_case":
            one["zh"] = "旧时的名称"
    old = packs.from_content(json.dumps(frozen, ensure_ascii=False))

    completed = old.completed_by(today)

    assert completed.duty("triage") == today.duty("triage")
    assert completed.duty("review_case").zh == "旧时的名称"
    assert (completed.hash, completed.content) == (old.hash, old.content)
