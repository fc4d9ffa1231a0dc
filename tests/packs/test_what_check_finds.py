"""Does `pack check` find what only shows when the whole folder, and its editions, are looked at? 规则包整体检查."""

from __future__ import annotations

from pathlib import Path

import pytest

from packs import editions, load
from packs.difference import differences
from packs.loader import faults
from packs.services import service_lists
from packs.side_by_side import Change
from rules.errors import Refusals
from tests.packs.local import COUNTY_FACTS, a_pack, write

SERVICES = """\
code: qinghe
zh: 青禾县清单
en: the list of Qinghe
area: "990101"
issued_on: 2026-01-01
basis: 青禾县方案附件
services:
  - {number: 1, code: temporary_relief, group: a, zh: b, en: c, recipients: d, content: e, departments: [civil_affairs]}
"""


def said(folder: Path) -> list[str]:
    return [one.zh for one in faults(folder)]


def test_a_sound_local_pack_has_no_fault(tmp_path: Path) -> None:
    assert said(a_pack(tmp_path)) == []


def test_an_id_that_is_not_the_name_of_the_folder_is_found(tmp_path: Path) -> None:
    (fault,) = said(a_pack(tmp_path, id="qinhe", folder="qinghe"))
    assert "id 写作“qinhe”，文件夹名为“qinghe”" in fault


@pytest.mark.parametrize(
    ("basis", "missing"),
    [
        ("未成年人保护法 第999条", "《中华人民共和国未成年人保护法》第999条，该文件只有132条"),
        ("中华人民共和国未成年人保护法第133条第1款", "第133条"),
        ("青民〔2026〕1号 第3条；反家庭暴力法 第14条、第39条", "《中华人民共和国反家庭暴力法》第39条，该文件只有38条"),
        ("高检发〔2020〕9号 第24条", "第24条"),
        ("未成年人保护法 第0条", "第0条"),
        ("未成年人保护法 第132条", ""),
        ("反家庭暴力法 第38条；未成年人保护法 第39条", ""),
        ("青民〔2026〕1号 第999条", ""),
    ],
)
def test_an_article_that_a_text_does_not_have_is_found(tmp_path: Path, basis: str, missing: str) -> None:
    facts = COUNTY_FACTS.replace("basis: 青民〔2026〕1号 第3条", f"basis: {basis}")
    found = said(write(a_pack(tmp_path), facts=facts))
    assert [missing in fault for fault in found] == ([True] if missing else [])


def test_a_further_edition_that_overlaps_is_found_whichever_folder_is_named(tmp_path: Path) -> None:
    first = a_pack(tmp_path)
    later = a_pack(tmp_path, folder="qinghe@2027", since="2027-01-01")
    assert [any("有两版规则" in one for one in said(folder)) for folder in (first, later)] == [True, True]


def test_a_forgotten_inherits_is_asked_about_and_nothing_else_is_said(tmp_path: Path) -> None:
    folder = a_pack(tmp_path)
    head = (folder / "pack.yaml").read_text(encoding="utf-8").replace("inherits: national\n", "")
    (fault,) = said(write(folder, pack=head))
    assert "是否漏写了“inherits: national”" in fault


def test_a_county_does_not_call_its_own_text_national_law(tmp_path: Path) -> None:
    folder = a_pack(tmp_path)
    facts = (folder / "facts.yaml").read_text(encoding="utf-8").replace("force: local", "force: statutory", 1)
    with pytest.raises(Refusals, match="不能写 force: statutory，请写 force: local"):
        load(write(folder, facts=facts))


def test_the_list_of_services_beside_a_pack_anywhere_is_read_and_comes_first(tmp_path: Path) -> None:
    folder = write(a_pack(tmp_path), services=SERVICES)
    found = editions(folder)
    assert found.folder == folder
    assert next(iter(service_lists(found.folder))) == "qinghe"
    assert "qinghe" not in service_lists()


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("departments", "departmnts", "是否想写“departments”"),
        ("[civil_affairs]", "[civil_afairs]", "是否想写“civil_affairs”"),
    ],
)
def test_a_faulty_list_of_services_is_a_fault(tmp_path: Path, before: str, after: str, fault: str) -> None:
    assert any(fault in one for one in said(write(a_pack(tmp_path), services=SERVICES.replace(before, after))))


def test_a_rhythm_in_the_place_of_a_default_is_no_addition() -> None:
    found = [one for one in differences(load("national"), load("fujian-2024")) if "取代默认" in one.about_zh]
    assert found
    assert {one.change for one in found} == {Change.CHANGED}
    assert all(one.left is not None and one.right is not None for one in found)
