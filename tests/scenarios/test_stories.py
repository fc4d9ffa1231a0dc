"""Does every story that comes with the software, or with its tests, still hold? 随附的情景."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.vocabulary import ProcedureKind
from tasks import rebuild, timeline
from tasks.ocel_chosen import Chosen
from tasks.process_map_counts import count
from tests.scenarios.conftest import Staged

ROOT = Path(__file__).resolve().parents[2]
STORIES = sorted([*(ROOT / "examples").glob("[sc]*s/*.yaml"), *(ROOT / "tests/scenarios/stories").glob("*.yaml")])


ALWAYS = ("a-simple-report", "after-a-beating", "08-nantong", "order-in-versions")
"""Stories that are played with every `make test`; playing all of them takes minutes and is done in the slow tier."""

IN_THEIR_TIER = [pytest.param(path, marks=() if path.stem in ALWAYS else pytest.mark.slow) for path in STORIES]


def test_there_are_stories_and_some_of_them_are_always_played() -> None:
    assert set(ALWAYS) < {path.stem for path in STORIES}


@pytest.mark.parametrize("story", IN_THEIR_TIER, ids=lambda path: path.stem)
def test_a_story_holds_to_its_end(story: Path, staged: Staged) -> None:
    played = staged(story)
    assert [f"{one.place}: {one.zh} / {one.en}" for one in played.failures] == []
    assert rebuild.rebuild(played.office).differing == ()
    for case_no in played.cases.values():
        with played.office.reading() as desk:
            assert all(line.zh and line.en for line in timeline.timeline(desk, case_no))


@pytest.mark.parametrize("story", IN_THEIR_TIER, ids=lambda path: path.stem)
def test_no_story_leaves_the_path_that_its_process_maps_are_drawn_on(story: Path, staged: Staged) -> None:
    played = staged(story)
    with played.office.reading() as desk:
        written = [kind for kind in ProcedureKind if kind is not ProcedureKind.DECLARED]
        declared = played.office.pack.procedures.values()
        counted = [count(desk, Chosen(), kind) for kind in written]
        counted += [count(desk, Chosen(), ProcedureKind.DECLARED, one) for one in declared]
    assert sum(counts.procedures for counts in counted) > 0
    assert [(counts.kind, way) for counts in counted for way in counts.off] == []
