"""Do our figures equal those that another tool computes from the export alone? 外部核对.

pm4py reads the exported file in a process of its own: medians, ninth deciles, direct ways, ways on the law's path, late
cases.  It is given no figure of ours.  Ours come from our tables.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from models.database import Database
from rules.moments import shanghai
from scenarios.player import play
from simulations.plan import Plan
from simulations.simulate import simulate
from tasks.ocel import Exported, export
from tasks.ocel_chosen import Chosen
from tasks.ocel_names import Pseudonyms
from tasks.office import Office
from tests.clock import Clock
from tests.databases import fresh_sqlite
from tests.office import a_county
from tests.oracle.a_busy_county import lead
from tests.oracle.asking import a_post, ask, in_json
from tests.oracle.our_figures import ours
from vault.keys import MasterKey

pytestmark = pytest.mark.oracle

ROOT = Path(__file__).resolve().parents[2]
STORIES = sorted([*(ROOT / "examples").glob("[sc]*s/*.yaml"), *(ROOT / "tests/scenarios/stories").glob("*.yaml")])
KEY = MasterKey(bytes(range(32)))
BUSY = "a busy county"
YEAR = "a simulated year of a county"
TAMPERED = "the busy county with every triage moved by a minute"


@dataclass(frozen=True, kw_only=True)
class Told:
    """One database, told by both. 两方统计."""

    exported: Exported
    ours: dict[str, Any]
    theirs: dict[str, Any]


@pytest.fixture(scope="module")
def told(oracle_python: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Told]:
    """Every story and the busy county, exported; all files are put to pm4py at once, since it takes long to start."""
    folder = tmp_path_factory.mktemp("oracle")
    found: dict[str, tuple[Path, Exported, dict[str, Any]]] = {}
    for nth, (name, office) in enumerate(offices(tmp_path_factory)):
        file = folder / f"{nth}.json"
        exported = export(office, Chosen(), file, by_post=a_post(office), reason="核对", key=KEY)
        found[name] = file, exported, in_json(ours(office, Pseudonyms(KEY)))
    busy, exported, figures = found[BUSY]
    found[TAMPERED] = tampered(busy), exported, figures
    theirs = ask(oracle_python, folder, [file for file, _, _ in found.values()])
    return {
        name: Told(exported=exported, ours=mine, theirs=answer)
        for (name, (_, exported, mine)), answer in zip(found.items(), theirs, strict=True)
    }


def offices(folders: pytest.TempPathFactory) -> Iterator[tuple[str, Office]]:
    """Each story in its own database, then the busy county, then a year of a simulated one."""
    for story in STORIES:
        with play(story, home=folders.mktemp("story")) as played:
            yield story.stem, played.office
    with ExitStack() as stack:
        home = folders.mktemp("county")
        database: Database = fresh_sqlite(home)
        stack.callback(database.dispose)
        county = a_county(database, Clock(shanghai("Monday 2026-03-02 10:55")), home)
        lead(county, cases=20, rounds=60)
        yield BUSY, county.office
    with simulate(Plan(seed=7, children=60, cases=15, days=365), home=folders.mktemp("year") / "home") as year:
        yield YEAR, year.office


def tampered(file: Path) -> Path:
    """A copy in which every triage was answered a minute later."""
    log = json.loads(file.read_text(encoding="utf-8"))
    for event in log["events"]:
        said = {one["name"]: one["value"] for one in event["attributes"]}
        if event["type"] == "duty_answered" and said["duty_code"] == "triage":
            event["time"] = (datetime.fromisoformat(event["time"]) + timedelta(minutes=1)).isoformat()
    copy = file.with_name("tampered.json")
    copy.write_text(json.dumps(log), encoding="utf-8")
    return copy


NAMES = [*(story.stem for story in STORIES), BUSY, YEAR]


@pytest.mark.parametrize("name", NAMES)
def test_pm4py_reads_every_event_of_the_export(name: str, told: dict[str, Told]) -> None:
    assert told[name].theirs["events"] == told[name].exported.events > 0


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("figure", ["paces", "ways", "law", "late_cases"])
def test_our_figures_are_those_that_pm4py_computes_from_the_export(
    name: str, figure: str, told: dict[str, Told]
) -> None:
    assert told[name].theirs[figure] == told[name].ours[figure]


def test_the_figures_are_of_something(told: dict[str, Told]) -> None:
    busy = told[BUSY].ours
    assert max(count for count, _, _ in busy["paces"].values()) >= 15
    assert max(count for _, _, count in busy["ways"]["mandatory_reporting"]) >= 5
    assert 0 < len(busy["late_cases"]) < 20
    assert any(took and took[1] != took[2] for ways in busy["law"].values() for *_, took in ways)
    assert sum(len(one.ours["late_cases"]) for one in told.values()) > 30


def test_answers_moved_by_a_minute_in_the_file_are_noticed(told: dict[str, Told]) -> None:
    theirs, mine = told[TAMPERED].theirs["paces"], told[TAMPERED].ours["paces"]
    assert theirs["triage"] != mine["triage"]
    assert {**theirs, "triage": mine["triage"]} == mine
