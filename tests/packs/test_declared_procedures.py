"""Is a declared procedure that leads nowhere refused before it governs any case? 自设程序检查."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import packs
from packs.difference import differences
from packs.loader import SHELF, from_content
from packs.procedure_paths import always_before, first_circle, reached
from packs.schema import schemas
from packs.side_by_side import Change, Part
from rules.errors import Gap, Refusals, Refused
from rules.vocabulary import Force
from tests.packs.copies import change
from tests.packs.editors import as_an_editor_reads
from tests.packs.local import a_pack

FAULTS = yaml.safe_load((Path(__file__).parent / "procedure_faults.yaml").read_text(encoding="utf-8"))
ROOT = Path(__file__).resolve().parents[2]
SIX_STEPS = "six_steps"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the example that a test may spoil."""
    return Path(shutil.copytree(SHELF / "example-township", tmp_path / "liuxi"))


def line_of(file: Path, text: str) -> int:
    whole = file.read_text(encoding="utf-8")
    return whole[: whole.index(text)].count("\n") + 1


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: one["fault"])
def test_a_bad_procedure_is_refused_with_file_line_and_remedy_in_both_languages(
    fault: dict[str, Any], folder: Path
) -> None:
    file = fault.get("place", fault["file"])
    line = change(folder / fault["file"], fault["old"], fault["new"])
    if "at" in fault:
        line = line_of(folder / file, fault["at"])

    with pytest.raises(Refused) as refused:
        packs.load(folder)

    faults = refused.value.refusals if isinstance(refused.value, Refusals) else (refused.value,)
    found = [one for one in faults if fault["zh"] in one.zh and fault["en"] in one.en]
    assert [one.zh for one in faults if one.zh.startswith(f"{file}:{line}：")], [one.zh for one in faults]
    assert [one for one in found if one.en.startswith(f"{file}:{line}: ")], [one.zh for one in faults]


def test_the_example_is_accepted_and_says_what_it_is() -> None:
    pack = packs.load("example-township")
    one = pack.procedure(SIX_STEPS)

    assert "虚构" in pack.zh
    assert all("虚构" in source.zh for code, source in pack.sources.items() if code == "LX")
    assert one.first.duty == f"{SIX_STEPS}.persuade"
    assert reached(one) == set(one.duties)
    assert first_circle(one) == ()


def test_the_rules_of_the_published_case_say_that_their_numbers_are_ours() -> None:
    pack = packs.load(ROOT / "examples" / "packs" / "ninglang")
    for code in pack.procedure("four_steps").duties:
        assert {pack.force_of(period) for period in pack.duty(code).periods.values()} == {Force.OUR_DEFAULT}


@pytest.mark.parametrize(
    "file", sorted((ROOT / "examples" / "packs" / "ninglang").glob("*.yaml")), ids=lambda one: one.name
)
def test_an_editor_finds_nothing_wrong_with_the_rules_of_the_published_case(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert list(jsonschema.Draft7Validator(schemas()[file.stem]).iter_errors(as_an_editor_reads(text))) == []
    assert (file.parent / text.splitlines()[0].partition("=")[2]).is_file()


def test_what_a_step_can_count_on_is_what_lies_on_every_way_to_it() -> None:
    before = always_before(packs.load("example-township").procedure(SIX_STEPS))

    assert f"{SIX_STEPS}.fine" in before[f"{SIX_STEPS}.court"]
    assert f"{SIX_STEPS}.demand" not in before[f"{SIX_STEPS}.court"]  # where no fine is imposed, nothing is demanded
    assert before[f"{SIX_STEPS}.persuade"] == frozenset()


def test_a_case_freezes_the_procedure_to_the_last_field() -> None:
    pack = packs.load("example-township")
    frozen = from_content(pack.content)

    assert frozen == pack
    assert frozen.procedures == pack.procedures
    assert frozen.asked(f"{SIX_STEPS}.sue") == pack.asked(f"{SIX_STEPS}.sue")


def test_a_pack_without_declared_procedures_has_the_content_that_it_always_had() -> None:
    assert '"procedures"' not in packs.load("national").content


def test_a_code_that_neither_the_software_nor_the_pack_knows_is_a_gap() -> None:
    with pytest.raises(Gap, match="six_steps"):
        packs.load("national").procedure(SIX_STEPS)
    with pytest.raises(Gap):
        packs.load("national").asked(f"{SIX_STEPS}.sue")


def test_a_village_inherits_the_procedure_and_may_tighten_its_clocks_and_nothing_else(tmp_path: Path) -> None:
    fact = (
        "- {id: V-1, zh: 三日内劝返, en: within three days, basis: 村规（虚构）第1条, sources: [QH], force: local, "
        "confidence: verified, limits: {default: {within: 3 days, rule: calendar}, "
        "slow: {within: 9 days, rule: calendar}}}\n"
    )
    duty = "- {{code: six_steps.persuade, periods: {{default: {{within: {}, rule: calendar, set_by: V-1}}}}}}\n"
    tight = a_pack(tmp_path, id="dongtou", parent="example-township", facts=fact, duties=duty.format("3 days"))
    pack = packs.load(tight)
    assert pack.procedures == packs.load("example-township").procedures
    assert pack.duty("six_steps.persuade").periods["default"].zh == "3日"

    loose = a_pack(tmp_path, id="xitou", parent="example-township", facts=fact, duties=duty.format("9 days"))
    with pytest.raises(Refusals, match="地方只能收紧"):
        packs.load(loose)


def test_the_steps_of_an_inherited_procedure_are_not_rewritten(tmp_path: Path) -> None:
    rows = (SHELF / "example-township" / "procedures.yaml").read_text(encoding="utf-8")
    again = a_pack(tmp_path, id="dongtou", parent="example-township", procedures=rows)

    with pytest.raises(Refusals, match="下级不得改写其步骤") as refused:
        packs.load(again)
    assert "declare another one under a code of its own" in refused.value.en


def test_two_packs_side_by_side_show_each_step_and_never_a_custom_as_law(folder: Path) -> None:
    found = [
        one
        for one in differences(packs.load("national"), packs.load("example-township"))
        if one.part is Part.PROCEDURES
    ]
    assert [one.about_zh for one in found][:2] == ["镇村上门劝返", "决定是否责令送被监护人接受义务教育"]
    assert {one.change for one in found} == {Change.ADDED}
    assert {one.right.force for one in found if one.right} == {Force.LOCAL}

    change(folder / "procedures.yaml", "no: six_steps.sue}", "no: otherwise}")
    (other,) = [
        one for one in differences(packs.load("example-township"), packs.load(folder)) if one.part is Part.PROCEDURES
    ]
    assert other.change is Change.CHANGED
    assert (other.about_zh, other.left and other.left.en) == (
        "决定是否处罚",
        "asks whether a fine is imposed; yes → demand compliance of each guardian in writing; "
        "no → decide: suit, enforcement, or admonition",
    )
