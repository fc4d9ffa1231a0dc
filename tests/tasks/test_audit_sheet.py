"""What does the audit say of each rule, and does it prove it? 个案核查."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rules.errors import Refused
from rules.moments import shanghai
from rules.vocabulary import Force, PauseCause, Precision
from rules.when import read_when
from tasks import acts, clock_acts
from tasks.audit_paper import course_words, proof_words
from tasks.audit_rules import Judged, say_verdict
from tasks.audit_sheet import CaseSheet, case_sheet, with_reasons
from tasks.corrections import correct
from tasks.kinds import Kind
from tasks.verdicts import Verdict
from tests.builders import an_answer
from tests.office import County

ACCEPTED_BY = "Monday 2026-03-02 11:50"  # our default of an hour from the report at 10:50
FEEDBACK_BY = "Saturday 2026-03-07 24:00"  # three days from Wednesday's decision, by law


@pytest.fixture
def case(county: County) -> str:
    return county.a_case()


def sheet(county: County, case: str, on: str | None = None) -> CaseSheet:
    with county.office.reading() as desk:
        return case_sheet(desk, case, on=date.fromisoformat(on) if on else None)


def rule(county: County, case: str, code: str, on: str | None = None) -> Judged:
    found = [judged for judged in sheet(county, case, on).rules if judged.rule.code == code]
    assert len(found) == 1, code
    return found[0]


def late(county: County, case: str, code: str) -> tuple[timedelta, int, int]:
    by = rule(county, case, code).late
    assert by is not None
    return by.by, by.days, by.working_days


# ------------------------------------------------------------------------------------------------ in time and late


def test_what_was_done_at_the_very_limit_is_met_and_a_second_later_late_by_a_second_and_by_no_day(
    county: County, case: str
) -> None:
    other = county.a_case(
        children=[{"name": "禾苗", "sex": "female", "birth_on": "2014-01-01", "residence": {"area": "990101001"}}]
    )
    county.answer(case, "police_acceptance", at=ACCEPTED_BY)
    county.answer(other, "police_acceptance", at=shanghai(ACCEPTED_BY) + timedelta(seconds=1))

    assert rule(county, case, "police_acceptance").verdict is Verdict.MET
    assert rule(county, other, "police_acceptance").verdict is Verdict.LATE
    assert late(county, other, "police_acceptance") == (timedelta(seconds=1), 0, 0)
    assert say_verdict(rule(county, other, "police_acceptance"), "zh") == (
        "逾期办理 1秒（本系统默认期限（非法定）逾期）"
    )


def test_days_late_are_complete_days_and_working_days_those_that_lie_wholly_in_them(county: County, case: str) -> None:
    county.answer(case, "police_acceptance", at="Monday 2026-03-02 11:00")
    county.answer(case, "decide_filing", at="Wednesday 2026-03-04 10:00")
    county.answer(case, "feedback_on_progress", at="Tuesday 2026-03-10 10:00")

    assert late(county, case, "feedback_on_progress") == (timedelta(days=2, hours=10), 2, 1)
    said = say_verdict(rule(county, case, "feedback_on_progress"), "zh")
    assert said == "逾期办理 2天10小时（满2日，其中满1个工作日）（法定期限逾期）"


def test_law_and_our_defaults_are_counted_apart(county: County, case: str) -> None:
    county.answer(case, "police_acceptance", at="Monday 2026-03-02 13:00")
    county.answer(case, "decide_filing", at="Wednesday 2026-03-04 10:00")
    county.answer(case, "feedback_on_progress", at="Tuesday 2026-03-10 10:00")

    counts = sheet(county, case).counts
    assert counts[Force.STATUTORY][Verdict.LATE] == 1
    assert counts[Force.OUR_DEFAULT][Verdict.LATE] == 1
    assert "法定期限逾期" not in say_verdict(rule(county, case, "police_acceptance"), "zh")


def test_a_duty_is_not_due_at_its_limit_and_overdue_a_second_later(county: County, case: str) -> None:
    county.clock.show(ACCEPTED_BY)
    assert rule(county, case, "police_acceptance").verdict is Verdict.NOT_DUE
    county.clock.move(seconds=1)
    assert rule(county, case, "police_acceptance").verdict is Verdict.OVERDUE
    assert late(county, case, "police_acceptance")[0] == timedelta(seconds=1)


def test_a_date_that_is_known_roughly_finds_nobody_later_than_they_surely_were(county: County, case: str) -> None:
    county.clock.show("Friday 2026-03-20 09:00")
    row = county.live(case, "police_acceptance")
    when = read_when("2026-03-04")
    acts.answer(
        county.office, case, row.no, an_answer(row.code), at=when.at, precision=Precision.DAY, by_post=row.post_no
    )

    judged = rule(county, case, "police_acceptance")
    assert (judged.verdict, judged.late and judged.late.at_least) == (Verdict.LATE, True)
    assert late(county, case, "police_acceptance")[0] == timedelta(hours=36, minutes=10)  # from 11:50 to that midnight
    assert "至少1天12小时10分" in say_verdict(judged, "zh")


def test_a_month_that_leaves_it_open_is_uncertain(county: County, case: str) -> None:
    county.clock.show("Friday 2026-03-20 09:00")
    row = county.live(case, "police_acceptance")
    when = read_when("2026-03")
    acts.answer(
        county.office, case, row.no, an_answer(row.code), at=when.at, precision=Precision.MONTH, by_post=row.post_no
    )
    judged = rule(county, case, "police_acceptance")
    assert (judged.verdict, judged.late) == (Verdict.UNCERTAIN, None)


# ------------------------------------------------------------------------------------------------ left out, standing


def test_what_is_left_out_when_it_was_overdue_already_says_so_with_its_proof(county: County, case: str) -> None:
    county.clock.show("Monday 2026-03-02 11:00")
    acts.skip(county.office, case, "police_acceptance", reason="由市局办理", given=an_answer("police_acceptance"))
    county.clock.show("Friday 2026-03-06 09:00")
    acts.excuse(county.office, case, "triage", reason="已随母赴外省", given=an_answer("triage"), by_post="P-OFFICE")

    skipped, excused = rule(county, case, "police_acceptance"), rule(county, case, "triage")
    assert (skipped.verdict, skipped.late) == (Verdict.SKIPPED, None)
    assert excused.verdict is Verdict.EXCUSED
    assert excused.late is not None
    assert "此前已逾期" in say_verdict(excused, "zh")
    assert [proof.kind for proof in skipped.proofs] == [Kind.DUTY_OPENED, Kind.DUTY_SKIPPED]


def test_why_it_was_left_out_is_shown_only_where_it_was_asked_for(county: County, case: str) -> None:
    acts.skip(county.office, case, "police_acceptance", reason="由市局办理", given=an_answer("police_acceptance"))
    with county.office.reading() as desk:
        plain = case_sheet(desk, case)
        opened = with_reasons(desk, plain)
    assert [judged.reason for judged in plain.rules if judged.reason] == []
    assert [judged.reason for judged in opened.rules if judged.reason] == ["由市局办理"]


def test_a_clock_that_stands_is_paused_and_what_happened_to_it_is_told(county: County, case: str) -> None:
    county.answer_all(case, "triage", "child_seen")
    county.clock.show("Tuesday 2026-03-03 09:00")
    at = county.clock.at
    clock_acts.pause(county.office, case, "safety_assessment", cause=PauseCause.CHILD_IN_TREATMENT, at=at)
    judged = rule(county, case, "safety_assessment")
    assert judged.verdict is Verdict.PAUSED
    assert course_words(judged) == ["中止计时（儿童住院救治）至今"]

    county.clock.show("Friday 2026-03-13 09:00")
    clock_acts.resume(county.office, case, "safety_assessment", at=county.clock.at)
    assert course_words(rule(county, case, "safety_assessment")) == ["中止计时（儿童住院救治）10天0小时"]


def test_rungs_and_corrections_stand_among_the_proofs(county: County, case: str) -> None:
    county.clock.show("Monday 2026-03-02 12:30")
    county.sweep()
    county.answer(case, "police_acceptance", at="Monday 2026-03-02 13:00")
    row = county.duty(case, "police_acceptance")
    answered = next(entry for entry in county.journal(case) if entry.kind == Kind.DUTY_ANSWERED)
    correct(county.office, case, answered.n, when=read_when("2026-03-02 12:40"), reason="笔误", by_post=row.post_no)

    judged = rule(county, case, "police_acceptance")
    assert judged.duty is not None
    assert judged.duty.climbed == row.next_rung > 0
    assert judged.late is not None
    assert judged.late.by == timedelta(minutes=50)
    assert proof_words(judged).endswith(" 更正记录")
    assert {proof.kind for proof in judged.proofs} == {
        Kind.DUTY_OPENED, Kind.RUNG_FIRED, Kind.DUTY_ANSWERED, Kind.ENTRY_CORRECTED,
    }  # fmt: skip
    assert {proof.entry for proof in judged.proofs} <= {f"{entry.chain}#{entry.n}" for entry in county.journal(case)}


def test_what_was_never_called_for_does_not_apply_and_the_procedure_proves_it(county: County, case: str) -> None:
    so_far = rule(county, case, "second_reading")
    assert (so_far.verdict, so_far.still_possible) == (Verdict.NOT_APPLICABLE, True)

    county.finish(case)
    ended = rule(county, case, "second_reading")
    assert (ended.verdict, ended.still_possible) == (Verdict.NOT_APPLICABLE, False)
    assert [proof.kind for proof in ended.proofs] == [Kind.PROCEDURE_OPENED, Kind.PROCEDURE_CLOSED]


# ------------------------------------------------------------------------------------------------ as it stood on a day


def test_on_a_past_day_nothing_is_known_that_was_entered_later(county: County, case: str) -> None:
    county.clock.show("Thursday 2026-03-05 10:00")
    row = county.live(case, "police_acceptance")
    done = shanghai("Monday 2026-03-02 11:30")
    acts.answer(county.office, case, row.no, an_answer(row.code), at=done, by_post=row.post_no)

    assert rule(county, case, "police_acceptance").verdict is Verdict.MET
    then = rule(county, case, "police_acceptance", on="2026-03-04")
    assert then.verdict is Verdict.OVERDUE
    assert then.late is not None
    assert then.late.by == shanghai("Wednesday 2026-03-04 24:00") - shanghai(ACCEPTED_BY)
    assert rule(county, case, "police_acceptance", on="2026-03-05").verdict is Verdict.MET


def test_what_is_recorded_at_midnight_belongs_to_the_day_that_begins(county: County, case: str) -> None:
    county.answer(case, "police_acceptance", at="Monday 2026-03-02 24:00")
    assert rule(county, case, "police_acceptance", on="2026-03-02").verdict is Verdict.OVERDUE
    county.clock.move(hours=1)
    assert rule(county, case, "police_acceptance", on="2026-03-03").verdict is Verdict.LATE


def test_today_is_as_it_stands_now(county: County, case: str) -> None:
    county.answer(case, "police_acceptance", at="Monday 2026-03-02 11:30")
    today, now = sheet(county, case, "2026-03-02"), sheet(county, case)
    assert list(today.rules) == list(now.rules)


@pytest.mark.parametrize(("on", "words"), [("2026-03-01", "没有个案"), ("2026-03-03", "将来")])
def test_a_day_before_the_case_and_a_day_to_come_are_refused(county: County, case: str, on: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        sheet(county, case, on)
    assert words in refused.value.zh
    assert refused.value.field == "--on"


def test_a_case_that_there_is_not_is_refused(county: County) -> None:
    with pytest.raises(Refused) as refused:
        sheet(county, "C-00000-00000")
    assert refused.value.field == "NO"
