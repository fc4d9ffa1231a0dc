"""Is a bad pack refused with file, line and what to do, in both languages, before it governs any case?"""

from pathlib import Path
from typing import Any

import pytest
import yaml

import packs
from rules.errors import Refusals, Refused
from tests.packs.copies import change, copy_of_national
from tests.packs.local import SEEN_IN_12_HOURS, a_pack

FAULTS = yaml.safe_load((Path(__file__).parent / "faults.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: one["fault"])
def test_a_bad_pack_is_refused_with_file_line_and_remedy_in_both_languages(
    fault: dict[str, Any], tmp_path: Path
) -> None:
    folder = copy_of_national(tmp_path)
    line = change(folder / fault["file"], fault["old"], fault["new"]) + fault.get("later", 0)

    with pytest.raises(Refused) as refused:
        packs.load(folder)

    found = next(iter(refused.value.refusals)) if isinstance(refused.value, Refusals) else refused.value
    assert found.zh.startswith(f"{fault['file']}:{line}："), found.zh
    assert found.en.startswith(f"{fault['file']}:{line}: "), found.en
    assert fault["zh"] in found.zh
    assert fault["en"] in found.en


def test_a_second_document_in_a_file_is_refused(tmp_path: Path) -> None:
    folder = copy_of_national(tmp_path)
    lines = (folder / "sources.yaml").read_text(encoding="utf-8").count("\n")
    with (folder / "sources.yaml").open("a", encoding="utf-8") as file:
        file.write("---\n- {code: X, zh: 甲, en: x}\n")

    with pytest.raises(Refusals, match=rf"^sources\.yaml:{lines + 1}：一个文件只能有一份文档") as refused:
        packs.load(folder)
    assert "one file holds one document" in refused.value.en


def test_a_file_in_another_encoding_is_refused_at_the_line_where_it_begins(tmp_path: Path) -> None:
    folder = copy_of_national(tmp_path)
    (folder / "pack.yaml").write_bytes("id: national\nzh: 全国规则\n".encode("gb18030"))

    with pytest.raises(Refusals, match=r"^pack\.yaml:2：文件不是 UTF-8 编码，请在编辑器中另存为 UTF-8") as refused:
        packs.load(folder)
    assert "save it as UTF-8" in refused.value.en


def test_the_mark_that_windows_editors_put_in_front_is_no_fault(tmp_path: Path) -> None:
    folder = copy_of_national(tmp_path)
    file = folder / "pack.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert packs.load(folder) == packs.load("national")


def test_units_may_be_written_in_chinese(tmp_path: Path) -> None:
    folder = copy_of_national(tmp_path)
    change(folder / "duties.yaml", "within: 24 hours, set_by: HT-03", "within: 24 小时, set_by: HT-03")
    change(folder / "duties.yaml", "within: 3 working_days, set_by: HT-05", "within: 3 个工作日, set_by: HT-05")
    assert packs.load(folder) == packs.load("national")


@pytest.mark.parametrize("file", ["facts.yaml", "ladders.yaml"])
def test_a_missing_or_empty_file_is_refused_by_name(tmp_path: Path, file: str) -> None:
    folder = copy_of_national(tmp_path)
    (folder / file).write_text("", encoding="utf-8")
    with pytest.raises(Refusals, match=f"{file}:1：文件为空"):
        packs.load(folder)

    (folder / file).unlink()
    with pytest.raises(Refusals, match=f"{file}：规则包缺少此文件"):
        packs.load(folder)


def test_all_faults_of_a_pack_are_told_together(tmp_path: Path) -> None:
    folder = copy_of_national(tmp_path)
    change(folder / "duties.yaml", "owed_by: [procuratorate]", "owed_by: [prosecutor]")
    change(folder / "facts.yaml", "force: statutory, conf", "force: binding, conf")
    change(folder / "ladders.yaml", "{at: last_safe", "{at: tomorrow")

    with pytest.raises(Refusals) as refused:
        packs.load(folder)

    assert sorted(one.zh.partition(":")[0] for one in refused.value.refusals) == [
        "duties.yaml",
        "facts.yaml",
        "ladders.yaml",
    ]


def test_a_character_that_no_editor_shows_is_refused(tmp_path: Path) -> None:
    folder = copy_of_national(tmp_path)
    change(folder / "duties.yaml", "zh: 初步研判", "zh: 初步\x07研判")
    with pytest.raises(Refusals, match=r"^duties\.yaml"):
        packs.load(folder)


LOCAL_FAULTS = yaml.safe_load((Path(__file__).parent / "local_faults.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("fault", LOCAL_FAULTS, ids=lambda one: one["fault"])
def test_a_local_pack_that_loosens_slips_or_repeats_is_refused_with_file_line_and_remedy(
    fault: dict[str, Any], tmp_path: Path
) -> None:
    part, text = fault["part"], fault["text"] + "\n"
    folder = a_pack(tmp_path, more=text) if part == "pack" else a_pack(tmp_path, **{part: text})
    place = fault.get("place") or f"{part.replace('__', '/')}.yaml:{7 if part == 'pack' else 1}"

    with pytest.raises(Refusals) as refused:
        packs.load(folder)

    found = [one for one in refused.value.refusals if fault["zh"] in one.zh]
    assert found, refused.value.zh
    assert found[0].zh.startswith(f"{place}："), found[0].zh
    assert found[0].en.startswith(f"{place}: "), found[0].en
    assert fault["en"] in found[0].en


def test_one_duty_changed_in_two_places_of_a_local_pack_is_refused_with_both_places(tmp_path: Path) -> None:
    folder = a_pack(tmp_path, duties=SEEN_IN_12_HOURS, duties__visits="- {code: child_seen, ground: [QH-2]}\n")
    with pytest.raises(Refusals, match=r"^duties/visits\.yaml:1：“child_seen”已在 duties\.yaml:1 定义"):
        packs.load(folder)


NO_PACK = {
    "pack": ["[]", "a", "1", "inherits: national", "inherits: [national]\nid: x", "inherits: national\nid: 3"],
    "duties": ["{}", "a", "- a", "- []", "- {code: [child_seen]}", "- {code: 3}", "- {ground: [QH-1]}"],
    "facts": ["{}", "- 3", "- {id: QH-1}", "- {id: {a: b}}"],
    "sources": ["3", "- []", "- {code: MPL}"],
    "ladders": ["{}", "- {code: police, rungs: 3}", "- {code: police, rungs: [3]}", "- {code: police, attention: {}}"],
}
NO_DUTY = ["ground: 3", "ground: [3]", "ground: {}", "periods: []", "periods: {default: 3}", "periods: {default: []}"]


@pytest.mark.parametrize(
    ("part", "text"),
    [
        *((part, text) for part, texts in NO_PACK.items() for text in texts),
        *(("duties", f"- {{code: child_seen, {words}}}") for words in NO_DUTY),
    ],
)
def test_what_is_no_pack_at_all_is_refused_and_never_a_crash(part: str, text: str, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        packs.load(a_pack(tmp_path, **{part: text + "\n"}))


@pytest.mark.parametrize(
    "more", ["told_of_a_report: 3\n", "told_of_a_report: {tell: {}}\n", "regulators: []\n", "regulators: {of: []}\n"]
)
def test_a_head_of_the_wrong_shape_is_refused_and_never_a_crash(more: str, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        packs.load(a_pack(tmp_path, more=more))
