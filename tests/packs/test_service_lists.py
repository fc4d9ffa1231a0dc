"""Is a list of services that does not hold together refused, with every faulty row named? 服务清单检查."""

from __future__ import annotations

from pathlib import Path

import pytest

from packs.services import read_list
from rules.errors import Refused

LIST = """\
code: somewhere
zh: 某地清单
en: a list
area: "990101"
issued_on: 2026-01-01
basis: 某地方案附件
services:
  - {number: 1, code: temporary_relief, group: a, zh: b, en: c, recipients: d, content: e, departments: [civil_affairs]}
  - {number: 2, code: other, group: a, zh: f, en: b, recipients: 儿, content: 其他, ages: [0, 6], departments: [health]}
"""


def written(folder: Path, before: str, after: str) -> Path:
    assert before in LIST
    path = folder / "services.yaml"
    path.write_text(LIST.replace(before, after), encoding="utf-8")
    return path


def test_a_list_that_holds_together_is_read(tmp_path: Path) -> None:
    assert [one.ages for one in read_list(written(tmp_path, "x" * 0, "")).services] == [None, (0, 6)]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("code: other", "code: temporary_relief", "services.yaml:9.*重复"),
        ("number: 2", "number: 1", "services.yaml:9.*重复"),
        ("[health]", "[]", "services.yaml:9.*没有责任部门"),
        ("[health]", "[helth]", "是否想写“health”"),
        ("[0, 6]", "[6, 0]", "ages 应写作"),
        ("[0, 6]", "[0, 18]", "ages 应写作"),
        ("ages: [0, 6]", "beyond_16: 是", "应为 true 或 false"),
        ("code: temporary_relief", "code: relief", "缺少临时救助"),
        ("issued_on: 2026-01-01\n", "", "缺少“issued_on”"),
        ("recipients: 儿, content: 其他", "content: 其他", "缺少“recipients”"),
        ("en: b, ", "", "缺少“en”"),
        ("zh: f,", "any_of: [orphen], zh: f,", "是否想写“orphan”"),
    ],
)
def test_a_faulty_list_is_refused_with_file_line_and_remedy(tmp_path: Path, before: str, after: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read_list(written(tmp_path, before, after))


def test_every_faulty_row_is_named_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, "departments: [", "departments: [nobody, ")

    with pytest.raises(Refused) as refused:
        read_list(path)
    assert str(refused.value).count("services.yaml:8") == str(refused.value).count("services.yaml:9") > 0
