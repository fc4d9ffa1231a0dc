"""Children in care are contacted, visited and assessed, window by window. 关爱走访."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from rules.errors import Conflict, Refusals, Refused
from rules.screening import Condition
from rules.vocabulary import (
    ChildCategory,
    ChildMark,
    CloseReason,
    ExcuseCause,
    MonitoringEnd,
    ProcedureKind,
    Tier,
    Turning,
)
from rules.when import exactly
from tasks import closing, digests, monitoring, notice_reading, rounds, timeline, turning, visits, windows
from tasks.cases import case_list
from tasks.export_register import export_register
from tasks.kinds import Kind
from tasks.monitoring_marks import set_marks
from tasks.opening import open_by_hand
from tasks.stuck import Stuck, StuckKind, stuck
from tasks.stuck.routine import LISTED
from tests.databases import ON_SQLITE
from tests.monitored import LEFT_BEHIND, abouts, on_the_list
from tests.office import County
from tests.registers import read_back

pytestmark = ON_SQLITE
MONITORING = ProcedureKind.MONITORING
TUESDAY = "Tuesday 2026-11-03 09:00"


@pytest.fixture
def county(county: County) -> County:
    county.clock.show(TUESDAY)
    return county


def passes(county: County, to: str) -> None:
    """Time goes on to a moment; what has begun by then is opened."""
    county.clock.show(to)
    windows.open_windows(county.office)
    county.move()


def test_a_key_migrant_child_owes_what_the_rhythms_say_in_the_running_windows(county: County) -> None:
    case = on_the_list(county).case_no
    assert sorted((row.code, row.about) for row in county.duties(case)) == [
        ("assess_tier", "2026-H2"),
        ("routine_contact", "2026-11"),
        ("routine_visit", "2026-Q4"),
        ("update_child_data", "2026-H2"),
    ]
    assert county.notices() == []  # no message for each: the digest speaks of them


@pytest.mark.parametrize(("tier", "window"), [(Tier.LOW, "2026-Q4"), (Tier.MIDDLE, "2026-11"), (Tier.HIGH, "2026-W45")])
def test_the_higher_the_tier_the_shorter_the_window_of_visits(county: County, tier: Tier, window: str) -> None:
    case = on_the_list(county, tier=tier).case_no
    assert abouts(county, case, "routine_visit") == [(window, "open")]


def test_a_child_without_the_mark_of_a_key_child_is_only_updated_and_assessed(county: County) -> None:
    case = on_the_list(county, marks=[]).case_no
    assert county.owed(case) == ["assess_tier", "update_child_data"]


def test_a_visit_is_a_contact_too(county: County) -> None:
    case = on_the_list(county).case_no
    county.answer(case, "routine_visit", at="Tuesday 2026-11-10 10:00")
    assert county.owed(case) == ["assess_tier", "update_child_data"]
    counted = county.duty(case, "routine_contact")
    assert counted.happened_at == county.duty(case, "routine_visit").happened_at


def test_a_contact_is_no_visit(county: County) -> None:
    case = on_the_list(county).case_no
    county.answer(case, "routine_contact", at="Tuesday 2026-11-10 10:00")
    assert "routine_visit" in county.owed(case)


def test_one_visit_answers_the_month_and_the_quarter_in_which_it_lies(county: County) -> None:
    case = on_the_list(county).case_no
    monitoring.set_tier(
        county.office, case, Tier.MIDDLE, reason="祖母住院", when=exactly(county.clock()), by_post="P-CIVIL"
    )
    county.move()
    assert abouts(county, case, "routine_visit") == [("2026-Q4", "open"), ("2026-11", "open")]
    county.answer(case, f"{case}/5", at="Tuesday 2026-11-10 10:00")
    assert abouts(county, case, "routine_visit") == [("2026-Q4", "answered"), ("2026-11", "answered")]


def test_with_the_month_the_next_contact_begins_and_the_one_that_was_done_does_not_come_back(county: County) -> None:
    case = on_the_list(county).case_no
    county.answer(case, "routine_visit", at="Tuesday 2026-11-10 10:00")
    passes(county, "Monday 2026-11-30 23:59")
    assert abouts(county, case, "routine_contact") == [("2026-11", "answered")]
    passes(county, "Tuesday 2026-12-01 00:00")
    assert abouts(county, case, "routine_contact") == [("2026-11", "answered"), ("2026-12", "open")]


def test_a_missed_window_can_be_caught_up_in_the_next_one_and_is_late(county: County) -> None:
    case = on_the_list(county).case_no
    passes(county, "Tuesday 2026-12-01 00:10")
    assert abouts(county, case, "routine_contact") == [("2026-11", "open"), ("2026-12", "open")]
    done = county.answer(case, county.duty(case, "routine_contact", about="2026-11").no, at="Friday 2026-12-04 10:00")
    assert done.in_time is False
    assert abouts(county, case, "routine_contact") == [("2026-11", "answered"), ("2026-12", "answered")]


def test_windows_do_not_pile_up_the_earliest_stays_owed_and_those_after_it_are_recorded_as_missed(
    county: County,
) -> None:
    case = on_the_list(county).case_no
    for first in ("Tuesday 2026-12-01 00:10", "Friday 2027-01-01 00:10", "Monday 2027-02-01 00:10"):
        passes(county, first)
    assert abouts(county, case, "routine_contact") == [
        ("2026-11", "open"),
        ("2026-12", "excused"),
        ("2027-01", "open"),
        ("2027-02", "open"),
    ]
    missed = [one["about"] for one in county.facts("duty_excused", case) if one.get("missed")]
    assert missed == ["2026-12"]

    county.answer(case, county.duty(case, "routine_visit", about="2027-Q1").no, at="Tuesday 2027-02-02 10:00")
    assert {state for _, state in abouts(county, case, "routine_contact")} == {"answered", "excused"}


@pytest.mark.parametrize(("tier", "marks"), [(Tier.HIGH, [ChildMark.KEY]), (Tier.MIDDLE, [ChildMark.KEY])])
def test_of_a_child_whom_nobody_visits_for_a_year_every_rung_hears_up_to_the_government(
    county: County, tier: Tier, marks: list[ChildMark]
) -> None:
    case = on_the_list(county, tier=tier, marks=marks).case_no
    first = county.duty(case, "routine_visit")
    for week in range(52):
        passes(county, f"{date(2026, 11, 4) + timedelta(weeks=week):%A %Y-%m-%d} 09:00")
        county.sweep()

    assert county.duty(case, "routine_visit", about=first.about).next_rung > 5  # the whole ladder, the last again
    government = [one for one in county.notices() if one.post_no == "P-GOV"]
    assert 5 <= len(government) <= 24  # month by month, its late duties gathered; not one for each missed week


def test_a_child_missed_twice_in_a_row_is_stuck_once_and_named_by_the_days_without_contact(county: County) -> None:
    case = on_the_list(county, tier=Tier.HIGH).case_no

    def lines() -> list[Stuck]:
        with county.office.reading() as desk:
            return [one for one in stuck(desk) if one.case_no == case]

    passes(county, "Sunday 2026-11-15 23:59")
    assert lines() == []  # one window late: the digest counts it
    passes(county, "Monday 2026-11-16 00:10")
    (line,) = lines()
    assert line.kind is StuckKind.NO_CONTACT
    assert line.subject == "走访连续两期以上未办，已 12 日没有联系（在册以来没有联系记录）"
    assert line.next_at is not None

    passes(county, "Friday 2027-01-15 09:00")
    (line,) = [one for one in lines() if one.kind is StuckKind.NO_CONTACT]
    assert line.subject.startswith("联系、走访连续两期以上未办，已 73 日没有联系")
    assert [one.kind for one in lines()] == [StuckKind.OVERDUE, StuckKind.NO_CONTACT]  # the monthly assessment, too

    county.answer(case, county.duty(case, "routine_visit", about="2027-W02").no, at="Friday 2027-01-15 10:00")
    assert [one.kind for one in lines()] == [StuckKind.OVERDUE]


def test_a_village_that_has_lost_many_children_has_one_line_for_all_of_them(county: County) -> None:
    for number in range(LISTED + 1):
        on_the_list(county, child={"name": f"童{number}", "birth_on": f"2016-05-{number + 1:02}"}, tier=Tier.HIGH)
    passes(county, "Wednesday 2026-11-18 09:00")

    with county.office.reading() as desk:
        (line,) = stuck(desk, [StuckKind.NO_CONTACT])
    assert line.subject.startswith("本村居 6 名儿童如此，最久的：走访")


@pytest.mark.parametrize(
    ("day", "window"), [("Sunday 2026-11-22 12:00", ["2026-11"]), ("Tuesday 2026-11-24 12:00", [])]
)
def test_who_joins_in_the_last_quarter_of_a_month_owes_from_the_next_one(
    county: County, day: str, window: list[str]
) -> None:
    county.clock.show(day)
    case = on_the_list(county).case_no
    assert [about for about, _ in abouts(county, case, "routine_contact")] == window
    passes(county, "Tuesday 2026-12-01 00:10")
    assert [about for about, _ in abouts(county, case, "routine_contact")] == [*window, "2026-12"]


def test_an_excuse_has_a_cause_and_holds_for_its_window(county: County) -> None:
    case = on_the_list(county).case_no
    monitoring.excuse(
        county.office, case, "routine_contact", ExcuseCause.IN_HOSPITAL, reason="住院两周", by_post="P-CIVIL"
    )
    county.move()
    assert abouts(county, case, "routine_contact") == [("2026-11", "excused")]
    passes(county, "Tuesday 2026-12-01 00:10")
    assert abouts(county, case, "routine_contact") == [("2026-11", "excused"), ("2026-12", "open")]


def test_what_is_late_is_not_excused(county: County) -> None:
    case = on_the_list(county).case_no
    county.clock.show("Tuesday 2026-12-01 00:01")
    with pytest.raises(Refused):
        monitoring.excuse(
            county.office, case, "routine_contact", ExcuseCause.CHILD_AWAY, reason="外出", by_post="P-CIVIL"
        )


def test_a_visit_without_seeing_the_child_does_not_count(county: County) -> None:
    case = on_the_list(county).case_no
    with pytest.raises(Refusals) as refused:
        county.answer(case, "routine_visit", child_seen="否")
    assert [one.field for one in refused.value.refusals] == ["child_seen"]


def test_a_child_in_danger_is_reported_with_the_visit_and_the_report_opens_a_matter_of_its_own(county: County) -> None:
    case = on_the_list(county).case_no
    done = county.answer(
        case, "routine_visit", safety="面临危险", raises="强制报告", situations="R6", findings="独居一周，无人照料"
    )
    assert done.reported.startswith("R-")
    with county.office.reading() as desk:
        (matter,) = case_list(desk)
    assert matter.no != case
    assert {kind for _, kind, _, _ in matter.procedures} == {
        ProcedureKind.MANDATORY_REPORTING,
        ProcedureKind.EMERGENCY_PLACEMENT,
    }
    assert county.case(matter.no).child_no == county.case(case).child_no
    assert county.case(case).state == "open"


def test_a_report_that_is_not_whole_leaves_the_visit_unanswered(county: County) -> None:
    case = on_the_list(county).case_no
    with pytest.raises(Refusals):
        county.answer(case, "routine_visit", safety="面临危险", raises="强制报告")
    assert "routine_visit" in county.owed(case)
    with county.office.reading() as desk:
        assert case_list(desk) == []


def test_a_report_on_a_child_in_care_never_joins_the_file_of_care(county: County) -> None:
    care = on_the_list(county).case_no
    matter = county.a_case(discovered_at="2026-11-03T08:00+08:00", reported_at="2026-11-03T08:30+08:00", incident={})
    assert matter != care
    assert county.case(matter).child_no == county.case(care).child_no


def test_no_procedure_is_started_in_a_file_of_care_and_nobody_closes_or_reopens_it_by_hand(county: County) -> None:
    case = on_the_list(county).case_no
    now = exactly(county.clock())
    with pytest.raises(Refused):
        open_by_hand(county.office, case, ProcedureKind.CASE_REVIEW, when=now, by_post="P-CIVIL")
    with pytest.raises(Refused):
        closing.close(county.office, case, reason="无需", settle=True, when=now, by_post="P-CIVIL")


def test_a_file_of_care_in_which_all_is_done_is_not_stuck_and_nothing_is_late_one_by_one(county: County) -> None:
    case = on_the_list(county, marks=[], categories=[ChildCategory.LEFT_BEHIND], conditions=LEFT_BEHIND).case_no
    county.answer(case, "assess_tier")
    assert county.owed(case) == []
    with county.office.reading() as desk:
        assert [one for one in stuck(desk) if one.case_no == case] == []


def test_a_child_that_leaves_the_list_is_owed_nothing_more_and_no_review_opens(county: County) -> None:
    case = on_the_list(county).case_no
    now = exactly(county.clock())
    monitoring.end(county.office, case, MonitoringEnd.PARENTS_RETURNED, when=now, by_post="P-CIVIL")
    county.move()
    assert county.ends(case, MONITORING) == [CloseReason.NO_LONGER_COUNTS]
    assert [row.kind for row in county.procedures(case)] == [MONITORING]
    assert county.case(case).state == "closed"
    with pytest.raises((Conflict, Refused)):
        monitoring.end(county.office, case, MonitoringEnd.PARENTS_RETURNED, when=now, by_post="P-CIVIL")


def test_who_left_the_list_may_come_back_with_a_file_of_its_own(county: County) -> None:
    first = on_the_list(county)
    now = exactly(county.clock())
    monitoring.end(county.office, first.child_no, MonitoringEnd.PARENTS_RETURNED, when=now, by_post="P-CIVIL")
    county.move()
    again = on_the_list(county)
    assert again.child_no == first.child_no
    assert again.case_no != first.case_no


def test_the_routine_ends_when_the_child_dies(county: County) -> None:
    case = on_the_list(county).case_no
    turning.record_death(county.office, case, when=exactly(county.clock()), by_post="P-CIVIL")
    county.move()
    assert county.ends(case, MONITORING) == [CloseReason.CHILD_DIED]
    assert county.case(case).state == "closed"


def test_nobody_is_asked_to_visit_a_child_who_has_died(county: County) -> None:
    """Found by a simulated year: the child stayed on the list, and every month brought its duties."""
    case = on_the_list(county).case_no
    turning.record_death(county.office, case, when=exactly(county.clock()), by_post="P-CIVIL")
    county.move()
    before = len(county.duties(case))
    passes(county, "Tuesday 2026-12-01 08:00")
    passes(county, "Friday 2027-01-01 08:00")
    assert (county.owed(case), len(county.duties(case))) == ([], before)


def test_the_routine_ends_when_the_child_comes_of_age(county: County) -> None:
    difficulty = {"categories": [ChildCategory.IN_DIFFICULTY], "conditions": [Condition.DISABILITY]}
    case = on_the_list(county, child={"birth_on": "2008-11-20"}, **difficulty).case_no
    county.a_case(
        children=[{"name": "禾苗苗", "birth_on": "2008-11-20", "residence": {"area": "990101001"}}],
        discovered_at="2026-11-03T08:00+08:00",
        reported_at="2026-11-03T08:30+08:00",
        incident={},
    )
    county.clock.show("Saturday 2026-11-21 09:00")
    turning.note_birthdays(county.office)
    county.move()
    assert county.ends(case, MONITORING) == [CloseReason.CAME_OF_AGE]
    assert Turning.CAME_OF_AGE in [row.about for row in county.procedures(_matter(county))]


def _matter(county: County) -> str:
    with county.office.reading() as desk:
        return case_list(desk)[0].no


def test_who_is_on_the_list_is_not_listed_twice(county: County) -> None:
    on_the_list(county)
    with pytest.raises(Conflict):
        on_the_list(county)


def test_a_child_that_lacks_a_condition_of_its_category_is_not_listed(county: County) -> None:
    with pytest.raises(Refused) as refused:
        on_the_list(county, conditions=[Condition.UNDER_16])
    assert "six_months" in refused.value.en
    assert county.journal() == [one for one in county.journal() if one.kind != "case_opened"]


def test_a_known_date_of_birth_is_asked_whatever_was_ticked(county: County) -> None:
    with pytest.raises(Refused):
        on_the_list(county, child={"birth_on": "2010-11-02"})  # sixteen the day before


def test_the_paper_file_of_a_child_says_once_what_each_visit_found_and_whom_a_contact_was_with(county: County) -> None:
    listed = on_the_list(county)
    county.answer(
        listed.case_no,
        "routine_visit",
        care="照护吃力",
        school="正常就学",
        problems="祖母腿脚不便",
        needs="寄宿",
    )
    county.clock.show("Tuesday 2026-12-01 09:00")
    windows.open_windows(county.office)
    county.move()
    county.answer(listed.case_no, "routine_contact")

    made = export_register(county.office, listed.child_no, by_post="P-CIVIL", reason="归档")
    visits, problems = (read_back(made.content, sheet)[1:] for sheet in (2, 5))
    assert [row[1] for row in visits] == ["走访", "联系"]  # the visit was November's contact, too
    assert "照护吃力" in visits[0][5]
    assert "祖母腿脚不便" in visits[0][5]
    assert "实际照护人" in visits[1][5]
    assert [(row[1], row[2]) for row in problems] == [("走访发现：照护吃力；祖母腿脚不便", "需求：寄宿")]


def test_a_higher_tier_holds_at_once(county: County) -> None:
    case = on_the_list(county).case_no
    county.answer(case, "assess_tier", tier="高", reason="父亲失联")
    assert ("2026-W45", "open") in abouts(county, case, "routine_visit")


def test_a_lower_tier_waits_for_a_second_person_and_goes_down_one_step(county: County) -> None:
    case = on_the_list(county, tier=Tier.HIGH).case_no
    county.answer(case, "assess_tier", tier="低", reason="情况好转")
    assert "confirm_lower_tier" in county.owed(case)
    assert [one["tier"] for one in county.facts("tier_changed", case)] == []
    county.answer(case, "confirm_lower_tier")
    assert [one["tier"] for one in county.facts("tier_changed", case)] == ["middle"]


def test_being_listed_moved_and_taken_off_is_told_in_both_languages(county: County) -> None:
    case = on_the_list(county, tier=Tier.HIGH).case_no
    county.answer(case, "assess_tier", tier="低", reason="两次走访均正常")
    county.answer(case, "confirm_lower_tier")
    monitoring.end(county.office, case, MonitoringEnd.PARENTS_RETURNED, when=exactly(county.clock()), by_post="P-CIVIL")
    county.move()

    with county.office.reading() as desk:
        lines = timeline.timeline(desk, case)

    told = {line.kind: line for line in lines}
    for kind in (Kind.MONITORING_BEGAN, Kind.TIER_PROPOSED, Kind.TIER_CHANGED, Kind.MONITORING_ENDED):
        assert told[kind].zh
        assert told[kind].en
        assert "两次走访" not in told[kind].zh


def test_a_mark_given_later_brings_the_visits_that_it_asks_for(county: County) -> None:
    listed = on_the_list(county, marks=[])
    assert ChildMark.KEY in {mark for mark, _ in listed.by_mark}
    assert abouts(county, listed.case_no, "routine_visit") == []

    told = set_marks(county.office, listed.child_no, give=[ChildMark.KEY], reason="母亲住院", **_now(county))
    county.move()

    assert "routine_visit" in {one.duty for one in told.coming}
    assert told.by_mark == tuple(one for one in listed.by_mark if one[0] is not ChildMark.KEY)
    assert abouts(county, listed.case_no, "routine_visit") != []
    (entry,) = county.facts("marks_changed", listed.case_no)
    assert (entry["from"], entry["marks"]) == ([], ["key"])
    assert "母亲" not in str(entry)
    county.must_hold()


def test_a_mark_taken_away_asks_for_nothing_more_and_what_had_begun_stays_owed(county: County) -> None:
    case = on_the_list(county).case_no
    begun = abouts(county, case, "routine_contact")
    set_marks(county.office, case, take=[ChildMark.KEY], reason="家庭已脱困", **_now(county))
    county.move()
    assert abouts(county, case, "routine_contact") == begun
    passes(county, "Tuesday 2026-12-01 08:00")
    assert abouts(county, case, "routine_contact") == begun


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"give": [ChildMark.KEY]}, "本来就是"),
        ({"take": [ChildMark.PUPIL]}, "本来就是"),
        ({"give": [ChildMark.PUPIL], "take": [ChildMark.PUPIL]}, "不能同时"),
        ({"give": [ChildMark.PUPIL], "reason": " "}, "理由"),
    ],
)
def test_marks_that_change_nothing_or_say_nothing_are_refused(county: County, given: dict[str, Any], said: str) -> None:
    case = on_the_list(county).case_no
    before = county.entries()
    with pytest.raises(Refused, match=said):
        set_marks(county.office, case, **{"reason": "核对", **given}, **_now(county))
    assert county.entries() == before


def test_nothing_changes_before_the_last_change(county: County) -> None:
    case = on_the_list(county).case_no
    earlier = {"when": exactly(county.clock() - timedelta(seconds=1)), "by_post": "P-CIVIL"}
    with pytest.raises(Refused, match="早于"):
        set_marks(county.office, case, give=[ChildMark.PUPIL], reason="入学", **earlier)
    with pytest.raises(Refused, match="早于"):
        monitoring.set_tier(county.office, case, Tier.HIGH, reason="失联", **earlier)
    set_marks(county.office, case, give=[ChildMark.PUPIL], reason="入学", **_now(county))


def _now(county: County) -> dict[str, Any]:
    return {"when": exactly(county.clock()), "by_post": "P-CIVIL"}


def test_a_lower_tier_that_the_second_person_does_not_agree_to_stays_where_it_was(county: County) -> None:
    case = on_the_list(county, tier=Tier.HIGH).case_no
    county.answer(case, "assess_tier", tier="低", reason="情况好转")
    county.answer(case, "confirm_lower_tier", agrees="否")
    assert county.facts("tier_changed", case) == []


def test_whoever_proposed_a_lower_tier_cannot_agree_to_it(county: County) -> None:
    case = on_the_list(county, tier=Tier.HIGH).case_no
    now = exactly(county.clock())
    assert not monitoring.set_tier(county.office, case, Tier.LOW, reason="好转", when=now, by_post="P-CIVIL")
    county.move()
    with pytest.raises(Refused):
        county.answer(case, "confirm_lower_tier", by="P-CIVIL")


def test_what_is_late_is_told_to_its_post_in_one_message_for_all_children(county: County) -> None:
    for name in ("禾一", "禾二", "禾三"):
        on_the_list(county, child={"name": name})
    county.clock.show("Tuesday 2026-12-01 00:00")
    assert county.sweep() == 3  # the contacts of November; every rung is recorded by itself
    (told,) = county.notices(post="P-HEBIAN-COMMITTEE")
    assert told.template == "routine_late"


def test_the_morning_digest_counts_the_routine_and_does_not_list_it(county: County) -> None:
    on_the_list(county)
    county.clock.show("Wednesday 2026-11-04 08:30")
    digests.send(county.office)
    (told,) = county.notices(post="P-HEBIAN-COMMITTEE")
    with county.office.reading() as desk:
        text = notice_reading.show(desk, told.no).text
    assert "周期职责：2 项，其中逾期 0 项" in text
    assert "走访" in text
    assert "C-" not in text


def test_the_list_of_a_post_has_one_line_for_each_child_the_most_urgent_first(county: County) -> None:
    one = on_the_list(county, child={"name": "禾一"})
    other = on_the_list(county, child={"name": "禾二"}, tier=Tier.HIGH)
    with county.office.reading() as desk:
        found = visits.owed_by(desk, "P-HEBIAN-COMMITTEE")
    assert [row.case_no for row in found] == [other.case_no, one.case_no]
    assert {each.code for each in found[0].owed} == {"routine_contact", "routine_visit"}
    county.answer(other.case_no, "routine_visit")
    with county.office.reading() as desk:
        assert [row.case_no for row in visits.owed_by(desk, "P-HEBIAN-COMMITTEE")] == [one.case_no]


@pytest.mark.parametrize(
    ("born", "as_what", "leaves"),
    [
        ("2010-11-30", {}, True),  # sixteen on 30 November, surely so on 1 December
        ("2010-12-01", {}, False),
        ("2010-11-30", {"categories": [ChildCategory.IN_DIFFICULTY], "conditions": [Condition.POVERTY]}, False),
        ("2008-11-30", {"categories": [ChildCategory.IN_DIFFICULTY], "conditions": [Condition.POVERTY]}, True),
    ],
)
def test_who_is_too_old_for_the_category_leaves_the_list_when_a_month_begins(
    county: County, born: str, as_what: dict[str, Any], leaves: bool
) -> None:
    case = on_the_list(county, child={"birth_on": born}, **as_what).case_no
    county.clock.show("Tuesday 2026-12-01 08:00")
    rounds.regular_round(county.office, with_digests=False, with_invariants=False)
    county.move()
    assert (county.case(case).state == "closed") is leaves
