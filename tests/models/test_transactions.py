"""All or nothing, one moment, and who waits for whom. 事务."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, inspect, text
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlmodel import Session, col, select

from models import Installation, SubjectKey
from models.database import Database
from rules.errors import Conflict, Unavailable
from tests.databases import drop_postgres, empty_sqlite, fresh_postgres, fresh_sqlite

THEN = datetime(2026, 3, 6, 8, 30, tzinfo=UTC)


def write_down(session: Session, key: str, value: str = "") -> None:
    session.execute(insert(Installation), [{"key": key, "value": value}])


def written_down(session: Session) -> list[str]:
    return list(session.exec(select(Installation.key).order_by(Installation.key)))


class Interrupted(Exception):
    """Something went wrong in the middle."""


# -------------------------------------------------------------------------------- whole or not


def test_what_was_written_is_there_afterwards(database: Database) -> None:
    with database.writing() as session:
        write_down(session, "area")
    with database.reading() as session:
        assert written_down(session) == ["area"]


def fail_half_way(database: Database) -> None:
    with database.writing() as session:
        write_down(session, "area")
        session.execute(text("CREATE TABLE half_way (no INTEGER)"))
        raise Interrupted


def test_when_anything_fails_nothing_of_it_is_kept(database: Database) -> None:
    with pytest.raises(Interrupted):
        fail_half_way(database)
    with database.reading() as session:
        assert written_down(session) == []
        assert "half_way" not in inspect(session.connection()).get_table_names()


def test_rows_can_still_be_read_after_their_transaction_has_ended(database: Database) -> None:
    with database.writing() as session:
        row = Installation(key="area", value="990101")
        session.add(row)
    assert row.value == "990101"


def test_a_look_sees_one_moment_and_nobody_waits_for_it(database: Database) -> None:
    with database.reading() as before:
        assert written_down(before) == []
        with database.writing() as session:
            write_down(session, "area")
        assert written_down(before) == [], "committed meanwhile, seen in the next look"
    with database.reading() as after:
        assert written_down(after) == ["area"]


def test_a_look_does_not_wait_for_a_writer(database: Database) -> None:
    with database.writing() as session:
        write_down(session, "area")
        with database.reading() as beside:
            assert written_down(beside) == []


def test_a_look_cannot_change_anything_and_the_next_transaction_can(database: Database) -> None:
    with pytest.raises(DatabaseError), database.reading() as session:
        write_down(session, "area")
    for key in ("area", "mode"):
        with database.writing() as session:
            write_down(session, key)


def test_postgresql_reads_one_moment_and_writes_at_read_committed(database: Database) -> None:
    if database.dialect == "sqlite":
        pytest.skip("SQLite has one isolation level")
    for opened, level, read_only in (
        (database.writing, "read committed", "off"),
        (database.reading, "repeatable read", "on"),
    ):
        with opened() as session:
            assert session.execute(text("SHOW transaction_isolation")).scalar() == level
            assert session.execute(text("SHOW transaction_read_only")).scalar() == read_only


# -------------------------------------------------------------------------------- one after the other


def test_writers_that_read_before_they_write_lose_nothing(database: Database) -> None:
    with database.writing() as session:
        write_down(session, "count", "0")

    def add_one(_: int) -> None:
        with database.writing() as session:
            row = session.exec(select(Installation).where(col(Installation.key) == "count").with_for_update()).one()
            row.value = str(int(row.value) + 1)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(add_one, range(60)))
    with database.reading() as session:
        assert session.exec(select(Installation.value)).one() == "60"


def test_on_sqlite_a_second_writer_waits_from_its_first_word_on(tmp_path: Path) -> None:
    one, other = fresh_sqlite(tmp_path), empty_sqlite(tmp_path)  # two databases: no queue between them but the file
    order: list[str] = []

    def second() -> None:
        with other.writing() as session:
            order.append(f"second sees {written_down(session)}")

    with one.writing() as session:
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.3)
        assert order == [], "BEGIN IMMEDIATE lets nobody begin beside it"
        write_down(session, "first")
    thread.join()

    assert order == ["second sees ['first']"]
    one.dispose()
    other.dispose()


@contextmanager
def held_by_another_process(path: Path) -> Iterator[None]:
    """The write lock of a SQLite file, held by a process that never lets go by itself."""
    script = (
        "import sqlite3, sys\n"
        "held = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "held.execute('BEGIN IMMEDIATE')\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", script, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        yield


def test_a_lock_that_is_not_let_go_is_told_as_unavailable_and_may_be_tried_again(tmp_path: Path) -> None:
    database = fresh_sqlite(tmp_path)
    with database.writing() as session:  # the connection exists; give it little patience
        session.connection().exec_driver_sql("PRAGMA busy_timeout=50")
    with held_by_another_process(tmp_path / "case.db"):
        with pytest.raises(Unavailable) as busy, database.writing() as session:
            write_down(session, "area")
        with database.reading() as session:
            assert written_down(session) == []
    assert (busy.value.code, busy.value.permanent) == ("database-busy", False)
    with database.writing() as session:
        write_down(session, "area")
    database.dispose()


def wait_briefly_for_a_lock(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("SET LOCAL lock_timeout = '50ms'"))
        session.execute(text("SELECT * FROM installation"))


@pytest.mark.db
def test_a_row_lock_that_is_not_let_go_is_told_as_unavailable(postgres_url: str) -> None:
    database = fresh_postgres(postgres_url, f"hutong_locked_{os.getpid()}")
    with database.writing() as first:
        first.execute(text("LOCK TABLE installation"))
        with pytest.raises(Unavailable) as busy:
            wait_briefly_for_a_lock(database)
    assert (busy.value.code, busy.value.permanent) == ("database-busy", False)
    drop_postgres(postgres_url, database)


def lose_the_connection(database: Database) -> None:
    with database.writing() as session:
        own = session.execute(text("SELECT pg_backend_pid()")).scalar()
        with database.writing() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": own})
        session.execute(text("SELECT 1"))


@pytest.mark.db
def test_a_lost_connection_is_told_as_unavailable_and_the_next_transaction_has_a_new_one(postgres_url: str) -> None:
    database = fresh_postgres(postgres_url, f"hutong_lost_{os.getpid()}")
    with pytest.raises(Unavailable) as lost:
        lose_the_connection(database)
    assert (lost.value.code, lost.value.permanent) == ("database-away", False)
    with database.writing() as session:
        assert session.execute(text("SELECT 1")).scalar() == 1
    drop_postgres(postgres_url, database)


def test_a_server_that_is_not_there_is_told_as_unavailable() -> None:
    database = Database("postgresql+psycopg://hutong:Geheim@127.0.0.1:1/hutong")
    with pytest.raises(Unavailable) as away, database.reading() as session:
        session.execute(text("SELECT 1"))
    assert (away.value.code, away.value.permanent) == ("database-away", False)
    assert "Geheim" not in f"{away.value} {database!r}"


# -------------------------------------------------------------------------------- errors are silent


def test_the_same_thing_written_twice_is_a_conflict(database: Database) -> None:
    with database.writing() as session:
        write_down(session, "area")
    with pytest.raises(Conflict), database.writing() as session:
        write_down(session, "area")
    with database.writing() as session:
        session.execute(insert(SubjectKey), [{"id": "k_1", "subject_no": "C-1", "made_at": THEN}])
    with pytest.raises(Conflict), database.writing() as session:
        session.execute(insert(SubjectKey), [{"id": "k_2", "subject_no": "C-1", "made_at": THEN}])


def test_an_error_names_the_column_and_never_the_values(database: Database) -> None:
    with pytest.raises(IntegrityError) as fault, database.writing() as session:
        session.execute(insert(SubjectKey), [{"id": "k_1", "subject_no": "林小满"}])
    shown = f"{fault.value} {fault.value!r} {fault.value.orig} {fault.value.orig!r} {fault.value.__cause__!r}"
    assert "林小满" not in shown
    assert "made_at" in shown


def test_a_refused_value_is_not_repeated_either(database: Database) -> None:
    if database.dialect == "sqlite":
        pytest.skip("SQLite takes any value")
    with pytest.raises(DatabaseError) as fault, database.writing() as session:
        session.execute(text("SELECT CAST(:words AS INTEGER)"), {"words": "林小满"})
    assert "林小满" not in f"{fault.value} {fault.value.orig!r}"
