"""A story told by `.fn`, without an engine; whatever it is about, some things hold of it. 程序测试件."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.office import County


@pytest.fixture
def county(county: County) -> Iterator[County]:
    """The county; every flow is replayed at every point of a story, and after it all that must hold is looked at."""
    county.replays = True
    yield county
    county.must_hold()
