"""How often is enough? 次数限制."""

from __future__ import annotations

from datetime import timedelta

from board import limits
from board.limits import Limit
from rules.moments import shanghai

NOON = shanghai("Monday 2026-03-02 12:00")
MINUTE = timedelta(minutes=1)


def test_a_limit_is_reached_at_its_number_and_opens_again_when_the_first_is_past() -> None:
    limit = Limit(2, timedelta(minutes=10))
    limit.count("a", NOON)
    assert not limit.is_reached("a", NOON)
    limit.count("a", NOON + 5 * MINUTE)

    assert limit.is_reached("a", NOON + 5 * MINUTE)
    assert limit.is_reached("a", NOON + 10 * MINUTE - timedelta(seconds=1))
    assert not limit.is_reached("a", NOON + 10 * MINUTE)


def test_each_address_is_counted_for_itself() -> None:
    limit = Limit(1, timedelta(minutes=10))
    limit.count("a", NOON)

    assert limit.is_reached("a", NOON)
    assert not limit.is_reached("b", NOON)


def test_a_flood_of_addresses_forgets_the_one_that_was_quiet_longest() -> None:
    limit = Limit(1, timedelta(days=1))
    limit.count("first", NOON)
    for place in range(limits.MOST_ADDRESSES - 1):
        limit.count(str(place), NOON)
    assert limit.is_reached("first", NOON)

    limit.count("one more", NOON)
    assert not limit.is_reached("first", NOON)
    assert limit.is_reached("0", NOON)
