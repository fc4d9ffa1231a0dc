"""Who was with a child over the years, and when was nobody? 接触记录与间隔."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rules.contacts import ContactKind
from rules.errors import Refused
from rules.moments import civil_day, shanghai
from rules.vocabulary import NoteKind, Precision
from rules.when import UNKNOWN, When, exactly, read_when
from tasks import acts, closing, corrections, notes
from tasks.contact_sheet import ContactSheet, contact_sheet
from tasks.contacts import last_contact_at, last_contacts
from tasks.turning import record_death
from tests.builders import a_brother, a_child
from tests.databases import ON_SQLITE
from tests.flows.guardianship import a_transfer
from tests.monitored import on_the_list
from tests.office import County

pytestmark = ON_SQLITE

POST = "P-CIVIL"


def visited(county: County, case: str, when: When, kind: NoteKind = NoteKind.VISIT) -> int:
    return notes.note(county.office, case, kind, words="走访记录", when=when, by_post=POST)


def sheet(county: County, no: str, *, longer_than: int | None = None, on: date | None = None) -> ContactSheet:
    with county.office.reading() as desk:
        return contact_sheet(desk, no, longer_than=longer_than, on=on)


def last(county: County, case: str) -> object:
    with county.office.reading() as desk:
        return last_contact_at(desk, county.case(case).child_no)


def test_an_answer_that_says_so_and_a_noted_visit_are_contacts_and_a_vain_call_is_shown_as_that(county: County) -> None:
    case = county.a_case()
    county.answer_all(case, "triage", "child_seen", "safety_assessment")
    visited(county, case, exactly(county.clock()))
    visited(county, case, exactly(county.clock()), NoteKind.CONTACT)
    visited(county, case, exactly(county.clock()), NoteKind.MEDICAL)

    found = sheet(county, case).contacts

    assert sorted((one.kind, one.code) for one in found) == [
        (ContactKind.SEEN, "child_seen"),
        (ContactKind.TRIED, ""),
        (ContactKind.VISIT, ""),
    ]
    assert [one.ends_a_gap for one in found if one.kind is ContactKind.TRIED] == [False]


@pytest.mark.parametrize(("seen", "kind"), [("是", ContactKind.SEEN), ("否", ContactKind.TRIED)])
def test_a_visit_at_which_the_child_was_not_seen_was_only_tried(county: County, seen: str, kind: ContactKind) -> None:
    case = county.a_case()
    county.answer_all(case, "triage", "child_seen", "safety_assessment")
    county.answer(case, "choose_interventions", chosen="训诫（未成年人保护法第118条）")
    county.answer_all(case, "decide_admonition", "hold_admonition")
    visit = next(row for row in county.duties(case) if row.code == "admonition_visit")
    county.answer(case, visit.no, child_seen=seen)

    assert [one.kind for one in sheet(county, case).contacts if one.code == "admonition_visit"] == [kind]


def test_a_routine_visit_is_called_a_visit(county: County) -> None:
    case = on_the_list(county).case_no
    county.answer(case, "routine_visit")

    assert [one.kind for one in sheet(county, case).contacts if one.code == "routine_visit"] == [ContactKind.VISIT]


def test_a_skipped_visit_is_no_contact(county: County) -> None:
    case = county.a_case()
    county.answer(case, "triage")
    row = county.live(case, "child_seen")
    acts.skip(
        county.office,
        case,
        row.no,
        reason="医院已见到",
        given={"safe_where_found": "是"},
        by_post=county.case(case).lead_post,
    )

    assert sheet(county, case).contacts == ()


@pytest.mark.parametrize(("days", "shown"), [(30, 0), (31, 1)])
def test_a_gap_of_more_than_thirty_days_is_shown_and_says_that_thirty_is_ours(
    county: County, days: int, shown: int
) -> None:
    case = county.a_case()
    county.answer_all(case, "triage", "child_seen")
    county.clock.move(days=days)

    found = sheet(county, case)

    assert len(found.gaps) == shown
    assert found.longer_than == 30
    assert county.office.pack.fact("HT-78").force == "our_default"


def test_the_number_of_days_may_be_another_and_nothing_below_one(county: County) -> None:
    case = county.a_case()
    county.clock.move(days=8)

    assert len(sheet(county, case, longer_than=7).gaps) == 1
    with pytest.raises(Refused, match="至少"):
        sheet(county, case, longer_than=0)


def test_the_time_between_two_episodes_is_told_and_is_nobodys_gap(county: County) -> None:
    case = county.a_case()
    county.answer_all(case, "triage", "child_seen")
    closed = civil_day(county.clock.move(days=5))
    closing.close(county.office, case, reason="另行处理", settle=True, by_post="P-OFFICE")
    reopened = civil_day(county.clock.move(days=700))
    closing.reopen(county.office, case, reason="又有新情况", by_post="P-OFFICE")
    county.move()
    county.clock.move(days=40)

    found = sheet(county, case)

    assert [(one.first, one.last) for one in found.unattended] == [(closed, reopened)]
    assert [(one.gap.after, one.gap.at_most) for one in found.gaps] == [(reopened, 40)]


def test_contacts_of_all_the_cases_of_a_child_stand_on_one_sheet(county: County) -> None:
    first = county.a_case()
    county.answer_all(first, "triage", "child_seen")
    closing.close(county.office, first, reason="另行处理", settle=True, by_post="P-OFFICE")
    county.clock.move(days=400)
    second = county.a_case()
    county.answer_all(second, "triage", "child_seen")
    child_no = county.case(first).child_no

    assert first != second
    assert {one.case_no for one in sheet(county, second).contacts} == {first, second}
    assert sheet(county, child_no) == sheet(county, first)
    assert sheet(county, child_no).cases == (first, second)


def test_a_visit_of_which_only_the_year_is_known_makes_a_gap_uncertain(county: County) -> None:
    case = county.a_case()
    county.clock.show(shanghai("Wednesday 2028-03-01 09:00"))
    visited(county, case, read_when("2027"))

    (one,) = sheet(county, case).gaps

    assert one.gap.at_most == (date(2028, 3, 1) - date(2026, 3, 2)).days
    assert one.gap.at_least == (date(2027, 1, 1) - date(2026, 3, 2)).days


def test_a_visit_on_an_unknown_day_stands_last_and_leaves_nothing_sure_before_its_record(county: County) -> None:
    case = county.a_case()
    county.clock.move(days=100)
    visited(county, case, UNKNOWN)
    county.answer_all(case, "triage", "child_seen")
    county.clock.move(days=35)

    found = sheet(county, case)

    assert [one.precision for one in found.contacts] == [Precision.EXACT, Precision.UNKNOWN]
    assert [(one.gap.at_least, one.gap.at_most) for one in found.gaps] == [(0, 100), (35, 35)]


def test_a_disputed_visit_is_marked_whether_it_was_noted_or_answered(county: County) -> None:
    case = county.a_case()
    county.answer_all(case, "triage", "child_seen")
    noted = visited(county, case, exactly(county.clock()))
    of_child_seen = next(
        row.n for row in county.journal(case) if row.kind == "duty_answered" and "safe_where_found" in row.payload
    )
    for entry in (noted, of_child_seen):
        corrections.dispute(
            county.office, case, entry, when=read_when("2026-03-01"), source="邻居另有一说", by_post=POST
        )

    assert [one.disputed for one in sheet(county, case).contacts] == [True, True]


def test_as_it_stood_on_a_past_day_what_came_later_is_not_there(county: County) -> None:
    case = county.a_case()
    then = civil_day(county.clock())
    county.answer_all(case, "triage", "child_seen")
    county.clock.move(days=50)
    visited(county, case, exactly(county.clock()))

    assert len(sheet(county, case).contacts) == 2
    assert len(sheet(county, case, on=then).contacts) == 1
    assert sheet(county, case, on=then + timedelta(days=32)).gaps[0].gap.to_end


def test_the_nights_in_care_within_a_gap_are_told(county: County) -> None:
    case = a_transfer(county)
    county.clock.move(days=45)

    (one,) = sheet(county, case).gaps

    assert (one.gap.at_most, one.nights_in_care) == (45, 45)


def test_after_the_child_has_died_nobody_has_to_visit(county: County) -> None:
    case = county.a_case()
    county.clock.move(days=10)
    record_death(county.office, case, when=exactly(county.clock()), by_post=POST)
    died = civil_day(county.clock())
    county.clock.move(days=300)

    found = sheet(county, case)

    assert found.until == died
    assert found.gaps == ()


def test_the_last_contact_is_the_latest_moment_that_the_dates_allow(county: County) -> None:
    case = county.a_case()
    assert last(county, case) is None

    county.answer_all(case, "triage", "child_seen")
    seen = county.clock()
    assert last(county, case) == seen

    county.clock.move(days=60)
    visited(county, case, exactly(county.clock()), NoteKind.CONTACT)
    assert last(county, case) == seen  # a call, perhaps in vain

    visited(county, case, read_when("2026-04"))
    assert last(county, case) == shanghai("2026-04-30 23:59:59")
    visited(county, case, read_when("2026"))
    assert last(county, case) == county.clock()  # by its record it had been


def test_the_last_contacts_of_several_children_are_those_of_each(county: County) -> None:
    concerned = county.report(children=[a_child(), a_brother()]).concerned
    sister, brother = (one.case_no for one in concerned)
    county.answer_all(sister, "triage", "child_seen")
    children = [one.child_no for one in concerned]

    with county.office.reading() as desk:
        found = last_contacts(desk, children)

    assert set(found) == {county.case(sister).child_no}
    assert brother != sister


@pytest.mark.parametrize("no", ["C-00000-00000", "K-00000-00000", "禾苗苗"])
def test_a_number_of_nobody_is_refused(county: County, no: str) -> None:
    with pytest.raises(Refused, match="核对编号"):
        sheet(county, no)
