"""Recomputing every hash: does the journal still say what was written down, and all of it? 核验办理记录.

Two answers, never mixed.  *Integrity* 未被改动: every entry and every link that is there is as it was written.
*Completeness* 没有缺漏: nothing is missing, in the middle or at the end.  The first can be told from what is there.
The second can only be told against something that says how much there should be: the stored ends of the chains, the
links of the global chain, and anchors that lie elsewhere.  Whoever sets the whole database back to an earlier state
leaves a journal that is whole in itself: only an anchor tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select

from models import ChainHead, JournalEntry, Seal
from rules.errors import Refused
from rules.vocabulary import Term
from tasks import journal
from tasks.keyed import Keyed
from tasks.stored import stored_entries, stored_links

if TYPE_CHECKING:
    from tasks.anchors import Anchor
    from tasks.desk import Desk

SEALS = "seal"
"""Stands where the name of a chain stands, for places in the global chain."""


class Fault(Term):
    """What is wrong at one place. 问题."""

    ENTRY_ALTERED = "entry_altered", "记录内容与校验值不符"
    ORDER_BROKEN = "order_broken", "与前一条不相连"
    END_DIFFERS = "end_differs", "与登记的链尾不符"
    LINK_ALTERED = "link_altered", "总链此环与校验值不符"
    ANOTHER_HISTORY = "another_history", "与存证时的总链末端不符"
    ENTRY_MISSING = "entry_missing", "缺少此条记录"
    TAIL_MISSING = "tail_missing", "链尾缺少记录"
    END_MISSING = "end_missing", "缺少链尾登记"
    LINK_MISSING = "link_missing", "总链缺少此环"
    SEALED_ENTRY_MISSING = "sealed_entry_missing", "此环所封的记录已不在"
    BEHIND_ANCHOR = "behind_anchor", "总链短于存证时"

    @property
    def is_missing(self) -> bool:
        """Whether it speaks against completeness; the others speak against integrity."""
        return self in _MISSING


_MISSING = frozenset(
    {
        *(Fault.ENTRY_MISSING, Fault.TAIL_MISSING, Fault.END_MISSING, Fault.LINK_MISSING),
        *(Fault.SEALED_ENTRY_MISSING, Fault.BEHIND_ANCHOR),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A place where the journal is not what was written. 断点.

    Args:
        chain: a chain, or `SEALS`.
        n: place in the chain; 0 for its stored end.
    """

    fault: Fault
    chain: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was found when everything was computed again. 核验结果.

    Args:
        entries, chains, links: how many there are.
        altered: what speaks against integrity.
        missing: what speaks against completeness.
        anchors: against which anchors completeness was told, the oldest first.
    """

    entries: int
    chains: int
    links: int
    altered: tuple[Break, ...]
    missing: tuple[Break, ...]
    anchors: tuple[Anchor, ...] = ()

    @property
    def unsealed(self) -> int:
        """Entries that no link covers yet."""
        return max(0, self.entries - self.links)


def verify(desk: Desk, anchors: Sequence[Anchor] = ()) -> Verified:
    """Compute every entry and every link again. Reads all of the journal once, and holds little of it in memory.

    Args:
        anchors: of this installation, as `anchors.read_anchor` gives them.
    """
    entries, links = _Entries(desk), _Links(desk)
    found = [*entries.breaks(), *links.breaks(), *_against(desk, links.count, anchors)]
    return Verified(
        entries=entries.count,
        chains=entries.chains,
        links=links.count,
        altered=tuple(one for one in found if not one.fault.is_missing),
        missing=tuple(one for one in found if one.fault.is_missing),
        anchors=tuple(sorted(anchors, key=lambda anchor: anchor.links)),
    )


def breaks(desk: Desk) -> list[Break]:
    """Every place at which the journal does not hold together. Reads all of it."""
    found = verify(desk)
    return [*found.altered, *found.missing]


def refuse_a_broken_journal(desk: Desk) -> None:
    """Raises Refused, naming the first places, where the journal was altered or is not all there."""
    found = breaks(desk)
    if found:
        places = "、".join(f"{one.chain}#{one.n}" for one in found[:5])
        raise Refused(
            f"办理记录曾被改动或有缺漏，共 {len(found)} 处，首先是 {places}。请保留现场，勿重建，从备份恢复并报告",
            f"the journal was altered or is not whole in {len(found)} places, first {places}: keep it as it is, "
            "rebuild nothing, restore from a backup and report it",
        )


class _Entries:
    """Every chain, entry by entry."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        heads = desk.session.exec(select(ChainHead.chain, ChainHead.n, ChainHead.mac))
        self._ends = {chain: (n, mac) for chain, n, mac in heads}
        self.count = 0
        self.chains = 0

    def breaks(self) -> Iterator[Break]:
        """Entries in their order; the loop runs once for each of a million, so it says no more than it must."""
        raw, chain, n, mac, mac_of = b"", "", 0, b"", Keyed(b"").mac
        for found_raw, found_n, before, found_mac, text in stored_entries(self._desk):
            if found_raw != raw:
                yield from self._at_the_end(chain, n, mac)
                raw, chain, n, mac = found_raw, _words(found_raw), 0, b""
                mac_of = Keyed(self._desk.office.vault.chain_key(chain)).mac
                self.chains += 1
            self.count += 1
            if found_n != n + 1:
                yield Break(fault=Fault.ENTRY_MISSING, chain=chain, n=n + 1)
            elif before != mac:
                yield Break(fault=Fault.ORDER_BROKEN, chain=chain, n=found_n)
            if (text is None or mac_of(text) != found_mac) and not self._is_as_written(chain, found_n):
                yield Break(fault=Fault.ENTRY_ALTERED, chain=chain, n=found_n)
            n, mac = found_n, found_mac
        yield from self._at_the_end(chain, n, mac)
        for gone in sorted(self._ends):  # whole chains of which only the stored end is left
            yield Break(fault=Fault.TAIL_MISSING, chain=gone, n=0)

    def _is_as_written(self, chain: str, n: int) -> bool:
        """The same again from the entry itself: see `stored`."""
        query = select(JournalEntry).where(col(JournalEntry.chain) == chain, col(JournalEntry.n) == n)
        try:
            whole = self._desk.session.exec(query.execution_options(populate_existing=True)).one()  # as it lies there
            return journal.entry_mac(self._desk.office.vault.chain_key(chain), whole) == whole.mac
        except (TypeError, ValueError, AttributeError, SQLAlchemyError):  # what stands there is no text, or no moment
            return False

    def _at_the_end(self, chain: str, n: int, mac: bytes) -> Iterator[Break]:
        if not chain:
            return
        end = self._ends.pop(chain, None)
        if end is None:
            yield Break(fault=Fault.END_MISSING, chain=chain, n=0)
        elif end[0] > n:
            yield Break(fault=Fault.TAIL_MISSING, chain=chain, n=0)
        elif end != (n, _words(mac)):
            yield Break(fault=Fault.END_DIFFERS, chain=chain, n=0)


class _Links:
    """The global chain, link by link."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.count = 0

    def breaks(self) -> Iterator[Break]:
        key = self._desk.office.vault.global_key()
        no, mac, mac_of = 0, b"", Keyed(key).mac
        for found_no, seq, found_mac, entry in stored_links(self._desk):
            self.count += 1
            if found_no != no + 1:
                yield Break(fault=Fault.LINK_MISSING, chain=SEALS, n=no + 1)
            elif entry is None:
                yield Break(fault=Fault.SEALED_ENTRY_MISSING, chain=SEALS, n=found_no)
            elif mac_of(b'[%d,%d,"%s","%s"]' % (found_no, seq, entry, mac)) != found_mac:  # canonical: see `seal_mac`
                yield Break(fault=Fault.LINK_ALTERED, chain=SEALS, n=found_no)
            no, mac = found_no, found_mac


def _words(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _against(desk: Desk, links: int, anchors: Iterable[Anchor]) -> Iterator[Break]:
    """The global chain reached at least as far as each anchor says, and was the same there."""
    for anchor in anchors:
        if not anchor.links:
            continue
        mac = desk.session.exec(select(Seal.mac).where(col(Seal.no) == anchor.links)).first()
        if mac is None:
            yield Break(fault=Fault.BEHIND_ANCHOR, chain=SEALS, n=links + 1)
        elif mac != anchor.head:
            yield Break(fault=Fault.ANOTHER_HISTORY, chain=SEALS, n=anchor.links)
