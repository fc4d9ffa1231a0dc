"""Fresh, migrated case databases for tests. 测试数据库.

Migrations run once per session and kind; every database after that is a copy, made in milliseconds.
Most tests only need the `database` fixture (tests/conftest.py); a test that needs two databases, or one kind only,
calls these itself and disposes of what it got.
"""

from __future__ import annotations

import functools
import os
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from migrations.upgrade import upgrade
from models.database import Database

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""For modules about the order of things in a procedure, which is the same on every database: what differs between
databases is shown by those that run on both (tests/tasks, and one procedure of each family in tests/flows).  And for
pages: what they do with a database their services do, but where two people who act at once meet in it, and where a page
reads by itself.  So these run on both: every page of a full county, every address as a stranger, what is stuck, care,
posts and people, duties, reports, what is done once, and any request to the API.
"""


def empty_sqlite(folder: Path, name: str = "case") -> Database:
    """A SQLite database without any table yet."""
    return Database(f"sqlite:///{folder}/{name}.db")


def fresh_sqlite(folder: Path, name: str = "case") -> Database:
    """A migrated SQLite database in `folder`."""
    (folder / f"{name}.db").write_bytes(_migrated_file())
    return empty_sqlite(folder, name)


def empty_postgres(url: str, name: str) -> Database:
    """A PostgreSQL database of that name without any table yet; one that had the name is dropped."""
    return _made(url, name, template="template0")


def fresh_postgres(url: str, name: str) -> Database:
    """A migrated PostgreSQL database of that name on the server at `url`; one that had the name is dropped."""
    return _made(url, name, template=_migrated_template(url))


def drop_postgres(url: str, database: Database) -> None:
    """Close a database of `fresh_postgres` and take it off the server."""
    database.dispose()
    _administer(url, f'DROP DATABASE IF EXISTS "{database.engine.url.database}" WITH (FORCE)')


@functools.cache
def _migrated_file() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        database = empty_sqlite(Path(folder))
        upgrade(database)
        database.dispose()  # the last connection carries the write-ahead log into the file
        return (Path(folder) / "case.db").read_bytes()


@functools.cache
def _migrated_template(url: str) -> str:
    database = empty_postgres(url, f"hutong_template_{os.getpid()}")
    upgrade(database)
    database.dispose()  # a template may have no guests
    return str(database.engine.url.database)


def _made(url: str, name: str, *, template: str) -> Database:
    _administer(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE {template}')
    return Database(make_url(url).set(database=name).render_as_string(hide_password=False))


def _administer(url: str, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
