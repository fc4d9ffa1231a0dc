"""The folder that scenarios are played in, and what lets go of their databases. 情景测试件."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scenarios.player import Played, play
from tests.scenarios.few_lines import a_story

Stories = Callable[..., Played]
Staged = Callable[[Path], Played]


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Stories]:
    """Plays a story of a few lines; its database is let go of afterwards."""
    stories: list[Played] = []

    def play_it(lines: str, **parts: str) -> Played:
        stories.append(play(a_story(lines, **parts), home=tmp_path / str(len(stories))))
        return stories[-1]

    yield play_it
    for story in stories:
        story.close()


@pytest.fixture(scope="session")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staged]:
    """Plays a file once, however many tests look at how it ended; its database is let go of at the very end."""
    stories: dict[Path, Played] = {}

    def play_once(file: Path) -> Played:
        if file not in stories:
            stories[file] = play(file, home=tmp_path_factory.mktemp("story"))
        return stories[file]

    yield play_once
    for story in stories.values():
        story.close()
