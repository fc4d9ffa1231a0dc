"""Columns in the words of the migrations. 迁移用列.

Apart from `models` on purpose: a migration lays out what was, the models say what is.  A word here keeps its meaning
for good; another meaning is another word.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

Column = sa.Column[Any]

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def key(name: str, *, of: str | None = None) -> Column:
    """An opaque number that is the row's key, or part of it. 主键."""
    return sa.Column(name, sa.String(), *_reference(of), primary_key=True)


def serial(name: str) -> Column:
    """A key that the database counts up by itself. 自增主键."""
    return sa.Column(name, _BIG, primary_key=True, autoincrement=True)


def place_in_order(name: str) -> Column:
    """A key that the writer counts up, without a gap. 序号."""
    return sa.Column(name, _BIG, primary_key=True, autoincrement=False)


def serial_of_another(name: str) -> Column:
    """The `serial` of a row elsewhere, at most once. 对应自增主键."""
    return sa.Column(name, _BIG, nullable=False, unique=True)


def text(name: str, *, of: str | None = None, null: bool = False, unique: bool = False) -> Column:
    """Words, a number as people write it, or JSON; `of` names the column that it refers to. 文本."""
    return sa.Column(name, sa.String(), *_reference(of), nullable=null, unique=unique or None)


def moment(name: str, *, null: bool = False, part_of_key: bool = False) -> Column:
    """An instant in UTC. 时刻."""
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null, primary_key=part_of_key)


def day(name: str) -> Column:
    """A civil day, where it is known. 日期."""
    return sa.Column(name, sa.Date(), nullable=True)


def number(name: str, *, null: bool = False) -> Column:
    """A count. 整数."""
    return sa.Column(name, sa.Integer(), nullable=null)


def yes_or_no(name: str, *, null: bool = False) -> Column:
    """A truth value. 是否."""
    return sa.Column(name, sa.Boolean(), nullable=null)


def index(table: str, column: str) -> None:
    """An index over one column, under the name that the models give it. 索引."""
    op.create_index(f"ix_{table}_{column}", table, [column])


def _reference(of: str | None) -> tuple[sa.ForeignKey, ...]:
    return (sa.ForeignKey(of),) if of else ()
