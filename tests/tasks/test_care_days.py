"""How many days was a child away from home, on what footing and where? 照护日数."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from rules.moments import civil_day, midnight_before, shanghai
from rules.placement import PlacementMode
from rules.stays import Nights, Stage
from rules.vocabulary import ProcedureKind
from rules.when import exactly, read_when
from tasks import acts, closing, turning
from tasks.care_days import ChildCare, care_in_area, care_of, summed
from tasks.opening import open_by_hand
from tests.builders import LIUXI, SHIQIAO, a_child
from tests.databases import ON_SQLITE
from tests.flows.guardianship import BEFORE_THE_JUDGMENT, a_transfer
from tests.office import County

pytestmark = ON_SQLITE

RELIEF, RELATIVES = PlacementMode.RELIEF_INSTITUTION, PlacementMode.RELATIVES


def care(county: County, no: str, **period: date) -> ChildCare:
    with county.office.reading() as desk:
        return care_of(desk, no, **period)


def in_area(county: County, area: str, **period: date) -> list[ChildCare]:
    with county.office.reading() as desk:
        return care_in_area(desk, area, **period)


def sure(days: int) -> Nights:
    return Nights(days, days)


def test_a_stay_goes_from_the_night_of_arrival_to_the_day_on_which_somebody_signed(county: County) -> None:
    case = a_transfer(county)
    county.answer_all(case, "decide_way_out", "assess_capacity")
    county.answer(case, "hand_back_child", at="Monday 2026-03-16 09:00")

    found = care(county, case)

    (stay,) = found.cases[0].stays
    assert (stay.stage, stay.mode, found.total, found.in_care) == (Stage.TEMPORARY, RELIEF, sure(14), False)
    assert (stay.began_by, stay.left_by) == (
        county.duty(case, "begin_temporary_guardianship").no,
        county.duty(case, "hand_back_child").no,
    )


def test_a_child_that_nobody_collected_is_still_in_care(county: County) -> None:
    case = a_transfer(county)
    county.answer_all(case, "decide_way_out", "assess_capacity")
    county.answer(case, "hand_back_child", at="Monday 2026-03-16 09:00", collected="否", receipt="")
    county.clock.move(days=10)

    assert (care(county, case).total, care(county, case).in_care) == (sure(24), True)


def test_the_emergency_and_what_follows_it_are_one_stay_told_apart_by_footing_and_place(county: County) -> None:
    case = county.a_case(danger_now="是")
    county.answer(case, "safe_bed", at="Monday 2026-03-02 22:00", mode="委托亲属抚养")
    county.answer(case, "decide_placement", at="Wednesday 2026-03-04 09:00", mode="委托亲属抚养")
    county.answer(case, "begin_temporary_guardianship", at="Saturday 2026-03-07 09:00")
    county.clock.show("Tuesday 2026-03-17 09:00")

    found = care(county, case)

    assert found.total == sure(15)
    assert found.by_stage == {Stage.EMERGENCY: sure(2), Stage.TEMPORARY: sure(13)}
    assert found.by_mode == {RELATIVES: sure(5), RELIEF: sure(10)}
    assert found.cases[0].total == sure(15)


@pytest.mark.parametrize("mode", ["经核实无需安置", "由其他监护人照护"])
def test_what_is_no_care_of_the_state_ends_the_emergency_stay(county: County, mode: str) -> None:
    case = county.a_case(danger_now="是")
    county.answer(case, "safe_bed", at="Monday 2026-03-02 22:00", mode="未成年人救助保护机构")
    county.answer(case, "decide_placement", at="Wednesday 2026-03-04 09:00", mode=mode)
    county.clock.move(days=20)

    assert (care(county, case).total, care(county, case).in_care) == (sure(2), False)


def test_a_judgment_ends_no_stay_before_the_child_was_handed_over(county: County) -> None:
    case = a_transfer(county)
    county.answer(case, "decide_way_out", way_out="申请撤销监护人资格")
    county.answer_all(case, *BEFORE_THE_JUDGMENT)
    for row in [row for row in county.duties(case) if row.code == "decide_revocation"]:
        county.answer(case, row.no, suit_outcome="撤销监护人资格", revocation_ground="serious_harm")
    county.clock.show("Monday 2026-03-30 09:00")
    assert care(county, case).in_care

    county.answer(case, "appoint_guardian", at="Monday 2026-04-06 09:00")
    county.answer(case, "hand_over_child", at="Tuesday 2026-04-07 09:00")

    assert (care(county, case).total, care(county, case).in_care) == (sure(36), False)


def test_a_second_stay_after_an_unsafe_return_is_counted_with_the_first(county: County) -> None:
    case = a_transfer(county)
    county.answer_all(case, "decide_way_out", "assess_capacity")
    county.answer(case, "hand_back_child", at="Thursday 2026-03-12 09:00")
    county.answer(case, "visit_after_return", at="Thursday 2026-03-19 09:00", child_safe="否")
    county.answer(case, "safe_bed", at="Thursday 2026-03-19 20:00", mode="未成年人救助保护机构")
    county.clock.show("Sunday 2026-03-29 09:00")

    found = care(county, case)

    assert found.total == sure(20)
    assert [stay.stage for stay in found.cases[0].stays] == [Stage.TEMPORARY, Stage.EMERGENCY]


def test_a_date_that_is_only_known_to_the_month_gives_a_range(county: County) -> None:
    case = county.a_case()
    county.clock.show("Monday 2026-05-11 09:00")
    open_by_hand(county.office, case, ProcedureKind.GUARDIANSHIP_TRANSFER, when=read_when("2026-03"), by_post="P-CIVIL")
    county.move()
    row = county.live(case, "begin_temporary_guardianship")
    acts.answer(
        county.office,
        case,
        row.no,
        {"mode": RELIEF.zh},
        at=read_when("2026-03").at,
        precision=read_when("2026-03").precision,
    )

    assert care(county, case).total == Nights(41, 71)


def test_on_a_past_day_a_stay_that_ended_later_goes_on(county: County) -> None:
    case = a_transfer(county)
    county.answer_all(case, "decide_way_out", "assess_capacity")
    county.answer(case, "hand_back_child", at="Monday 2026-03-16 09:00")

    then = care(county, case, until=date(2026, 3, 12))

    assert (then.total, then.in_care) == (sure(10), True)


def test_coming_of_age_and_death_end_the_counting(county: County) -> None:
    grown = a_transfer(county, birth_on=str(civil_day(county.clock()).replace(year=2008) + timedelta(days=10)))
    county.clock.move(days=60)
    turning.note_birthdays(county.office)
    assert (care(county, grown).total, care(county, grown).in_care) == (sure(11), False)

    gone = county.a_case(children=[a_child(name="禾早早")], danger_now="是")
    county.answer(gone, "safe_bed", mode="未成年人救助保护机构")
    county.clock.move(days=5)
    turning.record_death(county.office, gone, when=exactly(county.clock()), by_post="P-CIVIL")
    county.clock.move(days=300)
    assert care(county, gone).total == sure(5)


def test_a_stay_that_no_procedure_sees_to_any_more_is_marked(county: County) -> None:
    case = a_transfer(county)
    assert not care(county, case).cases[0].unresolved

    closing.close(county.office, case, reason="另行处理", settle=True, by_post="P-OFFICE")

    assert care(county, case).cases[0].unresolved


def test_a_child_that_was_never_in_care_has_no_days(county: County) -> None:
    found = care(county, county.a_case())
    assert (found.cases, found.total, found.by_mode) == ((), sure(0), {})


def test_the_days_of_an_area_and_period_are_those_of_its_children_and_of_no_others(county: County) -> None:
    near = a_transfer(county)
    elsewhere = county.a_case(
        children=[a_child(name="禾远远", residence={"area": SHIQIAO, "address": "石桥乡一组"})], danger_now="是"
    )
    county.answer(elsewhere, "safe_bed", mode="未成年人救助保护机构")
    county.clock.show(midnight_before(date(2026, 4, 1)))

    march = {"since": date(2026, 3, 11), "until": date(2026, 3, 21)}
    assert [one.child_no for one in in_area(county, LIUXI, **march)] == [county.case(near).child_no]
    assert [one.total for one in in_area(county, LIUXI, **march)] == [sure(10)]
    both = in_area(county, "9901", **march)
    assert len(both) == 2
    total, modes, stages = summed(both)
    assert (total, modes) == (sure(20), {RELIEF: sure(20)})
    assert stages == {Stage.EMERGENCY: sure(10), Stage.TEMPORARY: sure(10)}
    assert in_area(county, "99_1") == []  # a wildcard of the database is no area
    assert in_area(county, "9901", since=date(2025, 1, 1), until=date(2025, 2, 1)) == []


def test_an_area_is_asked_for_with_as_many_queries_as_a_child(county: County) -> None:
    for name in ("禾一", "禾二", "禾三"):
        case = county.a_case(children=[a_child(name=name)], danger_now="是")
        county.answer(case, "safe_bed", mode="未成年人救助保护机构")
    county.clock.move(days=3)
    asked: list[str] = []

    @event.listens_for(county.office.database.reader, "before_cursor_execute")
    def _note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    assert len(in_area(county, LIUXI)) == 3
    assert len(asked) == 3


def test_a_moment_of_the_clock_is_a_day_in_china(county: County) -> None:
    case = county.a_case(danger_now="是")
    county.answer(case, "safe_bed", at=shanghai("Monday 2026-03-02 23:59"), mode="未成年人救助保护机构")
    county.clock.show(shanghai("Tuesday 2026-03-03 00:01"))  # in UTC still the second of March
    assert care(county, case).total == sure(1)
