"""A child comes of age or dies in mid-case: somebody looks at what goes on. 成年、死亡事项审查."""

from __future__ import annotations

import pytest

from rules.vocabulary import ProcedureKind, Turning
from tasks.procedures import Opening, open_procedure
from tests.flows.guardianship import of_the_transfer
from tests.office import County

TURNING = ProcedureKind.TURNING_POINT


def turned(county: County, about: Turning) -> str:
    case = county.a_case()
    with county.office.writing() as desk:
        open_procedure(
            desk, Opening(case_no=case, kind=TURNING, about=about, since_at=desk.at, key=f"turning:{case}:{about}")
        )
    county.move()
    return case


@pytest.mark.parametrize(
    ("about", "owed"),
    [
        (Turning.CAME_OF_AGE, ["end_guardianship", "review_coming_of_age", "tell_young_adult"]),
        (Turning.DIED, ["report_death", "review_after_death"]),
    ],
)
def test_a_turning_point_ends_when_everything_that_goes_on_was_looked_at(
    county: County, about: Turning, owed: list[str]
) -> None:
    case = turned(county, about)
    assert of_the_transfer(county, case, TURNING) == owed

    county.answer_all(case, *owed)

    assert county.ends(case, TURNING) == ["completed"]
    assert "police_acceptance" in county.owed(case)  # the criminal track goes on


def test_a_death_that_shows_an_unmade_report_opens_accountability(county: County) -> None:
    case = turned(county, Turning.DIED)

    county.answer(case, "review_after_death", late_unit="school")

    [opened] = county.procedures(case, ProcedureKind.ACCOUNTABILITY)
    assert (opened.about, opened.owed_by_post) == ("school", "P-EDU")
