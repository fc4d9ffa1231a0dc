"""A unit that fails children is told so, answers within a month, and is looked at again. 检察建议、司法建议."""

from __future__ import annotations

from datetime import timedelta

import pytest

from packs.loader import load
from rules.errors import Refusals
from rules.moments import civil_day
from rules.vocabulary import ProcedureKind
from rules.when import exactly
from tasks import acts
from tasks.opening import open_by_hand
from tests.flows.orders import owed_in
from tests.office import County

SUGGESTION = ProcedureKind.SUGGESTION


def opened(county: County, *, owed_by: str = "P-PROC") -> str:
    case = county.a_case()
    open_by_hand(
        county.office, case, SUGGESTION, when=exactly(county.clock()), owed_by=owed_by, by_post=owed_by, about="school"
    )
    county.move()
    return case


def replied(county: County, **decided: str) -> str:
    case = opened(county)
    county.answer(case, "decide_suggestion", to_post="P-EDU", **decided)
    county.answer_all(case, "serve_suggestion", "reply_to_suggestion")
    return case


@pytest.mark.parametrize(
    ("ground", "due", "set_by"),
    [
        ("duty_failed", "2026-04-02", "M-04"),
        ("reporting", "2026-04-02", "M-04"),
        ("public_interest", "2026-05-02", "M-06"),
        ("public_interest_urgent", "2026-03-17", "M-07"),
    ],
)
def test_the_unit_has_a_month_by_law_and_before_a_suit_two_months_or_fifteen_days(
    county: County, ground: str, due: str, set_by: str
) -> None:
    case = opened(county)
    county.answer(case, "decide_suggestion", suggestion_ground=ground, to_post="P-EDU")
    county.answer(case, "serve_suggestion")  # on Monday 2 March

    reply = county.duty(case, "reply_to_suggestion")
    assert reply.post_no == "P-EDU"
    assert reply.internal_due_at is not None
    assert civil_day(reply.internal_due_at - timedelta(seconds=1)).isoformat() == due  # to the end of that day
    [told] = [entry for entry in county.journal(case) if entry.duty_no == reply.no and entry.kind == "duty_opened"]
    assert set_by in told.basis


def test_the_month_of_the_reply_is_law_and_what_is_only_remembered_drives_no_clock(county: County) -> None:
    pack = county.office.pack

    reply = pack.duty("reply_to_suggestion")
    assert {period.set_by for period in reply.periods.values()} == {"M-04", "M-06", "M-07"}
    assert not pack.fact("M-09").may_drive_a_clock
    driven = {period.set_by for spec in pack.duties.values() for period in spec.periods.values()}
    assert driven.isdisjoint({"M-05", "M-09"})


def test_a_suggestion_ends_when_a_later_look_finds_it_mended_and_not_with_the_reply(county: County) -> None:
    case = replied(county)

    county.answer(case, "assess_reply")
    assert county.ends(case, SUGGESTION) == [None]
    assert owed_in(county, case, SUGGESTION) == ["follow_up_suggestion"]
    county.answer(case, "follow_up_suggestion")

    assert county.ends(case, SUGGESTION) == ["completed"]


def test_who_mends_nothing_is_reported_upwards_each_time_until_it_is_mended(county: County) -> None:
    case = replied(county)
    county.answer(case, "assess_reply", reply_verdict="未整改、不当或者未回复")
    assert owed_in(county, case, SUGGESTION) == ["tell_superior"]
    county.answer(case, "tell_superior")
    county.answer(case, "follow_up_suggestion", follow_up_verdict="仍未整改")

    county.answer(case, county.duty(case, "tell_superior", about="2").no)
    county.answer(case, county.duty(case, "follow_up_suggestion", about="2").no)

    assert county.ends(case, SUGGESTION) == ["completed"]
    assert "consider_suit" not in {code for code, _ in county.opened(case)}  # no suit without its ground


def test_silence_is_entered_by_the_issuer_and_assessed_like_a_reply(county: County) -> None:
    case = opened(county)
    county.answer(case, "decide_suggestion")
    county.answer(case, "serve_suggestion")
    assert county.duty(case, "reply_to_suggestion").post_no == "P-PROC"  # the unit is not in the directory

    county.answer(case, "reply_to_suggestion", replied="否")

    assert owed_in(county, case, SUGGESTION) == ["assess_reply"]


def test_a_reply_that_does_not_come_climbs_to_the_procuratorate(county: County) -> None:
    case = opened(county)
    county.answer(case, "decide_suggestion", to_post="P-EDU")
    county.answer(case, "serve_suggestion")

    county.clock.move(days=32)
    county.sweep()

    late = [one for one in county.facts("rung_fired", case) if one["code"] == "reply_to_suggestion"]
    assert "P-PROC" in late[-1]["told"]


def test_an_administrative_body_that_mends_nothing_may_be_sued(county: County) -> None:
    case = replied(county, suggestion_ground="public_interest")
    county.answer(case, "assess_reply", reply_verdict="not_mended")
    county.answer(case, "tell_superior")

    county.answer(case, "consider_suit", sues="是")

    assert county.ends(case, SUGGESTION) == ["moved_on"]


def test_a_body_that_is_not_sued_is_looked_at_again(county: County) -> None:
    case = replied(county, suggestion_ground="public_interest")
    county.answer(case, "assess_reply", reply_verdict="not_mended")
    county.answer(case, "tell_superior")
    with pytest.raises(Refusals, match="reason"):
        acts.answer(county.office, case, "consider_suit", {"sues": "否"}, by_post="P-PROC")

    county.answer(case, "consider_suit")

    assert owed_in(county, case, SUGGESTION) == ["follow_up_suggestion"]


def test_a_suggestion_that_is_needed_no_longer_ends_with_the_reason(county: County) -> None:
    case = replied(county)
    county.answer(case, "assess_reply", reply_verdict="promised")
    with pytest.raises(Refusals, match="reason"):
        acts.answer(county.office, case, "follow_up_suggestion", {"follow_up_verdict": "no_longer"}, by_post="P-PROC")

    county.answer(case, "follow_up_suggestion", follow_up_verdict="no_longer", reason="培训机构已注销")

    assert county.ends(case, SUGGESTION) == ["withdrawn"]


def test_a_suggestion_that_is_not_issued_ends_with_the_reason(county: County) -> None:
    case = opened(county, owed_by="P-COURT")
    assert county.duty(case, "decide_suggestion").post_no == "P-COURT"  # a judicial suggestion
    with pytest.raises(Refusals, match="suggestion_ground"):
        acts.answer(county.office, case, "decide_suggestion", {"issue": "是", "document_no": "1"}, by_post="P-COURT")

    county.answer(case, "decide_suggestion", issue="否", reason="已自行整改", document_no="")

    assert county.ends(case, SUGGESTION) == ["not_issued"]


def test_a_regulator_that_finds_no_report_may_ask_the_procuratorate(county: County) -> None:
    case = county.a_case(discovered_at="2026-02-27T10:00+08:00")
    county.answer(case, "review_reporting_failure", breach_found="是", asks_procuratorate="是")

    assert county.duty(case, "decide_suggestion").post_no == "P-PROC"
    assert county.ends(case, ProcedureKind.ACCOUNTABILITY) == ["completed"]


def test_a_regulator_that_does_not_ask_opens_nothing(county: County) -> None:
    case = county.a_case(discovered_at="2026-02-27T10:00+08:00")
    county.answer(case, "review_reporting_failure", breach_found="是")

    assert county.procedures(case, SUGGESTION) == []


def test_a_suit_for_which_no_suggestion_is_needed_ends_the_matter_here(county: County) -> None:
    case = opened(county)
    with pytest.raises(Refusals):
        county.answer(case, "decide_suggestion", sues="是")
    county.answer(case, "decide_suggestion", issue="否", sues="是", suggestion_ground="", reason="提起民事公益诉讼")

    assert county.ends(case, SUGGESTION) == ["moved_on"]


def test_fujian_s_clause_on_public_interest_stands_among_the_grounds_there() -> None:
    fujian = load("fujian-2024")
    for code in ("support_suit", "decide_suggestion", "consider_suit"):
        assert "FJ-6e" in fujian.duty(code).ground
