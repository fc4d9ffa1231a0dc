"""A child's stays outside the home, and their nights. 在外照护的日数.

A day counts for where the child sleeps in the night that begins on it: the day of arrival counts, the day of leaving
does not, so that stays that follow one another add up and no night counts twice.  The law counts nothing here: the
rule is ours (HT-79).  Days that are not known exactly give a least and a most number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cmp_to_key

from rules.gaps import Reach, joined
from rules.placement import PlacementMode
from rules.vocabulary import Term

COUNTING_RULE = "HT-79"
"""Fact row of the rule that nights are counted (ours)."""


class Stage(Term):
    """On what footing a child is away from home. 照护阶段."""

    EMERGENCY = "emergency", "紧急安置"
    TEMPORARY = "temporary", "临时监护"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A fact after which the child sleeps somewhere else, or on another footing. 去处变化.

    Args:
        when: the days on which it may have been.
        stage, mode: on what footing and where from then on; None: no longer in care.
        place: in the order in which the procedure asked, for facts whose days do not say which came first.
        source: what proves it: a duty, or the child file.
    """

    when: Reach
    stage: Stage | None
    mode: PlacementMode | None
    place: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """One stay. 一段照护.

    Args:
        began, left: between which days; left None: it goes on.
    """

    stage: Stage
    mode: PlacementMode
    began: Reach
    left: Reach | None
    began_by: str
    left_by: str | None


@dataclass(frozen=True, slots=True)
class Nights:
    """How many nights, on the least and on the most that the dates allow. 日数."""

    at_least: int
    at_most: int

    def __add__(self, other: Nights) -> Nights:
        """Both together."""
        return Nights(self.at_least + other.at_least, self.at_most + other.at_most)


NONE = Nights(0, 0)

Label = Callable[[Move], object]


def by_mode(move: Move) -> object:
    """Stays are told apart by where the child is."""
    return move.mode


def by_stage(move: Move) -> object:
    """Stays are told apart by their footing."""
    return move.stage


def by_both(move: Move) -> object:
    """Stays are told apart by footing and place."""
    return (move.stage, move.mode)


def in_care_at_all(move: Move) -> object:
    """A change of footing or place within care makes no new stay."""
    return move.mode is not None


def stays_of(moves: Iterable[Move], label: Label = by_both) -> list[Stay]:
    """The stays of one case from its moves; a move under the same label goes on with the stay."""
    found: list[Stay] = []
    present: Move | None = None
    for move in [*sorted(moves, key=cmp_to_key(_order)), None]:
        if present is not None and move is not None and move.mode is not None and label(move) == label(present):
            continue
        if present is not None and present.stage is not None and present.mode is not None:
            found.append(
                Stay(
                    stage=present.stage,
                    mode=present.mode,
                    began=present.when,
                    left=move.when if move else None,
                    began_by=present.source,
                    left_by=move.source if move else None,
                )
            )
        present = move if move is not None and move.mode is not None else None
    return found


def nights(stays: Sequence[Stay], *, until: date, since: date = date.min) -> Nights:
    """The nights of several stays, each night once.

    Args:
        until: the first day whose night is not counted: today, for a stay that goes on.
        since: the first day whose night is counted.
    """
    least = [(one.began.last, one.left.first if one.left else until) for one in stays]
    most = [(one.began.first, one.left.last if one.left else until) for one in stays]
    return Nights(_counted(least, since, until), _counted(most, since, until))


def _counted(stretches: Iterable[tuple[date, date]], since: date, until: date) -> int:
    cut = [(max(first, since), min(last, until)) for first, last in stretches]
    return sum((one.last - one.first).days for one in joined(Reach(*one) for one in cut if one[0] < one[1]))


def _order(one: Move, other: Move) -> int:
    """By their days; where these do not say, as the procedure asked."""
    if one.when.last < other.when.first:
        return -1
    if other.when.last < one.when.first:
        return 1
    return one.place - other.place
