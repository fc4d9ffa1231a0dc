"""Are people at work when offices are open, and does everybody know an answer? 工作时间与答复."""

from __future__ import annotations

import pytest

from rules.calendar import Calendar
from rules.duties import DUTIES
from rules.moments import shanghai
from simulations.answers import ANSWERS
from simulations.chance import stream
from simulations.hours import at_work, next_at_work, to_the_minute
from simulations.places import COUNTY, places
from simulations.plan import Plan

CALENDAR = Calendar.national()


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        ("Thursday 2026-01-08 08:59", False),
        ("Thursday 2026-01-08 09:00", True),
        ("Thursday 2026-01-08 12:00", False),
        ("Thursday 2026-01-08 17:29", True),
        ("Thursday 2026-01-08 17:30", False),
        ("Saturday 2026-01-10 10:00", False),
        ("Saturday 2026-02-14 10:00", True),  # a swapped working day before Spring Festival
        ("Tuesday 2026-02-17 10:00", False),  # the first day of the year
    ],
)
def test_offices_keep_their_hours_holidays_and_swapped_days(moment: str, open_: bool) -> None:
    assert at_work(shanghai(moment), CALENDAR) is open_


def test_what_comes_in_before_spring_festival_is_taken_up_after_it() -> None:
    found = next_at_work(shanghai("Saturday 2026-02-14 17:30"), CALENDAR, stream(1, "x"))

    assert at_work(found, CALENDAR)
    assert found > shanghai("Monday 2026-02-23 00:00")


def test_an_act_is_never_earlier_than_it_was_wanted() -> None:
    wanted = shanghai("Thursday 2026-01-08 09:00").replace(second=1)

    assert to_the_minute(wanted) == shanghai("Thursday 2026-01-08 09:01")


def test_somebody_knows_an_answer_to_every_duty_there_is() -> None:
    assert set(ANSWERS) == set(DUTIES)


def test_the_county_has_about_a_hundred_posts_in_an_area_that_no_real_place_has() -> None:
    county = places(Plan(seed=7))

    assert 60 <= len(county.seats) <= 120
    assert all(seat.area.startswith("99") for seat in county.seats.values())
    assert COUNTY.startswith("99")
    assert any(seat.vacant for seat in county.seats.values())
    assert county.fails
    assert all(post.en.isascii() and post.en for agency in county.directory.agencies for post in agency.posts)
    assert any(post.substitutes for agency in county.directory.agencies for post in agency.posts)
