"""Does `hutong audit` give the map and the log, and say what it does with them? 审计命令."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from cli.exits import ExitCode
from tests.cli.counter import NAMES, Counter

TAKEN = ("--by", "P-OFFICE", "--reason", "年度检查")


def test_a_map_is_written_and_shows_the_procedure_that_was_asked_for(counter: Counter, case_no: str) -> None:
    counter.done("audit", "map", "强制报告", "--out", "map.svg", *TAKEN)
    picture = ET.parse("map.svg").getroot()
    words = [one.text for one in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert {"强制报告：流程图", "初步研判", "到达 1 件"} <= set(words)


@pytest.mark.parametrize("said", [(), TAKEN[:2], TAKEN[2:]], ids=["nothing", "no reason", "no post"])
def test_who_takes_a_map_out_says_by_which_post_and_why(counter: Counter, case_no: str, said: tuple[str, ...]) -> None:
    entries = counter.entries()
    told = counter.hutong("audit", "map", "强制报告", "--out", "map.svg", *said)
    assert told.code == ExitCode.REFUSED
    assert "写入文件或对外提供流程图，须用 --by" in told.err
    assert not Path("map.svg").exists()
    assert counter.entries() == entries


def test_that_a_map_was_taken_out_is_on_the_record(counter: Counter, case_no: str) -> None:
    entries = counter.entries()
    counter.done("audit", "map", "强制报告", "--area", "990101", "--out", "map.svg", *TAKEN)
    assert counter.entries() == entries + 1
    (seen,) = counter.facts("audit", "access")
    assert seen["what"].startswith("process_map；")
    assert (seen["post"]["no"], seen["has_reason"]) == ("P-OFFICE", True)
    assert "流程图" in counter.done("audit", "access").out


def test_a_map_for_sharing_withholds_small_numbers(counter: Counter, case_no: str) -> None:
    counter.done("audit", "map", "mandatory_reporting", "--for-sharing", "--out", "map.svg", *TAKEN)
    with open("map.svg", encoding="utf-8") as file:
        drawn = file.read()
    assert "到达 不足5 件" in drawn
    assert "到达 1 件" not in drawn


def test_an_unknown_procedure_is_refused_with_all_there_are(counter: Counter, case_no: str) -> None:
    told = counter.hutong("audit", "map", "赡养", "--out", "map.svg", *TAKEN)
    assert told.code == ExitCode.REFUSED
    assert "police_admonition（公安训诫）" in told.err


@pytest.mark.parametrize("verb", [("map", "强制报告", *TAKEN), ("ocel", *TAKEN)])
def test_a_file_that_is_there_is_not_written_over(counter: Counter, case_no: str, verb: tuple[str, ...]) -> None:
    with open("kept", "w", encoding="utf-8") as file:
        file.write("原样")
    told = counter.hutong("audit", *verb, "--out", "kept")
    assert told.code == ExitCode.REFUSED
    assert "“kept”已存在，请用 --out 另指文件" in told.err
    with open("kept", encoding="utf-8") as file:
        assert file.read() == "原样"


def test_a_log_is_written_under_pseudonyms_and_scripts_learn_its_digest(counter: Counter, case_no: str) -> None:
    told = counter.facts("audit", "ocel", "--out", "log.json", "--by", "P-OFFICE", "--reason", "年度检查", "--json")
    with open("log.json", encoding="utf-8") as file:
        text = file.read()
    assert told["events"] == len(json.loads(text)["events"]) == 5
    assert len(told["sha256"]) == 64
    assert [one for one in (*NAMES, case_no) if one in text] == []


def test_a_key_file_is_made_once_and_joins_two_exports(counter: Counter, case_no: str) -> None:
    for name in ("one.json", "other.json"):
        counter.done("audit", "ocel", "--out", name, "--by", "P-OFFICE", "--reason", "检查", "--key", "export.key")
    logs = []
    for name in ("one.json", "other.json"):
        with open(name, encoding="utf-8") as file:
            logs.append(json.load(file))
    assert logs[0]["objects"] == logs[1]["objects"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--by", "P-NOBODY", "--reason", "检查"), "没有编号为 P-NOBODY 的岗位"),
        (("--by", "P-OFFICE", "--reason", " "), "写明导出理由"),
        (("--by", "P-OFFICE", "--reason", "检查", "--area", "990101001"), "只到县级"),
        (("--by", "P-OFFICE", "--reason", "检查", "--from", "2026-03-03", "--to", "2026-03-02"), "晚于截止日期"),
    ],
)
def test_what_cannot_be_is_refused_in_words(counter: Counter, case_no: str, words: tuple[str, ...], says: str) -> None:
    told = counter.hutong("audit", "ocel", "--out", "log.json", *words)
    assert told.code == ExitCode.REFUSED
    assert says in told.err
