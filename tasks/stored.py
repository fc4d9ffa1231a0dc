"""Stored entries as the very text that their hash covers, made by the database. 记录原文.

`journal.covered` says what is covered; the database can write the same text down by itself, and a whole journal is
then verified at more than 50,000 entries a second.  Whoever finds an entry wrong by it asks `journal.entry_mac` before
saying so: the two are the same text, and if ever they were not, no entry is called altered for that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, ColumnElement, LargeBinary, Select, Text, cast, func, literal, select

from models import JournalEntry, Seal
from models.bulk import table_of
from tasks.journal import COVERED

if TYPE_CHECKING:
    from tasks.desk import Desk

_AT_ONCE = 5_000
_MOMENTS = ("happened_at", "recorded_at")

_ENTRIES = table_of(JournalEntry)
_LINKS = table_of(Seal)


def stored_entries(desk: Desk) -> Iterator[Sequence[Any]]:
    """Every entry, chain by chain and in order within each: (chain, n, before, mac, text).

    All but `n` as bytes: a byte that was flipped in the file need not leave UTF-8 behind.  `text` is what the hash
    covers; None where the row cannot be written as that.
    """
    chain, before, mac = (_raw(desk, _ENTRIES.c[name]) for name in ("chain", "before", "mac"))
    n = cast(_ENTRIES.c.n, BigInteger)
    query = select(chain, n, before, mac, _raw(desk, _text(desk))).order_by(_ENTRIES.c.chain, _ENTRIES.c.n)
    return _rows(desk, query)


def stored_links(desk: Desk) -> Iterator[Sequence[Any]]:
    """Every link of the global chain, in order: (no, entry_seq, mac, mac of the entry or None where that is gone).

    The macs as bytes.
    """
    joined = _LINKS.outerjoin(_ENTRIES, _ENTRIES.c.seq == _LINKS.c.entry_seq)
    macs = (_raw(desk, table.c.mac) for table in (_LINKS, _ENTRIES))
    query = select(_LINKS.c.no, cast(_LINKS.c.entry_seq, BigInteger), *macs).select_from(joined)
    return _rows(desk, query.order_by(_LINKS.c.no))


def _rows(desk: Desk, query: Select[Any]) -> Iterator[Sequence[Any]]:
    """The rows of a query, a few thousand in memory at a time."""
    result = desk.connection.execute(query, execution_options={"yield_per": _AT_ONCE})
    return chain.from_iterable(result.partitions())


def _raw(desk: Desk, column: ColumnElement[Any]) -> ColumnElement[Any]:
    if desk.office.database.dialect == "sqlite":
        return cast(column, LargeBinary)
    return func.convert_to(column, literal("UTF8"))


def _text(desk: Desk) -> ColumnElement[str]:
    if desk.office.database.dialect == "sqlite":
        return func.json_array(*(_sqlite_value(name) for name in COVERED))
    written = [func.coalesce(cast(func.to_json(_postgresql_value(name)), Text), literal("null")) for name in COVERED]
    return func.concat(literal("["), func.concat_ws(literal(","), *written), literal("]"))


def _sqlite_value(name: str) -> ColumnElement[Any]:
    """A column as text, whatever lies in it; a moment, kept in UTC as `2026-03-02 01:20:00.000000`, as canonical."""
    column = _ENTRIES.c[name]
    if name == "n":
        return cast(column, BigInteger)
    if name in _MOMENTS:
        return func.replace(cast(column, Text), literal(" "), literal("T")) + literal("+00:00")
    return cast(column, Text)


def _postgresql_value(name: str) -> ColumnElement[Any]:
    column = _ENTRIES.c[name]
    if name in _MOMENTS:
        return func.to_char(func.timezone("UTC", column), literal('YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'))
    return column
