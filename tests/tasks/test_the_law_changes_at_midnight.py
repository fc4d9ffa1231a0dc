"""A running office takes the rules of the day on which a procedure is opened, without being started again. 换版."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count
from types import MappingProxyType

import pytest

from packs import Editions, load
from packs.content import canonical, with_content
from packs.pack import Pack
from rules.period import CountingRule, Period, Unit
from tasks import rules_change
from tasks.findings import Grade
from tasks.health import ended_rules, other_rules
from tests.colleagues import another
from tests.office import County, national

CHILDREN = count(1)
"""Each report is about another child."""

BEFORE, AFTER = "2026-03-31", "2026-04-01"


def faster() -> Pack:
    """The edition from 1 April 2026: a child is seen within half a day."""
    spec = national().duty("child_seen")
    fact = national().fact("A-93")
    half_a_day = Period(amount=12, unit=Unit.HOURS, rule=CountingRule.CLOCK, set_by=fact.id)
    limits = MappingProxyType({**fact.limits, "default": half_a_day})
    periods = MappingProxyType({**spec.periods, "default": half_a_day})
    pack = replace(
        national(),
        version="2026.2",
        valid_from=date.fromisoformat(AFTER),
        facts=MappingProxyType({**national().facts, fact.id: replace(fact, limits=limits)}),
        duties=MappingProxyType({**national().duties, spec.code: replace(spec, periods=periods)}),
    )
    return with_content(pack, canonical(pack))


@pytest.fixture
def changing(county: County) -> County:
    """The county at work while the law changes; nobody starts anything again."""
    return another(county, pack=Editions((national(), faster())))


def a_case_at(county: County, moment: str) -> str:
    county.clock.show(moment)
    return county.a_case(children=[{"name": f"禾{next(CHILDREN)}", "residence": {"area": "990101001"}}])


def rules_of(county: County, case_no: str) -> set[str]:
    return {row.rules for row in county.procedures(case_no)}


def test_the_second_before_midnight_has_the_old_rules_and_midnight_the_new_ones(changing: County) -> None:
    old, new = national().hash, faster().hash

    last_second = a_case_at(changing, f"{BEFORE} 23:59:59")
    midnight = a_case_at(changing, f"{AFTER} 00:00:00")
    next_second = a_case_at(changing, f"{AFTER} 00:00:01")

    assert [rules_of(changing, case) for case in (last_second, midnight, next_second)] == [{old}, {new}, {new}]


def test_a_case_of_the_last_day_keeps_its_clock_after_the_law_has_changed(changing: County) -> None:
    before = a_case_at(changing, f"{BEFORE} 23:00")
    after = a_case_at(changing, f"{AFTER} 01:00")
    changing.answer_all(before, "triage")
    changing.answer_all(after, "triage")
    due = [changing.live(case, "child_seen").legal_due_at for case in (before, after)]

    assert due[0] is not None
    assert due[1] is not None
    assert due[1] < due[0]  # reported later, owed earlier
    assert rules_of(changing, before) == {national().hash}


def test_a_procedure_that_is_opened_in_an_old_case_after_the_change_has_the_new_rules(changing: County) -> None:
    case = a_case_at(changing, f"{BEFORE} 20:00")
    changing.answer_all(case, "triage", "child_seen")
    changing.clock.show(f"{AFTER} 00:00:00")
    opened_before = {row.no for row in changing.procedures(case)}

    changing.answer_all(case, "safety_assessment", "choose_interventions")

    later = [row for row in changing.procedures(case) if row.no not in opened_before]
    assert later
    assert {row.rules for row in later} == {faster().hash}
    changing.must_hold()


def test_open_cases_are_listed_for_moving_once_the_law_has_changed_and_not_before(changing: County) -> None:
    case = a_case_at(changing, f"{BEFORE} 23:00")
    listed = []
    for moment in (f"{BEFORE} 23:59:59", f"{AFTER} 00:00:00"):
        changing.clock.show(moment)
        with changing.office.reading() as desk:
            listed.append({one.case_no for one in rules_change.difference(desk)})

    assert listed == [set(), {case}]


def test_an_office_that_was_started_without_its_local_rules_is_told(county: County) -> None:
    fujian = another(county, pack=load("fujian-2024"))
    a_case_at(fujian, f"{BEFORE} 09:00")
    forgotten = another(fujian, pack=national())
    with fujian.office.reading() as desk:
        assert other_rules(desk) == []
    with forgotten.office.reading() as desk:
        (told,) = other_rules(desk)
    assert told.grade is Grade.ILL
    assert "fujian-2024" in told.zh
    assert "HUTONG_PACK" in told.mend_zh


def test_an_office_that_took_local_rules_on_is_told_how_its_open_cases_come_to_them(county: County) -> None:
    a_case_at(county, f"{BEFORE} 09:00")
    with another(county, pack=load("fujian-2024")).office.reading() as desk:
        (told,) = other_rules(desk)
    assert told.grade is Grade.NOTE
    assert "pack migrate" in told.zh


def test_rules_whose_time_is_over_still_govern_and_the_operator_is_told_from_the_first_second(county: County) -> None:
    ended = another(county, pack=replace(national(), valid_until=date.fromisoformat(BEFORE)))
    told = []
    for moment in (f"{BEFORE} 23:59:59", f"{AFTER} 00:00:00"):
        ended.clock.show(moment)
        with ended.office.reading() as desk:
            told.append(ended_rules(desk))

    assert told[0] == []
    assert "适用期已于 2026-03-31 届满" in told[1][0].zh
    assert rules_of(ended, a_case_at(ended, f"{AFTER} 00:00:00")) == {national().hash}
