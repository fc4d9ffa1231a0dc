"""Does every story that comes with the software, or with its tests, still hold? 随附的情景."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks import rebuild, timeline
from tests.scenarios.conftest import Staged

ROOT = Path(__file__).resolve().parents[2]
STORIES = sorted([*(ROOT / "examples").glob("[sc]*s/*.yaml"), *(ROOT / "tests/scenarios/stories").glob("*.yaml")])


def test_there_are_stories() -> None:
    assert STORIES


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_a_story_holds_to_its_end(story: Path, staged: Staged) -> None:
    played = staged(story)
    assert [f"{one.place}: {one.zh} / {one.en}" for one in played.failures] == []
    assert rebuild.rebuild(played.office).differing == ()
    for case_no in played.cases.values():
        with played.office.reading() as desk:
            assert all(line.zh and line.en for line in timeline.timeline(desk, case_no))
