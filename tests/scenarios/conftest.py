"""The folder that scenarios are played in, and what lets go of their databases. 情景测试件."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scenarios.player import Played, Step, play
from scenarios.stage import Stage
from tests.scenarios.few_lines import a_story

HERE = Path(__file__).parent

Stories = Callable[..., Played]
Staged = Callable[[Path], Played]
Tell = Callable[[Step, Stage], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of one story go to one process, where it is played once: playing is most of what they take."""
    for item in items:
        if HERE in item.path.parents and isinstance(item, pytest.Function) and hasattr(item, "callspec"):
            for story in item.callspec.params.values():
                if isinstance(story, Path):
                    item.add_marker(pytest.mark.xdist_group(story.stem))


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Stories]:
    """Plays a story of a few lines; its database is let go of afterwards."""
    stories: list[Played] = []

    def play_it(lines: str, *, tell: Tell | None = None, **parts: str) -> Played:
        stories.append(play(a_story(lines, **parts), home=tmp_path / str(len(stories)), tell=tell))
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
