"""Can a withheld number be reckoned from what is shown? 小数不公开."""

from __future__ import annotations

from itertools import product

import pytest

from tasks.small_numbers import SMALLEST_SHARED, is_small, withheld


@pytest.mark.parametrize(("number", "small"), [(0, False), (1, True), (4, True), (5, False)])
def test_none_at_all_and_five_are_told(number: int, small: bool) -> None:
    assert is_small(number) is small


def test_what_is_shown_leaves_more_than_one_possibility_for_every_small_number() -> None:
    """The reader knows the whole, the parts that are shown, and which of the withheld ones are small."""
    given_away = [parts for parts in product(range(8), repeat=3) if gives_away(parts)]
    assert given_away == []
    assert gives_away((2, 9, 30), hidden=(0,))


def gives_away(parts: tuple[int, ...], hidden: tuple[int, ...] | None = None) -> bool:
    """Whether some small part can only have one value, by trying all that the others could have."""
    chosen = sorted(withheld(dict(enumerate(parts)))) if hidden is None else list(hidden)
    small = [is_small(parts[nth]) for nth in chosen]
    if hidden is None and len(chosen) == sum(number > 0 for number in parts):
        return False  # nothing is shown beside them; the whole is then for the caller to look at
    whole = sum(parts[nth] for nth in chosen)
    values = [range(1, SMALLEST_SHARED) if one else range(SMALLEST_SHARED, whole + 1) for one in small]
    possible = [guess for guess in product(*values) if sum(guess) == whole]
    return any(one and len({guess[nth] for guess in possible}) == 1 for nth, one in enumerate(small))


def test_nothing_is_withheld_where_nothing_is_small() -> None:
    assert withheld({"a": SMALLEST_SHARED, "b": 0, "c": 100}) == frozenset()
