"""Is every published case kept as a story, with what it asks to see and what its sources leave open? 已公布案例."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from scenarios.reading import read_scenario
from scenarios.shape import Line, Scenario

CASES = Path(__file__).resolve().parents[2] / "examples" / "cases"
DEMANDED = ("# 应能显示：", "# 部分能显示：", "# 尚不能显示：")
"""How a file marks what the published case asks a system to show: shown, in part, not yet."""


@dataclass(frozen=True)
class Published:
    """A published case. 已公布案例.

    Args:
        demands: how many things it asks a system to show.
        gaps: what its sources leave open, in their words.
    """

    number: str
    demands: int
    gaps: tuple[str, ...]


PUBLISHED = (
    Published("08", 7, ("告诫书具体日", "撤销申请日", "支持起诉日", "教育训诫日期")),
    Published("15", 6, ("判决日", "移交日", "母亲寻找经过")),
    Published("19", 6, ("责令、处罚、催告日期", "复学是否实现")),
    Published("20", 6, ("监护令期限", "后续评估", "刑事结果")),
    Published("30", 5, ("立案日", "判决", "被害人身份处置")),
    Published("36", 5, ("村安置", "司法步骤", "年龄")),
    Published("44", 6, ("日期", "地点", "处置结果")),
    Published("47", 6, ("日期", "地点", "是否实际申请保护令")),
)

each_case = pytest.mark.parametrize("case", PUBLISHED, ids=lambda case: case.number)


def file_of(case: Published) -> Path:
    """The one story of a case."""
    found = sorted(CASES.glob(f"{case.number}-*.yaml"))
    assert len(found) == 1, f"{case.number}: {[path.name for path in found]}"
    return found[0]


def expected_in(story: Scenario) -> list[Line]:
    """Every item of every 应当, gaps among them, and refusals that must come."""
    items: list[Line] = []
    for line in story.lines:
        items += line.act.given.get("items", ()) if line.act.name == "expect" else ()
        items += [line] if line.act.name in ("refused", "gap") else []
    return items


def test_there_is_no_story_of_a_case_that_is_not_in_the_index() -> None:
    known = {case.number for case in PUBLISHED}
    assert {path.name[:2] for path in CASES.glob("*")} == known


@each_case
def test_a_case_expects_at_least_as_much_as_was_asked_of_a_system(case: Published) -> None:
    expected = [item for item in expected_in(read_scenario(file_of(case))) if item.act.name != "gap"]
    assert len(expected) >= case.demands


@each_case
def test_every_demand_of_a_case_is_answered_in_its_file(case: Published) -> None:
    written = [line.strip() for line in file_of(case).read_text("utf-8").splitlines()]
    assert len({line for line in written if line.startswith(DEMANDED)}) == case.demands


@each_case
def test_what_the_sources_leave_open_stays_open(case: Published) -> None:
    gaps = [item.act.given["words"] for item in expected_in(read_scenario(file_of(case))) if item.act.name == "gap"]
    for gap in case.gaps:
        assert any(words.startswith(gap) for words in gaps), gap


@each_case
def test_a_case_names_its_publication(case: Published) -> None:
    story = read_scenario(file_of(case))
    assert story.source
    assert file_of(case).read_text("utf-8").startswith(f"# 已公布案例 {case.number}：")
