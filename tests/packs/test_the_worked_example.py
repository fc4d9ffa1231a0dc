"""Can a county follow the how-to and have a pack? 照着文档写一个规则包."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

import packs
from packs.difference import differences
from packs.files import PARTS, part_of
from packs.schema import schemas
from packs.side_by_side import Change
from rules.errors import Refusals
from rules.vocabulary import ProcedureKind, Role
from rules.when import exactly
from tasks import acts
from tasks.opening import open_by_hand
from tests.colleagues import another
from tests.office import County
from tests.packs.copies import change
from tests.packs.editors import as_an_editor_reads

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "howto" / "write-a-pack.md"
TYPED = dict(re.findall(r"^`qinghe/([\w/]+\.yaml)`\n\n```yaml\n(.*?)^```$", GUIDE.read_text("utf-8"), re.M | re.S))
OF_A_PROCEDURE = {name: text for name, text in TYPED.items() if name.endswith("/silent.yaml")}
"""What is added for a procedure of the county's own."""
FILES = {name: text for name, text in TYPED.items() if name not in OF_A_PROCEDURE}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What somebody has who typed in the example."""
    made = tmp_path / "qinghe"
    write(made, lambda text: text)
    return made


def write(folder: Path, change: Callable[[str], str]) -> None:
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(change(text), encoding="utf-8")


def test_the_example_has_every_part_and_subjects_in_files_of_their_own() -> None:
    assert {part_of(Path("qinghe", name)) for name in TYPED} == {"pack", *PARTS}
    assert {"facts/visits.yaml", "duties/visits.yaml"} <= set(FILES)


def test_the_example_is_accepted_and_does_what_the_guide_says(folder: Path) -> None:
    pack = packs.load(folder)

    assert pack.duty("child_seen").periods["default"].zh == "12小时"
    assert Role.WOMENS_FEDERATION in pack.told_of_a_report
    assert Role.WOMENS_FEDERATION in pack.ladder("harm_again").rungs[1].tell
    assert pack.rhythms["qinghe_visit"].instead_of == ("visit_high",)


def test_the_example_only_tightens_and_adds(folder: Path) -> None:
    found = differences(packs.load("national"), packs.load(folder))
    assert {one.change for one in found} == {Change.ADDED, Change.TIGHTENED, Change.CHANGED}
    assert all("取代默认" in one.about_zh for one in found if one.change is Change.CHANGED)
    assert [one.code for one in found if one.change is Change.TIGHTENED] == ["child_seen", "harm_again"]


@pytest.fixture
def with_a_procedure(folder: Path) -> Path:
    """The same, with the section on a procedure typed in as well."""
    for name, text in OF_A_PROCEDURE.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_procedure_of_the_example_is_accepted_and_leads_where_the_guide_says(with_a_procedure: Path) -> None:
    assert set(OF_A_PROCEDURE) == {"facts/silent.yaml", "duties/silent.yaml", "procedures/silent.yaml"}
    pack = packs.load(with_a_procedure)

    one = pack.procedure("silent_parents")
    assert one.duties == ("silent_parents.call", "silent_parents.search")
    assert [end.code for end in one.ends] == ["in_touch", "nobody"]
    assert pack.duty("silent_parents.search").ladder == "township"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("next: {found: in_touch, gone: nobody}", "next: {found: in_touch}", "没有下一步"),
        ("gone: nobody}", "gone: silent_parents.call}", "步骤转成了圈"),
    ],
)
def test_what_the_guide_says_is_refused_of_a_procedure_is_refused_in_these_words(
    with_a_procedure: Path, old: str, new: str, message: str
) -> None:
    change(with_a_procedure / "procedures" / "silent.yaml", old, new)
    with pytest.raises(Refusals, match=message):
        packs.load(with_a_procedure)


@pytest.mark.parametrize(("back_on", "variant"), [("2026-03-20", "named"), ("", "default")])
def test_the_procedure_of_the_example_runs(county: County, with_a_procedure: Path, back_on: str, variant: str) -> None:
    there = another(county, pack=packs.load(with_a_procedure))
    case = there.a_case()
    opening = {"about": "silent_parents", "by_post": "P-LIUXI-STATION"}
    open_by_hand(there.office, case, ProcedureKind.DECLARED, when=exactly(there.clock()), **opening)
    there.move()
    given = {"是否联系上": "否", **({"说好何时再联系": back_on} if back_on else {})}
    acts.answer(there.office, case, "silent_parents.call", given)
    there.move()
    assert there.live(case, "silent_parents.search").variant == variant
    acts.answer(there.office, case, "silent_parents.search", {"查找结果": "下落不明"})
    there.move()

    assert there.ends(case, ProcedureKind.DECLARED) == ["moved_on"]
    assert there.ends(case, ProcedureKind.GUARDIANSHIP_TRANSFER) == [None]


@pytest.mark.parametrize("name", OF_A_PROCEDURE)
def test_an_editor_finds_nothing_wrong_with_the_procedure(name: str) -> None:
    schema = schemas()[name.partition("/")[0]]
    assert list(jsonschema.Draft7Validator(schema).iter_errors(as_an_editor_reads(OF_A_PROCEDURE[name]))) == []


@pytest.mark.parametrize("name", FILES)
def test_an_editor_finds_nothing_wrong_with_the_example(name: str) -> None:
    schema = schemas()[part_of(Path("qinghe", name))]
    assert list(jsonschema.Draft7Validator(schema).iter_errors(as_an_editor_reads(FILES[name]))) == []


def test_the_example_becomes_its_own_next_edition_as_the_guide_says(folder: Path) -> None:
    later = folder.parent / "qinghe@2027"
    write(later, lambda text: text.replace("valid_from: 2026-03-01", "valid_from: 2027-01-01"))
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
        ("rhythms.yaml", "instead_of: [visit_high]", "instead_of: [contact]", "不能取代职责 routine_contact"),
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
