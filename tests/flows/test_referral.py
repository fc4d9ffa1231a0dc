"""A referral is taken up and done, or goes to somebody else; never into silence. 转介办理."""

from __future__ import annotations

import pytest

from rules.vocabulary import Intervention, ProcedureKind
from tests.office import County

REFERRAL = ProcedureKind.REFERRAL


def referred(county: County, *chosen: Intervention) -> str:
    case = county.a_case()
    county.answer_all(case, "triage", "child_seen", "safety_assessment")
    county.answer(case, "choose_interventions", chosen=list(chosen or (Intervention.SERVICES,)))
    return case


@pytest.mark.parametrize(
    ("chosen", "kind"),
    [
        (Intervention.ADMONITION, ProcedureKind.POLICE_ADMONITION),
        (Intervention.WARNING, ProcedureKind.WRITTEN_WARNING),
        (Intervention.SUPERVISION_ORDER, ProcedureKind.SUPERVISION_ORDER),
        (Intervention.PROTECTION_ORDER, ProcedureKind.PROTECTION_ORDER),
        (Intervention.TEMPORARY_GUARDIANSHIP, ProcedureKind.GUARDIANSHIP_TRANSFER),
        (Intervention.FAMILY_EDUCATION, ProcedureKind.FAMILY_EDUCATION_ORDER),
        (Intervention.SERVICES, ProcedureKind.REFERRAL),
    ],
)
def test_each_intervention_is_carried_out_by_its_own_procedure(
    county: County, chosen: Intervention, kind: ProcedureKind
) -> None:
    case = referred(county, chosen)

    [opened] = county.procedures(case, kind)
    assert opened.opened_by == county.procedures(case, ProcedureKind.MANDATORY_REPORTING)[0].no


def test_services_are_asked_of_the_township(county: County) -> None:
    case = referred(county)

    assert county.duty(case, "take_up_referral").post_no == "P-LIUXI-STATION"


def test_a_referral_that_is_taken_up_ends_when_it_is_done(county: County) -> None:
    case = referred(county)

    county.answer(case, "take_up_referral")
    assert county.duty(case, "complete_referral").post_no == "P-LIUXI-STATION"
    county.answer(case, "complete_referral")

    assert county.ends(case, REFERRAL) == ["completed"]


def test_a_referral_that_is_declined_goes_to_somebody_else_from_the_moment_it_was_reassigned(county: County) -> None:
    case = referred(county)
    county.answer(case, "take_up_referral", accepts="否", reason="不属本站职责")
    assert county.duty(case, "reassign_referral").post_no == "P-CIVIL"

    county.answer(case, "reassign_referral", to_post="P-WOMEN")

    second = county.duty(case, "take_up_referral", about="2")
    assert second.post_no == "P-WOMEN"
    assert second.since_at == county.duty(case, "reassign_referral").happened_at
    county.answer(case, second.no)
    assert county.duty(case, "complete_referral").post_no == "P-WOMEN"
    county.answer(case, "complete_referral")
    assert county.ends(case, REFERRAL) == ["completed"]


def test_a_referral_that_nobody_takes_ends_declined_and_not_in_silence(county: County) -> None:
    case = referred(county)
    county.answer(case, "take_up_referral", accepts="否", reason="本站无此服务")

    county.answer(case, "reassign_referral", to_post="", no_taker="no_service", reason="本县无此服务")

    assert county.ends(case, REFERRAL) == ["declined"]
