"""Does `hutong play` tell the story, and does its exit code tell whether it held? 演练命令."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.exits import ExitCode
from tests.cli.counter import Clock, Counter
from tests.conftest import FIRST_REPORT
from tests.scenarios.few_lines import a_story

HOLDS = "  - 到: 2026-03-05\n  - 应当: [{职责: 初步研判, 状态: 待办}, {卡住: 逾期未办}]\n"
DOES_NOT_HOLD = HOLDS + "  - 应当: [{个案: 已结}]\n"


@pytest.fixture
def desk(tmp_path: Path) -> Counter:
    """Somebody who types commands where nothing is installed."""
    return Counter(tmp_path / "home", Clock(FIRST_REPORT))


def written(folder: Path, lines: str) -> str:
    """A file with a story of these lines."""
    (folder / "story.yaml").write_text(a_story(lines), encoding="utf-8")
    return str(folder / "story.yaml")


def test_a_story_is_told_line_by_line_with_who_owes_what_next(desk: Counter, tmp_path: Path) -> None:
    told = desk.done("play", written(tmp_path, HOLDS))

    assert "2026年3月3日10:20" in told.out
    assert "□ 初步研判：柳溪镇未成年人保护工作站" in told.out
    assert "→ P-CIVIL：" in told.out
    assert "2 项核对全部相符" in told.out


def test_what_does_not_hold_is_told_and_the_exit_code_says_so(desk: Counter, tmp_path: Path) -> None:
    told = desk.hutong("play", written(tmp_path, DOES_NOT_HOLD), "--quiet")

    assert told.code == ExitCode.FINDINGS
    assert "story.yaml:17：个案应为“已结”，实为“在办”" in told.out
    assert "2026年3月3日10:20" not in told.out


def test_scripts_get_json(desk: Counter, tmp_path: Path) -> None:
    told = desk.hutong("play", written(tmp_path, DOES_NOT_HOLD), "--json")

    assert told.code == ExitCode.FINDINGS
    assert told.json["checked"] == 3
    assert list(told.json["cases"]) == ["穗穗"]
    assert [one["place"] for one in told.json["failures"]] == ["story.yaml:17"]


def test_a_file_with_mistakes_is_refused_before_anything_is_played(desk: Counter, tmp_path: Path) -> None:
    told = desk.hutong("play", written(tmp_path, "  - 到: 昨天\n  - 发生: 2026-03-04\n"))

    assert told.code == ExitCode.REFUSED
    assert told.out == ""
    assert "story.yaml:15：“昨天”不是时间" in told.err
    assert "共 2 处有误" in told.err


def test_nothing_is_left_behind_unless_it_is_to_be_kept(desk: Counter, tmp_path: Path) -> None:
    story = written(tmp_path, HOLDS)

    desk.done("play", story, "--quiet")
    assert not desk.home.exists()
    desk.done("play", story, "--quiet", "--keep", str(tmp_path / "kept"))
    assert (tmp_path / "kept" / "hutong.db").exists()


def test_the_installation_on_this_machine_is_not_touched(
    desk: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = tmp_path / "live.db"
    monkeypatch.setenv("HUTONG_DATABASE_URL", f"sqlite:///{live}")
    monkeypatch.setenv("HUTONG_HOME", str(tmp_path / "live"))

    desk.done("play", written(tmp_path, HOLDS), "--quiet")

    assert not live.exists()
    assert not (tmp_path / "live").exists()
