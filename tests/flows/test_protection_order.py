"""A protection order, from the application to the ruling: somebody applies, a court rules in time. 人身安全保护令."""

from __future__ import annotations

import pytest

from rules.errors import Refusals
from rules.moments import en_end
from tests.flows.guardianship import instruments
from tests.flows.orders import against, owed_in
from tests.flows.protection import PROTECTION, WATCHED, applied
from tests.office import County


@pytest.mark.parametrize(("urgent", "hours"), [("否", 72), ("是", 24)])
def test_the_court_rules_within_72_hours_of_acceptance_and_within_24_where_it_is_urgent(
    county: County, urgent: str, hours: int
) -> None:
    case = applied(county, urgent=urgent)

    duty = county.duty(case, "decide_protection_order")
    assert duty.legal_due_at is not None
    assert (duty.legal_due_at - duty.since_at).total_seconds() == hours * 3600


def test_whether_it_is_urgent_must_be_said(county: County) -> None:
    case = against(county, PROTECTION)
    county.answer(case, "apply_for_protection")

    with pytest.raises(Refusals, match="情况紧急"):
        county.answer(case, "accept_protection_application", urgent="")


def test_a_body_that_does_not_apply_names_another(county: County) -> None:
    case = against(county, PROTECTION)
    county.answer(case, "apply_for_protection", applied="否", to_post="P-WOMEN")

    assert county.live(case, "apply_for_protection").post_no == "P-WOMEN"


def test_an_application_that_nobody_makes_ends_declined_only_if_a_second_office_agrees(county: County) -> None:
    case = against(county, PROTECTION)
    county.answer(case, "apply_for_protection", applied="否", reason="被申请人已被羁押")
    county.answer(case, "second_reading", agrees="否")
    county.answer(case, "apply_for_protection", applied="否", reason="被申请人已被羁押")

    county.answer(case, "second_reading")

    assert county.ends(case, PROTECTION) == ["declined"]


def test_an_application_goes_on_to_the_court_that_has_jurisdiction(county: County) -> None:
    case = against(county, PROTECTION)
    county.answer(case, "apply_for_protection")

    county.answer(case, "accept_protection_application", admitted="否", to_post="P-GOV")
    county.answer(case, "accept_protection_application")

    assert county.duty(case, "decide_protection_order").post_no == "P-GOV"


def test_an_application_that_no_court_takes_ends_dismissed(county: County) -> None:
    case = against(county, PROTECTION)
    county.answer(case, "apply_for_protection")

    county.answer(case, "accept_protection_application", admitted="否", reason="不符合条件")

    assert county.ends(case, PROTECTION) == ["dismissed"]


def test_a_dismissal_ends_the_matter_only_after_five_days_to_ask_again(county: County) -> None:
    case = applied(county)
    county.answer(case, "decide_protection_order", outcome="驳回申请", reason="证据不足")

    assert instruments(county, case) == ["protection_application", "dismissal"]
    duty = county.live(case, "consider_reconsideration")
    assert duty.legal_due_at is not None
    assert en_end(duty.legal_due_at) == "Monday 2026-03-09 24:00"  # the fifth day is a Saturday
    county.answer(case, "consider_reconsideration")

    assert county.ends(case, PROTECTION) == ["dismissed"]


def test_a_reconsideration_may_still_bring_the_order(county: County) -> None:
    case = applied(county)
    county.answer(case, "decide_protection_order", outcome="驳回申请", reason="证据不足")
    county.answer(case, "consider_reconsideration", asks="是")

    county.answer(case, "decide_reconsideration", outcome="部分支持", until="2026-05-31", measures="禁止骚扰跟踪接触")

    assert owed_in(county, case, PROTECTION) == WATCHED


def test_an_application_that_is_withdrawn_ends_so(county: County) -> None:
    case = applied(county)

    county.answer(case, "decide_protection_order", outcome="申请人撤回申请")

    assert county.ends(case, PROTECTION) == ["withdrawn"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"until": "2026-09-03"}, "不超过六个月"),
        ({"until": "2026-03-01"}, "早于作出之日"),
        ({"until": ""}, "有效期至哪一日"),
        ({"measures": ""}, "保护措施"),
    ],
)
def test_an_order_has_measures_and_a_term_of_six_months_at_most(
    county: County, given: dict[str, str], told: str
) -> None:
    case = applied(county)

    with pytest.raises(Refusals, match=told):
        county.answer(case, "decide_protection_order", **given)
