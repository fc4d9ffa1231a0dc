"""Chance that is the same on every run: one stream of it for each thing it is about. 随机源.

A stream is named, never shared: what happens in one case does not depend on how often another one was asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance(Random):
    """A stream of chance with the questions that a simulation asks."""

    def happens(self, probability: float) -> bool:
        """Whether something of this probability (0 to 1) happens."""
        return self.random() < probability

    def one_of(self, weights: Mapping[T, float]) -> T:
        """One of the keys, each as often as its weight says, in the order in which they are written."""
        return self.choices(list(weights), list(weights.values()))[0]

    def some_of(self, probabilities: Mapping[T, float]) -> list[T]:
        """Those of the keys that happen, each by itself."""
        return [key for key, probability in probabilities.items() if self.happens(probability)]

    def between(self, least: float, most: float) -> float:
        """A number from `least` to `most`."""
        return self.uniform(least, most)

    def member(self, things: Sequence[T]) -> T:
        """One of several, each as likely as the others."""
        return things[self.randrange(len(things))]


def stream(seed: int, *names: object) -> Chance:
    """The stream of one thing. The names are part of the seed; nothing that differs between runs may be one."""
    said = "/".join(map(str, (seed, *names)))
    return Chance(int.from_bytes(hashlib.sha256(said.encode()).digest()[:16]))
