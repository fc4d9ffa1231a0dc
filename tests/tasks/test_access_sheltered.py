"""When the place where a child lives is kept from most. 受保护儿童."""

from __future__ import annotations

import pytest

from models import Instrument
from rules.access import FieldClass
from rules.vocabulary import InstrumentKind, ProcedureKind
from tasks.access.sheltered import class_of_addresses, is_sheltered
from tests.office import County


def sheltered(county: County, child: str) -> bool:
    """Whether it counts as sheltered now."""
    with county.office.reading() as desk:
        return is_sheltered(desk, child)


def test_a_child_at_home_is_not_sheltered(county: County) -> None:
    child = county.report().concerned[0].child_no

    assert not sheltered(county, child)
    with county.office.reading() as desk:
        assert class_of_addresses(desk, child) is FieldClass.IDENTITY


def test_a_child_that_is_brought_away_is_sheltered_from_that_moment_on_and_another_child_is_not(county: County) -> None:
    concerned = county.report().concerned[0]
    other = county.report(children=[{"name": "另一个孩子", "residence": {"area": "990101001"}}]).concerned[0]
    county.answer(concerned.case_no, "triage", danger_now="是")

    assert county.procedures(concerned.case_no, ProcedureKind.EMERGENCY_PLACEMENT)
    assert sheltered(county, concerned.child_no)
    assert not sheltered(county, other.child_no)
    with county.office.reading() as desk:
        assert class_of_addresses(desk, concerned.child_no) is FieldClass.SHELTERED_ADDRESS


@pytest.mark.parametrize(
    ("kind", "state", "kept_away"),
    [
        (InstrumentKind.PROTECTION_ORDER, "issued", True),
        (InstrumentKind.PLACEMENT_DECISION, "issued", True),
        (InstrumentKind.PROTECTION_ORDER, "draft", False),
        (InstrumentKind.PROTECTION_ORDER, "ended", False),
        (InstrumentKind.PLACEMENT_DECISION, "withdrawn", False),
        (InstrumentKind.ADMONITION, "issued", False),
    ],
)
def test_a_child_is_sheltered_as_long_as_an_order_or_a_placement_stands(
    kind: InstrumentKind, state: str, kept_away: bool, county: County
) -> None:
    concerned = county.report().concerned[0]
    with county.office.writing() as desk:
        desk.add(
            Instrument,
            [
                {
                    "no": "D-00000-00001",
                    "case_no": concerned.case_no,
                    "kind": kind,
                    "state": state,
                    "title": kind.zh,
                    "recorded_at": desk.at,
                }
            ],
        )

    assert sheltered(county, concerned.child_no) is kept_away
