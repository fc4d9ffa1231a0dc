"""The append-only journal: entries in, chained and keyed. 办理记录.

Every fact goes through `append`.  Nothing else may write to the journal, and the database refuses to change it.
The chain of a case is held together by a keyed hash over each entry and the one before it; `seal` then links all
chains, in the order in which they were written, into one global head.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Connection, bindparam, func
from sqlmodel import Session, col, select

from models import ChainHead, JournalEntry, Seal, bulk
from rules.errors import Conflict
from rules.vocabulary import Precision
from tasks.canonical import canonical, instant, instant_or_none
from tasks.kinds import Kind
from vault.vault import Vault

DIRECTORY = "directory"
"""Chain of agencies, posts and persons."""

SYSTEM = "system"
"""Chain of facts about the installation itself."""

COVERED = (
    *("chain", "n", "kind", "happened_at", "happened_precision", "recorded_at", "by_post", "by_person", "for_person"),
    *("procedure_no", "duty_no", "basis", "payload", "key", "before"),
)
"""The columns that the hash of an entry covers, in this order."""

LOOK_BACK = 5_000
"""How many entries behind the last sealed one a tick looks for late commits; `seal_everything` looks at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who did it: a post, the person who holds it, and for whom a substitute acts. 办理人. Empty: the system."""

    post_no: str | None = None
    person_no: str | None = None
    for_person: str | None = None


BY_THE_SYSTEM = Actor()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A fact about to be written down.

    Args:
        chain: number of the case, report, child file, or DIRECTORY / SYSTEM.
        key: what makes it happen once; a second entry with the same key is refused.
        happened_at: when it happened, if that is known; when it was recorded is the journal's own business.
    """

    chain: str
    kind: Kind
    key: str
    payload: dict[str, Any]
    happened_at: datetime | None = None
    precision: Precision = Precision.EXACT
    by: Actor = BY_THE_SYSTEM
    procedure_no: str | None = None
    duty_no: str | None = None
    basis: tuple[str, ...] = field(default=())


def append(session: Session, vault: Vault, entries: Sequence[Entry], *, recorded_at: datetime) -> list[JournalEntry]:
    """Write entries at the end of their chains.

    Locks the head of every chain touched, in the order of their names, until the transaction ends.

    Returns: the entries as written, in the order given.
    Raises: Conflict: an entry with one of the keys is there already.
    """
    connection = session.connection()
    _refuse_known_keys(connection, [entry.key for entry in entries])
    found = _lock_heads(connection, sorted({entry.chain for entry in entries}))
    heads = dict(found)
    keys = {chain: vault.chain_key(chain) for chain in heads}
    written = []
    for entry in entries:
        head = heads[entry.chain]
        row = _row(entry, n=head.n + 1, before=head.mac, recorded_at=recorded_at)
        row.mac = entry_mac(keys[entry.chain], row)
        heads[entry.chain] = _Head(row.n, row.mac)
        written.append(row)
    bulk.insert(connection, JournalEntry, [_columns(row) for row in written])
    _move_heads(connection, heads, new={chain for chain, head in found.items() if head.n == 0})
    return written


def covered(row: JournalEntry) -> str:
    """The text that the hash of an entry covers: canonical JSON of the columns `COVERED`, in their order."""
    moments = {"happened_at": instant_or_none(row.happened_at), "recorded_at": instant(row.recorded_at)}
    return canonical([moments[name] if name in moments else getattr(row, name) for name in COVERED])


def entry_mac(chain_key: bytes, row: JournalEntry) -> str:
    """The keyed hash of one entry; covers every column but the global sequence and the hash itself."""
    return hmac.new(chain_key, covered(row).encode(), hashlib.sha256).hexdigest()


def has_happened(session: Session, key: str) -> bool:
    """Whether an entry with this key was ever written."""
    return session.connection().execute(_KNOWN, {"keys": [key]}).first() is not None


def chain_of(session: Session, chain: str) -> list[JournalEntry]:
    """All entries of a chain, in order."""
    return list(session.exec(select(JournalEntry).where(JournalEntry.chain == chain).order_by(col(JournalEntry.n))))


def seal(session: Session, vault: Vault, *, everything: bool = False) -> int:
    """Link entries that are not yet part of the global chain to its end. 封链.

    Two transactions may commit in another order than they took their sequence numbers, so a tick looks a little
    behind the last sealed entry; with `everything` it looks at the whole journal.

    Returns: how many entries were sealed.
    """
    last = session.exec(
        select(Seal.no, Seal.entry_seq, Seal.mac).order_by(col(Seal.no).desc()).limit(1).with_for_update()
    ).first()
    number, mac = (last[0], last[2]) if last else (0, "")
    unsealed = (
        select(JournalEntry.seq, JournalEntry.mac)
        .outerjoin(Seal, col(Seal.entry_seq) == col(JournalEntry.seq))
        .where(col(Seal.no).is_(None))
        .order_by(col(JournalEntry.seq))
    )
    if last and not everything:
        unsealed = unsealed.where(col(JournalEntry.seq) > last[1] - LOOK_BACK)
    key = vault.global_key()
    rows = []
    for entry_seq, entry in session.exec(unsealed):
        number += 1
        mac = seal_mac(key, number, cast(int, entry_seq), entry, mac)
        rows.append({"no": number, "entry_seq": entry_seq, "mac": mac})
    bulk.insert(session.connection(), Seal, rows)
    return len(rows)


def seal_mac(global_key: bytes, no: int, entry_seq: int, entry: str, before: str) -> str:
    """The keyed hash of one link of the global chain."""
    return hmac.new(global_key, canonical([no, entry_seq, entry, before]).encode(), hashlib.sha256).hexdigest()


def global_head(session: Session) -> tuple[int, str]:
    """Number and hash of the last link of the global chain; (0, "") while it is empty."""
    last = session.exec(select(Seal).order_by(col(Seal.no).desc()).limit(1)).first()
    return (last.no, last.mac) if last else (0, "")


def unsealed_count(session: Session) -> int:
    """How many entries no link of the global chain covers yet."""
    sealed = session.exec(select(func.count()).select_from(Seal)).one()
    return session.exec(select(func.count()).select_from(JournalEntry)).one() - sealed


def _refuse_known_keys(connection: Connection, keys: list[str]) -> None:
    """Say so before the unique index does, so that the transaction stays usable for a clear message."""
    if len(keys) >= bulk.MANY:
        query = select(JournalEntry.key).where(bulk.among(col(JournalEntry.key), keys, connection.dialect.name))
        known = connection.execute(query).first()
    else:
        known = connection.execute(_KNOWN, {"keys": keys}).first()
    if known is not None or len(set(keys)) < len(keys):
        raise Conflict("此事项已有记录，请刷新后查看", "this has been recorded already; reload and look")


class _Head(NamedTuple):
    """Where a chain ends: cheaper than a row of the table, of which a sweep would make thousands."""

    n: int
    mac: str


def _lock_heads(connection: Connection, chains: list[str]) -> dict[str, _Head]:
    # columns, not entities: the session would hand back the head as it was before an earlier append
    if len(chains) >= bulk.MANY:
        rows = connection.execute(_heads(bulk.among(col(ChainHead.chain), chains, connection.dialect.name)))
    else:
        rows = connection.execute(_HEADS, {"chains": chains})
    found = {chain: _Head(n, mac) for chain, n, mac in rows}
    return {chain: found.get(chain, _Head(0, "")) for chain in chains}


def _move_heads(connection: Connection, heads: Mapping[str, _Head], *, new: set[str]) -> None:
    """A chain that is new here and was begun elsewhere meanwhile is refused by its primary key."""
    begun = [{"chain": chain, "n": head.n, "mac": head.mac} for chain, head in heads.items() if chain in new]
    moved = [{"chain": chain, "n": head.n, "mac": head.mac} for chain, head in heads.items() if chain not in new]
    bulk.insert(connection, ChainHead, begun)
    bulk.update(connection, ChainHead, "chain", moved)


@dataclass(slots=True, kw_only=True)
class _Written:
    """An entry as it is written: the columns of `JournalEntry`, without the bookkeeping of the ORM.

    A sweep writes a thousand at once, and to make them as rows of the model takes longer than to hash them.
    """

    chain: str
    n: int
    kind: str
    happened_at: datetime | None
    happened_precision: str
    recorded_at: datetime
    by_post: str | None
    by_person: str | None
    for_person: str | None
    procedure_no: str | None
    duty_no: str | None
    basis: str
    payload: str
    key: str
    before: str
    mac: str = ""


def _row(entry: Entry, *, n: int, before: str, recorded_at: datetime) -> JournalEntry:
    """Read like a row of the table by everybody who is given it; nobody may store it through the session."""
    written = _Written(
        chain=entry.chain,
        n=n,
        kind=entry.kind,
        happened_at=entry.happened_at,
        happened_precision=entry.precision,
        recorded_at=recorded_at,
        by_post=entry.by.post_no,
        by_person=entry.by.person_no,
        for_person=entry.by.for_person,
        procedure_no=entry.procedure_no,
        duty_no=entry.duty_no,
        basis=" ".join(entry.basis),
        payload=canonical(entry.payload),
        key=entry.key,
        before=before,
    )
    return cast(JournalEntry, written)


def _columns(row: JournalEntry) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _WRITTEN}


# Made once: each of them is asked several times for every fact, and making a statement takes longer than running it.
_WRITTEN = tuple(column.name for column in bulk.table_of(JournalEntry).columns if column.name != "seq")
_KNOWN = select(JournalEntry.key).where(col(JournalEntry.key).in_(bindparam("keys", expanding=True)))


def _heads(of: ColumnElement[bool]) -> Any:
    return select(ChainHead.chain, ChainHead.n, ChainHead.mac).where(of).order_by(ChainHead.chain).with_for_update()


_HEADS = _heads(col(ChainHead.chain).in_(bindparam("chains", expanding=True)))
