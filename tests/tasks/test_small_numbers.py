"""Can a withheld number be reckoned from what is shown? 小数不公开."""

from __future__ import annotations

import doctest
from itertools import product

import pytest

from tasks import ocel_figures, process_paths, small_numbers
from tasks.small_numbers import SMALLEST_SHARED, is_small, withheld


@pytest.mark.parametrize(("number", "small"), [(0, False), (1, True), (4, True), (5, False)])
def test_none_at_all_and_five_are_told(number: int, small: bool) -> None:
    assert is_small(number) is small


@pytest.mark.parametrize("parts", product(range(8), repeat=3))
def test_what_is_shown_leaves_more_than_one_possibility_for_every_small_number(parts: tuple[int, ...]) -> None:
    """The reader knows the whole, the parts that are shown, and which of the withheld ones are small."""
    hidden = withheld(dict(enumerate(parts)))
    small = [nth for nth in hidden if is_small(parts[nth])]
    if not small or len(hidden) == sum(1 for number in parts if number):
        return  # nothing to hide, or nothing beside it to hide it with
    possible = [
        guess
        for guess in product(range(1, 30), repeat=len(hidden))
        if sum(guess) == sum(parts[nth] for nth in hidden)
        and all(is_small(one) == is_small(parts[nth]) for one, nth in zip(guess, sorted(hidden), strict=True))
    ]
    for place, nth in enumerate(sorted(hidden)):
        if nth in small:
            assert len({guess[place] for guess in possible}) > 1


def test_nothing_is_withheld_where_nothing_is_small() -> None:
    assert withheld({"a": SMALLEST_SHARED, "b": 0, "c": 100}) == frozenset()


@pytest.mark.parametrize("module", [small_numbers, process_paths, ocel_figures], ids=lambda module: module.__name__)
def test_its_examples_come_out_as_told(module: object) -> None:
    found = doctest.testmod(module)  # type: ignore[arg-type]
    assert (found.failed, found.attempted > 0) == (0, True)
