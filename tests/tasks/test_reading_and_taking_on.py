"""Read, taken on and done are three facts with three clocks. 阅知、接办、办结."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col, select

from models import JournalEntry, Substitute
from rules.errors import Conflict, Refused
from rules.moments import shanghai
from rules.vocabulary import PauseCause
from tasks import acts, attending, clock_acts
from tests.builders import an_answer
from tests.office import County

ASSESSMENT = "safety_assessment"


@pytest.fixture
def case(county: County) -> str:
    """A case in which the safety assessment is owed since Monday noon, within days."""
    case = county.a_case()
    county.answer(case, "triage", at="Monday 2026-03-02 11:00")
    county.answer(case, "child_seen", at="Monday 2026-03-02 12:00")
    return case


def asked(county: County, case: str) -> list[tuple[str, list[str]]]:
    """What its post was asked, and who heard of it."""
    facts = [one for one in county.facts("attention_fired", case) if one["code"] == ASSESSMENT]
    return [(one["point"], one["told"]) for one in facts]


def sweep_at(county: County, moment: str) -> None:
    county.clock.show(moment)
    county.sweep()


def test_a_post_that_does_not_react_is_asked_whether_it_read_and_then_whether_it_takes_it_on(
    county: County, case: str
) -> None:
    county.clock.show(shanghai("Tuesday 2026-03-03 12:00") - timedelta(seconds=1))
    county.sweep()
    assert asked(county, case) == []

    sweep_at(county, "Tuesday 2026-03-03 12:00")
    county.sweep()  # asked once
    assert asked(county, case) == [("unread", ["P-CIVIL"])]


def test_who_has_read_it_is_not_asked_whether_they_have(county: County, case: str) -> None:
    attending.read(county.office, case, ASSESSMENT)

    sweep_at(county, "Tuesday 2026-03-03 12:00")
    assert asked(county, case) == []
    row = county.duty(case, ASSESSMENT)
    assert row.read_at == shanghai("Monday 2026-03-02 12:00")
    assert row.accepted_at is None
    county.must_hold()


def test_taking_it_on_silences_the_questions_but_not_the_next_rung(county: County, case: str) -> None:
    attending.accept(county.office, case, ASSESSMENT)
    row = county.duty(case, ASSESSMENT)
    assert row.accepted_at == row.read_at == county.clock()
    assert row.attention_at is None
    assert row.accepted_by_person is not None

    county.clock.move(days=60)
    county.sweep()

    assert asked(county, case) == []
    assert [rung for rung, _ in county.rungs(case, ASSESSMENT)][:4] == [0, 1, 2, 3]
    county.must_hold()


def test_it_is_taken_on_once(county: County, case: str) -> None:
    attending.accept(county.office, case, ASSESSMENT)

    with pytest.raises(Conflict, match="接办"):
        attending.accept(county.office, case, ASSESSMENT)


def test_reading_it_again_changes_nothing(county: County, case: str) -> None:
    attending.read(county.office, case, ASSESSMENT)
    county.clock.move(hours=1)
    before = county.entries()

    attending.read(county.office, case, ASSESSMENT)

    assert county.entries() == before


def test_another_post_cannot_read_or_take_it_on_for_the_one_that_owes_it(county: County, case: str) -> None:
    for act in (attending.read, attending.accept):
        with pytest.raises(Refused, match="不能代为办理"):
            act(county.office, case, ASSESSMENT, by_post="P-LIUXI-SCHOOL")


def test_once_it_is_overdue_its_ladder_speaks_and_nobody_is_asked_any_more(county: County, case: str) -> None:
    county.clock.move(days=90)
    county.sweep()

    assert all(told == [] for _, told in asked(county, case))
    assert county.duty(case, ASSESSMENT).attention_at is None


def test_handed_on_it_keeps_its_rung_and_the_new_post_is_asked_for_itself(county: County, case: str) -> None:
    due = county.duty(case, ASSESSMENT).legal_due_at
    assert due is not None
    county.clock.show(due)
    county.sweep()
    attending.accept(county.office, case, ASSESSMENT)
    before = county.duty(case, ASSESSMENT)

    attending.hand_on(county.office, case, ASSESSMENT, to_post="P-OFFICE", reason="涉及多个部门", by_post="P-OFFICE")

    row = county.duty(case, ASSESSMENT)
    assert (row.next_rung, row.next_rung_at) == (before.next_rung, before.next_rung_at)
    assert (row.legal_due_at, row.rungs) == (before.legal_due_at, before.rungs)
    assert (row.post_no, row.hand_ons, row.read_at, row.accepted_at) == ("P-OFFICE", 1, None, None)
    assert [one.post_no for one in county.notices(why="duty_handed_on")] == ["P-OFFICE"]
    with pytest.raises(Refused, match="由 P-OFFICE 负责"):
        acts.answer(county.office, case, ASSESSMENT, an_answer(ASSESSMENT), by_post="P-CIVIL")
    county.must_hold()


def test_handed_on_while_its_clock_stands_the_new_post_is_asked_once_it_runs_again(county: County, case: str) -> None:
    clock_acts.pause(county.office, case, ASSESSMENT, cause=PauseCause.CHILD_IN_TREATMENT)
    attending.hand_on(county.office, case, ASSESSMENT, to_post="P-OFFICE", reason="涉及多个部门", by_post="P-OFFICE")
    sweep_at(county, "Friday 2026-03-06 12:00")
    assert asked(county, case) == [], "nobody is asked while it stands"

    clock_acts.resume(county.office, case, ASSESSMENT)

    assert county.duty(case, ASSESSMENT).attention_at == shanghai("Saturday 2026-03-07 12:00")
    county.must_hold()
    sweep_at(county, "Saturday 2026-03-07 11:59:59")
    assert asked(county, case) == []
    sweep_at(county, "Saturday 2026-03-07 12:00")
    assert asked(county, case) == [("unread", ["P-OFFICE"])]


def test_whoever_is_late_does_not_get_rid_of_it_by_handing_it_on(county: County) -> None:
    case = county.a_case()
    due = county.duty(case, "police_acceptance").legal_due_at
    assert due is not None
    county.clock.show(due + timedelta(seconds=1))
    given = {"to_post": "P-CIVIL", "reason": "不属管辖"}

    with pytest.raises(Refused, match="承办岗位不能自行转交"):
        attending.hand_on(county.office, case, "police_acceptance", **given)

    attending.hand_on(county.office, case, "police_acceptance", by_post="P-OFFICE", **given)
    assert county.duty(case, "police_acceptance").post_no == "P-CIVIL"


def test_it_is_not_handed_on_to_whoever_owes_it_nor_without_a_reason(county: County, case: str) -> None:
    with pytest.raises(Refused, match="已由 P-CIVIL 承办"):
        attending.hand_on(county.office, case, ASSESSMENT, to_post="P-CIVIL", reason="退回")
    with pytest.raises(Refused, match="理由"):
        attending.hand_on(county.office, case, ASSESSMENT, to_post="P-OFFICE", reason=" ")
    with pytest.raises(Refused, match="没有编号为 P-NOBODY 的岗位"):
        attending.hand_on(county.office, case, ASSESSMENT, to_post="P-NOBODY", reason="转")


def test_a_substitute_takes_it_on_for_the_person_whom_they_stand_in_for(county: County, case: str) -> None:
    with county.office.writing() as desk:
        stands_in = {"post_no": "P-CIVIL", "for_person": "W-003", "person_no": "W-004"}
        desk.add(Substitute, [{**stands_in, "from_at": shanghai("Sunday 2026-03-01 00:00"), "until_at": None}])

    attending.accept(county.office, case, ASSESSMENT)

    with county.office.reading() as desk:
        entry = desk.session.exec(select(JournalEntry).where(col(JournalEntry.kind) == "duty_accepted")).one()
    assert (entry.by_post, entry.by_person, entry.for_person) == ("P-CIVIL", "W-004", "W-003")


def test_what_was_missed_twice_is_summed_up_twice(county: County) -> None:
    """A duty of weeks, of which its post hears nothing through two outages."""
    case = county.a_case()
    county.answer_all(case, "triage", "police_acceptance", "decide_filing")
    long_duty = county.duty(case, "conclude_investigation")
    assert long_duty.attention_at is not None

    for _ in range(3):
        county.clock.move(days=8)
        county.sweep()

    summaries = [one for one in county.notices(post=long_duty.post_no) if one.template == "catch_up"]
    assert len(summaries) == 3
    questions = [one for one in county.facts("attention_fired", case) if one["code"] == "conclude_investigation"]
    assert [one["caught_up"] for one in questions] == [True] * len(questions)
    assert len(questions) >= 2
    county.must_hold()
