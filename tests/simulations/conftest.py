"""A small county that was simulated once, for the tests that look on. 模拟测试件."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from simulations.figures import Progress
from simulations.plan import Plan
from simulations.simulate import Simulated, simulate

SMALL = Plan(seed=11, children=60, cases=14, days=40)


@pytest.fixture(scope="package")
def heard() -> list[Progress]:
    """What was told while the small county was simulated."""
    return []


@pytest.fixture(scope="package")
def small(tmp_path_factory: pytest.TempPathFactory, heard: list[Progress]) -> Iterator[Simulated]:
    """A county of sixty children over forty days."""
    with simulate(SMALL, home=tmp_path_factory.mktemp("county"), tell=heard.append) as simulated:
        yield simulated
