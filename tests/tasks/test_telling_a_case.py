"""Can everything that happened be told, in both languages, without naming anybody? 时间线."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlmodel import col

from models import DutyRow
from rules.moments import shanghai
from rules.period import Unit
from rules.vocabulary import PauseCause
from rules.when import exactly
from tasks import acts, clock_acts, closing, timeline, watchdog
from tasks.assign import assign_unheld
from tasks.erasure import erase
from tasks.evidence import File, add_evidence
from tasks.export_case import export_case
from tasks.kinds import Kind
from tasks.projection.cases import OF_ACCOUNTS
from tasks.reading import read_identity
from tasks.recount import settle_provisional
from tests.builders import CHILD, FATHER, TEACHER, an_answer
from tests.colleagues import FOR_GOOD, knowing_2027, through
from tests.office import County
from tests.whole_lives import everything_is_done, one_comes_of_age

OF_THE_DIRECTORY = {
    Kind.AGENCY_ENTERED,
    Kind.POST_ENTERED,
    Kind.PERSON_ENTERED,
    Kind.HOLDING_BEGAN,
    Kind.SUBSTITUTE_NAMED,
}
OF_THE_INSTALLATION = {Kind.HEAD_EXPORTED, Kind.CAUGHT_UP, Kind.DIGEST_SENT, Kind.WINDOW_BEGAN}
TOLD_ELSEWHERE = {  # each by the test of what records it
    *(Kind.DUTY_RECOUNTED, Kind.RULES_CHANGED, Kind.REMINDED, Kind.OF_AGE_NEAR),
    *(
        Kind.RECORD_READ,
        Kind.MONITORING_BEGAN,
        Kind.TIER_PROPOSED,
        Kind.TIER_CHANGED,
        Kind.MARKS_CHANGED,
        Kind.MONITORING_ENDED,
    ),
    Kind.SPOT_CHECK_DRAWN,
    *(Kind.EMERGENCY_OPENED, Kind.EMERGENCY_ENDED, Kind.EMERGENCY_REVIEWED),
    *(Kind.REPORTER_ASKED_FOR, Kind.REPORTER_GRANTED, Kind.REPORTER_DENIED),
    *(Kind.PACKAGE_MADE, Kind.PACKAGE_WITHDRAWN),
    *OF_ACCOUNTS,
    Kind.DECLINE_TOLD,
    Kind.INSTRUMENT_DISCARDED,
}


@pytest.fixture
def case(county: County) -> str:
    """A case of December in which everything happened that can."""
    county.clock.show("Thursday 2026-12-10 09:00")
    now = "2026-12-10T08:50+08:00"
    changes = {"discovered_at": now, "reported_at": now, "incident": {"area": "990101001"}}
    case = county.a_case(danger_now="是", **changes)
    through(county, FOR_GOOD)[0].deliver()
    county.report(**changes)
    first, second = (row.no for row in county.duties(case) if row.code == "triage")
    county.answer(case, first, danger_now="是", note="孩子害怕回家")
    county.answer(case, second, same_matter="是")
    acts.skip(county.office, case, "safe_bed", reason="已在医院", given=an_answer("safe_bed"))
    acts.excuse(county.office, case, "decide_placement", reason="已转院", given=an_answer("decide_placement"))
    acceptance = next(row.no for row in county.duties(case) if row.code == "police_acceptance")
    county.answer(case, acceptance, track="涉嫌违反治安管理")
    county.answer(case, "decide_administrative_case", at="Thursday 2026-12-10 18:00")
    settle_provisional(knowing_2027(county).office)
    clock_acts.pause(county.office, case, "conclude_investigation", cause=PauseCause.EXPERT_EXAMINATION)
    county.clock.move(days=1)
    clock_acts.resume(county.office, case, "conclude_investigation")
    clock_acts.extend(county.office, case, "conclude_investigation", amount=30, unit=Unit.DAYS, basis="B-22")
    county.sweep()
    county.finish(case, but=())
    county.deliver()
    return case


def told(county: County, case: str) -> list[timeline.Moment]:
    with county.office.reading() as desk:
        return timeline.timeline(desk, case)


def test_every_kind_of_fact_is_told_in_both_languages(county: County, case: str) -> None:
    other = county.a_case(children=[{"name": "某童", "residence": {"area": "990101001"}}])
    with county.office.writing() as desk:
        desk.session.execute(update(DutyRow).where(col(DutyRow.case_no) == other).values(state="settled"))
    watchdog.watch(county.office)
    third = county.a_case(children=[{"name": "另童", "residence": {"area": "990101001"}}])
    with county.office.writing() as desk:
        desk.session.execute(update(DutyRow).where(col(DutyRow.case_no) == third).values(post_no=None))
    assign_unheld(county.office)
    read_identity(county.office, third, reason="上门查看", by_post="P-LIUXI-STATION")
    photograph = File(content=b"\xff\xd8\xff", words="伤情")
    when = exactly(county.clock())
    add_evidence(county.office, third, photograph, duty_no="1", when=when, by_post="P-LIUXI-STATION")

    fourth, fifth = everything_is_done(county), one_comes_of_age(county)
    closing.close(county.office, third, reason="办结", settle=True, by_post="P-CIVIL")
    county.deliver()
    export_case(county.office, third, by_post="P-CIVIL")
    erase(county.office, third, reason="保存期限届满", by_post="P-CIVIL", second_post="P-OFFICE")

    lines = [line for one in (case, other, third, fourth, fifth) for line in told(county, one)]

    elsewhere = OF_THE_DIRECTORY | OF_THE_INSTALLATION | TOLD_ELSEWHERE
    assert {line.kind for line in lines} - TOLD_ELSEWHERE == set(Kind) - elsewhere
    assert all(line.zh and line.en and line.who for line in lines)


def test_nobody_is_named_in_what_is_told(county: County, case: str) -> None:
    text = "\n".join(f"{line.zh} {line.en} {line.who} {line.basis}" for line in told(county, case))

    assert [name for name in (CHILD, FATHER, TEACHER, "害怕回家", "v1.k_") if name in text] == []


def test_it_is_told_in_the_order_in_which_it_happened(county: County) -> None:
    case = county.a_case()
    county.clock.show("Wednesday 2026-03-04 09:00")
    county.answer(case, "police_acceptance")
    acts.answer(county.office, case, "triage", an_answer("triage"), at=shanghai("Monday 2026-03-02 11:00"))

    lines = told(county, case)

    moments = [line.happened_at or line.recorded_at for line in lines]
    assert moments == sorted(moments)
    triage = next(line for line in lines if "初步研判" in line.zh and line.kind is Kind.DUTY_ANSWERED)
    assert triage.entered_late  # it happened on Monday and was entered on Wednesday
    assert triage.who == "柳溪镇未成年人保护工作站"
    assert "按期办理" in triage.zh


@pytest.mark.parametrize(
    ("entered", "said"), [("Tuesday 2026-03-03 10:50", "即时告知"), ("Tuesday 2026-03-03 10:51", "补录时告知")]
)
def test_a_report_that_is_entered_later_is_not_said_to_have_been_told_at_once(
    county: County, entered: str, said: str
) -> None:
    county.clock.show(entered)
    case = county.a_case(discovered_at="2026-03-02T10:30+08:00", reported_at="2026-03-02T10:50+08:00")

    line = next(one for one in told(county, case) if one.kind is Kind.REPORT_RECEIVED)
    assert said in line.zh
    assert ("told at once" in line.en) is (said == "即时告知")


def test_an_answer_that_came_too_late_is_told_as_late(county: County) -> None:
    case = county.a_case()
    county.answer(case, "triage", at="Monday 2026-03-02 12:00")

    line = next(line for line in told(county, case) if line.kind is Kind.DUTY_ANSWERED)
    assert "逾期办理" in line.zh
    assert "紧急程度：较急" in line.zh
