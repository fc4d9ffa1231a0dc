"""A child comes of age or dies while an order procedure runs: what was ordered ends with it. 成年、死亡."""

from __future__ import annotations

import pytest

from rules.vocabulary import ProcedureKind
from rules.when import exactly
from tasks.turning import note_birthdays, record_death
from tests.databases import ON_SQLITE
from tests.flows.orders import against, issued, order_of, owed_in
from tests.office import County

pytestmark = ON_SQLITE

BEFORE_ORDER = {
    ProcedureKind.POLICE_ADMONITION: ("decide_admonition",),
    ProcedureKind.WRITTEN_WARNING: ("decide_warning",),
    ProcedureKind.SUPERVISION_ORDER: ("inquire_into_guardianship", "hear_guardian", "decide_supervision_order"),
    ProcedureKind.FAMILY_EDUCATION_ORDER: ("decide_guidance_order",),
    ProcedureKind.PROTECTION_ORDER: (
        "apply_for_protection",
        "accept_protection_application",
        "decide_protection_order",
    ),
}
RUNNING = {
    ProcedureKind.SUPERVISION_ORDER: "supervision_order",
    ProcedureKind.FAMILY_EDUCATION_ORDER: "guidance_order",
    ProcedureKind.PROTECTION_ORDER: "protection_order",
}
ENDS_AT_EIGHTEEN = [kind for kind in BEFORE_ORDER if kind is not ProcedureKind.PROTECTION_ORDER]


def in_force(county: County, kind: ProcedureKind) -> str:
    case = against(county, kind)
    county.answer_all(case, *BEFORE_ORDER[kind])
    return case


def has_ended(county: County, case: str, kind: ProcedureKind) -> bool:
    """An order that runs has ended; an admonition or a warning was given and has no effect that could end."""
    states = [order_of(county, number).state for number in issued(county, case, RUNNING.get(kind, ""))]
    return states == (["ended"] if kind in RUNNING else [])


def eighteen(county: County) -> None:
    """The day after the eighteenth birthday of a girl born on 2016-05-18."""
    county.clock.show("Friday 2034-05-19 09:00")
    note_birthdays(county.office)
    county.move()


@pytest.mark.parametrize("kind", ENDS_AT_EIGHTEEN)
def test_an_order_procedure_ends_when_the_child_comes_of_age(county: County, kind: ProcedureKind) -> None:
    case = in_force(county, kind)

    eighteen(county)

    assert county.ends(case, kind) == ["came_of_age"]
    assert has_ended(county, case, kind)


def test_a_protection_order_is_still_watched_after_eighteen(county: County) -> None:
    case = in_force(county, ProcedureKind.PROTECTION_ORDER)

    eighteen(county)

    assert county.ends(case, ProcedureKind.PROTECTION_ORDER) == [None]
    assert "protection_revisit" in owed_in(county, case, ProcedureKind.PROTECTION_ORDER)


@pytest.mark.parametrize("kind", list(BEFORE_ORDER))
def test_an_order_procedure_ends_when_the_child_dies(county: County, kind: ProcedureKind) -> None:
    case = in_force(county, kind)

    county.clock.move(minutes=1)
    record_death(county.office, case, when=exactly(county.clock()), by_post="P-CIVIL")
    county.move()

    assert county.ends(case, kind) == ["child_died"]
    assert has_ended(county, case, kind)
