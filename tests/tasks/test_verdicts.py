"""Is a duty found late only if it surely was? 办理评价."""

from __future__ import annotations

import pytest

from models import DutyRow
from rules.moments import shanghai
from rules.vocabulary import DutyState
from rules.when import read_when
from tasks.verdicts import Verdict, verdict_of

DUE = shanghai("2026-03-10 24:00")
NOW = shanghai("2026-06-01 09:00")


def a_duty(state: DutyState = DutyState.ANSWERED, *, done: str = "2026-03-05 10:00", since: str = "exact") -> DutyRow:
    when = read_when(done)
    return DutyRow(
        no="C-1/1",
        case_no="C-1",
        procedure_no="P-1",
        code="triage",
        state=state,
        since_precision=since,
        happened_at=when.at or NOW,
        happened_precision=when.precision,
        legal_due_at=DUE,
    )


@pytest.mark.parametrize(
    ("done", "verdict"),
    [
        ("2026-03-10 23:59", Verdict.MET),
        ("2026-03-11 00:00", Verdict.MET),  # 24:00 of the last day
        ("2026-03-11 00:01", Verdict.LATE),
        ("2026-03-10", Verdict.MET),
        ("2026-03-11", Verdict.UNCERTAIN),  # at 00:00 it would have been in time
        ("2026-03-12", Verdict.LATE),
        ("2026-03", Verdict.UNCERTAIN),
        ("2026-02", Verdict.MET),
        ("2026-04", Verdict.LATE),
        ("2026", Verdict.UNCERTAIN),
        ("约 2026-03-03", Verdict.MET),
        ("约 2026-03-08", Verdict.UNCERTAIN),
        ("约 2026-03-19", Verdict.LATE),
        ("不详", Verdict.UNCERTAIN),
    ],
)
def test_late_is_what_is_late_on_every_reading_of_its_date(done: str, verdict: Verdict) -> None:
    assert verdict_of(a_duty(done=done), NOW) is verdict


@pytest.mark.parametrize("since", ["month", "year", "about", "unknown"])
def test_a_clock_that_began_on_an_uncertain_day_finds_nobody_in_time_for_sure(since: str) -> None:
    assert verdict_of(a_duty(since=since), NOW) is Verdict.UNCERTAIN
    assert verdict_of(a_duty(since=since, done="2026-05-01 09:00"), NOW) is Verdict.LATE


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        (DutyState.PAUSED, Verdict.PAUSED),
        (DutyState.SKIPPED, Verdict.SKIPPED),
        (DutyState.EXCUSED, Verdict.EXCUSED),
        (DutyState.SETTLED, Verdict.SETTLED),
    ],
)
def test_what_was_not_done_is_not_measured(state: DutyState, verdict: Verdict) -> None:
    assert verdict_of(a_duty(state), NOW) is verdict


def test_an_open_duty_is_overdue_from_the_second_after_its_limit() -> None:
    assert verdict_of(a_duty(DutyState.OPEN), DUE) is Verdict.NOT_DUE
    assert verdict_of(a_duty(DutyState.OPEN), shanghai("2026-03-11 00:01")) is Verdict.OVERDUE


def test_a_duty_that_became_needless_after_its_limit_was_never_done_and_one_before_it_was_spared() -> None:
    late, early = a_duty(DutyState.EXCUSED, done="2026-03-12 10:00"), a_duty(DutyState.EXCUSED)
    late.answer = early.answer = "{}"

    assert verdict_of(late, NOW) is Verdict.NEVER_DONE
    assert verdict_of(early, NOW) is Verdict.EXCUSED
