"""Several editions of one pack, each in force for a time, without overlap and without gap. 规则包的各版.

A change of law is a new edition beside the old one; whoever asks says on which day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from packs.pack import Pack
from packs.yaml_lines import refusal
from rules.errors import Refused


@dataclass(frozen=True, slots=True)
class Editions:
    """The editions of one pack in the order of time; at least one. 各版规则.

    Args:
        folder: where they were read from; a list of services may lie there.
    """

    packs: tuple[Pack, ...]
    folder: Path | None = None

    @classmethod
    def of(cls, pack: Pack) -> Editions:
        """One pack for all time."""
        return cls((pack,))

    def on(self, day: date) -> Pack:
        """The edition in force on a civil day in China. 当日适用的规则.

        What happened before the first edition is governed by the first one.  After the last edition has ended it goes
        on to govern: a report is never turned away because nobody wrote new rules (`has_ended` tells the operator).
        """
        started = [pack for pack in self.packs if pack.valid_from <= day]
        return started[-1] if started else self.packs[0]

    def has_ended(self, day: date) -> bool:
        """Whether the last edition is past its end."""
        last = self.packs[-1].valid_until
        return last is not None and last < day

    @property
    def newest(self) -> Pack:
        """The last one, whether or not it is in force already."""
        return self.packs[-1]


def succession_problems(editions: list[tuple[str, Pack]]) -> Iterator[Refused]:
    """Editions that carry another name, overlap, or leave days between them without rules.

    Args:
        editions: place and pack of each, in the order of `valid_from`.
    """
    for (_, earlier), (place, later) in pairwise(editions):
        if later.id != earlier.id:
            yield refusal(
                place,
                f"各版的 id 应当相同：这里是“{later.id}”，上一版是“{earlier.id}”，请更正。",
                f"editions of one pack have one id: this one says '{later.id}', the one before '{earlier.id}'.",
                field="id",
            )
        ends = later.valid_from - timedelta(days=1)
        if earlier.valid_until != ends:
            until = earlier.valid_until.isoformat() if earlier.valid_until else ""
            gap = earlier.valid_until is not None and earlier.valid_until < ends
            yield refusal(
                place,
                f"本版自 {later.valid_from} 起，上一版（{earlier.version}）至 {until or '（未写）'}，"
                f"{'中间有的日子没有规则' if gap else '有的日子有两版规则'}；请将上一版的 valid_until 写为 {ends}。",
                f"this edition begins on {later.valid_from}, the one before ({earlier.version}) ends on "
                f"{until or '(not said)'}, so that {'days are left without rules' if gap else 'days have two rules'}: "
                f"write valid_until: {ends} in the one before.",
                field="valid_from",
            )
