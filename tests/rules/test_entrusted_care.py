"""How long a confirmation of entrusted care stands before it is looked at again. 确认书的期限."""

from __future__ import annotations

from datetime import date

import pytest

from packs.loader import load
from rules.entrusted_care import LONGEST, CareConfirmed, looked_at_again_by
from tests.clock import shanghai


def test_the_year_of_the_rules_is_the_year_of_the_fact_row() -> None:
    longest = load("national").fact("I-92").limits["longest"]
    assert (longest.amount, longest.unit.value) == (LONGEST.months or LONGEST.years * 12, "months")


@pytest.mark.parametrize(
    ("until", "again"), [("2027-02-27", "2027-02-27"), ("2027-02-28", "2027-02-28"), ("2027-03-01", "2027-02-28")]
)
def test_a_confirmation_is_looked_at_again_after_a_year_and_not_a_day_later(until: str, again: str) -> None:
    confirmed = CareConfirmed(
        happened_at=shanghai("Saturday 2026-02-28 09:00"),
        until=date.fromisoformat(until),
        place_of_work="外省",
        contact="无",
        witness="村干部",
    )
    assert looked_at_again_by(confirmed) == date.fromisoformat(again)
