"""Fixtures that every test may ask for. 公用测试件."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from models.database import Database
from rules.moments import shanghai
from tests.clock import Clock
from tests.databases import drop_postgres, fresh_postgres, fresh_sqlite

if TYPE_CHECKING:
    from tasks.office import Office
    from tests.office import County

FIRST_REPORT = shanghai("Monday 2026-03-02 10:55")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.db)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A fresh, migrated, empty case database of the test's own.

    A test that asks for it runs twice: on SQLite always, on PostgreSQL in the `db` tier.
    """
    if request.param == "sqlite":
        made = fresh_sqlite(tmp_path)
        yield made
        made.dispose()
        return
    url: str = request.getfixturevalue("postgres_url")
    made = fresh_postgres(url, f"hutong_case_{os.getpid()}")
    yield made
    drop_postgres(url, made)


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at the moment of the first report until the test moves it."""
    return Clock(FIRST_REPORT)


@pytest.fixture
def county(database: Database, clock: Clock, tmp_path: Path) -> County:
    """Qinghe County on an empty database: everybody is at their post, nothing has happened."""
    from tests.office import a_county  # everything we have; the tests of the rules do without

    return a_county(database, clock, tmp_path)


@pytest.fixture
def office(county: County) -> Office:
    """The office of Qinghe County."""
    return county.office
