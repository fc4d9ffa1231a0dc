"""A pupil who stays away is asked after on the same day, and not given up. 控辍保学."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rules.errors import Refusals
from rules.vocabulary import ProcedureKind
from rules.when import exactly
from tasks.opening import open_by_hand
from tasks.turning import note_birthdays, record_death
from tests.builders import a_child
from tests.clock import shanghai
from tests.databases import ON_SQLITE
from tests.flows.guardianship import adults
from tests.flows.orders import issued, order_of, owed_in, parties
from tests.office import County

pytestmark = ON_SQLITE

DROPOUT = ProcedureKind.DROPOUT


def absent(county: County, *done: str, case: str = "") -> str:
    """A case in which the school misses a pupil, and what was done; its number."""
    case = case or county.a_case()
    open_by_hand(
        county.office, case, DROPOUT, when=exactly(county.clock()), owed_by="P-LIUXI-SCHOOL", by_post="P-LIUXI-SCHOOL"
    )
    county.move()
    county.answer_all(case, *done)
    return case


BEFORE_THE_ORDER = ("contact_absent_pupil", "home_visit_absence", "persuade_return", "report_dropout")


def ordered(county: County, **given: Any) -> str:
    """The same; the education department has ordered the guardians to send the child to school."""
    case = absent(county, *BEFORE_THE_ORDER)
    county.answer(case, "decide_schooling_order", **given)
    return case


def served(county: County, case: str) -> None:
    for row in [row for row in county.duties(case) if row.code == "serve_schooling_order" and row.state == "open"]:
        county.answer(case, row.no)


def test_a_pupil_who_comes_back_on_the_same_day_needs_no_plan(county: County) -> None:
    case = absent(county)
    contact = county.live(case, "contact_absent_pupil")
    assert contact.post_no == "P-LIUXI-SCHOOL"
    assert contact.internal_due_at is not None
    assert (contact.internal_due_at - contact.since_at).total_seconds() == 24 * 3600

    county.answer(case, "contact_absent_pupil", back_in_school="是")

    assert county.ends(case, DROPOUT) == ["completed"]


@pytest.mark.parametrize("back_after", ["home_visit_absence", "persuade_return", "check_schooling"])
def test_a_pupil_who_is_back_and_stays_ends_the_matter(county: County, back_after: str) -> None:
    case = absent(county, "contact_absent_pupil")
    for duty in ("home_visit_absence", "persuade_return", "report_dropout", "decide_schooling_order"):
        if duty == back_after:
            county.answer(case, duty, back_in_school="是")
            break
        county.answer(case, duty)
    else:
        served(county, case)
        county.answer(case, back_after)
    assert owed_in(county, case, DROPOUT) == ["return_plan"]
    county.answer_all(case, "return_plan", "check_return")

    assert county.ends(case, DROPOUT) == ["completed"]


def test_the_written_report_is_due_a_week_after_the_first_home_visit_by_our_default(county: County) -> None:
    case = absent(county, *BEFORE_THE_ORDER[:3])

    report = county.live(case, "report_dropout")
    assert report.since_at == county.duty(case, "home_visit_absence").happened_at
    assert report.internal_due_at == shanghai("Tuesday 2026-03-10 00:00")


@pytest.mark.parametrize("told", ["", "未成年人保护工作站"])
def test_a_report_that_does_not_reach_the_education_department_is_refused(county: County, told: str) -> None:
    case = absent(county, *BEFORE_THE_ORDER[:3])

    with pytest.raises(Refusals):
        county.answer(case, "report_dropout", told=told)

    assert owed_in(county, case, DROPOUT) == ["report_dropout"]


def test_an_order_goes_to_each_guardian_and_is_checked_ten_days_after_the_first_has_it(county: County) -> None:
    case = ordered(county)
    father, mother = adults(county, case)
    [number] = issued(county, case, "schooling_order")
    assert sorted(county.facts("instrument_issued", case)[-1]["to"]) == sorted([father, mother])
    assert county.duty(case, "decide_schooling_order").post_no == "P-EDU"
    assert owed_in(county, case, DROPOUT) == ["serve_schooling_order", "serve_schooling_order"]

    county.answer(case, county.duty(case, "serve_schooling_order", about=father).no)

    check = county.live(case, "check_schooling")
    assert (check.variant, check.internal_due_at) == ("default", shanghai("Friday 2026-03-13 00:00"))
    county.answer(case, "check_schooling")
    assert owed_in(county, case, DROPOUT) == ["return_plan"]  # the mother need not be served any more
    assert order_of(county, number).state == "ended"


def test_an_order_that_names_a_day_is_looked_at_while_one_day_is_left(county: County) -> None:
    case = ordered(county, until="2026-03-20")
    served(county, case)

    check = county.live(case, "check_schooling")
    assert (check.variant, check.ends_on) == ("named", date(2026, 3, 20))
    assert check.internal_due_at == shanghai("Friday 2026-03-20 00:00")


def test_an_order_whose_day_lies_behind_it_is_refused(county: County) -> None:
    case = absent(county, *BEFORE_THE_ORDER)

    with pytest.raises(Refusals):
        county.answer(case, "decide_schooling_order", until="2026-03-01")

    assert issued(county, case, "schooling_order") == []


def test_an_order_that_is_ignored_leads_to_a_request_for_admonition(county: County) -> None:
    case = ordered(county)
    served(county, case)
    county.answer(case, "check_schooling", back_in_school="否")
    county.answer(case, "request_admonition")

    assert county.ends(case, DROPOUT) == ["moved_on"]
    assert parties(county, case, ProcedureKind.POLICE_ADMONITION) == [list(adults(county, case))]


def test_where_nobody_is_ordered_or_admonished_it_is_said_why_and_how_the_child_is_taught(county: County) -> None:
    case = ordered(county)
    served(county, case)
    county.answer(case, "check_schooling", back_in_school="否")
    with pytest.raises(Refusals):
        county.answer(case, "request_admonition", requests_admonition="否")

    county.answer(case, "request_admonition", requests_admonition="否", reason="转入职业学校")

    assert owed_in(county, case, DROPOUT) == ["return_plan"]
    assert county.procedures(case, ProcedureKind.POLICE_ADMONITION) == []


def test_an_order_that_is_not_made_has_a_reason_and_a_plan(county: County) -> None:
    case = absent(county, *BEFORE_THE_ORDER)
    with pytest.raises(Refusals):
        county.answer(case, "decide_schooling_order", issue="否")

    county.answer(case, "decide_schooling_order", issue="否", reason="重病，送教上门")

    assert issued(county, case, "schooling_order") == []
    assert owed_in(county, case, DROPOUT) == ["return_plan"]


def test_where_no_guardian_is_known_nobody_can_be_ordered_and_civil_affairs_is_asked(county: County) -> None:
    case = absent(county, *BEFORE_THE_ORDER, case=county.a_case(children=[a_child(adults=[])]))

    county.answer(case, "decide_schooling_order")

    assert county.ends(case, DROPOUT) == ["moved_on"]
    assert county.ends(case, ProcedureKind.GUARDIANSHIP_TRANSFER) == [None]


def test_a_pupil_who_stays_away_again_is_asked_after_again(county: County) -> None:
    case = absent(county, "contact_absent_pupil")
    county.answer(case, "home_visit_absence", back_in_school="是")
    county.answer(case, "return_plan")
    county.answer(case, "check_return", in_school="否")

    again = county.duty(case, "contact_absent_pupil", about="2")
    assert again.since_at == county.duty(case, "check_return").happened_at
    assert again.state == "open"


@pytest.mark.parametrize(
    ("duty", "given"),
    [
        ("contact_absent_pupil", {"whereabouts_known": "否"}),
        ("contact_absent_pupil", {"harm_found": "是"}),
        ("home_visit_absence", {"harm_found": "是"}),
    ],
)
def test_a_child_that_is_missing_or_in_danger_is_reported_by_the_school_within_an_hour(
    county: County, duty: str, given: dict[str, str]
) -> None:
    case = absent(county, *(["contact_absent_pupil"] if duty == "home_visit_absence" else []))
    county.answer(case, duty, **given)

    report = county.live(case, "report_harm")
    assert report.post_no == "P-LIUXI-SCHOOL"
    assert report.internal_due_at is not None
    assert (report.internal_due_at - report.since_at).total_seconds() == 3600


def test_a_report_that_is_owed_keeps_the_matter_open_though_the_pupil_is_back(county: County) -> None:
    case = absent(county)
    county.answer(case, "contact_absent_pupil", back_in_school="是", harm_found="是")
    assert county.ends(case, DROPOUT) == [None]

    county.answer(case, "report_harm")

    assert county.ends(case, DROPOUT) == ["completed"]
    county.must_hold()


def test_nobody_is_ordered_to_school_after_eighteen(county: County) -> None:
    case = ordered(county)
    county.clock.show("Friday 2034-05-19 09:00")
    note_birthdays(county.office)
    county.move()

    assert county.ends(case, DROPOUT) == ["came_of_age"]
    assert [order_of(county, no).state for no in issued(county, case, "schooling_order")] == ["ended"]


def test_a_pupil_who_has_died_is_not_waited_for(county: County) -> None:
    case = absent(county)
    county.clock.move(minutes=1)
    record_death(county.office, case, when=exactly(county.clock()), by_post="P-CIVIL")
    county.move()

    assert county.ends(case, DROPOUT) == ["child_died"]
