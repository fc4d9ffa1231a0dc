"""Is every row of the policy documents answered for, by something that exists and can be seen? 逐条落实."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from sqlmodel import col, select

from cli.main import COMMANDS
from models import DutyRow, Procedure
from packs.loader import load
from rules.vocabulary import DutyState, ProcedureKind
from scenarios.player import play

ROOT = Path(__file__).resolve().parents[2]
ROWS: list[dict[str, Any]] = yaml.safe_load((ROOT / "obligations/obligations.yaml").read_text(encoding="utf-8"))[
    "obligations"
]
CARRIED: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "obligations/carried.yaml").read_text(encoding="utf-8"))
NUMBERS = [row["id"] for row in ROWS]
BY = [number for number in NUMBERS if "by" in CARRIED.get(number, {})]


def test_there_are_sixty_seven_rows_and_two_found_since_each_answered_for_once() -> None:
    assert len(NUMBERS) == len(set(NUMBERS))
    found_since = [row["id"] for row in ROWS if row.get("read_again")]
    assert found_since == ["TM-9a", "TM-9b"]
    assert len(NUMBERS) - len(found_since) == 67
    assert set(CARRIED) == set(NUMBERS)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_row_is_carried_and_shown_or_says_why_not(number: str) -> None:
    row = CARRIED[number]
    ways = [way for way in ("by", "not_software", "not_yet") if row.get(way)]
    assert len(ways) == 1
    assert bool(row.get("shown_by")) is ("by" in row)


@pytest.mark.parametrize("number", BY)
def test_what_carries_a_row_exists(number: str) -> None:
    pack = load("national")
    there = {
        "duty": set(pack.duties),
        "procedure": {kind.value for kind in ProcedureKind},
        "command": set(COMMANDS),
    }
    for one in CARRIED[number]["by"]:
        kind, _, name = one.partition(":")
        assert name in there[kind], one
    for file in CARRIED[number]["shown_by"]:
        assert (ROOT / file).is_file(), file


def test_the_table_in_the_documentation_is_what_the_data_say() -> None:
    asked = subprocess.run([sys.executable, ROOT / "scripts/write-coverage", "--check"], check=False)
    assert asked.returncode == 0, "run scripts/write-coverage"


def seen_in(story: str) -> set[str]:
    """The procedures that a story opens, and the duties that are answered in it."""
    with TemporaryDirectory() as home, play(ROOT / story, home=Path(home)) as played, played.office.reading() as desk:
        kinds = desk.session.exec(select(Procedure.kind)).all()
        codes = desk.session.exec(select(DutyRow.code).where(col(DutyRow.state) == DutyState.ANSWERED)).all()
    return {*(f"procedure:{kind}" for kind in kinds), *(f"duty:{code}" for code in codes)}


def told_in(test: str) -> set[str]:
    """The same of a module of tests: by what it names."""
    text = (ROOT / test).read_text(encoding="utf-8")
    kinds = {f"procedure:{kind.value}" for kind in ProcedureKind if kind.name in text}
    return kinds | {f"duty:{code}" for code in load("national").duties if f'"{code}"' in text}


@pytest.mark.slow
def test_what_carries_a_row_happens_in_what_shows_it() -> None:
    files = {file for number in BY for file in CARRIED[number]["shown_by"]}
    happened = {file: seen_in(file) if file.endswith(".yaml") else told_in(file) for file in sorted(files)}
    lacking = {
        number: missing
        for number in BY
        if (missing := _promised(number) - {one for file in CARRIED[number]["shown_by"] for one in happened[file]})
    }
    assert lacking == {}


def _promised(number: str) -> set[str]:
    return {one for one in CARRIED[number]["by"] if not one.startswith("command:")}
