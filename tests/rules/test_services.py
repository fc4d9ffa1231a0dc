"""Does a list of services say yes, no or "not known", and never guess? 服务清单的适用."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from packs.services import service_lists
from rules.age import years_old
from rules.services import ChildFacts, Condition, Service, Verdict, eligibility
from rules.vocabulary import ChildCategory, Role

MIGRANT = frozenset({ChildCategory.MIGRANT})


def child(**changes: Any) -> ChildFacts:
    facts: dict[str, Any] = {"age": 9, "categories": MIGRANT, "same_county": None, "stated": {}}
    return ChildFacts(**facts | changes)


def row(code: str) -> Service:
    found = service_lists()["tianmen"].service(code)
    assert found is not None
    return found


def verdict(code: str, **changes: Any) -> Verdict:
    return eligibility(row(code), child(**changes)).verdict


@pytest.mark.parametrize(
    ("age", "expected"),
    [(2, Verdict.NO), (3, Verdict.YES), (6, Verdict.YES), (7, Verdict.NO), (None, Verdict.UNKNOWN)],
)
def test_an_age_band_holds_its_last_year(age: int | None, expected: Verdict) -> None:
    assert verdict("preschool", age=age) is expected


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(2020, 3, 10), date(2026, 3, 10), 5),  # the sixth birthday itself belongs to the sixth year
        (date(2020, 3, 10), date(2026, 3, 11), 6),
        (date(2020, 2, 29), date(2026, 2, 28), 5),
        (date(2020, 2, 29), date(2026, 3, 1), 6),
    ],
)
def test_a_year_is_full_with_the_day_after_the_birthday(born: date, on: date, years: int) -> None:
    assert years_old(born, on) == years


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Verdict.YES),
        ({"categories": frozenset()}, Verdict.UNKNOWN),
        ({"categories": frozenset(), "same_county": False}, Verdict.UNKNOWN),  # six months are still to be shown
        ({"categories": frozenset(), "same_county": True}, Verdict.NO),
        ({"categories": frozenset(), "stated": {Condition.MIGRANT: True}}, Verdict.YES),
        ({"stated": {Condition.MIGRANT: False}}, Verdict.NO),
    ],
)
def test_the_list_is_for_migrant_children(changes: dict[str, Any], expected: Verdict) -> None:
    assert verdict("health_care", **changes) is expected


def test_any_one_of_the_conditions_is_enough_and_all_must_be_denied_before_it_is_a_no() -> None:
    denied = {Condition.ORPHAN: False, Condition.HIV: False}

    assert verdict("basic_living") is Verdict.UNKNOWN
    assert verdict("basic_living", stated={Condition.DE_FACTO_UNSUPPORTED: True}) is Verdict.YES
    assert verdict("basic_living", stated=denied) is Verdict.UNKNOWN
    assert verdict("basic_living", stated=denied | {Condition.DE_FACTO_UNSUPPORTED: False}) is Verdict.NO


def test_what_is_missing_is_named_in_the_reason() -> None:
    found = eligibility(row("temporary_relief"), child())

    assert [(one.zh, one.asks) for one in found.reasons if one.verdict is Verdict.UNKNOWN] == [
        ("请核对：遭遇突发性、紧迫性、灾难性困难", (Condition.SUDDEN_HARDSHIP,))
    ]


@pytest.mark.parametrize(("age", "expected"), [(15, Verdict.YES), (16, Verdict.UNKNOWN), (17, Verdict.UNKNOWN)])
def test_from_sixteen_on_a_school_service_is_to_be_asked_about(age: int, expected: Verdict) -> None:
    assert verdict("high_school", age=age, stated={Condition.HIGH_SCHOOL: True}) is expected


def test_a_list_asks_for_no_condition_that_decides_nothing_in_it() -> None:
    listed = service_lists()["tianmen"]
    few = replace(listed, services=(row("basic_living"), row("health_care")))

    assert few.conditions == (Condition.MIGRANT, Condition.ORPHAN, Condition.HIV, Condition.DE_FACTO_UNSUPPORTED)
    assert set(listed.conditions) <= set(Condition)


def test_from_sixteen_on_what_the_list_gives_to_under_sixteens_is_a_no() -> None:
    assert (verdict("city_life", age=15), verdict("city_life", age=16)) == (Verdict.YES, Verdict.NO)


def test_a_service_is_found_by_number_code_and_name() -> None:
    listed = service_lists()["tianmen"]

    assert listed.service("15") == listed.service("temporary_relief") == listed.service("临时救助服务")
    assert listed.service("23") is None


def test_the_list_of_tianmen_has_twenty_two_rows_in_order() -> None:
    listed = service_lists()["tianmen"]

    assert [one.number for one in listed.services] == list(range(1, 23))
    assert row("legal_aid").departments == (Role.COURT, Role.PROCURATORATE, Role.COUNTY_POLICE, Role.JUSTICE)
    assert sum(len(one.departments) for one in listed.services) == 54
    assert [one.number for one in listed.services if one.at_registration] == [10, 11, 13, 14]
