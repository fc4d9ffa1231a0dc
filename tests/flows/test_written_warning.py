"""告诫书: within 72 hours, served, visited until three visits in a row are clean. 家庭暴力告诫."""

from __future__ import annotations

from rules.vocabulary import ProcedureKind
from tests.databases import ON_SQLITE
from tests.flows.guardianship import adults, instruments
from tests.flows.orders import against, against_nobody_known, harm, owed_in, parties
from tests.office import County

pytestmark = ON_SQLITE

WARNING = ProcedureKind.WRITTEN_WARNING


def warned(county: County) -> str:
    case = against(county, WARNING)
    county.answer_all(case, "decide_warning", "serve_warning")
    return case


def test_a_warning_is_due_seventy_two_hours_after_acceptance_by_law(county: County) -> None:
    case = against(county, WARNING)

    duty = county.duty(case, "decide_warning")
    assert duty.legal_due_at is not None
    assert (duty.legal_due_at - duty.since_at).total_seconds() == 72 * 3600


def test_a_warning_ends_after_a_first_visit_and_three_clean_quarters(county: County) -> None:
    case = warned(county)
    county.answer_all(case, "tell_of_warning", "explain_protection")

    for turn in range(1, 5):
        assert county.ends(case, WARNING) == [None]
        county.answer(case, county.duty(case, "warning_visit", about=str(turn)).no)

    assert county.ends(case, WARNING) == ["no_recurrence"]
    assert instruments(county, case) == ["warning"]
    visits = [row.variant for row in county.duties(case) if row.code == "warning_visit"]
    assert visits == ["default", "quarterly", "quarterly", "quarterly"]


def test_a_visit_that_is_not_clean_breaks_the_row(county: County) -> None:
    case = warned(county)
    county.answer_all(case, "tell_of_warning", "explain_protection", "warning_visit", "warning_visit")
    county.answer(case, "warning_visit", harm_again="是")
    county.answer(case, "decide_after_harm", confirmed="否", next_steps="", reason="经查不属实")

    county.answer_all(case, "warning_visit", "warning_visit")
    assert county.ends(case, WARNING) == [None]
    county.answer(case, "warning_visit")

    assert county.ends(case, WARNING) == ["no_recurrence"]


def test_whoever_is_violent_again_is_punished_and_not_warned_again(county: County) -> None:
    case = warned(county)
    harm(county, case)
    county.answer(case, "decide_after_harm", next_steps="治安管理处罚、人身安全保护令")

    assert county.ends(case, ProcedureKind.PROTECTION_ORDER) == [None]
    assert county.duty(case, "decide_penalty").post_no == "P-LIUXI-POLICE"
    county.answer(case, "decide_penalty")

    assert county.ends(case, WARNING) == ["moved_on"]
    assert instruments(county, case) == ["warning", "penalty"]


def test_a_warning_that_is_not_issued_is_told_of(county: County) -> None:
    case = against(county, WARNING)
    county.answer(case, "decide_warning", issue="否", reason="应予治安管理处罚")

    county.answer(case, "tell_not_issued")

    assert county.ends(case, WARNING) == ["not_issued"]


def test_an_offender_who_cannot_be_found_is_told_of(county: County) -> None:
    case = against_nobody_known(county, WARNING)
    county.answer(case, "identify_respondent", found="否")

    county.answer(case, "tell_not_issued")

    assert county.ends(case, WARNING) == ["not_found"]


def test_the_police_may_apply_for_a_protection_order_on_the_way(county: County) -> None:
    case = warned(county)

    county.answer(case, "explain_protection", applies="是")

    assert county.ends(case, ProcedureKind.PROTECTION_ORDER) == [None]
    assert parties(county, case, ProcedureKind.PROTECTION_ORDER) == [[adults(county, case)[0]]]
    assert county.live(case, "apply_for_protection").post_no == "P-LIUXI-POLICE"
    assert "warning_visit" in owed_in(county, case, WARNING)
