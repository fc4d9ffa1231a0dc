"""The longest term that the law allows an instrument. 文书有效期的上限."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta

from rules.vocabulary import InstrumentKind

CAPS = {InstrumentKind.PROTECTION_ORDER: ("E-09", relativedelta(months=6))}
"""Fact row and length. Temporary guardianship and the 督促监护令 have no national limit (F-04, D-02): none here."""


def longest_end(kind: InstrumentKind, begins: date) -> date | None:
    """The last civil day that a term beginning on `begins` may reach; None where the law sets no limit.

    >>> longest_end(InstrumentKind.PROTECTION_ORDER, date(2026, 8, 31))
    datetime.date(2027, 2, 28)
    """
    return begins + CAPS[kind][1] if kind in CAPS else None
