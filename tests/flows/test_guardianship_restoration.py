"""A parent who was disqualified asks to be guardian again. 恢复监护人资格."""

from __future__ import annotations

from rules.restoration import RESTORATION_VISITS
from rules.vocabulary import PartyRole, ProcedureKind
from rules.when import exactly
from tasks.turning import note_birthdays, record_death
from tests.builders import a_child
from tests.databases import ON_SQLITE
from tests.flows.guardianship import adults, begun, instruments, of_the_transfer
from tests.office import County

pytestmark = ON_SQLITE

RESTORATION = ProcedureKind.GUARDIANSHIP_RESTORATION


def asked(county: County) -> str:
    return begun(county, RESTORATION, role=PartyRole.APPLICANT, among=1)


def test_a_parent_who_is_restored_is_handed_the_child_and_visited_for_a_year(county: County) -> None:
    case = asked(county)
    county.answer(case, "examine_restoration")
    assert of_the_transfer(county, case, RESTORATION) == ["assess_for_restoration", "decide_restoration"]

    county.answer_all(case, "assess_for_restoration", "decide_restoration", "hand_over_child", "tell_of_change")
    for _ in RESTORATION_VISITS:
        assert county.ends(case, RESTORATION) == [None]
        county.answer(case, "visit_after_restoration")

    assert county.ends(case, RESTORATION) == ["restored"]
    [judgment] = county.facts("instrument_issued", case)
    assert (judgment["kind"], judgment["to"]) == ("restoration_judgment", list(adults(county, case)[:1]))


def test_an_application_outside_the_window_of_the_opinion_is_examined_all_the_same(county: County) -> None:
    case = asked(county)

    county.answer(case, "examine_restoration", within_window="否")

    assert "decide_restoration" in county.owed(case)


def test_who_committed_an_intentional_crime_against_the_child_is_not_restored_and_not_assessed(county: County) -> None:
    case = asked(county)
    county.answer(case, "examine_restoration", intentional_crime="是")
    assert of_the_transfer(county, case, RESTORATION) == ["refuse_barred_restoration"]

    county.answer(case, "refuse_barred_restoration")

    assert county.ends(case, RESTORATION) == ["not_restored"]
    assert instruments(county, case) == ["dismissal"]


def test_a_court_may_refuse_and_then_the_assessment_is_needless(county: County) -> None:
    case = asked(county)
    county.answer(case, "examine_restoration")

    county.answer(case, "decide_restoration", restoration_outcome="不予恢复")

    assert county.ends(case, RESTORATION) == ["not_restored"]
    assert "assess_for_restoration" not in county.owed(case)


def test_an_application_may_be_withdrawn(county: County) -> None:
    case = asked(county)
    county.answer(case, "examine_restoration")

    county.answer(case, "decide_restoration", restoration_outcome="撤回申请")

    assert county.ends(case, RESTORATION) == ["withdrawn"]


def test_a_visit_that_finds_the_child_unsafe_opens_a_placement_and_the_visits_go_on(county: County) -> None:
    case = asked(county)
    county.answer_all(case, "examine_restoration", "decide_restoration")

    county.answer(case, "visit_after_restoration", child_safe="否")

    assert county.ends(case, ProcedureKind.EMERGENCY_PLACEMENT) == [None]
    assert county.live(case, "visit_after_restoration").about == "month_2"


def test_a_child_who_comes_of_age_needs_no_guardian_restored(county: County) -> None:
    case = begun(county, RESTORATION, case=county.a_case(children=[a_child(birth_on="2008-05-18")]))
    county.clock.show("Tuesday 2026-05-19 08:00")

    note_birthdays(county.office)
    county.move()

    assert county.ends(case, RESTORATION) == ["came_of_age"]


def test_a_child_who_has_died_has_no_guardian_to_be_restored(county: County) -> None:
    case = asked(county)

    record_death(county.office, case, when=exactly(county.clock()), by_post="P-CIVIL")
    county.move()

    assert county.ends(case, RESTORATION) == ["child_died"]
