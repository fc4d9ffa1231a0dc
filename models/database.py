"""The connection to the case database, and its transactions. 数据库连接.

SQLite for one machine, PostgreSQL for many; the same two words for both: `writing` is one transaction that is kept
whole or not at all, `reading` is a look at one moment that can change nothing.
"""

from __future__ import annotations

import errno
import os
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypeAlias, cast

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlmodel import Session

from models.failures import busy, meaning, withhold_values
from rules.errors import Refused, Unavailable

Dialect: TypeAlias = Literal["sqlite", "postgresql"]

_PATIENCE_SECONDS = 10  # how long a writer waits for the writer before it
_COUNTS_AGE_SECONDS = 3600  # so old may be what a connection knows that another process counted
_DRIVERS: dict[str, Dialect] = {"sqlite": "sqlite", "sqlite+pysqlite": "sqlite", "postgresql+psycopg": "postgresql"}


class Database:
    """The case database. 个案数据库.

    Nothing connects before the first transaction.

    Args:
        url: `sqlite:///path/to/file`, or `postgresql+psycopg://user:password@host/name`.
        echo: log every statement, never its parameters.
    Raises: Refused: another kind of database, or one in memory, which would be gone with the process.
    """

    def __init__(self, url: str, *, echo: bool = False) -> None:
        address = _address(url)
        self.dialect: Dialect = _DRIVERS[address.drivername]
        lay_out = _sqlite if self.dialect == "sqlite" else _postgresql
        self.engine, self.reader = lay_out(address, echo)
        self._turn = threading.Lock()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back whole on any exception.

        SQLite has one writer at a time and takes its lock at the start (BEGIN IMMEDIATE), so no transaction fails
        half-way for having read before it wrote.  PostgreSQL runs at READ COMMITTED: rows that must not change
        between reading and writing are locked by whoever reads them.

        Raises:
            Unavailable: locked for more than ten seconds, or the connection was lost.
            Conflict: somebody else wrote the same thing first.
        """
        session = Session(self.engine, expire_on_commit=False)
        with self._own_turn(), _told_plainly(), session, session.begin():
            self._begin(session, "BEGIN IMMEDIATE")  # the lock is taken now, before the first look
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A look at one moment: whatever is committed meanwhile is not seen, and writing is refused.

        Never waits for a writer and never makes one wait.

        Raises: Unavailable: the database does not answer.
        """
        with _told_plainly(), Session(self.reader, expire_on_commit=False) as session:
            self._begin(session, "BEGIN")
            yield session

    def count_rows(self) -> None:
        """Let SQLite look again at how many rows its indices hold; PostgreSQL does by itself.

        Of each index a sample: nobody who writes waits for a full count.  A connection reads the counts when it is
        opened and keeps to them, and those that look at a database stay open for months: they are taken anew, or a
        service that began with an empty database would go on choosing its indices as for an empty one.
        """
        if self.dialect != "sqlite":
            return
        with self.writing() as session:
            session.execute(text("PRAGMA analysis_limit = 1000"))
            session.execute(text("ANALYZE"))
        self.reader.dispose()

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        self.reader.dispose()

    def _begin(self, session: Session, how: str) -> None:
        """SQLite's driver begins nothing by itself. By no event: one listener slows every statement."""
        connection = session.connection()
        if self.dialect == "sqlite":
            connection.exec_driver_sql(how)

    @contextmanager
    def _own_turn(self) -> Iterator[None]:
        """Threads of one process queue here: SQLite's own waiting is a sleep of up to 100 ms, in no order."""
        if self.dialect != "sqlite":
            yield
            return
        if not self._turn.acquire(timeout=_PATIENCE_SECONDS):
            raise busy()
        try:
            yield
        finally:
            self._turn.release()

    def __repr__(self) -> str:
        return f"Database({self.dialect})"


@contextmanager
def _told_plainly() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        told = meaning(error)
        if told is None:
            raise
        raise told from None  # the cause may quote values


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError:
        raise _unknown() from None
    if address.drivername not in _DRIVERS or not address.database or address.database.startswith((":memory:", "file:")):
        raise _unknown()
    return address


def _unknown() -> Refused:
    """Does not repeat the address: it may hold a password."""
    return Refused(
        "数据库地址无法识别，请写成 sqlite:///文件路径 或 postgresql+psycopg://用户:密码@主机/库名",
        "the database address is not understood: write sqlite:///path/to/file or "
        "postgresql+psycopg://user:password@host/name",
    )


# ------------------------------------------------------------------------------------------------------ PostgreSQL


def _postgresql(address: URL, echo: bool) -> tuple[Engine, Engine]:
    """For writing and for reading, on the same connections."""
    engine = create_engine(
        address,
        echo=echo,
        hide_parameters=True,
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,  # a server that was restarted overnight is not the user's concern
        connect_args={"connect_timeout": _PATIENCE_SECONDS, "options": f"-c lock_timeout={_PATIENCE_SECONDS}s"},
    )
    event.listen(engine, "handle_error", withhold_values)
    return engine, engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


# ---------------------------------------------------------------------------------------------------------- SQLite


def _sqlite(address: URL, echo: bool) -> tuple[Engine, Engine]:
    """For writing and for reading, each with its own connections: whoever reads is refused writing by SQLite itself."""
    writer, reader = (_sqlite_engine(address, echo) for _ in range(2))
    event.listen(reader, "connect", _only_reads)
    return writer, reader


def _sqlite_engine(address: URL, echo: bool) -> Engine:
    """The driver begins no transactions by itself (isolation_level None): `writing` and `reading` say how they do."""
    engine = create_engine(
        address,
        echo=echo,
        hide_parameters=True,
        pool_recycle=_COUNTS_AGE_SECONDS,
        creator=partial(_connect, Path(str(address.database))),
    )
    event.listen(engine, "connect", _set_up_connection)
    return engine


def _connect(path: Path) -> sqlite3.Connection:
    _find_or_make_file(path)
    return sqlite3.connect(path, timeout=_PATIENCE_SECONDS, isolation_level=None, check_same_thread=False)


def _find_or_make_file(path: Path) -> None:
    """Asks about the file and never opens it: POSIX takes every lock of a process on a file away as soon as it closes
    any handle of it, and whoever comes and goes then deletes the write-ahead log from under us.
    """
    try:
        if not path.exists():
            _make_private_file(path)
        if not path.is_file() or not os.access(path, os.R_OK | os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as cause:
        raise Unavailable(
            f"无法打开数据库文件：{cause.strerror}。请检查文件夹是否存在、是否有读写权限",
            f"cannot open the database file: {cause.strerror}. See whether its folder exists and may be written to",
            permanent=True,
            code="database-file",
        ) from None


def _make_private_file(path: Path) -> None:
    """A new database file is its owner's alone (its journal files take the same mode) and appears in one piece.

    Were it switched to WAL where it lies, of several processes that start at once some would find it locked: SQLite
    does not wait for that lock.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600))
    try:
        with closing(sqlite3.connect(draft, isolation_level=None)) as laid_out:
            laid_out.execute("PRAGMA journal_mode=WAL")
        with suppress(FileExistsError):  # another process was first
            os.link(draft, path)
    finally:
        draft.unlink()


def _set_up_connection(connection: DBAPIConnection, _record: Any) -> None:
    """What every connection needs; the busy timeout is the driver's and stands already.

    recursive_triggers: without it, INSERT OR REPLACE would delete a journal row past the trigger that refuses it.
    """
    cursor = cast(sqlite3.Connection, connection).cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _only_reads(connection: DBAPIConnection, _record: Any) -> None:
    cast(sqlite3.Connection, connection).execute("PRAGMA query_only=ON")
