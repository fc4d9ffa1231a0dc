"""Does every command of docs/howto/orders-and-people.md do what it says, one after the other? 文档中的命令."""

from __future__ import annotations

import re
import shlex
from datetime import datetime
from pathlib import Path

import pytest

from tests.cli.counter import ROOT, Counter

PAGE = ROOT / "docs" / "howto" / "orders-and-people.md"
BLOCK = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)

FILES = {
    "call.txt": "打了三次，无人接听",
    "letter.txt": "青禾县人民法院移送函",
    "receiver.txt": "云水县民政局",
    "facts.txt": "多次殴打儿童。",
    "orders.txt": "不得殴打儿童\n每周联系儿童主任",
    "child.yaml": '姓名: 苗小川\n居住地: {行政区划代码: "990101001"}\n',
}
TOLD = {
    "A-NEW": r"已登记\S+ (A-\w{5}-\w{5})",
    "D-NO": r"已起草\S+ (D-\w{5}-\w{5})",
    "B-NO": r"已登记违反 (B-\w{5}-\w{5})",
    "ENTRY": r"已记录\S+记录 C-\w{5}-\w{5}(#\d+)",
}
"""What later commands call by a name, and how an earlier one tells it."""


def commands() -> list[list[str]]:
    """Every command of the page, in its order."""
    lines = "".join(BLOCK.findall(PAGE.read_text(encoding="utf-8"))).splitlines()
    return [shlex.split(line)[1:] for line in lines]


def test_every_command_of_the_page_can_be_typed_in_its_order(
    counter: Counter, case_no: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, content in FILES.items():
        Path(name).write_text(content, encoding="utf-8")
    counter.clock.at = datetime.fromisoformat("2026-03-05T10:00:00+08:00")
    names = {"NO": case_no, "A-NO": counter.adults(case_no)["father"], "DUTY": "triage"}

    assert len(commands()) > 25
    for words in commands():
        told = counter.hutong(*(names.get(word, word) for word in words), stdin="一些文字")
        assert told.code == 0, (words, told.err)
        for name, told_as in TOLD.items():
            if found := re.search(told_as, told.out):
                names[name] = found[1].removeprefix("#")
