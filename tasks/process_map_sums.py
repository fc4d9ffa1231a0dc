"""Which numbers of a process map are sums of others, and which are withheld together with a small one. 流程图的合计.

Who came to a step is the sum of the ways that lead there, and of those that lead on and of who stands there.  Ways may
also run side by side: whatever of them adds up to a number that is shown is taken for a sum, as a reader would.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from tasks.process_map_counts import Counts, StepCount
from tasks.process_paths import START, Way
from tasks.small_numbers import Sum, is_small, withheld_among

Cell = tuple[str, str, str]
"""A number on the map: what it counts, and of which step, way or end."""

_MOST_TRIED = 12  # numbers of one step of which every choice is tried; no path has a step with more


def of_way(way: Way) -> Cell:
    """How often a way was gone."""
    return "way", *way


def came(code: str) -> Cell:
    """How many procedures came to a step; to the start: how many there are."""
    return "came", code, ""


def times(code: str) -> Cell:
    """How often a step arose."""
    return "times", code, ""


def standing(code: str) -> Cell:
    """How many stand at a step."""
    return "open", code, ""


def ended(reason: str) -> Cell:
    """How many procedures ended for a reason; "": those that are open."""
    return "end", reason, ""


def says_how_often(step: StepCount) -> bool:
    """Whether a shared map says how often a step arose, besides in how many procedures."""
    return step.times > step.procedures and not is_small(step.times - step.procedures)


def numbers_of(counts: Counts) -> dict[Cell, int]:
    """Every number on the map that is part of a sum."""
    found = {came(START): counts.procedures, ended(""): counts.procedures - counts.ends.total()}
    found |= {ended(reason): number for reason, number in counts.ends.items()}
    found |= {of_way(way): number for way, number in (counts.ways + counts.off).items()}
    for code, step in counts.steps.items():
        found |= {came(code): step.procedures, standing(code): step.open}
        if step.times > step.procedures:
            found[times(code)] = step.times
    return found


def hidden_of(counts: Counts) -> frozenset[Cell]:
    """What a shared map withholds: small numbers, and what they could be reckoned from."""
    numbers = numbers_of(counts)
    unsaid = {times(code) for code, step in counts.steps.items() if not says_how_often(step)}
    return withheld_among(numbers, tuple(sums_of(counts, numbers)), unsaid)


def sums_of(counts: Counts, numbers: dict[Cell, int]) -> Iterator[Sum[Cell]]:
    """The sums that a reader may see in the map."""
    yield Sum(came(START), frozenset(ended(reason) for reason in ("", *counts.ends)))
    gone = [way for way, number in (counts.ways + counts.off).items() if number]
    for code in (START, *counts.steps):
        coming = [of_way(way) for way in gone if way[1] == code]
        leaving = [of_way(way) for way in gone if way[0] == code]
        if numbers.get(standing(code)):
            leaving.append(standing(code))
        for whole in (came(code), times(code)):
            if whole in numbers:
                yield from _adding_up(whole, coming, numbers)
                yield from _adding_up(whole, leaving, numbers)


def _adding_up(whole: Cell, parts: list[Cell], numbers: dict[Cell, int]) -> Iterator[Sum[Cell]]:
    """Whatever of these parts adds up to the whole."""
    for chosen in _choices(parts):
        if sum(numbers[one] for one in chosen) == numbers[whole]:
            yield Sum(whole, frozenset(chosen))


def _choices(parts: list[Cell]) -> Iterable[tuple[Cell, ...]]:
    if len(parts) > _MOST_TRIED:
        return (tuple(parts),)
    return (chosen for size in range(1, len(parts) + 1) for chosen in combinations(parts, size))
