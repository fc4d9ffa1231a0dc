"""A date that reaches into a year without a holiday notice is provisional until the notice is there. 暂定期限."""

from __future__ import annotations

import pytest

from rules.moments import en_end
from tasks.recount import settle_provisional
from tests.colleagues import knowing_2027
from tests.office import County


@pytest.fixture
def case(county: County) -> str:
    """An administrative case accepted three weeks before the end of 2026: its last day lies in January."""
    county.clock.show("Thursday 2026-12-10 09:00")
    now = "2026-12-10T08:50+08:00"
    case = county.a_case(discovered_at=now, reported_at=now, incident={"area": "990101001"})
    county.answer(case, "police_acceptance", track="涉嫌违反治安管理")
    county.answer(case, "decide_administrative_case", at="Thursday 2026-12-10 18:00")
    return case


def test_a_date_that_reaches_into_a_year_without_a_notice_is_provisional(county: County, case: str) -> None:
    investigation = county.duty(case, "conclude_investigation")

    assert investigation.provisional
    assert investigation.internal_due_at is not None
    assert investigation.legal_due_at is not None
    assert en_end(investigation.internal_due_at) == "Saturday 2027-01-09 24:00"
    assert en_end(investigation.legal_due_at) == "Monday 2027-01-11 24:00"  # by the weekday, until we know better
    assert not county.duty(case, "feedback_on_progress").provisional


def test_without_the_notice_nothing_is_settled(county: County, case: str) -> None:
    assert settle_provisional(county.office) == 0
    assert county.duty(case, "conclude_investigation").provisional


def test_when_the_notice_is_there_the_date_is_counted_again_and_both_stay_in_the_journal(
    county: County, case: str
) -> None:
    knowing = knowing_2027(county)
    opened = next(one for one in county.facts("duty_opened", case) if one["code"] == "conclude_investigation")

    assert settle_provisional(knowing.office) == 1
    assert settle_provisional(knowing.office) == 0

    investigation = county.duty(case, "conclude_investigation")
    assert not investigation.provisional
    assert investigation.legal_due_at is not None
    assert en_end(investigation.legal_due_at) == "Saturday 2027-01-09 24:00"  # a swapped working Saturday
    settled = county.facts("duty_date_settled", case)[0]
    assert (opened["provisional"], settled["provisional"]) == (True, False)
    assert opened["legal_due_at"] > settled["legal_due_at"]
    knowing.must_hold()


def test_a_settled_date_moves_the_rungs_that_are_still_to_come(county: County, case: str) -> None:
    before = county.duty(case, "conclude_investigation").rungs
    settle_provisional(knowing_2027(county).office)

    assert county.duty(case, "conclude_investigation").rungs != before
