"""Can a county follow the how-to and have a pack? 照着文档写一个规则包."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import pytest

import packs
from packs.difference import differences
from packs.schema import schemas
from packs.side_by_side import Change
from rules.errors import Refusals
from rules.vocabulary import Role
from tests.packs.editors import as_an_editor_reads

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "howto" / "write-a-pack.md"
FILES = dict(re.findall(r"^`qinghe/(\w+\.yaml)`\n\n```yaml\n(.*?)^```$", GUIDE.read_text("utf-8"), re.M | re.S))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What somebody has who typed in the example."""
    made = tmp_path / "qinghe"
    made.mkdir()
    for name, text in FILES.items():
        (made / name).write_text(text, encoding="utf-8")
    return made


def test_the_example_has_all_five_files() -> None:
    assert set(FILES) == {"pack.yaml", "sources.yaml", "facts.yaml", "duties.yaml", "ladders.yaml"}


def test_the_example_is_accepted_and_does_what_the_guide_says(folder: Path) -> None:
    pack = packs.load(folder)

    assert pack.duty("child_seen").periods["default"].zh == "12小时"
    assert Role.WOMENS_FEDERATION in pack.told_of_a_report
    assert Role.WOMENS_FEDERATION in pack.ladder("harm_again").rungs[1].tell


def test_the_example_only_tightens_and_adds(folder: Path) -> None:
    found = differences(packs.load("national"), packs.load(folder))
    assert {one.change for one in found} == {Change.ADDED, Change.TIGHTENED}
    assert [one.code for one in found if one.change is Change.TIGHTENED] == ["child_seen", "harm_again"]


@pytest.mark.parametrize("name", FILES)
def test_an_editor_finds_nothing_wrong_with_the_example(name: str) -> None:
    schema = schemas()[name.removesuffix(".yaml")]
    assert list(jsonschema.Draft7Validator(schema).iter_errors(as_an_editor_reads(FILES[name]))) == []


def test_the_example_becomes_its_own_next_edition_as_the_guide_says(folder: Path) -> None:
    later = folder.parent / "qinghe@2027"
    later.mkdir()
    for name, text in FILES.items():
        (later / name).write_text(text.replace("valid_from: 2026-03-01", "valid_from: 2027-01-01"), encoding="utf-8")
    with pytest.raises(Refusals, match="请将上一版的 valid_until 写为 2026-12-31"):
        packs.load(folder)

    head = folder / "pack.yaml"
    head.write_text(head.read_text("utf-8") + "valid_until: 2026-12-31\n", encoding="utf-8")
    assert len(packs.editions(folder).packs) == 2


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("duties.yaml", "within: 12 hours, set_by: QH-1", "within: 30 hours, set_by: QH-1", "地方只能收紧"),
        ("duties.yaml", "code: child_seen", "code: child_sen", "是否想写“child_seen”"),
        ("facts.yaml", "default: {within: 12 hours}", "default: {within: 10 hours}", "与 QH-1 的期限不符"),
        ("facts.yaml", "id: QH-2", "id: A-17", "下级不得改写法律行"),
        ("ladders.yaml", "tell: [procuratorate]", "tell: [court]", "少了上级规则的一级"),
        ("ladders.yaml", "tell: [county_government, higher_procuratorate]", "tell: [court]", "没有升到各机关之上"),
    ],
)
def test_the_refusals_that_the_guide_lists_are_those_of_the_program(
    folder: Path, file: str, old: str, new: str, message: str
) -> None:
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(Refusals, match=message):
        packs.load(folder)
