"""A benefit of the place of registration for a child who lives elsewhere. 户籍地衔接."""

from __future__ import annotations

import pytest

from rules.errors import Refusals
from rules.vocabulary import Confidence, Force, ProcedureKind
from rules.when import exactly
from tasks import acts
from tasks.opening import open_by_hand
from tasks.turning import record_death
from tests.databases import ON_SQLITE
from tests.flows.orders import owed_in
from tests.office import County

pytestmark = ON_SQLITE

CROSS_REGION = ProcedureKind.CROSS_REGION
THERE = "990101002"
"""Shiqiao: a township with a station of its own, in the same directory."""
NOWHERE_HERE = "880201001"
"""A place that no post of the directory serves."""


def applied(county: County, about: str = "basic_living", registered: str = NOWHERE_HERE) -> str:
    child = {"name": "某童", "residence": {"area": "990101001"}, "registration": {"area": registered}}
    case = county.a_case(children=[child])
    open_by_hand(
        county.office,
        case,
        CROSS_REGION,
        when=exactly(county.clock()),
        about=about,
        owed_by="P-LIUXI-STATION",
        by_post="P-LIUXI-STATION",
    )
    county.move()
    return case


def refused(county: County) -> str:
    case = applied(county)
    county.answer_all(case, "accept_benefit", "give_benefit_opinion")
    county.answer(case, "decide_benefit", granted="否", reason="父亲仍有抚养能力")
    county.answer(case, "tell_applicant")
    return case


@pytest.mark.parametrize(
    ("code", "amount", "set_by"),
    [
        ("accept_benefit", 3, "N-04"),
        ("give_benefit_opinion", 15, "N-05"),
        ("decide_benefit", 15, "N-06"),
        ("tell_applicant", 3, "N-07"),
    ],
)
def test_the_steps_of_orphans_rest_on_a_secondary_source_and_those_of_others_are_ours(
    county: County, code: str, amount: int, set_by: str
) -> None:
    pack = county.office.pack
    periods = pack.duty(code).periods

    assert (periods["default"].amount, periods["default"].set_by) == (amount, set_by)
    assert pack.fact(set_by).confidence is Confidence.SECONDARY
    assert pack.fact(periods["other_benefit"].set_by).force is Force.OUR_DEFAULT


@pytest.mark.parametrize(("about", "variant"), [("basic_living", "default"), ("minimum_living", "other_benefit")])
def test_only_the_benefit_with_steps_of_its_own_has_their_clocks(county: County, about: str, variant: str) -> None:
    assert county.duty(applied(county, about), "accept_benefit").variant == variant


def test_a_benefit_is_accepted_here_decided_there_and_told_here(county: County) -> None:
    case = applied(county, registered=THERE)
    assert county.duty(case, "accept_benefit").post_no == "P-LIUXI-STATION"
    county.answer(case, "accept_benefit")
    assert county.duty(case, "give_benefit_opinion").post_no == "P-SHIQIAO-STATION"
    county.answer(case, "give_benefit_opinion")
    assert county.duty(case, "decide_benefit").post_no == "P-CIVIL"
    county.answer(case, "decide_benefit")
    assert county.duty(case, "tell_applicant").post_no == "P-LIUXI-STATION"
    county.answer(case, "tell_applicant")

    assert county.ends(case, CROSS_REGION) == [None]  # the records of both places are still to be compared
    county.answer(case, "compare_records")
    assert county.ends(case, CROSS_REGION) == ["completed"]


def test_where_the_other_place_has_no_post_the_place_of_application_asks_and_enters_its_answer(county: County) -> None:
    case = applied(county)
    county.answer(case, "accept_benefit")
    assert county.duty(case, "give_benefit_opinion").post_no == "P-LIUXI-STATION"
    given = {"qualifies": "是", "second_hand": "是"}
    with pytest.raises(Refusals, match="paper_no"):
        acts.answer(county.office, case, "give_benefit_opinion", given, by_post="P-LIUXI-STATION")

    county.answer(case, "give_benefit_opinion", second_hand="是", paper_no="民函〔2026〕8号")

    assert county.duty(case, "decide_benefit").post_no == "P-LIUXI-STATION"


@pytest.mark.parametrize(
    ("code", "given", "missing"),
    [
        ("accept_benefit", {"admits": "是"}, "proof"),
        ("accept_benefit", {"admits": "否"}, "reason"),
        ("compare_records", {"records_agree": "否"}, "differences"),
    ],
)
def test_what_leaves_the_other_place_without_something_to_go_by_is_refused(
    county: County, code: str, given: dict[str, str], missing: str
) -> None:
    case = applied(county)

    with pytest.raises(Refusals, match=missing):
        acts.answer(county.office, case, code, given, by_post="P-LIUXI-STATION")


def test_what_is_not_accepted_is_told_and_decided_upon_too(county: County) -> None:
    case = applied(county)

    county.answer(case, "accept_benefit", admits="否", proof="", reason="缺户口簿")
    county.answer(case, "tell_applicant")

    assert owed_in(county, case, CROSS_REGION) == ["compare_records", "plan_after_refusal"]
    assert "give_benefit_opinion" not in {code for code, _ in county.opened(case)}


def test_what_was_missing_may_be_added_and_it_is_applied_for_again(county: County) -> None:
    case = refused(county)
    county.answer(case, "plan_after_refusal")

    again = county.duty(case, "accept_benefit", about="2")
    assert again.since_at == county.duty(case, "plan_after_refusal").happened_at
    for code in ("accept_benefit", "give_benefit_opinion", "decide_benefit", "tell_applicant"):
        county.answer(case, county.duty(case, code, about="2").no)
    county.answer(case, "compare_records")

    assert county.ends(case, CROSS_REGION) == ["completed"]


def test_a_refusal_that_stands_says_what_is_done_instead(county: County) -> None:
    case = refused(county)
    county.answer(case, "compare_records")
    with pytest.raises(Refusals, match="reason"):
        acts.answer(county.office, case, "plan_after_refusal", {"after_refusal": "nothing"}, by_post="P-CIVIL")

    county.answer(case, "plan_after_refusal", after_refusal="不再申请", reason="祖父母已承担抚养")

    assert county.ends(case, CROSS_REGION) == ["declined"]


def test_who_is_refused_there_may_be_relieved_here_in_hours(county: County) -> None:
    case = refused(county)

    county.answer(case, "plan_after_refusal", after_refusal="由居住地临时救助")

    relief = county.duty(case, "take_up_referral")
    assert (relief.post_no, relief.variant) == ("P-CIVIL", "urgent")


def test_records_that_differ_are_compared_again(county: County) -> None:
    case = applied(county)

    county.answer(case, "compare_records", records_agree="否", differences="监护人姓名不一致")

    second = county.duty(case, "compare_records", about="2")
    assert second.variant == "again"
    assert second.since_at == county.duty(case, "compare_records", about="").happened_at


def test_a_child_who_moved_back_takes_the_case_along(county: County) -> None:
    case = applied(county)

    county.answer(case, "compare_records", child_moved="是")

    [handover] = county.procedures(case, ProcedureKind.HANDOVER)
    assert (handover.about, handover.receiver, handover.owed_by_post) == ("case", None, "P-CIVIL")


def test_a_case_is_not_handed_over_to_the_office_that_has_it(county: County) -> None:
    case = applied(county, registered=THERE)  # another township of the same county

    county.answer(case, "compare_records", child_moved="是")

    assert county.procedures(case, ProcedureKind.HANDOVER) == []


def test_nothing_is_applied_for_a_child_who_has_died(county: County) -> None:
    case = applied(county)

    record_death(county.office, case, when=exactly(county.clock()), by_post="P-CIVIL")
    county.move()

    assert county.ends(case, CROSS_REGION) == ["child_died"]
