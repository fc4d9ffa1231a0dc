"""What a month of a child's file says, and what it must not say. 历年接触."""

from __future__ import annotations

from rules.vocabulary import NoteKind
from rules.when import UNKNOWN, When, read_when
from tasks import notes
from tasks.child_years import ChildYears, Month, MonthStand, years_of
from tasks.contact_sheet import contact_sheet
from tests.databases import ON_SQLITE
from tests.office import County

pytestmark = ON_SQLITE


def grid(county: County, case: str) -> ChildYears:
    with county.office.reading() as desk:
        return years_of(contact_sheet(desk, case))


def month(found: ChildYears, year: int, number: int) -> Month:
    return next(one for one in found.years if one.year == year).months[number - 1]


def visited(county: County, case: str, when: When, kind: NoteKind = NoteKind.VISIT) -> None:
    notes.note(county.office, case, kind, words="走访", when=when, by_post="P-CIVIL")


def test_months_before_a_case_are_nobodys_and_the_days_to_come_are_not_empty(county: County) -> None:
    case = county.a_case()  # 2 March
    found = grid(county, case)
    assert [one.year for one in found.years] == [2026]
    stands = [month(found, 2026, number).stand for number in (2, 3, 4)]
    assert stands == [MonthStand.OUTSIDE, MonthStand.EMPTY, MonthStand.OUTSIDE]


def test_a_month_counts_who_was_met_apart_from_who_was_only_tried(county: County) -> None:
    case = county.a_case()
    county.clock.move(days=1)
    visited(county, case, read_when("2026-03-03"))
    visited(county, case, read_when("2026-03-03"), NoteKind.CONTACT)
    march = month(grid(county, case), 2026, 3)
    assert (march.stand, march.met, march.tried) == (MonthStand.MET, 1, 1)


def test_a_month_inside_a_long_silence_is_told_from_one_that_is_merely_empty(county: County) -> None:
    case = county.a_case()
    county.clock.move(days=100)
    assert month(grid(county, case), 2026, 4).stand is MonthStand.GAP


def test_what_is_known_by_its_year_makes_no_month_look_attended(county: County) -> None:
    case = county.a_case()
    county.clock.move(days=30)
    visited(county, case, read_when("2026"))
    visited(county, case, UNKNOWN)
    found = grid(county, case)
    assert all(one.met == 0 for one in found.years[0].months)
    assert (found.years[0].vague, found.undated) == (1, 1)


def test_a_contact_known_to_its_month_stands_in_it(county: County) -> None:
    case = county.a_case()
    county.clock.move(days=60)
    visited(county, case, read_when("2026-04"))
    assert month(grid(county, case), 2026, 4).met == 1
