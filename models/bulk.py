"""Many rows at once, in the fastest way that the database has. 成批写入.

PostgreSQL takes them as one stream (COPY), several times faster than row by row; triggers, constraints and the
transaction are the same.  SQLite runs in this process, where row by row costs next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, cast

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
    any_,
    bindparam,
    literal,
    text,
)
from sqlalchemy.engine import Dialect

MANY = 50
"""From so many rows on a stream is worth opening."""

AT_ONCE = 500
"""Rows that are written to the stream together."""


def insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, all with the same columns; nothing for no rows. Columns left out get the default of the model."""
    if not rows:
        return
    if connection.dialect.name == "postgresql" and len(rows) >= MANY:
        _stream(connection, table, rows)
    else:
        connection.execute(_insert(table), rows)


@cache
def _insert(table: Table) -> Insert:
    return table.insert()


def update(connection: Connection, table: Table, key: str, rows: Sequence[dict[str, Any]]) -> None:
    """Change rows, found by one key column, all the same columns of text or whole numbers; nothing for no rows.

    On PostgreSQL one statement over arrays: a statement for each row costs more than the change.
    """
    if not rows:
        return
    names = [name for name in rows[0] if name != key]
    if connection.dialect.name == "postgresql" and len(rows) >= MANY:
        _update_by_arrays(connection, table, key, names, rows)
        return
    statement = table.update().where(table.c[key] == bindparam("of_key"))
    statement = statement.values({name: bindparam(f"new_{name}") for name in names})
    connection.execute(
        statement, [{"of_key": row[key], **{f"new_{name}": row[name] for name in names}} for row in rows]
    )


def _update_by_arrays(
    connection: Connection, table: Table, key: str, names: list[str], rows: Sequence[dict[str, Any]]
) -> None:
    first = rows[0]
    given = [(name, "bigint[]" if isinstance(first[name], int) else "text[]") for name in (key, *names)]
    arrays = ", ".join(f"CAST(:{name} AS {kind}) " for name, kind in given).strip()
    changes = ", ".join(f"{name} = new.{name}" for name in names)
    columns = ", ".join((key, *names))
    statement = text(  # names of our own tables and columns only
        f"UPDATE {table.name} SET {changes} FROM unnest({arrays}) AS new ({columns}) "
        f"WHERE {table.name}.{key} = new.{key}"
    )
    connection.execute(statement, {name: [row[name] for row in rows] for name, _ in given})


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
    cursor: Any = connection.connection.cursor()
    if any(isinstance(one.type, LargeBinary) for one in columns):
        _stream_values(cursor, into, columns, rows, connection.dialect)
        return
    keys = [one.key for one in columns]
    left_out = {one.key: _default(one) for one in columns if one.key not in given}
    with cursor, cursor.copy(into) as stream:
        for start in range(0, len(rows), AT_ONCE):
            part = rows[start : start + AT_ONCE]
            filled = (left_out | row for row in part) if left_out else part
            stream.write("".join(["\t".join([_written(row[key]) for key in keys]) + "\n" for row in filled]))


def _stream_values(
    cursor: Any, into: sql.Composed, columns: list[Column[Any]], rows: Sequence[dict[str, Any]], dialect: Dialect
) -> None:
    """Value by value, as the driver writes them: for columns of bytes."""
    readers = [_reader(one, rows[0].keys(), dialect) for one in columns]
    with cursor, cursor.copy(into) as stream:
        for row in rows:
            stream.write_row([read(row) for read in readers])


_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


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


_NEEDS_ESCAPE = re.compile(r"[\\\t\n\r]")


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
