"""Faults of ladders and of the clocks of attention that the invariants brought to light. 时钟不失声."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import update
from sqlmodel import col

from models import DutyRow
from rules.moments import shanghai
from rules.period import Unit
from rules.vocabulary import PauseCause
from tasks import attending, clock_acts, recount
from tasks.assign import assign_unheld
from tests.colleagues import another
from tests.office import County


@pytest.fixture
def case(county: County) -> str:
    """A case in which the child has been seen and is to be assessed within 72 hours."""
    case = county.a_case()
    county.answer_all(case, "triage", "child_seen")
    return case


def with_another_calendar(county: County) -> County:
    """A worker whose calendar has another hash and the same days."""
    calendar = county.office.calendar
    first = replace(calendar.notices[0], title="（更正）")
    return another(county, "qinghe-3", calendar=replace(calendar, notices=(first, *calendar.notices[1:])))


def test_a_duty_at_the_top_of_its_ladder_goes_on_from_there_when_its_dates_are_counted_again(county: County) -> None:
    case = county.a_case()
    county.clock.show("Tuesday 2026-03-31 09:00")
    for _ in range(4):
        county.sweep()
        county.clock.move(days=7)
    before = county.duty(case, "triage").next_rung
    with county.office.writing() as desk:
        moved = update(DutyRow).where(col(DutyRow.case_no) == case)
        desk.session.execute(moved.values(internal_due_at=shanghai("Monday 2026-03-02 11:51")))
    recount.recount_after_a_notice(county.office)

    assert before > len(json.loads(county.duty(case, "triage").rungs))
    assert county.duty(case, "triage").next_rung == before
    county.clock.move(days=30)
    county.sweep()
    assert [rung for rung, _ in county.rungs(case, "triage")] == list(range(before + 1))


def test_a_date_that_moves_to_and_fro_between_two_versions_is_recorded_each_time(county: County, case: str) -> None:
    for turn in range(4):
        with county.office.writing() as desk:
            one = update(DutyRow).where(col(DutyRow.case_no) == case, col(DutyRow.code) == "safety_assessment")
            desk.session.execute(one.values(rungs="[]"))
        worker = county if turn % 2 else with_another_calendar(county)
        assert recount.recount_after_a_notice(worker.office) >= 1
        county.clock.move(minutes=1)

    assert len(county.facts("duty_recounted", case)) >= 4


def test_whoever_has_read_a_paused_duty_is_asked_nothing_while_its_clock_stands(county: County, case: str) -> None:
    clock_acts.pause(county.office, case, "safety_assessment", cause=PauseCause.CHILD_IN_TREATMENT)
    attending.read(county.office, case, "safety_assessment")

    assert county.duty(case, "safety_assessment").attention_at is None


def test_after_a_pause_whoever_has_read_it_is_only_asked_to_take_it_on(county: County, case: str) -> None:
    attending.read(county.office, case, "safety_assessment")
    asked = county.duty(case, "safety_assessment")
    clock_acts.pause(county.office, case, "safety_assessment", cause=PauseCause.CHILD_IN_TREATMENT)
    county.clock.move(minutes=30)
    clock_acts.resume(county.office, case, "safety_assessment")

    again = county.duty(case, "safety_assessment")
    assert (again.next_attention, again.attention_at) == (asked.next_attention, asked.attention_at)


def test_what_came_while_the_clock_stood_is_not_asked_and_the_next_question_is_armed(county: County, case: str) -> None:
    clock_acts.pause(county.office, case, "safety_assessment", cause=PauseCause.CHILD_IN_TREATMENT)
    county.clock.move(hours=40)  # the first question, after 24 hours, has come meanwhile
    clock_acts.resume(county.office, case, "safety_assessment")

    row = county.duty(case, "safety_assessment")
    asked = json.loads(row.attention)
    assert row.next_attention > 0
    armed = asked[row.next_attention][0] if row.next_attention < len(asked) else None
    assert (row.attention_at.isoformat() if row.attention_at else None) == (armed and armed.replace(".000000", ""))


def test_who_is_given_what_nobody_held_is_asked_whether_they_have_seen_it(county: County, case: str) -> None:
    with county.office.writing() as desk:
        gone = update(DutyRow).where(col(DutyRow.case_no) == case, col(DutyRow.code) == "safety_assessment")
        desk.session.execute(gone.values(post_no=None, attention="[]", attention_at=None))

    assert assign_unheld(county.office) == 1

    row = county.duty(case, "safety_assessment")
    assert json.loads(row.attention)
    assert row.attention_at is not None


def test_more_time_for_a_clock_that_stands_arms_nothing(county: County) -> None:
    """Stopped after it had run out it keeps its date; a grant moves the date, and still nothing rings."""
    case = county.a_case()
    county.answer(case, "police_acceptance", track="涉嫌违反治安管理")
    county.answer(case, "decide_administrative_case")
    county.clock.move(days=40)
    clock_acts.pause(county.office, case, "conclude_investigation", cause=PauseCause.EXPERT_EXAMINATION)
    clock_acts.extend(county.office, case, "conclude_investigation", amount=30, unit=Unit.DAYS, basis="B-22")

    assert county.duty(case, "conclude_investigation").next_rung_at is None
    county.must_hold()
