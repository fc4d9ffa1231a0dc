"""Is every row of the policy documents answered for, by something that exists and can be seen? 逐条落实."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
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


def test_there_are_sixty_seven_rows_each_answered_for_once() -> None:
    assert len(NUMBERS) == len(set(NUMBERS)) == 67
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


@cache
def seen_in(story: str) -> frozenset[str]:
    """The procedures that a story opens, and the duties that are answered in it."""
    with TemporaryDirectory() as home, play(ROOT / story, home=Path(home)) as played, played.office.reading() as desk:
        kinds = desk.session.exec(select(Procedure.kind)).all()
        codes = desk.session.exec(select(DutyRow.code).where(col(DutyRow.state) == DutyState.ANSWERED)).all()
    return frozenset({*(f"procedure:{kind}" for kind in kinds), *(f"duty:{code}" for code in codes)})


@pytest.mark.slow
@pytest.mark.parametrize("number", BY)
def test_what_carries_a_row_happens_in_what_shows_it(number: str) -> None:
    stories = [file for file in CARRIED[number]["shown_by"] if file.endswith(".yaml")]
    tests = [(ROOT / file).read_text(encoding="utf-8") for file in CARRIED[number]["shown_by"] if file.endswith(".py")]
    happened = {one for story in stories for one in seen_in(story)}
    for one in CARRIED[number]["by"]:
        kind, _, name = one.partition(":")
        if kind != "command" and one not in happened:
            words = (name, name.upper()) if kind == "procedure" else (f'"{name}"',)
            assert any(word in text for text in tests for word in words), one
