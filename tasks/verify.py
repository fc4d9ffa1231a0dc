"""Recomputing every hash: does the journal still say what was written down? 核验办理记录.

A head that is read from stored rows proves nothing; here each entry's hash is computed again under the chain's key,
each link of the global chain after it, and the stored ends of the chains are held against what was found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import ChainHead, JournalEntry, Seal
from rules.errors import Refused
from tasks import journal

if TYPE_CHECKING:
    from tasks.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A place where the journal is not what was written. 断点. `n` counts within the chain; 0 for its stored end."""

    chain: str
    n: int


def breaks(desk: Desk) -> list[Break]:
    """Every place at which the journal does not hold together. Reads all of it."""
    entries, seals = _entries(desk), _seals(desk)
    return [*entries, *seals]


def refuse_a_broken_journal(desk: Desk) -> None:
    """Raises Refused, naming the first places, where the journal was altered."""
    found = breaks(desk)
    if found:
        places = "、".join(f"{one.chain}#{one.n}" for one in found[:5])
        raise Refused(
            f"办理记录曾被改动，共 {len(found)} 处，首先是 {places}。请保留现场，勿重建，从备份恢复并报告",
            f"the journal was altered in {len(found)} places, first {places}: keep it as it is, "
            "rebuild nothing, restore from a backup and report it",
        )


def _entries(desk: Desk) -> list[Break]:
    """Entries whose hash or place is wrong, and chains that do not end where they are said to."""
    found: list[Break] = []
    last: dict[str, tuple[int, str]] = {}
    keys: dict[str, bytes] = {}
    query = select(JournalEntry).order_by(col(JournalEntry.chain), col(JournalEntry.n))
    for row in desk.session.exec(query.execution_options(yield_per=1_000)):
        if row.chain not in keys:
            keys[row.chain] = desk.office.vault.chain_key(row.chain)
        n, mac = last.get(row.chain, (0, ""))
        if (row.n, row.before) != (n + 1, mac) or row.mac != journal.entry_mac(keys[row.chain], row):
            found.append(Break(chain=row.chain, n=row.n))
        last[row.chain] = (row.n, row.mac)
    heads = {head.chain: (head.n, head.mac) for head in desk.session.exec(select(ChainHead))}
    return found + [
        Break(chain=chain, n=0) for chain in heads.keys() | last.keys() if heads.get(chain) != last.get(chain)
    ]


def _seals(desk: Desk) -> list[Break]:
    """Links of the global chain that do not follow, or seal an entry that is gone or is another by now."""
    entries = dict(desk.session.exec(select(JournalEntry.seq, JournalEntry.mac)).all())
    key, number, mac = desk.office.vault.global_key(), 0, ""
    found = []
    for link in desk.session.exec(select(Seal).order_by(col(Seal.no))):
        expected = journal.seal_mac(key, number + 1, link.entry_seq, entries.get(link.entry_seq, ""), mac)
        if link.no != number + 1 or link.mac != expected:
            found.append(Break(chain="seal", n=link.no))
        number, mac = link.no, link.mac
    return found
