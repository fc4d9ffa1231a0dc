"""A protection order in force: served, watched week by week, every breach decided, its end seen. 保护令生效期间."""

from __future__ import annotations

from datetime import date

import pytest

from rules.errors import Refusals
from rules.moments import en_end
from rules.vocabulary import ProcedureKind, Sanction
from rules.when import exactly
from tasks.instruments import decide_breach, extend, withdraw
from tests.databases import ON_SQLITE
from tests.flows.guardianship import adults, instruments
from tests.flows.orders import harm, issued, order_of, owed_in
from tests.flows.protection import PROTECTION, WATCHED, broken, protected, settled
from tests.office import County

pytestmark = ON_SQLITE


def test_an_order_is_served_sent_and_watched_side_by_side(county: County) -> None:
    case = protected(county, among=2)

    assert owed_in(county, case, PROTECTION) == [*WATCHED, "serve_protection_order"]
    assert instruments(county, case) == ["protection_application", "protection_order"]
    father, _ = adults(county, case)
    duty = county.duty(case, "serve_protection_order", about=father)
    assert duty.legal_due_at is not None
    assert (duty.legal_due_at - duty.since_at).total_seconds() == 24 * 3600


def test_police_station_and_committee_have_the_order_in_any_case(county: County) -> None:
    case = protected(county)

    with pytest.raises(Refusals, match="第32条"):
        county.answer(case, "send_protection_order", told="公安派出所")


def test_every_breach_calls_the_police_and_a_decision_of_the_court(county: County) -> None:
    case = protected(county)
    settled(county, case)
    first = broken(county, case)
    second = broken(county, case)

    for number in (first, second):
        county.answer(case, county.duty(case, "police_on_breach", about=number).no)
    county.answer(case, county.duty(case, "decide_breach", about=second).no, sanction="拘留")

    assert county.live(case, "decide_breach").about == first
    assert [one["sanction"] for one in county.facts("breach_decided", case)] == ["detention"]


def test_a_breach_may_stay_without_sanction_for_a_confidential_reason_but_not_in_silence(county: County) -> None:
    case = protected(county)
    settled(county, case)
    broken(county, case)

    with pytest.raises(Refusals, match="不是处理结果"):
        county.answer(case, "decide_breach", sanction="尚未处理")
    with pytest.raises(Refusals, match="写明理由"):
        county.answer(case, "decide_breach", sanction="不予处罚")
    county.answer(case, "decide_breach", sanction="不予处罚", reason="另案侦查", confidential="是")

    [decision] = county.facts("breach_decided", case)
    assert (decision["sanction"], decision["confidential"]) == ("none", True)


def test_a_breach_whose_sanction_was_entered_with_it_asks_the_court_for_nothing(county: County) -> None:
    case = protected(county)
    settled(county, case)

    broken(county, case, sanction=Sanction.FINE)

    assert owed_in(county, case, PROTECTION) == ["consider_renewal", "police_on_breach", "protection_revisit"]


def test_a_sanction_that_is_entered_later_releases_the_duty_to_decide(county: County) -> None:
    case = protected(county)
    settled(county, case)
    number = broken(county, case)

    county.clock.move(minutes=1)
    decide_breach(
        county.office,
        number,
        sanction=Sanction.FINE,
        reason="已处罚款",
        when=exactly(county.clock()),
        by_post="P-LIUXI-POLICE",
    )
    county.move()

    assert county.duty(case, "decide_breach").state == "excused"


def test_a_breach_found_on_a_revisit_goes_to_the_police_and_the_revisits_go_on(county: County) -> None:
    case = protected(county)

    county.answer(case, "protection_revisit", order_broken="是")

    assert county.live(case, "police_on_breach").about == "visit-1"
    assert county.live(case, "protection_revisit").about == "2"


def test_new_harm_opens_what_is_decided_and_the_order_stays_in_force(county: County) -> None:
    case = protected(county)
    harm(county, case)

    county.answer(case, "decide_after_harm", next_steps="监护转移")

    assert county.ends(case, PROTECTION) == [None]
    assert county.ends(case, ProcedureKind.GUARDIANSHIP_TRANSFER) == [None]


def test_an_order_that_the_court_revokes_ends_the_procedure(county: County) -> None:
    case = protected(county)

    county.clock.move(minutes=1)
    withdraw(
        county.office,
        issued(county, case, "protection_order")[0],
        reason="依申请撤销",
        when=exactly(county.clock()),
        by_post="P-CIVIL",
    )
    county.move()

    assert county.ends(case, PROTECTION) == ["withdrawn"]


# ------------------------------------------------------------------------------------------------ its end


def test_the_end_is_thought_of_fifteen_days_before_it_by_our_default(county: County) -> None:
    case = protected(county)

    duty = county.duty(case, "consider_renewal")
    assert duty.legal_due_at is not None
    assert en_end(duty.legal_due_at) == "Sunday 2026-08-16 24:00"


def test_an_extension_asked_for_in_time_makes_a_new_version_that_is_watched_in_its_turn(county: County) -> None:
    case = protected(county)
    settled(county, case)
    county.answer(case, "consider_renewal", renewal="在失效前申请延长")
    county.answer(case, "decide_extension")

    assert county.live(case, "consider_renewal").about == "v2"
    assert owed_in(county, case, PROTECTION) == ["consider_renewal", "protection_revisit"]


def test_an_extension_that_was_entered_on_the_order_releases_what_watched_the_older_version(county: County) -> None:
    case = protected(county)
    [order] = issued(county, case, "protection_order")

    extend(county.office, order, until=date(2026, 11, 30), when=exactly(county.clock()), by_post="P-CIVIL")
    county.move()

    states = {row.about: row.state for row in county.duties(case) if row.code == "consider_renewal"}
    assert states == {"v1": "excused", "v2": "open"}


def test_after_the_order_has_lapsed_only_a_new_application_helps(county: County) -> None:
    case = protected(county)
    settled(county, case)

    county.answer(case, "consider_renewal", at="Tuesday 2026-09-01 09:00", renewal="在失效前申请延长")

    assert owed_in(county, case, PROTECTION) == ["apply_for_protection", "protection_revisit"]
    county.answer_all(case, "apply_for_protection", "accept_protection_application")
    county.answer(case, "decide_protection_order", until="2027-01-31")
    first, second = issued(county, case, "protection_order")
    assert order_of(county, second).follows == first
    assert county.live(case, "consider_renewal").about == "v1.2"
    assert [row.about for row in county.duties(case) if row.code == "protection_revisit" and row.state == "open"] == [
        "1"
    ]


def test_new_harm_while_a_second_order_has_followed_the_first_is_decided_on_once(county: County) -> None:
    case = protected(county)
    settled(county, case)
    county.answer(case, "consider_renewal", at="Tuesday 2026-09-01 09:00", renewal="在失效前申请延长")
    county.answer_all(case, "apply_for_protection", "accept_protection_application")
    county.answer(case, "decide_protection_order", until="2027-01-31")

    harm(county, case)
    assert [row.state for row in county.duties(case) if row.code == "decide_after_harm"] == ["open"]

    county.answer(case, "decide_after_harm", next_steps="监护转移")
    assert county.ends(case, ProcedureKind.GUARDIANSHIP_TRANSFER) == [None]


def test_an_order_lapses_only_after_somebody_has_seen_that_the_child_is_safe(county: County) -> None:
    case = protected(county)
    county.answer(case, "consider_renewal")
    assert "safety_check_at_end" in owed_in(county, case, PROTECTION)

    county.answer(case, "safety_check_at_end")

    assert county.ends(case, PROTECTION) == ["lapsed"]


def test_an_order_that_is_no_longer_needed_ends_completed(county: County) -> None:
    case = protected(county)
    with pytest.raises(Refusals, match="写明理由"):
        county.answer(case, "consider_renewal", renewal="已另有保护，不再需要", reason="")
    county.answer(case, "consider_renewal", renewal="已另有保护，不再需要", reason="监护已转移")

    county.answer(case, "safety_check_at_end")

    assert county.ends(case, PROTECTION) == ["completed"]


def test_a_child_who_is_not_safe_at_the_end_is_applied_for_again(county: County) -> None:
    case = protected(county)
    county.answer(case, "consider_renewal")

    county.answer(case, "safety_check_at_end", safe="否")

    assert "apply_for_protection" in owed_in(county, case, PROTECTION)


def test_a_child_who_is_not_safe_and_gets_no_further_order_is_placed(county: County) -> None:
    case = protected(county)
    county.answer(case, "consider_renewal")
    county.answer(case, "safety_check_at_end", safe="否")
    county.answer_all(case, "apply_for_protection", "accept_protection_application")
    county.answer(case, "decide_protection_order", outcome="驳回申请", reason="证据不足")

    county.answer(case, "consider_reconsideration")

    assert county.ends(case, PROTECTION) == ["lapsed"]
    assert county.ends(case, ProcedureKind.EMERGENCY_PLACEMENT) == [None]


def test_an_extension_that_is_refused_leads_to_the_safety_check(county: County) -> None:
    case = protected(county)
    county.answer(case, "consider_renewal", renewal="在失效前申请延长")

    county.answer(case, "decide_extension", granted="否", until="")

    assert "safety_check_at_end" in owed_in(county, case, PROTECTION)
