"""Fixtures that every test may ask for. 公用测试件."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.database import Database
from tests.databases import drop_postgres, fresh_postgres, fresh_sqlite


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
