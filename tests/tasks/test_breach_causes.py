"""Every breach asks for a cause, from the closed list of the agency that owed it. 逾期原因."""

from __future__ import annotations

import pytest

from rules.causes import BreachCause, causes_of
from rules.errors import Refused
from rules.vocabulary import Role
from tasks import attending
from tests.office import County


def test_a_late_answer_can_be_explained_by_whoever_owed_it(county: County) -> None:
    case = county.a_case()
    county.answer(case, "police_acceptance", at="Tuesday 2026-03-03 09:00")

    attending.explain_breach(
        county.office, case, "police_acceptance", cause=BreachCause.NOTICE_NOT_RECEIVED, by_post="P-LIUXI-POLICE"
    )

    assert county.duty(case, "police_acceptance").breach_cause == "notice_not_received"
    county.must_hold()


def test_the_latest_word_stands_and_all_are_kept(county: County) -> None:
    case = county.a_case()
    county.clock.move(days=1)
    for cause in (BreachCause.NO_STAFF, BreachCause.OVERLOOKED):
        attending.explain_breach(county.office, case, "triage", cause=cause, by_post="P-OFFICE")

    assert county.duty(case, "triage").breach_cause == "overlooked"
    assert [one["cause"] for one in county.facts("breach_explained", case)] == ["no_staff", "overlooked"]


def test_what_is_not_late_needs_no_cause(county: County) -> None:
    case = county.a_case()

    with pytest.raises(Refused, match="没有逾期"):
        attending.explain_breach(county.office, case, "triage", cause=BreachCause.NO_STAFF, by_post="P-OFFICE")


def test_another_agency_does_not_say_why(county: County) -> None:
    case = county.a_case()
    county.clock.move(days=1)

    with pytest.raises(Refused, match="承办岗位"):
        attending.explain_breach(county.office, case, "triage", cause=BreachCause.NO_STAFF, by_post="P-LIUXI-SCHOOL")


def test_a_cause_of_another_agency_is_refused_with_the_list(county: County) -> None:
    case = county.a_case()
    county.clock.move(days=1)

    with pytest.raises(Refused, match="不在该机关的逾期原因之列") as refused:
        attending.explain_breach(
            county.office, case, "police_acceptance", cause=BreachCause.NO_PLACE, by_post="P-LIUXI-POLICE"
        )
    assert "鉴定" in refused.value.zh


@pytest.mark.parametrize("role", [*Role, None])
def test_every_agency_has_its_own_closed_list_and_can_say_that_nobody_looked(role: Role | None) -> None:
    causes = causes_of(role)

    assert BreachCause.OVERLOOKED in causes
    assert len(set(causes)) == len(causes)
    assert all(cause.zh for cause in causes)


def test_the_police_cannot_wait_for_the_police_nor_the_court_for_the_court() -> None:
    assert BreachCause.WAITING_FOR_POLICE not in causes_of(Role.POLICE_STATION)
    assert BreachCause.WAITING_FOR_COURT not in causes_of(Role.COURT)
    assert BreachCause.WAITING_FOR_COURT in causes_of(Role.CIVIL_AFFAIRS)
