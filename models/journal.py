"""The journal: facts, appended and chained, never edited. 办理记录.

Each case, report, child file and the directory has a chain of its own; an entry's `mac` covers the entry and the
`mac` before it under the chain's key.  `seal` links all chains, in order, into one global head.
The database itself refuses UPDATE and DELETE on `journal` and `seal` (triggers in the migrations).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, text
from sqlmodel import Field, SQLModel

from models.columns import BigSerial, at, at_or_none

_READS = text("kind IN ('identity_read', 'record_read', 'case_exported', 'head_exported', 'document_rendered')")
"""Who looked at what: few among many, and asked for across all cases."""
_COURSE = text("kind IN ('duty_opened', 'duty_answered', 'duty_skipped', 'duty_excused')")
"""What a duty began and ended with: a process map follows them through every procedure of a kind."""


class JournalEntry(SQLModel, table=True):
    """One recorded fact. 一条记录."""

    __tablename__ = "journal"
    __table_args__ = (
        Index("journal_chain", "chain", "n", unique=True),
        Index("journal_key", "key", unique=True),
        Index("journal_reads", "seq", postgresql_where=_READS, sqlite_where=_READS),
        Index("journal_course", "duty_no", "seq", postgresql_where=_COURSE, sqlite_where=_COURSE),
    )

    seq: int | None = Field(default=None, sa_column=Column(BigSerial, primary_key=True, autoincrement=True))
    chain: str  # number of the case, report, child file … whose chain it stands in
    n: int  # 1, 2, 3 … within the chain
    kind: str
    happened_at: datetime | None = at_or_none()
    happened_precision: str = "exact"
    recorded_at: datetime = at()
    by_post: str | None = None  # None: the system itself
    by_person: str | None = None
    for_person: str | None = None  # acting for, as a substitute
    procedure_no: str | None = None
    duty_no: str | None = None
    basis: str = ""  # fact row ids, space separated
    payload: str  # canonical JSON
    key: str  # once: a second entry with the same key is refused
    before: str  # mac of the entry before, "" for the first
    mac: str


class ChainHead(SQLModel, table=True):
    """Where each chain ends. 链首. Locked while an entry is appended."""

    __tablename__ = "chain_head"

    chain: str = Field(primary_key=True)
    n: int
    mac: str


class Seal(SQLModel, table=True):
    """One link of the global chain over all entries. 全局封链."""

    __tablename__ = "seal"

    no: int = Field(sa_column=Column(BigSerial, primary_key=True, autoincrement=False))
    entry_seq: int = Field(sa_column=Column(BigSerial, unique=True, nullable=False))
    mac: str
