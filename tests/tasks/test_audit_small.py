"""Can a hidden number be found again from what is shown? 小数隐去."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product

import pytest

from tasks.audit_small import LEAST, Place, hidden, with_totals

Table = list[list[int]]


def other_readings(cells: Table, away: frozenset[Place]) -> dict[Place, set[int]]:
    """Values that each hidden number can have with all that is shown unchanged, found by trying: one more, one less."""
    shown = {place: number for place, number in _places(with_totals(cells)) if place not in away}
    free = [place for place, _ in _places(cells) if place in away]
    found: dict[Place, set[int]] = {place: set() for place in away}
    for guess in product((-1, 0, 1), repeat=len(free)):
        tried = [list(row) for row in cells]
        for (row, column), step in zip(free, guess, strict=True):
            tried[row][column] += step
        totals = dict(_places(with_totals(tried)))
        least = min((totals[place] for place in away), default=1)
        if least >= 1 and all(totals[place] == number for place, number in shown.items()):
            for place in away:
                found[place].add(totals[place])
    return found


def _places(table: Table) -> Iterator[tuple[Place, int]]:
    return (((row, column), number) for row, cells in enumerate(table) for column, number in enumerate(cells))


def small_tables() -> list[Table]:
    dice = random.Random(2026)
    return [
        [[dice.choice((0, 0, 1, 1, 2, 3, 5, 6, 9)) for _ in range(columns)] for _ in range(rows)]
        for rows, columns in [(1, 1), (1, 3), (2, 2), (3, 2), (2, 4)]
        for _ in range(25)
    ]


@pytest.mark.parametrize("cells", small_tables(), ids=str)
def test_no_number_that_is_hidden_can_be_told_from_the_rest(cells: Table) -> None:
    away = hidden(cells)
    readings = other_readings(cells, away)
    assert [place for place, found in readings.items() if len(found) < 2] == []
    assert all(number == 0 or number >= LEAST for place, number in _places(with_totals(cells)) if place not in away)


def test_one_small_number_takes_others_with_it() -> None:
    cells = [[40, 3], [50, 60]]
    assert hidden(cells) == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert with_totals(cells)[2] == [90, 63, 153]  # and the totals stay


def test_two_ones_in_a_row_are_not_left_to_their_sum() -> None:
    cells = [[1, 1, 40], [20, 20, 40]]
    away = hidden(cells)
    assert (0, 2) in away  # 42 - 40 would have said that both are one
    assert all(len(found) > 1 for found in other_readings(cells, away).values())


def test_a_table_without_small_numbers_is_shown_as_it_is() -> None:
    assert hidden([[5, 0, 17], [0, 6, 9]]) == frozenset()


@pytest.mark.parametrize("number", range(8))
def test_one_to_four_are_hidden_and_zero_and_five_are_shown(number: int) -> None:
    assert ((0, 0) in hidden([[number]])) == (0 < number < LEAST)
