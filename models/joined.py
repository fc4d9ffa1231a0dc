"""Several transactions as one: what is kept, is kept together. 合并的事务."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from models.database import Database

if TYPE_CHECKING:
    from sqlmodel import Session


class Joined(Database):
    """A database every transaction of which is a part of one that is under way. 并入进行中事务的数据库.

    Whoever began that transaction commits it, or rolls all of it back.  A part that fails must therefore fail the
    whole: nobody may catch its error and go on.

    Args:
        database: the database itself.
        session: of the transaction that is under way.
    """

    def __init__(self, database: Database, session: Session) -> None:
        self.dialect, self.engine, self.reader = database.dialect, database.engine, database.reader
        self._session = session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A part of the transaction; what it added is written at its end, for the part after it."""
        yield self._as_it_stands()
        self._session.flush()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A look at what the transaction has written so far."""
        yield self._as_it_stands()

    def _as_it_stands(self) -> Session:
        """Rows that were looked at before are looked at again: most are written past the session."""
        self._session.expire_all()
        return self._session
