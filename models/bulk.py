"""Many rows at once, in the fastest way that the database has. 成批写入.

PostgreSQL takes new rows as one stream (COPY) and changed ones as arrays, several times faster than row by row;
triggers, constraints and the transaction are the same.  SQLite runs in this process, where row by row costs next to
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from psycopg import Error as PostgresError
from psycopg import sql
from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Connection,
    Insert,
    LargeBinary,
    String,
    Table,
    Update,
    any_,
    bindparam,
    literal,
)
from sqlalchemy.engine import Dialect
from sqlmodel import SQLModel

from models.failures import of_the_driver

MANY = 50
"""From so many rows on a stream is worth opening."""

AT_ONCE = 500
"""Rows that are written to the stream together."""


def table_of(model: type[SQLModel]) -> Table:
    """The table of a model: past the ORM, whose bookkeeping costs more than the statement."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


def insert(connection: Connection, model: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, all with the same columns; nothing for no rows. Columns left out get the default of the model."""
    if not rows:
        return
    table = table_of(model)
    if connection.dialect.name == "postgresql" and len(rows) >= MANY:
        _stream(connection, table, rows)
    else:
        connection.execute(_insert(table), rows)


def update(connection: Connection, model: type[SQLModel], key: str, rows: Sequence[dict[str, Any]]) -> None:
    """Change rows found by the column `key`; all with the same columns; nothing for no rows."""
    if not rows:
        return
    table = table_of(model)
    if connection.dialect.name == "postgresql" and len(rows) >= MANY:
        _as_arrays(connection, table, key, rows)
    else:
        changes = tuple(name for name in rows[0] if name != key)
        given = [{_KEY: row[key], **{name: row[name] for name in changes}} for row in rows]
        connection.execute(_update(table, key, changes), given)


_KEY = "of_key"


@cache
def _update(table: Table, key: str, changes: tuple[str, ...]) -> Update:
    return table.update().where(table.c[key] == bindparam(_KEY)).values({name: bindparam(name) for name in changes})


@cache
def _insert(table: Table) -> Insert:
    return table.insert()


def among(column: Any, values: Sequence[str], dialect: str) -> ColumnElement[bool]:
    """Whether a column has one of these values: one array on PostgreSQL, where thousands of parameters are slow."""
    if dialect == "postgresql":
        return cast(ColumnElement[bool], column == any_(literal(list(values), ARRAY(String))))
    return cast(ColumnElement[bool], column.in_(values))


def _stream(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    given = rows[0].keys()
    columns = [one for one in table.columns if one.key in given or _default(one) is not None]
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(sql.Identifier(one.name) for one in columns)
    )
    write = _write_values if any(isinstance(one.type, LargeBinary) for one in columns) else _write_text
    with _cursor(connection) as cursor, cursor.copy(into) as stream:
        write(stream, columns, rows, connection.dialect)


def _write_text(stream: Any, columns: list[Column[Any]], rows: Sequence[dict[str, Any]], _: Dialect) -> None:
    """In COPY's own text format, some hundred rows in one piece."""
    keys = [one.key for one in columns]
    left_out = {one.key: _default(one) for one in columns if one.key not in rows[0]}
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        filled = (left_out | row for row in part) if left_out else part
        stream.write("".join(["\t".join([_written(row[key]) for key in keys]) + "\n" for row in filled]))


def _write_values(stream: Any, columns: list[Column[Any]], rows: Sequence[dict[str, Any]], dialect: Dialect) -> None:
    """Value by value, as the driver writes them: for columns of bytes."""
    readers = [_reader(one, rows[0].keys(), dialect) for one in columns]
    for row in rows:
        stream.write_row([read(row) for read in readers])


_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_NEEDS_ESCAPE = re.compile(r"[\\\t\n\r]")


def _written(value: Any) -> str:
    """A value in the text format of COPY."""
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return str.translate(value, _ESCAPED) if _NEEDS_ESCAPE.search(value) else str.__str__(value)
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored; say which zone it is in")
        return value.isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


@contextmanager
def _cursor(connection: Connection) -> Iterator[Any]:
    """The driver's own, past the engine, which has no COPY; its errors are told as the engine's."""
    try:
        with cast(Any, connection.connection.cursor()) as cursor:
            yield cursor
    except PostgresError as error:
        raise of_the_driver(error) from None


def _as_arrays(connection: Connection, table: Table, key: str, rows: Sequence[dict[str, Any]]) -> None:
    columns = [table.c[name] for name in rows[0]]
    readers = [_reader(one, rows[0].keys(), connection.dialect) for one in columns]
    types = [sql.SQL(cast(Any, one.type.compile(connection.dialect))) for one in columns]
    changes = [
        sql.SQL("{} = new.{}").format(sql.Identifier(one.name), sql.Identifier(one.name))
        for one in columns
        if one.key != key
    ]
    change = sql.SQL(
        "UPDATE {table} SET {changes} FROM unnest({arrays}) AS new ({names}) WHERE {table}.{key} = new.{key}"
    ).format(
        table=sql.Identifier(table.name),
        key=sql.Identifier(table.c[key].name),
        changes=sql.SQL(", ").join(changes),
        arrays=sql.SQL(", ").join(sql.SQL("{}::{}[]").format(sql.Placeholder(), one) for one in types),
        names=sql.SQL(", ").join(sql.Identifier(one.name) for one in columns),
    )
    with _cursor(connection) as cursor:
        cursor.execute(change, [[read(row) for row in rows] for read in readers])


def _default(column: Column[Any]) -> object:
    """What the model writes where nothing is said; None: nothing, or what only the database knows."""
    default = cast(Any, column.default)
    return default.arg if default is not None and default.is_scalar else None


def _reader(column: Column[Any], given: Any, dialect: Dialect) -> Callable[[dict[str, Any]], object]:
    """The value of a column in a row, as the driver takes it."""
    if column.key not in given:
        value = _default(column)
        return lambda row: value
    process = column.type.dialect_impl(dialect).bind_processor(dialect)
    key = column.key
    if process is None:
        return lambda row: _plain(row[key])
    return lambda row: process(row[key])


def _plain(value: Any) -> object:
    """Without the class of a vocabulary: the driver would ask the database for a type of that name."""
    return str(value) if isinstance(value, str) else value
