"""Is every local rule of the law table answered by a pack that still holds it, or by a reason? 地方规定逐条落实."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from packs.loader import available, load
from packs.pack import Pack
from rules.vocabulary import Force

ROOT = Path(__file__).resolve().parents[2]
ROWS: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "obligations/local_rules.yaml").read_text(encoding="utf-8"))
LOCAL_RULES, DRAFTS = 61, 1
"""How many rows the law table has of each; it lies outside the repository, so that the number is kept here."""

HELD = [(number, one) for number, row in ROWS.items() for one in row.get("held", [])]
OF_THE_NATION = {"M-51"}
"""Said by the national plan as well: the row stands in the national pack, and the local one inherits it."""


def test_every_local_rule_and_every_draft_has_a_row() -> None:
    assert len(ROWS) == LOCAL_RULES + DRAFTS


@pytest.mark.parametrize("number", ROWS)
def test_a_row_is_answered_by_a_pack_or_by_a_reason_in_both_languages(number: str) -> None:
    row = ROWS[number]
    assert bool(row.get("held")) is not bool(row.get("none"))
    said = [row["place"], row["words"], *(row[key] for key in ("part", "none") if key in row)]
    assert all(one["zh"] and one["en"] for one in said)


@pytest.mark.parametrize(("number", "one"), HELD, ids=[f"{number}-{one['pack']}" for number, one in HELD])
def test_a_pack_that_is_named_holds_the_row_and_its_duties_rest_on_it(number: str, one: dict[str, Any]) -> None:
    pack, row = load(one["pack"]), one.get("fact", number)
    assert row in pack.facts
    assert (pack.fact(row).force is Force.LOCAL) is (number not in OF_THE_NATION)
    assert one["duties"]
    assert [code for code in one["duties"] if row not in _rests_on(pack, code)] == []


@pytest.mark.parametrize(("number", "one"), HELD, ids=[f"{number}-{one['pack']}" for number, one in HELD])
def test_a_row_has_a_clock_of_its_own_where_that_is_said_and_nowhere_else(number: str, one: dict[str, Any]) -> None:
    pack, row = load(one["pack"]), one.get("fact", number)
    clocked = {code for code in one["duties"] for period in pack.duty(code).periods.values() if period.set_by == row}
    assert bool(clocked) is one.get("clock", False)
    assert all(pack.duty(code).is_set for code in clocked)


def test_no_pack_has_a_row_of_the_table_that_is_not_said_here() -> None:
    """A row that a pack took in later is answered for as well."""
    said = {(one["pack"], one.get("fact", number)) for number, one in HELD}
    packs = {name: load(name) for name in available() if name != "national"}
    own = {
        (name, row)
        for name, pack in packs.items()
        for row in pack.facts.keys() & ROWS.keys()
        if row not in load(pack.inherits).facts
    }
    assert own - said == {("hunan", "J-64")}  # whose reason says that it is there


def test_what_is_no_rule_stands_in_no_pack() -> None:
    nowhere = {number for number, row in ROWS.items() if "none" in row} - {"J-64"}
    assert nowhere == {"F-56", "F-57", "N-50"}
    assert not any(number in load(name).facts for number in nowhere for name in available())


def test_the_table_in_the_documentation_is_what_the_data_and_the_packs_say() -> None:
    asked = subprocess.run([sys.executable, ROOT / "scripts/write-local-rules", "--check"], check=False)
    assert asked.returncode == 0, "run scripts/write-local-rules"


def _rests_on(pack: Pack, code: str) -> set[str]:
    """The rows on which a duty rests: its ground, its periods, and the rhythms that ask for it."""
    spec = pack.duty(code)
    asked = {row for rhythm in pack.rhythms.values() if rhythm.duty == code for row in rhythm.basis}
    return {*spec.ground, *(period.set_by for period in spec.periods.values()), *asked}
