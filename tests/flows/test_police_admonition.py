"""A guardian is admonished: face to face, with visits after it, and never silently when harm comes again. 训诫."""

from __future__ import annotations

import pytest

from rules.errors import Refusals
from rules.vocabulary import PartyRole, ProcedureKind
from tasks.people import join
from tests.databases import ON_SQLITE
from tests.flows.guardianship import adults, instruments
from tests.flows.orders import against, against_nobody_known, harm, owed_in, parties
from tests.office import County

pytestmark = ON_SQLITE

ADMONITION = ProcedureKind.POLICE_ADMONITION


def admonished(county: County, *, among: int = 1) -> str:
    case = against(county, ADMONITION, among=among)
    county.answer(case, "decide_admonition")
    for adult in adults(county, case)[:among]:
        county.answer(case, county.duty(case, "hold_admonition", about=adult).no)
    return case


def test_an_admonition_ends_without_recurrence_after_three_clean_visits(county: County) -> None:
    case = admonished(county)
    county.answer(case, "tell_of_admonition")

    for about in ("7", "30", "90"):
        county.answer(case, county.duty(case, "admonition_visit", about=about).no)

    assert county.ends(case, ADMONITION) == ["no_recurrence"]
    assert instruments(county, case) == ["admonition"]


def test_the_visits_fall_seven_thirty_and_ninety_days_after_the_admonition_by_our_default(county: County) -> None:
    case = admonished(county)
    for about in ("7", "30"):
        county.answer(case, county.duty(case, "admonition_visit", about=about).no)

    visits = [row for row in county.duties(case) if row.code == "admonition_visit"]
    assert [(row.about, row.variant) for row in visits] == [("7", "default"), ("30", "day_30"), ("90", "day_90")]
    assert len({row.since_at for row in visits}) == 1


def test_a_guardian_who_cannot_be_reached_does_not_hold_up_the_visits(county: County) -> None:
    case = against(county, ADMONITION, among=2)
    county.answer(case, "decide_admonition")
    father, mother = adults(county, case)

    county.answer(case, county.duty(case, "hold_admonition", about=father).no)

    assert owed_in(county, case, ADMONITION) == ["admonition_visit", "hold_admonition", "tell_of_admonition"]
    assert county.live(case, "hold_admonition").about == mother


def test_an_admonition_that_is_not_issued_ends_so_only_after_somebody_has_heard_of_it(county: County) -> None:
    case = against(county, ADMONITION)
    county.answer(case, "decide_admonition", issue="否", reason="情节轻微，已由村委会劝诫")

    assert county.ends(case, ADMONITION) == [None]
    county.answer(case, "tell_not_issued")

    assert county.ends(case, ADMONITION) == ["not_issued"]
    assert instruments(county, case) == []


def test_a_refusal_that_does_not_stand_is_decided_again(county: County) -> None:
    case = against(county, ADMONITION)
    county.answer(case, "decide_admonition", issue="否", reason="情节轻微")
    county.answer(case, "tell_not_issued", stands="否")

    county.answer(case, county.duty(case, "decide_admonition", about="2").no)

    assert instruments(county, case) == ["admonition"]


def test_not_admonishing_needs_a_reason_and_telling_somebody(county: County) -> None:
    case = against(county, ADMONITION)

    with pytest.raises(Refusals, match="理由"):
        county.answer(case, "decide_admonition", issue="否")
    county.answer(case, "decide_admonition", issue="否", reason="情节轻微")
    with pytest.raises(Refusals, match="已告知单位"):
        county.answer(case, "tell_not_issued", told="")


def test_a_guardian_who_cannot_be_found_leads_to_temporary_guardianship(county: County) -> None:
    case = against_nobody_known(county, ADMONITION)

    county.answer(case, "identify_respondent", found="否")

    assert county.ends(case, ADMONITION) == ["not_found"]
    assert county.ends(case, ProcedureKind.GUARDIANSHIP_TRANSFER) == [None]


def test_a_guardian_who_is_found_is_admonished(county: County) -> None:
    case = against_nobody_known(county, ADMONITION)
    father = adults(county, case)[0]

    with pytest.raises(Refusals, match="编号"):
        county.answer(case, "identify_respondent", found="是")
    county.answer(case, "identify_respondent", found="是", adult_no=father)
    county.answer(case, "decide_admonition")

    assert county.live(case, "hold_admonition").about == father


def test_a_guardian_who_joins_later_by_name_releases_the_search(county: County) -> None:
    case = against_nobody_known(county, ADMONITION)
    [procedure] = county.procedures(case, ADMONITION)

    join(
        county.office,
        case,
        procedure.no,
        adults(county, case)[0],
        PartyRole.RESPONDENT,
        by_post="P-LIUXI-POLICE",
    )
    county.move()

    assert county.duty(case, "identify_respondent").state == "excused"
    assert owed_in(county, case, ADMONITION) == ["decide_admonition"]


def test_guidance_ordered_at_the_same_time_is_a_procedure_of_its_own_against_the_same_guardians(
    county: County,
) -> None:
    case = against(county, ADMONITION, among=2)

    county.answer(case, "decide_admonition", with_guidance="是")

    assert parties(county, case, ProcedureKind.FAMILY_EDUCATION_ORDER) == [list(adults(county, case))]
    assert county.live(case, "decide_guidance_order").post_no == "P-LIUXI-POLICE"


def test_harm_again_moves_on_to_what_was_decided_and_never_stays_without_a_next_step(county: County) -> None:
    case = admonished(county)
    harm(county, case)

    assert owed_in(county, case, ADMONITION) == ["admonition_visit", "decide_after_harm", "tell_of_admonition"]
    with pytest.raises(Refusals, match="后续措施"):
        county.answer(case, "decide_after_harm", next_steps="")
    county.answer(case, "decide_after_harm", next_steps="督促监护令、人身安全保护令、监护转移")

    assert county.ends(case, ADMONITION) == ["moved_on"]
    for kind in (
        ProcedureKind.SUPERVISION_ORDER,
        ProcedureKind.PROTECTION_ORDER,
        ProcedureKind.GUARDIANSHIP_TRANSFER,
    ):
        assert county.ends(case, kind) == [None]
        assert parties(county, case, kind) == [[adults(county, case)[0]]]


def test_harm_found_on_a_visit_is_decided_on_while_the_visits_go_on(county: County) -> None:
    case = admonished(county)

    county.answer(case, "admonition_visit", harm_again="是")

    assert county.live(case, "admonition_visit").about == "30"
    assert county.live(case, "decide_after_harm").about == "visit-1"


def test_harm_that_is_not_confirmed_changes_nothing(county: County) -> None:
    case = admonished(county)
    harm(county, case)

    county.answer(case, "decide_after_harm", confirmed="否", next_steps="", reason="经查系运动受伤")

    assert owed_in(county, case, ADMONITION) == ["admonition_visit", "tell_of_admonition"]


def test_a_penalty_is_decided_before_the_procedure_moves_on(county: County) -> None:
    case = admonished(county)
    harm(county, case)
    county.answer(case, "decide_after_harm", next_steps="治安管理处罚")

    county.answer(case, "decide_penalty")

    assert county.ends(case, ADMONITION) == ["moved_on"]
    assert instruments(county, case) == ["admonition", "penalty"]
