"""An order to accept guidance: served, given, checked; ignored, it leads to the next tool. 家庭教育指导."""

from __future__ import annotations

import pytest

from rules.errors import Refusals
from rules.vocabulary import ProcedureKind
from rules.when import exactly
from tasks.instruments import withdraw
from tests.databases import ON_SQLITE
from tests.flows.guardianship import instruments
from tests.flows.orders import against, against_nobody_known, harm, issued, owed_in
from tests.office import County

pytestmark = ON_SQLITE

GUIDANCE = ProcedureKind.FAMILY_EDUCATION_ORDER


def ordered(county: County, **changes: str) -> str:
    case = against(county, GUIDANCE)
    county.answer(case, "decide_guidance_order", **changes)
    return case


def given(county: County) -> str:
    case = ordered(county)
    county.answer_all(case, "serve_guidance_order", "pass_to_provider", "first_session")
    return case


def test_guidance_that_is_given_and_has_helped_ends_completed(county: County) -> None:
    case = given(county)
    county.answer(case, "guidance_session")

    county.answer(case, "closing_check")

    assert county.ends(case, GUIDANCE) == ["completed"]
    assert instruments(county, case) == ["guidance_order"]
    assert owed_in(county, case, GUIDANCE) == []


def test_the_provider_owes_the_sessions_and_the_issuing_body_the_rest(county: County) -> None:
    case = given(county)

    assert county.live(case, "guidance_session").post_no == "P-WOMEN"
    assert county.live(case, "closing_check").post_no == "P-LIUXI-POLICE"


def test_serving_and_passing_on_do_not_wait_for_one_another(county: County) -> None:
    case = ordered(county)

    assert owed_in(county, case, GUIDANCE) == ["closing_check", "pass_to_provider", "serve_guidance_order"]


def test_two_absences_are_reported_and_lead_to_the_next_tool(county: County) -> None:
    case = given(county)
    county.answer(case, "guidance_session", attended="否")
    assert "report_absence" not in owed_in(county, case, GUIDANCE)
    county.answer(case, "guidance_session", attended="否")

    county.answer(case, "report_absence")
    county.answer(case, "decide_after_ignored", next_steps="训诫、督促监护令")

    assert county.ends(case, GUIDANCE) == ["moved_on"]
    assert county.ends(case, ProcedureKind.POLICE_ADMONITION) == [None]
    assert county.ends(case, ProcedureKind.SUPERVISION_ORDER) == [None]


def test_two_absences_for_good_reason_change_nothing_and_two_more_are_reported_again(county: County) -> None:
    case = given(county)
    for turn in ("1", "2"):
        county.answer(case, "guidance_session", attended="否")
        county.answer(case, "guidance_session", attended="否")
        assert county.live(case, "report_absence").about == turn
        county.answer(case, "report_absence")
        county.answer(case, "decide_after_ignored", confirmed="否", next_steps="", reason="住院")

    assert owed_in(county, case, GUIDANCE) == ["closing_check", "guidance_session"]


def test_guidance_is_renewed_once_and_then_decided_on(county: County) -> None:
    case = given(county)
    with pytest.raises(Refusals, match="延长至哪一日"):
        county.answer(case, "closing_check", outcome="延长一次")
    county.answer(case, "closing_check", outcome="延长一次", until="2026-09-01")
    assert county.live(case, "closing_check").about == "v2"

    county.answer(case, "closing_check", outcome="延长一次", until="2026-12-01")

    assert "decide_after_ignored" in owed_in(county, case, GUIDANCE)


def test_guidance_not_completed_for_good_reason_lapses(county: County) -> None:
    case = given(county)
    county.answer(case, "closing_check", outcome="未完成或者没有改善")

    county.answer(case, "decide_after_ignored", confirmed="否", next_steps="", reason="监护人重病")

    assert county.ends(case, GUIDANCE) == ["lapsed"]


def test_harm_during_guidance_moves_on(county: County) -> None:
    case = given(county)
    harm(county, case)

    county.answer(case, "decide_after_harm")

    assert county.ends(case, GUIDANCE) == ["moved_on"]
    assert county.ends(case, ProcedureKind.PROTECTION_ORDER) == [None]


def test_guidance_that_is_not_ordered_is_told_of(county: County) -> None:
    case = ordered(county, issue="否", reason="已自愿参加指导")

    county.answer(case, "tell_not_issued")

    assert county.ends(case, GUIDANCE) == ["not_issued"]


def test_guidance_for_a_guardian_who_cannot_be_found_becomes_temporary_guardianship(county: County) -> None:
    case = against_nobody_known(county, GUIDANCE)

    county.answer(case, "identify_respondent")

    assert county.ends(case, GUIDANCE) == ["not_found"]
    assert county.ends(case, ProcedureKind.GUARDIANSHIP_TRANSFER) == [None]


def test_guidance_whose_order_is_withdrawn_ends_so(county: County) -> None:
    case = given(county)
    [order] = issued(county, case, "guidance_order")

    county.clock.move(minutes=1)
    withdraw(county.office, order, reason="监护人变更", when=exactly(county.clock()), by_post="P-LIUXI-POLICE")
    county.move()

    assert county.ends(case, GUIDANCE) == ["withdrawn"]
