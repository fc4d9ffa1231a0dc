"""Is one visit one visit where visits are told, however many windows it answered? 一次走访计一次."""

from __future__ import annotations

import pytest

from packs.loader import load
from rules.vocabulary import ChildCategory, NoteKind
from rules.when import exactly
from tasks.figures import Group, figures_of
from tasks.notes import note
from tests.colleagues import another
from tests.monitored import LEFT_BEHIND, on_the_list
from tests.office import County


@pytest.fixture
def jining(county: County) -> County:
    return another(county, pack=load("shandong-jining-2016"))


def a_key_child(there: County) -> str:
    """A left-behind child that is visited by our quarter and by the city's half-year, and contacted monthly."""
    return on_the_list(there, categories=[ChildCategory.LEFT_BEHIND], conditions=LEFT_BEHIND).case_no


def told(there: County) -> dict[str, Group]:
    with there.office.reading() as desk:
        return {one.code: one for one in figures_of(desk, area="990101", year=2026).groups}


def visited(there: County, case: str) -> None:
    quarter = there.duty(case, "routine_visit", about="2026-Q1").no
    there.answer(case, quarter)


def test_a_visit_that_meets_two_rhythms_is_two_duties_and_one_visit(jining: County) -> None:
    case = a_key_child(jining)
    assert {about for code, about in jining.opened(case) if code == "routine_visit"} == {"2026-Q1", "2026-H1"}
    visited(jining, case)

    groups = told(jining)
    assert (groups["routine_visit"].total, groups["routine_visit"].parts["in_time"][1]) == (2, 2)
    assert groups["routine_visits_made"].total == 1
    assert groups["routine_contacts_made"].total == 0  # a visit that counted as a contact is told with the visits
    assert "每期一项" in groups["routine_visit"].zh
    assert "一次计一次" in groups["routine_visits_made"].zh


def test_a_contact_by_telephone_is_a_contact_and_no_visit(jining: County) -> None:
    case = a_key_child(jining)
    jining.answer(case, "routine_contact")

    groups = told(jining)
    assert (groups["routine_visits_made"].total, groups["routine_contacts_made"].total) == (0, 1)


def test_a_visit_beside_the_windows_is_a_visit_and_one_in_a_matter_is_not_of_these(jining: County) -> None:
    case = a_key_child(jining)
    visited(jining, case)
    jining.clock.move(days=1)
    note(jining.office, case, NoteKind.VISIT, words="再看一次", when=exactly(jining.clock()), by_post="P-CIVIL")
    matter = jining.a_case()
    note(jining.office, matter, NoteKind.VISIT, words="核实", when=exactly(jining.clock()), by_post="P-CIVIL")

    assert told(jining)["routine_visits_made"].total == 2
