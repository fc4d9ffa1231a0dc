"""Taking what was deleted out of the files of the database, not only out of its tables. 清除残留.

A database keeps what a row said before: SQLite in free pages and in the write-ahead log, PostgreSQL in dead rows.
Copies elsewhere (backups, replicas, archived logs, snapshots, the blocks of a disk) are out of reach from here.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterable
from contextlib import closing
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from rules.errors import Unavailable

if TYPE_CHECKING:
    import psycopg
    from psycopg.errors import Diagnostic
    from sqlalchemy import Connection
    from sqlmodel import SQLModel

    from models.database import Database


_TRIES, _PAUSE_SECONDS = 20, 0.5


def scrub(database: Database, tables: Iterable[type[SQLModel]], *, tries: int = _TRIES) -> None:
    """Write the tables anew without what was deleted from them; on SQLite the whole file, and an empty log.

    Args:
        tries: on PostgreSQL, half a second apart, while somebody may still see what was deleted.
    Raises: Unavailable: somebody is reading or writing and does not let go within ten seconds; do it again later.
    """
    try:
        if database.dialect == "sqlite":
            _scrub_sqlite(database)
        else:
            _scrub_postgresql(database, [str(table.__tablename__) for table in tables], tries)
    except (sqlite3.OperationalError, OperationalError):
        raise _in_use() from None


def _scrub_sqlite(database: Database) -> None:
    """VACUUM writes every live row into the log; the checkpoint carries that over the old file and empties the log."""
    with closing(database.engine.raw_connection()) as pooled:
        connection = cast(sqlite3.Connection, pooled.driver_connection)
        connection.execute("VACUUM")
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise _in_use()


def _scrub_postgresql(database: Database, tables: list[str], tries: int) -> None:
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in tables:
            for turn in range(tries):
                if turn:
                    time.sleep(_PAUSE_SECONDS)
                if not _rewritten(connection, table):
                    break
            else:
                raise _in_use()


def _rewritten(connection: Connection, table: str) -> int:
    """Write a table anew. Returns how many dead rows are in it all the same.

    PostgreSQL carries a dead row over, and says so, while any transaction in the database began before the row died:
    somebody's long query, or the statistics that the server takes by itself.
    """
    details: list[str] = []

    def note(said: Diagnostic) -> None:  # read at once: it is empty once the answer has been dealt with
        details.append(said.message_detail or "")

    driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
    driver.add_notice_handler(note)
    try:
        connection.execute(text(f'VACUUM (FULL, VERBOSE) "{table}"'))
    finally:
        driver.remove_notice_handler(note)
    return sum(int(number) for detail in details for number in re.findall(r"\d+", detail)[:1])


def _in_use() -> Unavailable:
    return Unavailable(
        "数据库正在使用，旧内容尚未从文件中清除；请停止服务后再运行一次同一命令",
        "the database is in use and what was deleted is still in its files: stop the service and run the command again",
        code="scrub-in-use",
    )
