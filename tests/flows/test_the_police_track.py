"""What do the police owe a report, and by when? 公安机关办理."""

from __future__ import annotations

from datetime import datetime

import pytest

from models import DutyRow
from rules.moments import en_end
from rules.vocabulary import ProcedureKind
from tests.office import County

REPORTING = ProcedureKind.MANDATORY_REPORTING
CHILD_IS_SAFE = ("triage", "child_seen", "safety_assessment", "choose_interventions", "tell_reporter")


def ends(at: datetime | None) -> str:
    assert at is not None
    return en_end(at)


def accepted(county: County, *, at: str | None = None, **changes: str) -> str:
    case = county.a_case()
    county.answer(case, "police_acceptance", at=at, **changes)
    return case


def of_the_police(county: County, case: str) -> set[str]:
    return set(county.owed(case)) - {"triage"}


def told_of(county: County, report: str) -> list[str]:
    return [one["stage"] for one in county.facts("reporter_told", report)]


# ------------------------------------------------------------------------------------------------ criminal


def test_a_filed_case_is_fed_back_investigated_told_again_and_sent_for_prosecution(county: County) -> None:
    received = county.report()
    case = received.concerned[0].case_no
    county.answer(case, "police_acceptance")
    county.answer(case, "decide_filing")
    assert of_the_police(county, case) == {"feedback_on_progress", "conclude_investigation"}

    county.answer(case, "feedback_on_progress")
    county.answer(case, "conclude_investigation")
    assert of_the_police(county, case) == {"feedback_before_prosecution"}  # first the reporter hears of it

    county.answer(case, "feedback_before_prosecution")
    county.answer(case, "send_for_prosecution")
    assert of_the_police(county, case) == set()
    assert told_of(county, received.report_no) == ["已立案", "移送审查起诉前告知"]


def test_an_investigation_that_does_not_go_to_prosecution_ends_there(county: County) -> None:
    case = accepted(county)
    county.answer_all(case, "decide_filing", "feedback_on_progress")

    county.answer(case, "conclude_investigation", to_prosecution="否", outcome="撤销案件")

    assert of_the_police(county, case) == set()


def test_feedback_on_a_case_of_thursday_is_owed_by_sunday_and_does_not_move_to_monday(county: County) -> None:
    """Worked example 2 of the counting rules: the Opinion is silent on rest days."""
    case = accepted(county, at="Wednesday 2026-03-04 16:00")

    county.answer(case, "decide_filing", at="Thursday 2026-03-05 15:00")

    feedback = county.duty(case, "feedback_on_progress")
    assert ends(feedback.internal_due_at) == "Sunday 2026-03-08 24:00"
    assert ends(feedback.legal_due_at) == "Sunday 2026-03-08 24:00"


@pytest.mark.parametrize(
    ("complexity", "due"),
    [
        ("一般", "Thursday 2026-03-05 24:00"),
        ("线索需要查证（刑事）", "Monday 2026-03-09 24:00"),
        ("重大疑难复杂，经县级公安机关负责人批准（刑事）", "Wednesday 2026-04-01 24:00"),
        ("性侵害未成年人（刑事）", "Monday 2026-03-09 24:00"),
    ],
)
def test_how_long_the_police_may_examine_before_filing_depends_on_the_case(
    county: County, complexity: str, due: str
) -> None:
    case = accepted(county, at="Monday 2026-03-02 11:30", complexity=complexity)

    assert ends(county.duty(case, "decide_filing").legal_due_at) == due


# ------------------------------------------------------------------------------------------------ administrative


@pytest.mark.parametrize(
    ("complexity", "due"), [("一般", "Tuesday 2026-03-03 10:50"), ("疑难复杂（治安）", "Thursday 2026-03-05 24:00")]
)
def test_an_administrative_case_is_decided_a_day_after_the_report_or_three_when_it_is_complex(
    county: County, complexity: str, due: str
) -> None:
    case = accepted(county, track="涉嫌违反治安管理", complexity=complexity)

    assert ends(county.duty(case, "decide_administrative_case").legal_due_at) == due


def test_an_accepted_administrative_case_is_fed_back_and_ends_within_thirty_days(county: County) -> None:
    case = accepted(county, track="涉嫌违反治安管理")

    county.answer(case, "decide_administrative_case", at="Monday 2026-03-02 18:00")

    assert of_the_police(county, case) == {"feedback_on_progress", "conclude_investigation"}
    assert ends(county.duty(case, "conclude_investigation").legal_due_at) == "Wednesday 2026-04-01 24:00"
    county.answer(case, "conclude_investigation", to_prosecution="否", outcome="行政处罚")
    assert of_the_police(county, case) == {"feedback_on_progress"}


@pytest.mark.parametrize(
    ("decided", "variant"),
    [
        ("Wednesday 2025-12-31 23:59", "administrative_before_2026"),
        ("Thursday 2026-01-01 00:00", "administrative"),
    ],
)
def test_the_penalties_law_of_2025_holds_for_cases_accepted_from_the_first_of_january_2026(
    county: County, decided: str, variant: str
) -> None:
    county.clock.show("Tuesday 2025-12-30 09:00")
    early = "2025-12-30T08:40+08:00"
    case = county.a_case(discovered_at=early, reported_at="2025-12-30T08:50+08:00", incident={"area": "990101001"})
    county.answer(case, "police_acceptance", track="涉嫌违反治安管理")

    county.answer(case, "decide_administrative_case", at=decided)

    assert county.duty(case, "conclude_investigation").variant == variant
    set_by = {"administrative_before_2026": "B-21", "administrative": "B-22"}[variant]
    assert set_by in opening(county, county.duty(case, "conclude_investigation"))


def opening(county: County, duty: DutyRow) -> list[str]:
    entries = county.journal(duty.case_no)
    return next(row.basis.split() for row in entries if row.kind == "duty_opened" and row.duty_no == duty.no)


def test_a_report_that_is_not_accepted_is_told_to_the_reporting_unit(county: County) -> None:
    case = accepted(county, track="涉嫌违反治安管理")

    county.answer(case, "decide_administrative_case", accepted="否")

    assert of_the_police(county, case) == {"feedback_on_result"}


def test_an_administrative_case_that_turns_out_to_be_a_crime_is_filed_as_one(county: County) -> None:
    case = accepted(county, track="涉嫌违反治安管理")

    county.answer(case, "decide_administrative_case", accepted="是", now_criminal="是")

    assert of_the_police(county, case) == {"decide_filing"}


def test_where_no_violation_is_found_the_reporting_unit_hears_of_it_and_the_child_is_looked_after(
    county: County,
) -> None:
    received = county.report()
    case = received.concerned[0].case_no

    county.answer(case, "police_acceptance", track="未发现违法犯罪事实")
    assert of_the_police(county, case) == {"feedback_on_result"}
    county.answer(case, "feedback_on_result")
    assert told_of(county, received.report_no) == ["接报审查结果"]

    county.answer_all(case, *CHILD_IS_SAFE)
    assert county.ends(case, REPORTING) == ["completed"]


# ------------------------------------------------------------------------------------------------ transfer


def test_what_is_not_theirs_goes_on_within_a_day_and_is_owed_by_the_unit_that_got_it(county: County) -> None:
    case = accepted(county, at="Friday 2026-03-06 16:30", ours="否")
    transfer = county.duty(case, "transfer_to_competent_police")
    assert transfer.post_no == "P-LIUXI-POLICE"
    assert ends(transfer.legal_due_at) == "Saturday 2026-03-07 16:30"  # hours run over the weekend

    county.answer(case, "transfer_to_competent_police")
    county.answer(case, "police_acceptance")
    county.answer(case, "decide_filing")

    owed_by = {row.code: row.post_no for row in county.duties(case) if row.about != "" or row.code == "decide_filing"}
    assert owed_by == {
        "police_acceptance": "P-SHIQIAO-POLICE",
        "decide_filing": "P-SHIQIAO-POLICE",
        "feedback_on_progress": "P-SHIQIAO-POLICE",
    }


def test_a_report_that_is_transferred_twice_is_owed_by_the_last_unit(county: County) -> None:
    case = accepted(county, ours="否")
    county.answer(case, "transfer_to_competent_police", to_post="P-SHIQIAO-POLICE")
    county.answer(case, "police_acceptance", ours="否")
    second = county.duty(case, "transfer_to_competent_police", about="2")
    assert second.post_no == "P-SHIQIAO-POLICE"

    county.answer(case, second.no, to_post="P-COUNTY-POLICE")

    third = county.duty(case, "police_acceptance", about="3")
    assert third.post_no == "P-COUNTY-POLICE"
    assert third.since_at == county.duty(case, second.no).happened_at
    county.answer(case, third.no)
    assert county.duty(case, "decide_filing").post_no == "P-COUNTY-POLICE"


# ------------------------------------------------------------------------------------------------ filing supervision


def not_filed(county: County, **changes: str) -> str:
    case = accepted(county, at="Monday 2026-03-02 11:00")
    county.answer(case, "decide_filing", at="Tuesday 2026-03-03 09:00", filed="否", **changes)
    return case


def test_only_a_complainant_is_served_with_the_notice_of_non_filing(county: County) -> None:
    assert of_the_police(county, not_filed(county)) == {"feedback_on_result", "review_non_filing"}


@pytest.mark.parametrize("said_at", ["police_acceptance", "decide_filing"])
def test_a_complainant_is_served_whoever_found_that_there_is_one(county: County, said_at: str) -> None:
    case = county.a_case()
    county.answer(case, "police_acceptance", complainant="是" if said_at == "police_acceptance" else "否")
    county.answer(
        case,
        "decide_filing",
        at="Thursday 2026-03-05 09:00",
        filed="否",
        complainant="是" if said_at == "decide_filing" else "否",
    )

    notice = county.duty(case, "notify_non_filing")
    assert ends(notice.internal_due_at) == "Sunday 2026-03-08 24:00"
    assert ends(notice.legal_due_at) == "Monday 2026-03-09 24:00"  # 刑事诉讼法 Art. 105 moves it


def test_the_procuratorate_may_be_content_with_non_filing(county: County) -> None:
    case = not_filed(county)

    county.answer(case, "review_non_filing", asks_for_reasons="否")
    county.answer(case, "feedback_on_result")

    assert of_the_police(county, case) == set()


def test_reasons_that_hold_are_told_to_the_victim_within_ten_days(county: County) -> None:
    case = not_filed(county)
    county.answer(case, "review_non_filing", at="Wednesday 2026-03-04 10:00")
    reasons = county.duty(case, "explain_non_filing")
    assert reasons.post_no == "P-LIUXI-POLICE"
    assert ends(reasons.legal_due_at) == "Wednesday 2026-03-11 24:00"

    county.answer(case, "explain_non_filing", at="Tuesday 2026-03-10 10:00")
    county.answer(case, "assess_reasons", at="Wednesday 2026-03-11 10:00", reasons_hold="是")

    told = county.duty(case, "tell_victim_reasons_hold")
    assert told.post_no == "P-PROC"
    assert ends(told.internal_due_at) == "Saturday 2026-03-21 24:00"
    assert ends(told.legal_due_at) == "Monday 2026-03-23 24:00"
    county.answer_all(case, "tell_victim_reasons_hold", "feedback_on_result")
    assert of_the_police(county, case) == set()


def filed_after_notice(county: County) -> str:
    case = not_filed(county)
    county.answer_all(case, "review_non_filing", "explain_non_filing", "feedback_on_result")
    county.answer(case, "assess_reasons", at="Friday 2026-03-06 09:00", reasons_hold="否")
    county.answer(case, "file_after_notice", at="Friday 2026-03-13 09:00")
    return case


def test_reasons_that_do_not_hold_lead_to_filing_within_fifteen_days(county: County) -> None:
    case = not_filed(county)
    county.answer_all(case, "review_non_filing", "explain_non_filing", "feedback_on_result")

    county.answer(case, "assess_reasons", at="Friday 2026-03-06 09:00", reasons_hold="否")

    filing = county.duty(case, "file_after_notice")
    assert ends(filing.internal_due_at) == "Saturday 2026-03-21 24:00"
    assert ends(filing.legal_due_at) == "Monday 2026-03-23 24:00"
    assert county.duty(case, "decide_filing").state == "answered"  # "not filed" is kept when a filing follows


def test_a_supervised_filing_is_investigated_like_any_other_and_watched_for_three_months(county: County) -> None:
    case = filed_after_notice(county)

    assert of_the_police(county, case) == {"feedback_on_progress", "conclude_investigation", "urge_investigation"}
    urging = county.duty(case, "urge_investigation")
    assert urging.post_no == "P-PROC"
    assert ends(urging.internal_due_at) == "Saturday 2026-06-13 24:00"


def test_an_investigation_that_ends_releases_the_procuratorate_from_urging_it(county: County) -> None:
    case = filed_after_notice(county)

    county.answer(case, "conclude_investigation", to_prosecution="否")

    assert county.duty(case, "urge_investigation").state == "excused"
    assert county.facts("duty_excused", case)[0]["overtaken"] is True


def test_an_investigation_that_was_urged_still_comes_to_its_end(county: County) -> None:
    case = filed_after_notice(county)

    county.answer(case, "urge_investigation", at="Monday 2026-06-15 09:00")
    assert "conclude_investigation" in county.owed(case)
    county.answer(case, "conclude_investigation", to_prosecution="否")

    assert county.duty(case, "urge_investigation").state == "answered"
    assert of_the_police(county, case) == {"feedback_on_progress"}
