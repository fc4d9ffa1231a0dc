"""One hash over many ends of chains, and the short proof that one of them is among them. 默克尔树.

As RFC 9162 (2.1.1, 2.1.3) has it: leaves and inner nodes are hashed apart, the left part is the largest power of two.
A proof holds one hash for each level, so it names no other chain.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from tasks.canonical import canonical


def leaf(chain: str, n: int, mac: str) -> bytes:
    """The leaf of a chain that ends in entry `n` with `mac`: nobody who does not know the mac can guess the chain."""
    return hashlib.sha256(b"\0" + canonical([chain, n, mac]).encode()).digest()


class Tree:
    """A tree over leaves in their order.

    Args:
        leaves: 32 bytes each.
    """

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._levels = [list(leaves)]
        while len(self._levels[-1]) > 1:
            below = self._levels[-1]
            above = [_node(*below[at : at + 2]) for at in range(0, len(below) - 1, 2)]
            self._levels.append(above + below[len(above) * 2 :])  # one without a neighbour moves up as it is

    @property
    def root(self) -> str:
        """The hash over all leaves, in hex; of no leaves, the hash of nothing."""
        return (self._levels[-1][0] if self._levels[0] else hashlib.sha256().digest()).hex()

    def path(self, place: int) -> list[str]:
        """The hashes, from below to above, that lead from the leaf at `place` (from 0) to the root."""
        found = []
        for level in self._levels[:-1]:
            beside = place ^ 1
            if beside < len(level):
                found.append(level[beside].hex())
            place //= 2
        return found


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()
