"""Who hears of a duty that is not done, and when? Each rung once, in order, whenever the sweep runs. 逐级督办."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from models import DutyRow
from models.database import Database
from rules.moments import shanghai
from rules.vocabulary import Role
from tasks import acts, sweep
from tasks.directory import enter_directory
from tests.builders import an_answer
from tests.clock import Clock
from tests.office import County, an_office, example_directory

TRIAGE_RUNGS = [  # the report was made on Monday at 10:50, an hour is given
    ("Monday 2026-03-02 11:20", ["P-LIUXI-STATION"]),
    ("Monday 2026-03-02 11:50", ["P-LIUXI-STATION", "P-CIVIL-LEADER"]),
    ("Monday 2026-03-02 12:50", ["P-OFFICE"]),
    ("Tuesday 2026-03-03 11:50", ["P-GOV", "P-PROC"]),
]


@pytest.fixture
def case(county: County) -> str:
    """A case of Monday, 10:50, in which triage and police acceptance are owed within the hour."""
    return county.a_case()


def rung_times(duty: DutyRow) -> list[datetime]:
    return [datetime.fromisoformat(at) for at in json.loads(duty.rungs)]


def told(county: County, case: str, code: str = "triage") -> list[list[str]]:
    return [one["told"] for one in county.facts("rung_fired", case) if one["code"] == code]


def test_each_rung_is_climbed_at_its_moment_and_not_a_second_before(county: County, case: str) -> None:
    for number, (at, posts) in enumerate(TRIAGE_RUNGS):
        county.clock.show(shanghai(at) - timedelta(seconds=1))
        county.sweep()
        assert len(told(county, case)) == number

        county.clock.show(at)
        county.sweep()
        county.sweep()  # a second sweep tells nobody twice
        assert told(county, case)[number:] == [posts]

    assert county.duty(case, "triage").next_rung_at == shanghai("Friday 2026-03-06 24:00")  # three working days on


def test_the_last_rung_is_told_again_until_there_is_an_answer(county: County, case: str) -> None:
    county.clock.show("Tuesday 2026-03-03 11:50")
    county.sweep()

    for at in ("Friday 2026-03-06 24:00", "Wednesday 2026-03-11 24:00", "Tuesday 2026-03-17 24:00"):
        before = len(told(county, case))
        county.clock.show(shanghai(at) - timedelta(seconds=1))
        county.sweep()
        assert len(told(county, case)) == before
        county.clock.show(at)
        county.sweep()
        assert told(county, case)[before:] == [["P-GOV", "P-PROC"]]

    county.answer(case, "triage")
    county.clock.move(days=100)
    county.sweep()
    assert len(told(county, case)) == 7
    county.must_hold()


def test_a_rung_that_is_climbed_a_second_late_is_not_called_caught_up(county: County, case: str) -> None:
    county.clock.show("Monday 2026-03-02 11:55:00")  # five minutes after
    county.sweep()
    assert county.rungs(case, "triage") == [(0, True), (1, False)]

    county.clock.show("Monday 2026-03-02 12:55:01")  # a second more
    county.sweep()
    assert county.rungs(case, "triage")[-1] == (2, True)


def test_after_six_months_without_a_sweep_every_rung_is_climbed_in_order_once_and_said_to_be_caught_up(
    county: County, case: str
) -> None:
    expected = rung_times(county.duty(case, "triage"))
    county.clock.move(days=183)

    assert county.sweep() > 0
    assert county.sweep() == 0

    climbed = [one for one in county.facts("rung_fired", case) if one["code"] == "triage"]
    assert [one["rung"] for one in climbed] == [0, 1, 2, 3, 4]
    assert [datetime.fromisoformat(one["rung_at"]) for one in climbed[:4]] == expected
    again = datetime.fromisoformat(climbed[4]["rung_at"])  # of all the repeats only the latest is told
    assert again <= county.clock.at < datetime.fromisoformat(climbed[4]["next_rung_at"])
    assert all(one["caught_up"] for one in climbed)


def test_a_reminder_of_what_is_overdue_by_now_is_recorded_and_bothers_nobody(county: County, case: str) -> None:
    county.clock.move(days=183)
    county.sweep()

    reminder, *escalations = [one for one in county.facts("rung_fired", case) if one["code"] == "triage"]
    assert reminder["overtaken"]
    assert reminder["told"] == []
    assert reminder["notices"] == []
    assert not any(one["overtaken"] for one in escalations)
    assert all(one["told"] for one in escalations)


def test_a_sweep_that_is_off_finds_what_one_that_is_on_would_have_found(county: County) -> None:
    first = county.a_case()
    second = county.a_case(children=[{"name": "田小田", "residence": {"area": "990101001"}}])
    for _ in range(40):
        county.clock.move(hours=3)
        county.sweep()
        if county.clock.at > shanghai("Thursday 2026-03-05 00:00"):
            break

    def climbed(case: str) -> list[tuple[object, object]]:
        return [(one["code"], one["rung"]) for one in county.facts("rung_fired", case)]

    assert climbed(first) == climbed(second)
    assert len(climbed(first)) == len(set(climbed(first)))


def test_many_duties_are_swept_in_parts_and_none_is_left(county: County) -> None:
    cases = [county.a_case(children=[{"name": f"某童{n}", "residence": {"area": "990101001"}}]) for n in range(3)]
    county.clock.show("Monday 2026-03-02 11:50")

    swept = sweep.sweep(county.office, limit=2)
    assert (swept.rungs, swept.more) == (4, True)
    while sweep.sweep(county.office, limit=2).rungs:
        pass

    assert [len(county.rungs(case, "triage")) for case in cases] == [2, 2, 2]


def test_an_answer_at_the_very_moment_is_in_time_and_nobody_is_told(county: County, case: str) -> None:
    county.clock.show("Monday 2026-03-02 11:49")
    county.sweep()
    county.clock.show("Monday 2026-03-02 11:50")

    done = acts.answer(county.office, case, "triage", an_answer("triage"))
    county.sweep()

    assert done.in_time is True
    assert county.rungs(case, "triage") == [(0, True)]


def test_a_sweep_a_moment_before_the_answer_leaves_the_answer_in_time(county: County, case: str) -> None:
    county.clock.show("Monday 2026-03-02 11:50")
    county.sweep()

    assert acts.answer(county.office, case, "triage", an_answer("triage")).in_time is True
    county.clock.move(days=100)
    county.sweep()
    assert len(county.rungs(case, "triage")) == 2  # no rung after the answer


def test_an_answer_a_second_late_is_late(county: County, case: str) -> None:
    county.clock.show("Monday 2026-03-02 11:50:01")

    assert acts.answer(county.office, case, "triage", an_answer("triage")).in_time is False


def test_what_was_done_in_time_and_entered_late_was_in_time(county: County, case: str) -> None:
    county.clock.show("Monday 2026-03-02 18:00")

    done = acts.answer(county.office, case, "triage", an_answer("triage"), at=shanghai("Monday 2026-03-02 11:50"))

    assert done.in_time is True


def test_a_duty_that_nobody_holds_still_climbs_and_says_who_is_missing(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    """A county without a protection station, without leaders and without a higher procuratorate."""
    county = County(an_office(database, clock, tmp_path), clock, tmp_path)
    form = example_directory().model_copy(deep=True)
    missing = {Role.TOWNSHIP_STATION, Role.CIVIL_AFFAIRS, Role.CIVIL_AFFAIRS_LEADER}
    for agency in form.agencies:
        agency.posts = [post for post in agency.posts if post.role not in missing]
    enter_directory(county.office, form)
    case = county.a_case()
    assert county.duty(case, "triage").post_no is None

    county.clock.move(days=2)
    county.sweep()

    climbed = [one for one in county.facts("rung_fired", case) if one["code"] == "triage"]
    assert [one["told"] for one in climbed] == [[], ["P-OFFICE"], ["P-OFFICE"], ["P-GOV", "P-PROC"]]
    assert climbed[1]["unheld"] == ["owner", "civil_affairs_leader"]
    assert climbed[1]["climbed_to"] == 2  # nobody heard of it where it was meant to be heard: at once one higher


def test_what_is_entered_after_it_was_due_climbs_from_the_moment_it_became_known(county: County) -> None:
    county.clock.show("Friday 2026-03-06 09:00")

    case = county.a_case()  # the report itself was made on Monday
    county.sweep()
    assert [rung for rung, _ in county.rungs(case, "triage")] == [0, 1]

    county.clock.show("Friday 2026-03-06 10:00")
    county.sweep()
    assert [rung for rung, _ in county.rungs(case, "triage")] == [0, 1, 2]


def test_the_message_of_a_rung_says_how_late_it_is_and_names_no_child(county: County, case: str) -> None:
    county.clock.show("Monday 2026-03-02 12:50")
    county.sweep()
    county.deliver()

    text = next(one["text"] for one in county.outbox() if one["address"] == "P-OFFICE")
    assert "已逾期 1小时0分" in text
    assert case in text
    assert "禾" not in text


def test_at_the_due_moment_its_owner_is_told_to_do_it_and_the_office_to_look_into_it(county: County, case: str) -> None:
    county.clock.show("Monday 2026-03-02 11:50")
    county.sweep()
    county.deliver()

    sent = {
        one["address"]: one["text"]
        for one in county.outbox()
        if "职责：初步研判" in one["text"] and "尚未办结" in one["text"]
    }
    owner = county.duty(case, "triage").post_no
    assert "由贵岗位承办" in sent[owner]
    assert len(sent) > 1
    assert all("贵岗位承办" not in text and "请过问" in text for address, text in sent.items() if address != owner)


def test_a_rung_whose_post_nobody_holds_is_told_one_higher_at_once_and_says_so(county: County, case: str) -> None:
    county.empty("P-LIUXI-STATION")
    county.clock.show("Monday 2026-03-02 11:20")  # half of the hour has gone: its owner is to be reminded

    county.sweep()

    reminded = next(one for one in county.facts("rung_fired", case) if one["code"] == "triage")
    assert reminded["unheld"] == ["owner"]
    assert reminded["told"] == ["P-LIUXI-STATION", "P-CIVIL-LEADER"]  # the room is empty, so also whoever is above it
    assert reminded["climbed_to"] == 1
    told_higher = [one for one in county.notices(post="P-CIVIL-LEADER") if one.template == "unheld"]
    assert [one.rung for one in told_higher] == [1]

    county.clock.show("Monday 2026-03-02 11:50")
    county.sweep()
    assert [rung for rung, _ in county.rungs(case, "triage")] == [0, 1]  # the rung itself is climbed in its own time


def test_what_falls_to_an_empty_post_is_told_higher_when_it_is_opened(county: County) -> None:
    county.empty("P-LIUXI-STATION")

    county.a_case()

    told_higher = [one for one in county.notices(why="duty_opened") if one.template == "unheld"]
    assert [one.post_no for one in told_higher] == ["P-CIVIL-LEADER"]
