"""A clock that stands fires nothing; a clock that was given more time fires later. 中止与延长."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from rules.errors import Conflict, Refused
from rules.moments import en_end, shanghai
from rules.period import Unit
from rules.vocabulary import PauseCause
from tasks import cases, clock_acts, invariants
from tests.office import County

ASSESSED_BY = "Thursday 2026-03-05 10:50"  # 72 hours from the report


@pytest.fixture
def case(county: County) -> str:
    """A case in which the child has been seen and is to be assessed."""
    case = county.a_case()
    county.answer_all(case, "triage", "child_seen")
    return case


def due(county: County, case: str, code: str = "safety_assessment") -> str | None:
    at = county.duty(case, code).legal_due_at
    return None if at is None else en_end(at)


def in_hospital(county: County, case: str, at: str) -> None:
    clock_acts.pause(county.office, case, "safety_assessment", cause=PauseCause.CHILD_IN_TREATMENT, at=shanghai(at))


def out_again(county: County, case: str, at: str) -> None:
    county.clock.show(max(county.clock.at, shanghai(at)))
    clock_acts.resume(county.office, case, "safety_assessment", at=shanghai(at))


# ------------------------------------------------------------------------------------------------ pausing


def test_a_paused_duty_fires_nothing_and_runs_on_by_as_much_when_it_resumes(county: County, case: str) -> None:
    assert due(county, case) == ASSESSED_BY
    county.clock.show("Tuesday 2026-03-03 09:00")
    in_hospital(county, case, "Tuesday 2026-03-03 09:00")
    before = county.rungs(case, "safety_assessment")

    county.clock.show("Friday 2026-03-13 09:00")
    county.sweep()
    assert county.rungs(case, "safety_assessment") == before
    assert due(county, case) is None

    out_again(county, case, "Friday 2026-03-13 09:00")
    assert due(county, case) == "Sunday 2026-03-15 10:50"
    county.clock.show("Sunday 2026-03-15 10:49:59")
    county.sweep()
    assert [rung for rung, _ in county.rungs(case, "safety_assessment")] == [0, 1]
    county.clock.show("Sunday 2026-03-15 10:50")
    county.sweep()
    assert [rung for rung, _ in county.rungs(case, "safety_assessment")] == [0, 1, 2]


def test_while_the_clock_stands_nothing_is_overdue(county: County, case: str) -> None:
    in_hospital(county, case, "Monday 2026-03-02 10:57")

    county.clock.show("Monday 2026-06-01 09:00")

    with county.office.reading() as desk:
        view = next(one for one in cases.duties_of(desk, case) if one.code == "safety_assessment")
    assert view.legal_due_at is None
    assert not view.overdue


def test_a_clock_that_is_stopped_after_it_ran_out_stays_overdue(county: County, case: str) -> None:
    county.clock.show("Friday 2026-03-06 09:00")
    in_hospital(county, case, "Friday 2026-03-06 09:00")

    assert due(county, case) == ASSESSED_BY
    assert county.duty(case, "safety_assessment").next_rung_at is None
    out_again(county, case, "Friday 2026-03-06 12:00")
    assert due(county, case) == ASSESSED_BY


def test_after_a_pause_of_what_was_overdue_the_next_rung_comes_as_much_later_and_is_no_catching_up(
    county: County, case: str
) -> None:
    county.clock.show("Friday 2026-03-06 09:00")
    county.sweep()
    climbed = county.rungs(case, "safety_assessment")
    armed = county.duty(case, "safety_assessment").next_rung_at
    assert armed is not None
    in_hospital(county, case, "Friday 2026-03-06 09:00")
    out_again(county, case, "Friday 2026-04-03 09:00")

    later = armed + timedelta(days=28)
    assert county.duty(case, "safety_assessment").next_rung_at == later
    county.clock.show(later - timedelta(seconds=1))
    county.sweep()
    assert county.rungs(case, "safety_assessment") == climbed
    county.clock.show(later)
    county.sweep()
    assert len(county.rungs(case, "safety_assessment")) == len(climbed) + 1
    duty = county.duty(case, "safety_assessment").no
    last = [row for row in county.journal(case) if row.kind == "rung_fired" and row.duty_no == duty][-1]
    assert json.loads(last.payload)["caught_up"] is False
    county.must_hold()


def test_a_paused_duty_can_be_answered(county: County, case: str) -> None:
    in_hospital(county, case, "Monday 2026-03-02 10:55")

    county.answer(case, "safety_assessment")

    assert county.duty(case, "safety_assessment").state == "answered"


def test_two_stretches_count_together(county: County, case: str) -> None:
    county.clock.show("Wednesday 2026-03-04 18:00")
    in_hospital(county, case, "Tuesday 2026-03-03 09:00")
    out_again(county, case, "Tuesday 2026-03-03 12:00")
    in_hospital(county, case, "Wednesday 2026-03-04 09:00")
    out_again(county, case, "Wednesday 2026-03-04 18:00")

    assert due(county, case) == "Thursday 2026-03-05 22:50"


def test_an_earlier_stretch_that_becomes_known_later_counts_too(county: County, case: str) -> None:
    county.clock.show("Wednesday 2026-03-04 18:00")
    in_hospital(county, case, "Wednesday 2026-03-04 09:00")
    out_again(county, case, "Wednesday 2026-03-04 18:00")

    in_hospital(county, case, "Tuesday 2026-03-03 09:00")
    out_again(county, case, "Tuesday 2026-03-03 12:00")

    assert due(county, case) == "Thursday 2026-03-05 22:50"
    assert county.duty(case, "safety_assessment").next_rung_at is not None


def test_a_clock_stands_only_for_a_cause_that_its_rules_list(county: County, case: str) -> None:
    with pytest.raises(Refused, match="儿童住院救治") as refused:
        clock_acts.pause(county.office, case, "safety_assessment", cause=PauseCause.WAITING_FOR_COURT)
    assert refused.value.field == "cause"

    with pytest.raises(Refused, match="规则列明的事由：无"):
        clock_acts.pause(county.office, case, "police_acceptance", cause=PauseCause.FORCE_MAJEURE)


def test_a_clock_that_stands_cannot_be_stopped_and_one_that_runs_cannot_be_resumed(county: County, case: str) -> None:
    with pytest.raises(Refused, match="未中止计时"):
        clock_acts.resume(county.office, case, "safety_assessment")

    in_hospital(county, case, "Monday 2026-03-02 10:56")
    with pytest.raises(Conflict, match="已中止计时"):
        in_hospital(county, case, "Monday 2026-03-02 10:57")


def test_it_cannot_resume_before_it_stood(county: County, case: str) -> None:
    county.clock.show("Tuesday 2026-03-03 09:00")
    in_hospital(county, case, "Tuesday 2026-03-03 09:00")

    with pytest.raises(Refused, match="早于中止时间") as refused:
        clock_acts.resume(county.office, case, "safety_assessment", at=shanghai("Tuesday 2026-03-03 08:59"))
    assert refused.value.field == "at"


def test_a_pause_that_would_begin_tomorrow_is_refused(county: County, case: str) -> None:
    with pytest.raises(Refused, match="在将来"):
        in_hospital(county, case, "Tuesday 2026-03-03 09:00")


# ------------------------------------------------------------------------------------------------ extending


@pytest.fixture
def investigation(county: County) -> str:
    """An administrative case accepted on Monday 2026-03-02, to be ended within thirty days."""
    case = county.a_case()
    county.answer(case, "police_acceptance", track="涉嫌违反治安管理")
    county.answer(case, "decide_administrative_case", at="Monday 2026-03-02 18:00")
    return case


def extend(county: County, case: str, amount: int = 30, basis: str = "B-22") -> None:
    clock_acts.extend(county.office, case, "conclude_investigation", amount=amount, unit=Unit.DAYS, basis=basis)


def test_an_extension_moves_the_end_and_every_rung_that_was_not_climbed(county: County, investigation: str) -> None:
    assert due(county, investigation, "conclude_investigation") == "Wednesday 2026-04-01 24:00"
    before = rungs(county, investigation)

    extend(county, investigation)

    moved = county.duty(investigation, "conclude_investigation")
    assert moved.internal_due_at is not None
    assert en_end(moved.internal_due_at) == "Friday 2026-05-01 24:00"  # thirty days more; a holiday
    assert due(county, investigation, "conclude_investigation") == "Wednesday 2026-05-06 24:00"
    after = rungs(county, investigation)
    assert all(late > early for early, late in zip(before, after, strict=True))


def rungs(county: County, case: str) -> list[datetime]:
    return list(map(datetime.fromisoformat, json.loads(county.duty(case, "conclude_investigation").rungs)))


def test_after_an_extension_nothing_fires_at_the_old_moment(county: County, investigation: str) -> None:
    old = rungs(county, investigation)[2]  # when it would have been overdue
    extend(county, investigation)

    county.clock.show(old + timedelta(seconds=1))
    county.sweep()

    assert [rung for rung, _ in county.rungs(investigation, "conclude_investigation")] in ([], [0])


def test_more_time_needs_a_basis_that_the_rules_list_for_this_very_period(county: County, investigation: str) -> None:
    with pytest.raises(Refused, match="B-22"):
        extend(county, investigation, basis="A-17")

    crime = county.a_case(children=[{"name": "田小田", "residence": {"area": "990101001"}}])
    county.answer_all(crime, "police_acceptance", "decide_filing")
    with pytest.raises(Refused, match="没有以 B-22 为依据的延长"):
        extend(county, crime)


@pytest.mark.parametrize("amount", [0, -30])
def test_an_extension_that_adds_nothing_is_refused(county: County, investigation: str, amount: int) -> None:
    with pytest.raises(Refused) as refused:
        extend(county, investigation, amount=amount)
    assert refused.value.field == "amount"


def test_a_clock_that_stands_may_be_given_more_time(county: County, investigation: str) -> None:
    clock_acts.pause(county.office, investigation, "conclude_investigation", cause=PauseCause.EXPERT_EXAMINATION)
    extend(county, investigation)
    assert due(county, investigation, "conclude_investigation") is None

    clock_acts.resume(county.office, investigation, "conclude_investigation")
    assert due(county, investigation, "conclude_investigation") is not None
    assert county.duty(investigation, "conclude_investigation").next_rung_at is not None


def test_a_ladder_that_was_climbed_before_the_extension_is_told_again_at_its_new_moment(
    county: County, investigation: str
) -> None:
    """Found by a simulated year: the watchdog took the new moment for a ladder that had fallen silent."""
    last = len(rungs(county, investigation)) - 1
    for moment in rungs(county, investigation):
        county.clock.show(moment)
        county.sweep()
    extend(county, investigation)

    extended = county.duty(investigation, "conclude_investigation")
    again = extended.next_rung_at
    assert again == rungs(county, investigation)[last] > county.clock.at
    assert fell_silent(county) == set()
    county.clock.show(again)
    county.sweep()
    assert county.rungs(investigation, "conclude_investigation")[-1] == (last + 1, False)
    assert fell_silent(county) == set()


def fell_silent(county: County) -> set[str]:
    """Duties whose last rung the watchdog misses."""
    with county.office.reading() as desk:
        broken = invariants.broken(desk, invariants.whole(desk))
    return {one.subject for each in broken for one in each.first if one.code == "ladder_never_falls_silent"}
