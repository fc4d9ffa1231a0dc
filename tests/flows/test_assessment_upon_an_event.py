"""A child in care is assessed at any time when something happens: entered, or found on a visit. 随时评估."""

from __future__ import annotations

import pytest

from packs.loader import load
from rules.errors import Conflict, Refused
from rules.moments import civil_day
from rules.vocabulary import Force, MonitoringEnd, ProcedureKind, Tier
from rules.when import exactly
from tasks import monitoring, windows
from tests.colleagues import another
from tests.databases import ON_SQLITE
from tests.monitored import abouts, on_the_list
from tests.office import County

pytestmark = ON_SQLITE
EVENT = "assess_on_event"
STRAINED = {"care": "照护吃力"}


@pytest.fixture
def county(county: County) -> County:
    county.clock.show("Tuesday 2026-11-03 09:00")
    return county


def asked(county: County, case: str, at: str | None = None) -> None:
    if at:
        county.clock.show(at)
    monitoring.ask_to_assess(
        county.office, case, reason="母亲外出务工", when=exactly(county.clock()), by_post="P-HEBIAN-COMMITTEE"
    )
    county.move()


def test_whoever_knows_of_an_event_can_ask_the_township_for_an_assessment(county: County) -> None:
    case = on_the_list(county).case_no
    assert [row.kind for row in county.procedures(case)] == [ProcedureKind.MONITORING]
    asked(county, case)
    owed = county.live(case, EVENT)
    assert owed.post_no == "P-LIUXI-STATION"
    assert owed.internal_due_at is not None
    assert civil_day(owed.internal_due_at).isoformat() == "2026-11-07"  # to the end of Friday, three working days on
    assert {"J-91", "HT-193"} <= set(_basis(county, owed.no))
    assert [one.template for one in county.notices(post="P-LIUXI-STATION")]  # no routine: it is told of by itself


def test_what_the_assessment_says_holds(county: County) -> None:
    case = on_the_list(county).case_no
    asked(county, case)
    county.answer(case, EVENT, at="Wednesday 2026-11-04 10:00", tier="高", reason="父亲失联")
    assert ("2026-W45", "open") in abouts(county, case, "routine_visit")
    assert [one["tier"] for one in county.facts("tier_changed", case)] == ["high"]
    county.must_hold()


def test_a_lower_tier_found_upon_an_event_waits_for_a_second_person_too(county: County) -> None:
    case = on_the_list(county, tier=Tier.HIGH).case_no
    asked(county, case)
    county.answer(case, EVENT, at="Wednesday 2026-11-04 10:00", tier="低", reason="父亲返乡")
    assert "confirm_lower_tier" in county.owed(case)


@pytest.mark.parametrize(
    "found", [STRAINED, {"care": "照护人无能力"}, {"health": "心理、行为异常"}, {"school": "失学、辍学"}]
)
def test_a_visit_that_finds_weak_care_or_strange_behaviour_calls_for_an_assessment(
    county: County, found: dict[str, str]
) -> None:
    case = on_the_list(county).case_no
    county.answer(case, "routine_visit", at="Tuesday 2026-11-10 10:00", **found)
    assert abouts(county, case, EVENT) == [("visit-2026-11-10", "open")]


def test_a_visit_that_finds_nothing_calls_for_none(county: County) -> None:
    case = on_the_list(county).case_no
    county.answer(case, "routine_visit", at="Tuesday 2026-11-10 10:00")
    assert abouts(county, case, EVENT) == []


def test_what_the_visit_before_had_found_is_no_event_any_more_and_what_comes_back_is(county: County) -> None:
    case = on_the_list(county, tier=Tier.HIGH).case_no
    for day, found in (("10", STRAINED), ("17", STRAINED), ("24", {})):
        _visit(county, case, f"Tuesday 2026-11-{day} 10:00", found)
    assert [about for about, _ in abouts(county, case, EVENT)] == ["visit-2026-11-10"]
    _visit(county, case, "Tuesday 2026-12-01 10:00", STRAINED)
    assert [about for about, _ in abouts(county, case, EVENT)] == ["visit-2026-11-10", "visit-2026-12-01"]


def test_one_assessment_is_enough_for_the_events_before_it(county: County) -> None:
    case = on_the_list(county).case_no
    asked(county, case)
    asked(county, case, "Wednesday 2026-11-04 09:00")
    first, second = abouts(county, case, EVENT)
    assert (first[1], second[1]) == ("open", "open")
    county.answer(case, county.duty(case, EVENT, about=second[0]).no, at="Thursday 2026-11-05 10:00")
    assert [state for _, state in abouts(county, case, EVENT)] == ["excused", "answered"]
    county.must_hold()


def test_the_regular_assessment_after_the_event_is_enough_too_and_one_before_it_is_not(county: County) -> None:
    case = on_the_list(county).case_no
    county.answer(case, "assess_tier", at="Wednesday 2026-11-04 10:00")
    asked(county, case, "Thursday 2026-11-05 09:00")
    assert abouts(county, case, EVENT)[0][1] == "open"
    other = on_the_list(county, child={"name": "禾田田"}).case_no
    asked(county, other)
    county.answer(other, "assess_tier", at="Friday 2026-11-06 10:00")
    assert abouts(county, other, EVENT)[0][1] == "excused"


def test_an_assessment_upon_an_event_is_none_of_the_two_of_the_year(county: County) -> None:
    case = on_the_list(county).case_no
    asked(county, case)
    county.answer(case, EVENT, at="Wednesday 2026-11-04 10:00", tier="低", reason="仍平稳")
    assert abouts(county, case, "assess_tier") == [("2026-H2", "open")]


def test_in_jining_it_rests_on_the_local_text_which_has_no_number(county: County) -> None:
    jining = another(county, pack=load("shandong-jining-2016"))
    case = on_the_list(jining).case_no
    asked(jining, case)
    owed = jining.live(case, EVENT)
    pack = jining.office.pack
    assert "J-57" in _basis(jining, owed.no)
    assert pack.force_of(pack.duty(EVENT).periods["default"]) is Force.OUR_DEFAULT


def test_nobody_is_asked_for_a_child_that_has_left_or_without_a_reason(county: County) -> None:
    case = on_the_list(county).case_no
    now = exactly(county.clock())
    with pytest.raises(Refused):
        monitoring.ask_to_assess(county.office, case, reason=" ", when=now, by_post="P-CIVIL")
    monitoring.end(county.office, case, MonitoringEnd.PARENTS_RETURNED, when=now, by_post="P-CIVIL")
    county.move()
    entries = county.entries()
    with pytest.raises((Conflict, Refused)):
        monitoring.ask_to_assess(county.office, case, reason="母亲外出", when=now, by_post="P-CIVIL")
    assert county.entries() == entries


def _visit(county: County, case: str, at: str, found: dict[str, str]) -> None:
    county.clock.show(at)
    windows.open_windows(county.office)
    county.move()
    duty = [row for row in county.duties(case) if row.code == "routine_visit" and row.state == "open"][-1]
    county.answer(case, duty.no, at=at, **found)


def _basis(county: County, duty_no: str) -> list[str]:
    [entry] = [one for one in county.journal() if one.kind == "duty_opened" and one.duty_no == duty_no]
    return entry.basis.split()
