"""Is every row of the policy documents answered for, by something that exists and can be seen? 逐条落实."""

from __future__ import annotations

import re
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
from packs.pack import Pack
from rules.vocabulary import DutyState, ProcedureKind
from scenarios.player import play

ROOT = Path(__file__).resolve().parents[2]
GIVEN = 67
"""Rows that were found in the first reading; the others are marked `read_again`."""

ROWS: list[dict[str, Any]] = yaml.safe_load((ROOT / "obligations/obligations.yaml").read_text(encoding="utf-8"))[
    "obligations"
]
CARRIED: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "obligations/carried.yaml").read_text(encoding="utf-8"))
NUMBERS = [row["id"] for row in ROWS]
BY = [number for number in NUMBERS if "by" in CARRIED.get(number, {})]

OF_A_PLACE = {
    "fujian-2024": ("fujian-2024", "福建省三年行动实施方案（2024）"),
    "linyi-2024": ("shandong-linyi-2024", "临民〔2024〕35号"),
    "tianmen-2025": ("hubei-tianmen-2025", "天门市流动儿童关爱保护行动工作方案（2025）"),
    "jining-2016": ("shandong-jining-2016", "济政发〔2016〕21号"),
}
"""By local document: the pack that holds its rules, and how a fact of that pack names it."""

LOCAL = {row["id"]: row for row in ROWS if row["source"] in OF_A_PLACE and "by" in CARRIED[row["id"]]}
BY_A_DUTY = [number for number in LOCAL if any(one.startswith("duty:") for one in CARRIED[number]["by"])]
THE_GROUND_OF_NO_DUTY = {"JN-0", "JN-2d", "JN-3"}
"""Platforms and the entries of a list: carried.yaml says so of each."""


def test_there_are_sixty_seven_rows_and_twenty_three_found_since_each_answered_for_once() -> None:
    assert len(NUMBERS) == len(set(NUMBERS))
    found_since = [row["id"] for row in ROWS if row.get("read_again")]
    assert (len(NUMBERS) - len(found_since), len(found_since)) == (GIVEN, 23)
    assert NUMBERS[GIVEN:] == found_since
    assert set(CARRIED) == set(NUMBERS)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_row_is_carried_and_shown_or_says_why_not(number: str) -> None:
    row = CARRIED[number]
    ways = [way for way in ("by", "not_software", "not_yet") if row.get(way)]
    assert len(ways) == 1
    assert bool(row.get("shown_by")) is ("by" in row)
    assert "by" in row or "in_part" not in row
    assert not re.search("不承办|is not carried", row.get("remark", "")), "what is carried in part says so by in_part"


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


@pytest.mark.parametrize("number", BY_A_DUTY)
def test_the_clause_of_a_place_stands_in_the_ground_of_what_carries_it_there(number: str) -> None:
    """An officer there reads the local clause, not the national one alone, when asking why."""
    pack, told = _pack_and_document(number)
    cited = {id for one in CARRIED[number]["by"] for id in _grounds(pack, one.removeprefix("duty:"))}
    assert _rows_of_the_clause(number, pack, told) & cited


@pytest.mark.parametrize("number", sorted({*LOCAL} - {*BY_A_DUTY} - THE_GROUND_OF_NO_DUTY))
def test_the_clause_of_a_place_that_no_single_duty_carries_is_cited_there_all_the_same(number: str) -> None:
    pack, told = _pack_and_document(number)
    cited = {id for code in pack.duties for id in _grounds(pack, code)} | set(pack.grounds["told_of_a_report"])
    of_commands = {"FJ-17"}  # hutong staffing looks it up (rules.staffing)
    assert _rows_of_the_clause(number, pack, told) & (cited | of_commands)


def test_what_is_the_ground_of_no_duty_says_so() -> None:
    assert all("本地规则包没有行" in CARRIED[number]["remark"] for number in THE_GROUND_OF_NO_DUTY)


def _pack_and_document(number: str) -> tuple[Pack, str]:
    name, told = OF_A_PLACE[LOCAL[number]["source"]]
    return load(name), told


def _grounds(pack: Pack, duty: str) -> set[str]:
    """The rows on which a duty rests in a pack: its ground, its periods, and the rhythms that ask for it."""
    spec = pack.duties.get(duty)
    if spec is None:
        return set()
    asked = {id for rhythm in pack.rhythms.values() if rhythm.duty == duty for id in rhythm.basis}
    return {*spec.ground, *(period.set_by for period in spec.periods.values()), *asked}


def _rows_of_the_clause(number: str, pack: Pack, told: str) -> set[str]:
    """The rows of a pack that name document and clause; where one has the number of the obligation, it alone."""
    clause = LOCAL[number]["clause"].replace("(", "（").replace(")", "）")
    named = re.compile(rf"{re.escape(told)}.*{re.escape(clause)}(?!\d)")
    rows = {fact.id for fact in pack.facts.values() if named.search(fact.basis)}
    assert number not in pack.facts or number in rows, f"{number} names another document or clause"
    return {number} if number in rows else rows


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
