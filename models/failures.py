"""What a database error means to the person who waits for it. 数据库错误.

Three things are told apart: try again later (`Unavailable`), somebody else was first (`Conflict`), and a fault of our
own, which keeps its class and loses the values that the database quotes in its words.
"""

from __future__ import annotations

import sqlite3

from psycopg import Error as PostgresError
from psycopg import errors as postgres
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from rules.errors import CaseworkError, Conflict, Unavailable

_SQLITE_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_SQLITE_NO_FILE = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_PROTOCOL}
_SQLITE_TWICE = {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}
_POSTGRES_LOCKED = (postgres.LockNotAvailable, postgres.DeadlockDetected, postgres.SerializationFailure)
_OUR_OWN_WORDS = "P0001"  # raised by one of our triggers; names a rule and no value


def meaning(error: SQLAlchemyError) -> CaseworkError | None:
    """The error to tell a person; None for a fault of our own, which is to surface as it is."""
    if isinstance(error, NoConnectionFree):
        return busy()
    if not isinstance(error, DBAPIError):
        return None
    if isinstance(error.orig, sqlite3.Error):
        return _of_sqlite(error.orig)
    if error.connection_invalidated:
        return _away()
    return _of_postgres(error.orig) if isinstance(error.orig, PostgresError) else None


def withhold_values(context: ExceptionContext) -> None:
    """Engine event `handle_error`: take the row out of PostgreSQL's words ("Failing row contains …").

    What stays is what a maintainer needs: the SQLSTATE and the names of table, column and constraint.
    """
    cause = context.original_exception
    if not isinstance(cause, PostgresError) or cause.sqlstate is None:
        return  # SQLite quotes no values; a connection that failed has no row to quote
    words = _without_values(cause)
    cause.args = (words,)
    if context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = (f"({type(cause).__name__}) {words}",)


def of_the_driver(cause: PostgresError) -> DBAPIError:
    """What the driver said to us directly, as it would come through the engine: without values, with its meaning."""
    if cause.sqlstate is not None:
        cause.args = (_without_values(cause),)
    return DBAPIError(None, None, cause, hide_parameters=True)


def _without_values(cause: PostgresError) -> str:
    told = cause.diag
    parts = [cause.sqlstate, told.table_name, told.column_name, told.constraint_name]
    words = " ".join(part for part in parts if part)
    if cause.sqlstate == _OUR_OWN_WORDS:
        words = f"{words} {told.message_primary}"
    return words


def _of_sqlite(error: sqlite3.Error) -> CaseworkError | None:
    extended = getattr(error, "sqlite_errorcode", 0)  # the driver's own errors have none
    primary = extended & 0xFF
    if primary in _SQLITE_LOCKED:
        return busy()
    if primary in _SQLITE_NO_FILE:
        return _away()
    return _twice() if extended in _SQLITE_TWICE else None


def _of_postgres(error: PostgresError) -> CaseworkError | None:
    if isinstance(error, postgres.UniqueViolation):
        return _twice()
    if isinstance(error, _POSTGRES_LOCKED):
        return busy()
    # Class by class: connection 08, resources 53, operator intervention 57, system 58, and no answer at all.
    return _away() if (error.sqlstate or "08")[:2] in ("08", "53", "57", "58") else None


def busy() -> Unavailable:
    """Somebody else holds what is needed, for longer than a writer waits. 数据库正忙."""
    return Unavailable(
        "数据库正忙，本次操作未保存，请稍后重试",
        "the database is busy; nothing of this was saved, try again in a moment",
        code="database-busy",
    )


def _away() -> Unavailable:
    return Unavailable(
        "数据库没有响应，本次操作未保存。请稍后重试；若仍不行，请检查数据库服务和磁盘空间",
        "the database does not answer; nothing of this was saved. Try again in a moment, then look at the database "
        "service and the disk space",
        code="database-away",
    )


def _twice() -> Conflict:
    return Conflict("已有他人先行办理，请刷新后查看", "somebody else was first; reload and look")
