"""Areas as the access rules compare them: within, and of the same county. 辖区."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, true

COUNTY_DIGITS = 6
"""Digits of a division code down to the county; what is longer names a township or a village."""


def within(column: Any, area: str) -> ColumnElement[bool]:
    """Rows whose area begins with `area`, as a range: an index serves it, which it does not with LIKE on SQLite.

    >>> from sqlalchemy import column
    >>> str(within(column("area"), "990109").compile(compile_kwargs={"literal_binds": True}))
    "area >= '990109' AND area < '99011'"
    """
    if not area:
        return true()
    above = first_above(area)
    return and_(column >= area, column < above) if above else column >= area


def first_above(area: str) -> str:
    """The least code above all that begin with `area`; "" where there is none. Codes are digits.

    >>> first_above("990101"), first_above("9901019"), first_above("99")
    ('990102', '990102', '')
    """
    stem = area.rstrip("9")
    return stem[:-1] + chr(ord(stem[-1]) + 1) if stem else ""


def covers(area: str, other: str) -> bool:
    """Whether the area of a post takes in another one."""
    return other.startswith(area)


def same_county(area: str, other: str) -> bool:
    """Whether two areas lie in one county; a city and its counties do.

    >>> same_county("990101001", "990101"), same_county("9901", "990101"), same_county("990101", "990102")
    (True, True, False)
    """
    one, two = area[:COUNTY_DIGITS], other[:COUNTY_DIGITS]
    return one.startswith(two) or two.startswith(one)
