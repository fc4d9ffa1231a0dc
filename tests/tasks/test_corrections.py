"""Does a correction change what follows, and leave what was written? 更正与存疑."""

from __future__ import annotations

import json

import pytest

from rules.errors import Refused
from rules.vocabulary import NoteKind
from rules.when import read_when
from tasks import acts, corrections, notes
from tests.builders import an_answer
from tests.office import County

POST = "P-LIUXI-POLICE"


@pytest.fixture
def case(county: County) -> str:
    """The police said that the case is another unit's."""
    case = county.a_case()
    county.answer(case, "police_acceptance", ours="否")
    return case


def answered(county: County, case: str) -> int:
    return next(row.n for row in county.journal(case) if row.kind == "duty_answered")


def correct(county: County, case: str, **given: object) -> None:
    corrections.correct(county.office, case, answered(county, case), given=given, reason="登记错误", by_post=POST)
    county.move()


def test_a_corrected_answer_turns_the_branch_and_what_was_owed_on_the_other_is_released(
    county: County, case: str
) -> None:
    assert "transfer_to_competent_police" in county.owed(case)

    correct(county, case, ours=True, track="criminal")

    assert "decide_filing" in county.owed(case)
    assert "transfer_to_competent_police" not in county.owed(case)


def test_what_was_released_is_owed_again_when_it_is_asked_for_again_and_can_be_answered(
    county: County, case: str
) -> None:
    correct(county, case, ours=True, track="criminal")
    correct(county, case, ours=False, track="")

    duty = county.duty(case, "transfer_to_competent_police")
    assert (duty.state, duty.turns) == ("open", 1)
    assert duty.next_rung_at is not None
    assert "decide_filing" not in county.owed(case)

    county.answer(case, "transfer_to_competent_police")
    assert county.duty(case, "transfer_to_competent_police").state == "answered"
    assert "police_acceptance" in county.owed(case)


def test_what_was_written_first_stays_in_the_journal(county: County, case: str) -> None:
    correct(county, case, ours=True, track="criminal")

    first = next(json.loads(row.payload) for row in county.journal(case) if row.kind == "duty_answered")
    assert first["answer"]["ours"] is False
    assert county.facts("entry_corrected", case)[0]["answer"]["ours"] is True
    assert county.broken_chains() == []


def test_a_correction_of_the_time_alone_leaves_the_answer(county: County, case: str) -> None:
    before = county.duty(case, "police_acceptance").answer
    corrections.correct(
        county.office, case, answered(county, case), when=read_when("2026-03-02"), reason="只知道日期", by_post=POST
    )

    duty = county.duty(case, "police_acceptance")
    assert duty.answer == before
    assert duty.happened_precision == "day"


def test_where_two_sources_differ_both_stand_and_nothing_else_changes(county: County, case: str) -> None:
    entry = notes.note(
        county.office, case, NoteKind.INQUIRY, words="邻居说早就知道", when=read_when("2026-02"), by_post=POST
    )
    owed = county.owed(case)
    corrections.dispute(county.office, case, entry, when=read_when("2025"), source="外婆说", by_post=POST)
    county.move()

    assert county.owed(case) == owed
    assert [row.happened_precision for row in county.journal(case) if row.kind in ("noted", "entry_disputed")] == [
        "month",
        "year",
    ]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "请写明更正后的时间或内容"),
        ({"ours": "也许"}, "是/否"),
        ({"nonsense": 1}, "没有“nonsense”这一项"),
    ],
)
def test_a_correction_that_says_nothing_or_nonsense_is_refused_and_nothing_is_written(
    county: County, case: str, given: dict[str, object], says: str
) -> None:
    before = county.entries()
    with pytest.raises(Refused, match=says):
        corrections.correct(county.office, case, answered(county, case), given=given, reason="更正", by_post=POST)
    assert county.entries() == before


def test_what_the_system_wrote_cannot_be_corrected_only_disputed(county: County, case: str) -> None:
    opened = next(row.n for row in county.journal(case) if row.kind == "duty_opened")
    with pytest.raises(Refused, match="不能更正"):
        corrections.correct(county.office, case, opened, when=read_when("2026-03-01"), reason="更正", by_post=POST)
    with pytest.raises(Refused, match="没有第 9999 条"):
        corrections.correct(county.office, case, 9999, when=read_when("2026-03-01"), reason="更正", by_post=POST)


def test_a_step_that_was_left_out_lets_an_older_fact_follow(county: County) -> None:
    case = county.a_case(danger_now="是")
    acts.skip(county.office, case, "safe_bed", reason="已在亲属家", given=an_answer("safe_bed"), by_post="P-OFFICE")
    county.move()

    assert county.duty(case, "safe_bed").happened_precision == "unknown"


def test_only_the_owner_the_lead_and_the_county_office_may_leave_a_step_out(county: County) -> None:
    case = county.a_case(danger_now="是")
    for post in ("P-LIUXI-SCHOOL", "P-PROC"):
        with pytest.raises(Refused, match="不能代为办理"):
            acts.skip(county.office, case, "safe_bed", reason="不需要", given=an_answer("safe_bed"), by_post=post)
    acts.skip(county.office, case, "notify_civil_affairs", reason="已在场", given={}, by_post="P-CIVIL")  # the lead
