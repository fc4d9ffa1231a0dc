"""What does the command say that simulates a county, and what does it refuse? 模拟命令."""

from __future__ import annotations

from pathlib import Path

from cli.exits import ExitCode
from tests.cli.counter import Clock, Counter

TINY = ("simulate", "--seed", "3", "--children", "6", "--cases", "1", "--days", "2")


def test_it_tells_the_plan_the_figures_and_the_global_head_and_the_result_can_be_looked_at(
    tmp_path: Path, clock: Clock
) -> None:
    home = tmp_path / "county"
    counter = Counter(home, clock)

    facts = counter.facts(*TINY)

    assert facts["plan"] == {"seed": 3, "children": 6, "cases": 1, "days": 2, "from": "2026-01-01"}
    assert facts["children"] == 6
    assert facts["clock"] == "2026-01-02T16:00:00Z"
    assert facts["global_head"]["no"] == facts["entries"] > 6
    assert len(facts["global_head"]["mac"]) == 64
    assert (home / "keys" / "master.key").stat().st_mode & 0o077 == 0


def test_people_read_the_global_head_and_see_a_bar_on_standard_error(tmp_path: Path, clock: Clock) -> None:
    told = Counter(tmp_path / "county", clock).done(*TINY)

    assert "总链末端" in told.out
    assert "100%" in told.err
    assert "100%" not in told.out


def test_the_folder_may_be_named_behind_the_command_too(tmp_path: Path, clock: Clock) -> None:
    Counter(tmp_path / "unused", clock).done(*TINY, "--home", str(tmp_path / "named"))

    assert (tmp_path / "named" / "hutong.db").exists()
    assert not (tmp_path / "unused").exists()


def test_an_installation_is_never_simulated_into(counter: Counter) -> None:
    told = counter.hutong(*TINY, "--json")

    assert told.code == ExitCode.REFUSED
    assert told.error["field"] == "--home"


def test_a_size_that_cannot_be_is_refused_and_makes_nothing(tmp_path: Path, clock: Clock) -> None:
    told = Counter(tmp_path / "county", clock).hutong("simulate", "--children", "3", "--cases", "4", "--json")

    assert told.code == ExitCode.REFUSED
    assert not (tmp_path / "county").exists()
