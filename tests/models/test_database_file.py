"""The database's file and address: whose it is, what it keeps, what is refused. 数据库文件与地址."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from models.database import Database
from rules.errors import Refused, Unavailable
from tests.databases import empty_sqlite, fresh_sqlite


def test_sqlite_waits_keeps_what_it_committed_and_minds_references(tmp_path: Path) -> None:
    database = fresh_sqlite(tmp_path)
    with database.writing() as session:
        pragmas = {
            name: session.connection().exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "busy_timeout", "synchronous", "foreign_keys", "recursive_triggers")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "busy_timeout": 10_000,
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
    }
    database.dispose()


def test_a_new_database_file_is_its_owners_alone(tmp_path: Path) -> None:
    database = empty_sqlite(tmp_path)
    with database.writing() as session:
        session.execute(text("CREATE TABLE t (n INTEGER)"))
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"case.db": 0o600, "case.db-wal": 0o600, "case.db-shm": 0o600}
    database.dispose()


def test_nothing_is_made_before_it_is_needed_and_nothing_is_open_after_the_end(tmp_path: Path) -> None:
    database = empty_sqlite(tmp_path)
    assert list(tmp_path.iterdir()) == []
    with database.writing() as session:
        session.execute(text("CREATE TABLE t (n INTEGER)"))
    database.dispose()
    assert [path.name for path in tmp_path.iterdir()] == ["case.db"], "the last to leave folds the log into the file"
    with closing(sqlite3.connect(tmp_path / "case.db")) as plain:
        assert plain.execute("SELECT count(*) FROM t").fetchone() == (0,)


def test_a_folder_that_is_not_there_is_told_and_not_tried_again(tmp_path: Path) -> None:
    database = empty_sqlite(tmp_path / "nowhere")
    with pytest.raises(Unavailable) as refused, database.reading() as session:
        session.execute(text("SELECT 1"))
    assert (refused.value.code, refused.value.permanent) == ("database-file", True)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file::memory:?uri=true",
        "mysql://root:Geheim@127.0.0.1/hutong",
        "postgresql://hutong:Geheim@127.0.0.1/hutong",
        "postgresql+psycopg://hutong:Geheim@127.0.0.1",
        "Geheim",
        "",
    ],
)
def test_an_address_that_is_not_understood_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(Refused) as refused:
        Database(url)
    assert "Geheim" not in str(refused.value)


def test_whoever_looks_chooses_by_the_rows_there_are_and_not_by_those_there_were(tmp_path: Path) -> None:
    database = fresh_sqlite(tmp_path)
    with database.writing() as session:
        for statement in ("CREATE TABLE t (a, b)", "CREATE INDEX by_a ON t (a)", "CREATE INDEX by_b ON t (b)"):
            session.execute(text(statement))

    def chosen() -> str:
        with database.reading() as session:
            plan = session.execute(text("EXPLAIN QUERY PLAN SELECT * FROM t WHERE a = 1 AND b = 1")).all()
        return next(name for name in ("by_a", "by_b") if name in str(plan))

    at_first = chosen()
    column, other = ("a", "b") if at_first == "by_a" else ("b", "a")
    with database.writing() as session:  # the index that was chosen tells nothing apart any more, the other everything
        for n in range(500):
            session.execute(text(f"INSERT INTO t ({column}, {other}) VALUES (1, {n})"))
    assert chosen() == at_first
    database.count_rows()
    assert chosen() != at_first
    database.dispose()
