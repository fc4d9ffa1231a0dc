"""What new rules change further on in a procedure: in the steps that are still to come. 今后各步的变化.

The dates of duties that are owed now are counted out one by one (`tasks.rules_change`); what comes after them is told
as the rules say it: periods, grounds, who owes it, whom the ladder tells.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache
from typing import TYPE_CHECKING

from packs.difference import differences
from packs.side_by_side import Difference, Part
from rules.vocabulary import ProcedureKind
from tasks.process_paths import duties_of

if TYPE_CHECKING:
    from packs.pack import Pack

ToCome = Callable[[ProcedureKind, str, Collection[str]], tuple[Difference, ...]]


def to_come(old: Pack, new: Pack) -> ToCome:
    """Asks of one change of rules: what it changes in the steps of a procedure beside those that are owed now.

    The two packs are laid side by side once, for all procedures that move from the one to the other.
    """
    rows = cache(lambda: differences(old, new))

    def of(kind: ProcedureKind, about: str, owed_now: Collection[str]) -> tuple[Difference, ...]:
        declared = [pack.procedures[about] for pack in (old, new) if about in pack.procedures]
        paths = [duties_of(kind, one) for one in declared] or [duties_of(kind)]
        steps = {code for path in paths for code in path}
        ladders = {pack.duties[code].ladder for pack in (old, new) for code in steps if code in pack.duties}
        return tuple(row for row in rows() if _concerns(row, steps - set(owed_now), ladders))

    return of


def _concerns(row: Difference, steps: Collection[str], ladders: Collection[str]) -> bool:
    """Whether a row that differs is one of these steps, or of the ladders on which the procedure stands."""
    return (row.part is Part.DUTIES and row.code in steps) or (row.part is Part.LADDERS and row.code in ladders)
