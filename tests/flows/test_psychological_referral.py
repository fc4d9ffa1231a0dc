"""A child who is not well is helped by somebody who can, and whoever noticed it hears of it. 心理转介."""

from __future__ import annotations

from typing import Any

import pytest

from packs.loader import load
from rules.errors import Refusals, Refused
from rules.vocabulary import ProcedureKind, Role
from rules.when import exactly
from tasks.opening import open_by_hand
from tasks.turning import note_birthdays, record_death
from tests.flows.orders import owed_in
from tests.office import County

PSYCHOLOGY = ProcedureKind.PSYCHOLOGICAL_REFERRAL


def found(county: County, channel: str = "ordinary", **given: Any) -> str:
    """A case in which the school noticed that the child is not well, and said how urgent it is; its number."""
    case = county.a_case()
    open_by_hand(
        county.office,
        case,
        PSYCHOLOGY,
        when=exactly(county.clock()),
        owed_by="P-LIUXI-SCHOOL",
        by_post="P-LIUXI-SCHOOL",
    )
    county.move()
    county.answer(case, "sort_psychology", channel=channel, **given)
    return case


def hours(county: County, case: str, duty: str) -> float:
    row = county.live(case, duty)
    assert row.internal_due_at is not None
    return (row.internal_due_at - row.since_at).total_seconds() / 3600


def test_a_referral_that_helped_ends_when_whoever_referred_was_told(county: County) -> None:
    case = found(county)
    county.answer(case, "send_psych_referral", to_post="P-WOMEN")
    assert county.live(case, "take_up_psychology").post_no == "P-WOMEN"
    county.answer_all(case, "take_up_psychology", "first_psych_contact", "psych_outcome")
    assert owed_in(county, case, PSYCHOLOGY) == ["feedback_to_referrer"]
    assert county.live(case, "feedback_to_referrer").post_no == "P-WOMEN"

    county.answer(case, "feedback_to_referrer")

    assert county.ends(case, PSYCHOLOGY) == ["completed"]


def test_a_crisis_is_answered_by_whoever_found_it_within_an_hour_of_the_finding(county: County) -> None:
    case = found(county, "crisis")

    crisis = county.live(case, "answer_crisis")
    assert (crisis.post_no, hours(county, case, "answer_crisis")) == ("P-LIUXI-SCHOOL", 1)
    assert crisis.since_at == county.duty(case, "sort_psychology").since_at
    with pytest.raises(Refusals):
        county.answer(case, "answer_crisis", called="")
    county.answer(case, "answer_crisis")
    assert county.live(case, "assess_at_hospital").post_no == "P-HEALTH"


def test_the_county_hears_at_once_of_a_crisis_that_nobody_answers(county: County) -> None:
    case = found(county, "crisis")
    county.clock.move(minutes=61)
    county.sweep()

    told = {one.post_no for one in county.notices() if one.template == "escalation"}
    assert {"P-OFFICE", "P-CIVIL"} <= told
    assert owed_in(county, case, PSYCHOLOGY) == ["answer_crisis"]


def test_after_a_crisis_that_needs_treatment_the_hospital_says_what_came_of_it(county: County) -> None:
    case = found(county, "crisis")
    county.answer_all(case, "answer_crisis", "assess_at_hospital")

    assert owed_in(county, case, PSYCHOLOGY) == ["psych_outcome"]
    assert county.live(case, "psych_outcome").post_no == "P-HEALTH"
    county.answer_all(case, "psych_outcome", "feedback_to_referrer")
    assert county.ends(case, PSYCHOLOGY) == ["completed"]


def test_after_a_crisis_without_treatment_the_child_is_still_referred_within_a_day(county: County) -> None:
    case = found(county, "crisis")
    county.answer(case, "answer_crisis")
    county.answer(case, "assess_at_hospital", needs_treatment="否")

    assert hours(county, case, "send_psych_referral") == 24


@pytest.mark.parametrize(
    ("channel", "sent", "taken", "met"),
    [("urgent", 24, 24, 72), ("ordinary", None, None, None)],
)
def test_what_is_urgent_has_hours_and_what_is_not_has_days(
    county: County, channel: str, sent: float | None, taken: float | None, met: float | None
) -> None:
    case = found(county, channel)
    variants = []
    for duty, expected in (("send_psych_referral", sent), ("take_up_psychology", taken), ("first_psych_contact", met)):
        variants.append(county.live(case, duty).variant)
        if expected:
            assert hours(county, case, duty) == expected
        county.answer(case, duty)
    assert variants == ["urgent" if channel == "urgent" else "default"] * 3
    first = county.duty(case, "first_psych_contact")
    assert first.since_at == county.duty(case, "sort_psychology").since_at  # from the finding, not from the referral


def test_a_refusal_to_take_it_on_has_a_reason_and_goes_to_somebody_else(county: County) -> None:
    case = found(county)
    county.answer(case, "send_psych_referral")
    with pytest.raises(Refusals):
        county.answer(case, "take_up_psychology", accepts="否")
    county.answer(case, "take_up_psychology", accepts="否", reason="没有儿童咨询师")
    assert county.live(case, "redirect_psychology").post_no == "P-LIUXI-SCHOOL"

    county.answer(case, "redirect_psychology", to_post="P-HEALTH")

    assert county.live(case, "take_up_psychology").post_no == "P-HEALTH"


@pytest.mark.parametrize("way", ["nobody takes it on", "the guardians refuse"])
def test_a_child_whom_nobody_helps_ends_declined_with_the_reason(county: County, way: str) -> None:
    case = found(county)
    if way == "nobody takes it on":
        county.answer(case, "send_psych_referral")
        county.answer(case, "take_up_psychology", accepts="否", reason="人手不足")
        with pytest.raises(Refusals):
            county.answer(case, "redirect_psychology", to_post="")
        county.answer(case, "redirect_psychology", to_post="", reason="本县没有承接机构")
    else:
        county.answer(case, "send_psych_referral", guardian_consent="知情但不同意", to_post="")
        county.answer(case, "work_with_guardian", guardian_consent="知情但不同意")

    assert county.ends(case, PSYCHOLOGY) == ["declined"]


def test_guardians_who_come_round_are_asked_again(county: County) -> None:
    case = found(county)
    county.answer(case, "send_psych_referral", guardian_consent="知情但不同意", to_post="")
    county.answer(case, "work_with_guardian")

    again = county.duty(case, "send_psych_referral", about="2")
    assert again.state == "open"
    assert again.since_at == county.duty(case, "work_with_guardian").happened_at


@pytest.mark.parametrize(
    "given", [{"to_post": ""}, {"guardian_consent": "监护人涉嫌侵害，未征求其意见"}, {"to_post": "P-NOWHERE"}]
)
def test_a_referral_to_nobody_or_past_the_guardians_without_a_reason_is_refused(
    county: County, given: dict[str, str]
) -> None:
    case = found(county)

    with pytest.raises(Refused, match=r"to_post|reason|P-NOWHERE"):
        county.answer(case, "send_psych_referral", **given)

    assert owed_in(county, case, PSYCHOLOGY) == ["send_psych_referral"]


def test_guardians_who_are_suspected_need_not_be_asked(county: County) -> None:
    case = found(county)

    county.answer(case, "send_psych_referral", guardian_consent="监护人涉嫌侵害，未征求其意见", reason="父亲涉嫌殴打")

    assert owed_in(county, case, PSYCHOLOGY) == ["take_up_psychology"]


def test_what_looks_like_a_disorder_is_for_a_medical_institution_to_say(county: County) -> None:
    case = found(county)
    county.answer_all(case, "send_psych_referral", "take_up_psychology")
    county.answer(case, "first_psych_contact", suspected_disorder="是")
    assert county.live(case, "advise_hospital").post_no == "P-WOMEN"
    county.answer(case, "advise_hospital")

    assert county.live(case, "assess_at_hospital").post_no == "P-HEALTH"
    county.answer(case, "assess_at_hospital")
    assert county.live(case, "psych_outcome").post_no == "P-WOMEN"


def test_whoever_does_not_go_to_hospital_says_why_and_is_still_followed(county: County) -> None:
    case = found(county)
    county.answer_all(case, "send_psych_referral", "take_up_psychology")
    county.answer(case, "first_psych_contact", suspected_disorder="是")
    with pytest.raises(Refusals):
        county.answer(case, "advise_hospital", goes_to_hospital="否")

    county.answer(case, "advise_hospital", goes_to_hospital="否", reason="监护人先观察")

    assert owed_in(county, case, PSYCHOLOGY) == ["psych_outcome"]


def test_only_a_medical_institution_is_asked_whether_a_child_needs_treatment() -> None:
    assert set(load("national").duty("assess_at_hospital").owed_by) == {Role.HOSPITAL, Role.HEALTH}


def test_help_that_goes_on_is_told_of_every_month(county: County) -> None:
    case = found(county)
    county.answer_all(case, "send_psych_referral", "take_up_psychology", "first_psych_contact")
    county.answer(case, "psych_outcome", outcome="继续干预")

    second = county.duty(case, "psych_outcome", about="2")
    assert second.since_at == county.duty(case, "psych_outcome", about="").happened_at
    assert second.state == "open"


@pytest.mark.parametrize(
    ("duty", "who"),
    [("first_psych_contact", "P-WOMEN"), ("psych_outcome", "P-WOMEN")],
)
def test_harm_found_by_the_helper_is_reported_by_the_helper_within_an_hour(county: County, duty: str, who: str) -> None:
    case = found(county)
    county.answer_all(case, "send_psych_referral", "take_up_psychology")
    if duty == "psych_outcome":
        county.answer(case, "first_psych_contact")
    county.answer(case, duty, harm_found="是")

    assert (county.live(case, "report_harm").post_no, hours(county, case, "report_harm")) == (who, 1)


def test_harm_that_is_not_yet_reported_keeps_the_referral_open(county: County) -> None:
    case = found(county, harm_found="是")
    assert county.live(case, "report_harm").post_no == "P-LIUXI-SCHOOL"
    county.finish(case, but=("report_harm", "review_case", *BESIDES))
    assert county.ends(case, PSYCHOLOGY) == [None]

    county.answer(case, "report_harm")

    assert county.ends(case, PSYCHOLOGY) == ["completed"]
    county.must_hold()


BESIDES = (
    "triage",
    "police_acceptance",
    "child_seen",
    "safety_assessment",
)
"""What the report that every case here begins with calls for."""


def test_help_goes_on_when_the_child_comes_of_age(county: County) -> None:
    case = found(county)
    county.clock.show("Friday 2034-05-19 09:00")
    note_birthdays(county.office)
    county.move()

    assert county.ends(case, PSYCHOLOGY) == [None]


def test_help_for_a_child_who_has_died_is_not_waited_for(county: County) -> None:
    case = found(county)
    county.clock.move(minutes=1)
    record_death(county.office, case, when=exactly(county.clock()), by_post="P-CIVIL")
    county.move()

    assert county.ends(case, PSYCHOLOGY) == ["child_died"]
