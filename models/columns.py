"""Column types that mean the same on SQLite and PostgreSQL. 列类型."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, DateTime, Integer, cast, extract, func, literal_column
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored in UTC. 时刻.

    SQLite keeps no zone, so the zone is taken off on the way in and put back on the way out; a naive value is
    refused rather than guessed at.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive instants; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored; say which zone it is in")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


BigSerial = BigInteger().with_variant(Integer, "sqlite")
"""A growing 64-bit key; SQLite only numbers rows by itself when the type is spelt INTEGER."""


def at(**options: Any) -> Any:
    """A required instant column."""
    return Field(sa_type=Instant, **options)


def at_or_none(**options: Any) -> Any:
    """An instant column that may be empty."""
    return Field(default=None, sa_type=Instant, nullable=True, **options)


def seconds_between(earlier: Any, later: Any, dialect: str) -> ColumnElement[int]:
    """How many seconds, to the nearest, lie between two columns of instants; below zero in the other order."""
    if dialect == "postgresql":
        return cast(extract("epoch", later - earlier), Integer)
    a_day: ColumnElement[float] = literal_column("86400")
    return cast(func.round((func.julianday(later) - func.julianday(earlier)) * a_day), Integer)


def said(value: str, **options: Any) -> Any:
    """A text column that came later: rows that were there before have `value`."""
    return Field(default=value, sa_column_kwargs={"server_default": value}, **options)
