"""Does a process keep its place at the database while others come and go? 多进程共用一个数据库文件.

SQLite deletes the write-ahead log when the last connection closes.  That a process is still there is known by a lock
on the file, which POSIX takes away from the whole process as soon as it closes *any* handle of that file.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from sqlalchemy import text

from tests.databases import fresh_sqlite

COMES_WRITES_GOES = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("INSERT INTO heartbeat (name, at, detail) VALUES (?, '2026-03-02', '')", (sys.argv[2],))
connection.commit()
connection.close()
"""

OURS = text("INSERT INTO heartbeat (name, at, detail) VALUES (:name, '2026-03-02', '')")


def somebody_else_writes(path: Path, name: str) -> None:
    subprocess.run([sys.executable, "-c", COMES_WRITES_GOES, str(path), name], check=True)


def test_what_another_process_wrote_before_it_ended_is_seen_and_what_we_write_then_is_seen_by_others(
    tmp_path: Path,
) -> None:
    database = fresh_sqlite(tmp_path)
    path = tmp_path / "case.db"
    with database.reading() as session, database.reading() as beside:  # a second connection, while the first is open
        session.execute(text("SELECT 1"))
        beside.execute(text("SELECT 1"))

    for number in range(3):
        somebody_else_writes(path, f"other-{number}")
        with database.writing() as session:
            session.execute(
                text(f"INSERT INTO heartbeat (name, at, detail) VALUES ('ours-{number}', '2026-03-02', '')")
            )

    with database.reading() as session:
        seen = set(session.scalars(text("SELECT name FROM heartbeat")))
    database.dispose()
    with closing(sqlite3.connect(path)) as connection:
        kept = {name for (name,) in connection.execute("SELECT name FROM heartbeat")}
    expected = {f"{who}-{number}" for who in ("ours", "other") for number in range(3)}
    assert seen == expected
    assert kept == expected
