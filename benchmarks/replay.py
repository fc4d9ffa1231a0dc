"""A floor of the very same writes, by plain SQLAlchemy: no reading, deciding, rendering or sealing. 同样写入的下限.

`watched` takes down every INSERT, UPDATE and DELETE that Hutong makes, transaction by transaction; `replayed` makes
them again on another new database, one executemany for each statement and transaction, and computes a keyed hash for
every journal row.  What is left between the two is what Hutong costs besides writing its rows.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, event

from models.database import Database

KEY = bytes(32)
Write = tuple[str, list[Any]]  # statement, one set of parameters for each row


@dataclass
class Watched:
    """The writes of each transaction, in the order in which the transactions were begun."""

    transactions: list[list[Write]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows were written."""
        return sum(len(rows) for writes in self.transactions for _, rows in writes)


@contextmanager
def watched(engine: Engine) -> Iterator[Watched]:
    """Take down what is written through this engine."""
    seen = Watched()
    current: dict[int, list[Write]] = {}

    def began(connection: Connection) -> None:
        current[id(connection)] = []

    def wrote(connection: Connection, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if statement.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE"}:
            rows = list(parameters) if many else [parameters]
            current.setdefault(id(connection), []).append((statement, rows))

    def committed(connection: Connection) -> None:
        if writes := current.pop(id(connection), []):
            seen.transactions.append(writes)

    listeners = (("begin", began), ("before_cursor_execute", wrote), ("commit", committed))
    for name, listener in listeners:
        event.listen(engine, name, listener)
    try:
        yield seen
    finally:
        for name, listener in listeners:
            event.remove(engine, name, listener)


def replayed(database: Database, seen: Watched, *, clients: int = 1) -> float:
    """Make the same writes again; seconds that it took."""
    grouped = [_by_statement(writes) for writes in seen.transactions]
    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        for _ in pool.map(lambda writes: _write(database, writes), grouped):
            pass
    return time.perf_counter() - began


def _by_statement(writes: list[Write]) -> list[Write]:
    """Rows of the same statement together, as somebody who knows all of them beforehand would write them."""
    together: dict[str, list[Any]] = {}
    for statement, rows in writes:
        together.setdefault(statement, []).extend(rows)
    return list(together.items())


def _write(database: Database, writes: list[Write]) -> None:
    with database.writing() as session:
        connection = session.connection()
        for statement, rows in writes:
            if "INTO journal" in statement:
                for row in rows:
                    hmac.new(KEY, repr(row).encode(), hashlib.sha256).hexdigest()
            connection.exec_driver_sql(statement, rows)
