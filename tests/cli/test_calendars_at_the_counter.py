"""Can a post take its dates home? 柜台导出职责日历."""

from __future__ import annotations

from pathlib import Path

from cli.exits import ExitCode
from tests.calendars import read_calendar
from tests.cli.counter import Counter

CALENDAR = ("duty", "calendar", "--post", "P-LIUXI-POLICE")


def test_the_calendar_is_printed_or_written_and_is_the_same(counter: Counter, case_no: str, tmp_path: Path) -> None:
    path = tmp_path / "duties.ics"

    printed = counter.done(*CALENDAR).out
    made = counter.facts(*CALENDAR, "--out", str(path))

    assert path.read_bytes().decode().replace("\r\n", "\n") == printed  # as a terminal shows it
    assert (made["duties"], made["undated"]) == (len(read_calendar(path.read_bytes()).parts), 0)
    assert case_no in printed


def test_nothing_is_written_for_a_post_that_is_not_there_or_over_another_file(
    counter: Counter, case_no: str, tmp_path: Path
) -> None:
    path = tmp_path / "duties.ics"
    before = counter.entries()

    assert counter.hutong("duty", "calendar", "--post", "P-NOBODY", "--out", str(path)).code == ExitCode.REFUSED
    assert not path.exists()
    path.write_text("mine")
    assert counter.hutong(*CALENDAR, "--out", str(path)).code == ExitCode.REFUSED
    assert counter.hutong(*CALENDAR, "--json").code == ExitCode.USAGE
    assert path.read_text() == "mine"
    assert counter.entries() == before
