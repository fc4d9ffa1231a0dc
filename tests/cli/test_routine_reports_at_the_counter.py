"""Is a spot check drawn, a figure computed and a report kept at the counter? 定期上报."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from rules.moments import shanghai
from tests.cli.counter import DIRECTORY, Clock, Counter
from tests.registers import read_back

SHOW = ("figures", "show", "--year", "2026", "--area", "9901")


@pytest.fixture
def fujian(tmp_path: Path) -> Counter:
    """Qinghe in Fujian, on the first working day of the year, after its round."""
    counter = Counter(tmp_path / "home", Clock(shanghai("Monday 2026-01-05 08:00")), {"HUTONG_PACK": "fujian-2024"})
    counter.done("directory", "load", str(DIRECTORY))
    counter.done("sweep")
    return counter


def file_of(counter: Counter, post: str) -> str:
    (found,) = {one["case_no"] for one in counter.facts("duty", "list", "--post", post, "--json")}
    return str(found)


def test_a_bureau_draws_checks_and_is_done(fujian: Counter) -> None:
    no = file_of(fujian, "P-CIVIL")
    told = fujian.hutong("duty", "answer", no, "spot_check_files", "--with", "findings=齐全")
    assert "hutong figures draw" in told.err
    drawn = fujian.facts("figures", "draw", no, "--by", "P-CIVIL", "--json")
    assert (drawn["files"], drawn["drawn"]) == (0, [])
    assert fujian.facts("figures", "drawn", no, "--json")["comes_out_again"] is True
    assert "不能重抽" in fujian.hutong("figures", "draw", no, "--by", "P-CIVIL").err
    fujian.done("duty", "answer", no, "spot_check_files", "--with", "findings=在册儿童为零")
    left = {one["code"] for one in fujian.facts("duty", "list", "--post", "P-CIVIL", "--json")}
    assert left == {"train_child_workers", "village_safety_activity"}


def test_figures_are_shown_and_written_and_never_asked_for(fujian: Counter, tmp_path: Path) -> None:
    shown = fujian.done(*SHOW)
    assert "在册儿童" in shown.out
    assert fujian.facts(*SHOW, "--json")["groups"]["on_list"]["total"] == 0
    for name in ("figures.xlsx", "figures.json"):
        fujian.done(*SHOW, "--out", str(tmp_path / name))
    heads, *rows = read_back((tmp_path / "figures.xlsx").read_bytes())
    assert heads == ["项目", "其中", "数"]
    assert ["在册儿童", "合计", "0"] in rows
    assert json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))["groups"]["reports"]["total"] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--out", "figures.docx"), ".xlsx 或 .json"),
        (("--year", "2027"), "尚未开始"),
        (("--area", "青禾"), "行政区划代码"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(fujian: Counter, words: tuple[str, ...], said: str) -> None:
    asked = [*SHOW, *words]
    assert said in fujian.hutong(*asked).err


def test_nothing_is_drawn_where_no_spot_check_is_owed(fujian: Counter) -> None:
    assert "没有编号" in fujian.hutong("figures", "draw", "C-0", "--by", "P-CIVIL").err
    no = file_of(fujian, "P-CIVIL")
    assert "尚未抽取" in fujian.hutong("figures", "drawn", no).err


def test_the_example_directory_has_no_city_and_nobody_owes_what_a_city_owes() -> None:
    text = yaml.safe_load(DIRECTORY.read_text(encoding="utf-8"))
    assert "city_civil_affairs" not in str(text)
