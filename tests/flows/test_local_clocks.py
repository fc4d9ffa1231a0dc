"""Clocks that only some places have: owed there, and nowhere else. 地方才有的时钟."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from models import DutyRow
from packs.loader import load
from rules.errors import Refusals, Refused
from rules.moments import en_end
from rules.vocabulary import Force, ProcedureKind, Role
from rules.when import exactly
from tasks import rules_change, verdicts
from tasks.audit_sheet import case_sheet
from tasks.kinds import Kind
from tasks.opening import open_by_hand
from tasks.verdicts import Verdict
from tests.colleagues import another
from tests.databases import ON_SQLITE
from tests.flows.guardianship import a_transfer, of_the_transfer
from tests.flows.orders import against, owed_in
from tests.office import County

pytestmark = ON_SQLITE

GOES_ON = {"goes_on": "是", "reason": "诉讼尚未审结", "next_review_on": "2027-06-01"}
LIMIT, SEARCH, VISIT = "decide_at_stay_limit", "conclude_parent_search", "local_warning_visit"
PLACED, TICKET, SERIOUS = "end_committee_placement", "answer_hotline_ticket", "tell_of_serious_problem"
SECOND = timedelta(seconds=1)


def there(county: County, place: str) -> County:
    """The county under the rules of a place; every flow is replayed at every point."""
    moved = another(county, pack=load(place))
    moved.replays = True
    return moved


def end_of(row: DutyRow) -> datetime:
    assert row.legal_due_at is not None
    return row.legal_due_at


def says(county: County, row: DutyRow) -> tuple[str, Force]:
    """The row that sets the period of a duty, and what kind of truth that is."""
    pack = county.office.editions.newest
    period = pack.duty(row.code).periods[row.variant]
    return period.set_by, pack.force_of(period)


def late(county: County, case: str, code: str) -> int:
    """How many rungs of the ladder of a duty were climbed."""
    number = county.duty(case, code).no
    return len([one for one in county.journal(case) if one.kind == Kind.RUNG_FIRED and one.duty_no == number])


def spoken_of(county: County, case: str, code: str) -> bool:
    """Whether the audit sheet says anything of a duty: perhaps that it was not called for."""
    with county.office.reading() as desk:
        return any(judged.rule.code == code for judged in case_sheet(desk, case).rules)


# -------------------------------------------------------------------------------- Shanghai: a year


def test_the_nation_sets_no_limit_to_temporary_guardianship_and_audits_none(county: County) -> None:
    case = a_transfer(county)
    assert LIMIT not in county.owed(case)
    assert not spoken_of(county, case, LIMIT)
    assert spoken_of(county, case, "enter_long_term")  # a national step that nothing has called for


def test_temporary_guardianship_has_its_limit_of_a_year_in_shanghai(county: County) -> None:
    shanghai = there(county, "shanghai")
    case = a_transfer(shanghai)
    row = shanghai.duty(case, LIMIT)
    assert en_end(end_of(row)).startswith("Tuesday 2027-03-02 24:00")
    assert says(shanghai, row) == ("F-51", Force.LOCAL)
    assert {LIMIT, "explain_long_stay", "decide_way_out"} <= set(of_the_transfer(shanghai, case))


def test_a_second_before_the_year_is_over_nobody_is_late_at_its_end_the_procuratorate_hears(county: County) -> None:
    shanghai = there(county, "shanghai")
    case = a_transfer(shanghai)
    end = end_of(shanghai.duty(case, LIMIT))

    shanghai.clock.show(end - SECOND)
    shanghai.sweep()
    assert late(shanghai, case, LIMIT) == 2  # half of the year, and the last moment at which it can be decided
    shanghai.clock.show(end)
    shanghai.sweep()
    assert late(shanghai, case, LIMIT) == 3
    assert shanghai.notices(post="P-PROC")
    for days in (60, 120):  # never silent: the last rung is told again
        before = late(shanghai, case, LIMIT)
        shanghai.clock.show(end + timedelta(days=days))
        shanghai.sweep()
        assert late(shanghai, case, LIMIT) > before


@pytest.mark.parametrize(("after", "verdict"), [(-SECOND, "answered"), (0 * SECOND, "answered"), (SECOND, "late")])
def test_the_decision_is_in_time_up_to_and_at_the_end_of_the_year(
    county: County, after: timedelta, verdict: str
) -> None:
    shanghai = there(county, "shanghai")
    case = a_transfer(shanghai)
    shanghai.answer(case, LIMIT, at=end_of(shanghai.duty(case, LIMIT)) + after)

    with shanghai.office.reading() as desk:
        row = next(one for one in shanghai.duties(case) if one.code == LIMIT)
        assert verdicts.verdict_of(row, desk.at) is (Verdict.MET if verdict == "answered" else Verdict.LATE)


def test_whoever_goes_past_the_year_says_why_and_names_the_day_on_which_it_is_decided_again(county: County) -> None:
    shanghai = there(county, "shanghai")
    case = a_transfer(shanghai)
    with pytest.raises((Refused, Refusals), match="reason"):
        shanghai.answer(case, LIMIT, **{**GOES_ON, "reason": ""})
    with pytest.raises((Refused, Refusals), match="next_review_on"):
        shanghai.answer(case, LIMIT, **{**GOES_ON, "next_review_on": "2026-03-02"})
    with pytest.raises((Refused, Refusals), match="six months"):  # nobody puts a limit out of sight
        shanghai.answer(case, LIMIT, at="Monday 2027-03-01 10:00", **{**GOES_ON, "next_review_on": "2027-09-02"})
    shanghai.answer(case, LIMIT, at="Monday 2027-03-01 10:00", **GOES_ON)

    again = shanghai.live(case, LIMIT)
    assert (again.variant, en_end(end_of(again))[:20]) == ("named", "Tuesday 2027-05-25 2")
    assert says(shanghai, again)[1] is Force.OUR_DEFAULT  # 7 days before the day that was named is ours
    shanghai.answer(case, LIMIT, at="Monday 2027-05-24 10:00", goes_on="否")
    assert shanghai.live(case, LIMIT).variant == "ending"  # the child is still there


def test_a_child_who_has_left_is_past_no_limit(county: County) -> None:
    shanghai = there(county, "shanghai")
    case = a_transfer(shanghai)
    shanghai.answer(case, LIMIT, at="Monday 2027-03-01 10:00", **GOES_ON)
    shanghai.answer_all(case, "decide_way_out", "assess_capacity", "hand_back_child")

    assert LIMIT not in shanghai.owed(case)


def test_the_visits_after_a_return_end_in_shanghai_as_its_standard_says_and_are_shown_as_hearsay(
    county: County,
) -> None:
    shanghai = there(county, "shanghai")
    case = a_transfer(shanghai)
    shanghai.answer_all(case, "decide_way_out", "assess_capacity", "hand_back_child")
    assert "tell_of_change" in shanghai.owed(case)
    for _ in range(7):
        last = shanghai.live(case, "visit_after_return")
        if last.variant in ("month_3", "month_12"):
            assert says(shanghai, last) == ("F-53", Force.LOCAL)
        shanghai.answer(case, "visit_after_return")
    pack = shanghai.office.editions.newest
    assert (last.variant, pack.fact("F-53").confidence) == ("month_12", "secondary")
    assert {"F-52"} <= set(pack.duty("tell_of_change").ground)


# -------------------------------------------------------------------------------- Shanghai: the search


def test_the_police_conclude_the_search_for_missing_parents_within_six_months_in_shanghai(county: County) -> None:
    shanghai = there(county, "shanghai")
    case = a_transfer(shanghai, among=1)
    assert SEARCH not in shanghai.owed(case)
    shanghai.answer(case, "establish_grounds", placement_grounds="guardian_missing", revocation_grounds="")

    row = shanghai.duty(case, SEARCH)
    assert en_end(end_of(row)).startswith("Wednesday 2026-09-02 24:00")
    assert (row.role, says(shanghai, row)) == (Role.POLICE_STATION, ("F-50", Force.LOCAL))
    shanghai.clock.show(end_of(row) - SECOND)
    shanghai.sweep()
    before = late(shanghai, case, SEARCH)
    shanghai.clock.show(end_of(row))
    shanghai.sweep()
    assert late(shanghai, case, SEARCH) == before + 1


def test_nobody_looks_for_parents_who_are_known_or_once_the_child_has_a_guardian(county: County) -> None:
    shanghai = there(county, "shanghai")
    known = a_transfer(shanghai, among=1)
    shanghai.answer(known, "establish_grounds")
    assert SEARCH not in shanghai.owed(known)

    missing = a_transfer(shanghai, among=1, name="何小寻")
    shanghai.answer(missing, "establish_grounds", placement_grounds="guardian_missing", revocation_grounds="")
    shanghai.finish(missing, but=("review_case", SEARCH, LIMIT))
    assert SEARCH not in shanghai.owed(missing)
    assert shanghai.ends(missing, ProcedureKind.GUARDIANSHIP_TRANSFER) == ["returned"]


# -------------------------------------------------------------------------------- Shanghai: a school


@pytest.mark.parametrize(
    ("place", "channel", "finder", "owed"),
    [
        ("shanghai", "crisis", "P-LIUXI-SCHOOL", True),
        ("shanghai", "crisis", "P-LIUXI-STATION", False),
        ("shanghai", "ordinary", "P-LIUXI-SCHOOL", False),
        ("national", "crisis", "P-LIUXI-SCHOOL", False),
    ],
)
def test_a_school_that_finds_a_crisis_tells_education_and_health_in_shanghai_alone(
    county: County, place: str, channel: str, finder: str, owed: bool
) -> None:
    local = there(county, place)
    case = local.a_case()
    open_by_hand(
        local.office,
        case,
        ProcedureKind.PSYCHOLOGICAL_REFERRAL,
        when=exactly(local.clock()),
        owed_by=finder,
        by_post=finder,
    )
    local.move()
    local.answer(case, "sort_psychology", channel=channel)

    assert (SERIOUS in local.owed(case)) is owed


# -------------------------------------------------------------------------------- visits after a warning


@pytest.mark.parametrize(
    ("place", "row", "end"),
    [
        ("shanxi", "B-55", "Sunday 2026-05-31 24:00"),
        ("guizhou", "B-54", "Thursday 2026-04-02 24:00"),
        ("heilongjiang", "B-54", "Thursday 2026-04-02 24:00"),
    ],
)
def test_the_committee_visits_after_a_warning_besides_the_police(
    county: County, place: str, row: str, end: str
) -> None:
    local = there(county, place)
    case = against(local, ProcedureKind.WRITTEN_WARNING)
    local.answer_all(case, "decide_warning", "serve_warning", "tell_of_warning", "explain_protection")

    visit = local.duty(case, VISIT)
    assert (visit.role, says(local, visit)) == (Role.COMMITTEE, (row, Force.LOCAL))
    assert en_end(end_of(visit)).startswith(end)
    assert "warning_visit" in local.owed(case)  # the national seven days stay
    local.clock.show(end_of(visit) - SECOND)
    local.sweep()
    before = late(local, case, VISIT)
    local.clock.show(end_of(visit))
    local.sweep()
    assert late(local, case, VISIT) == before + 1


def test_the_nation_sends_nobody_but_the_police_after_a_warning(county: County) -> None:
    case = against(county, ProcedureKind.WRITTEN_WARNING)
    county.answer_all(case, "decide_warning", "serve_warning")
    assert VISIT not in county.owed(case)


def test_violence_that_the_committee_finds_is_decided_on_apart_from_what_the_police_find(county: County) -> None:
    shanxi = there(county, "shanxi")
    case = against(shanxi, ProcedureKind.WRITTEN_WARNING)
    shanxi.answer_all(case, "decide_warning", "serve_warning", "tell_of_warning", "explain_protection")
    shanxi.answer(case, shanxi.live(case, "warning_visit").no)
    shanxi.answer(case, VISIT, harm_again="是")
    shanxi.answer(case, shanxi.live(case, "warning_visit").no, harm_again="是")

    assert [row.about for row in shanxi.duties(case) if row.code == "decide_after_harm"] == ["local-visit-1", "visit-2"]


# -------------------------------------------------------------------------------- Shanxi: a committee


def placed(county: County, *, by_committee: str = "是") -> str:
    """A case in which the child was brought to a bed tonight."""
    case = county.a_case(danger_now="是")
    county.answer(case, "safe_bed", by_committee=by_committee)
    return case


@pytest.mark.parametrize(("place", "by_committee"), [("national", "是"), ("shanxi", "否")])
def test_no_limit_binds_a_committee_elsewhere_or_somebody_else_in_shanxi(
    county: County, place: str, by_committee: str
) -> None:
    local = there(county, place)
    assert PLACED not in local.owed(placed(local, by_committee=by_committee))


def test_a_committee_keeps_a_child_for_a_day_in_shanxi_and_then_hands_it_on(county: County) -> None:
    shanxi = there(county, "shanxi")
    case = placed(shanxi)

    row = shanxi.duty(case, PLACED)
    assert end_of(row) - row.since_at == timedelta(hours=24)
    assert says(shanxi, row) == ("B-56", Force.LOCAL)
    assert "须核对" in shanxi.office.editions.newest.fact("B-56").note  # the doubt is kept said
    shanxi.clock.show(end_of(row) - SECOND)
    shanxi.sweep()
    assert late(shanxi, case, PLACED) == 1
    shanxi.clock.show(end_of(row))
    shanxi.sweep()
    assert late(shanxi, case, PLACED) == 2
    shanxi.answer(case, PLACED)
    assert PLACED not in shanxi.owed(case)


def test_a_committee_that_keeps_the_child_longer_says_why_and_is_asked_again_on_the_day_that_it_named(
    county: County,
) -> None:
    shanxi = there(county, "shanxi")
    case = placed(shanxi)
    shanxi.answer(case, PLACED, goes_on="是", reason="庇护场所明日方可接收", next_review_on="2026-03-04")

    again = shanxi.live(case, PLACED)
    assert (again.variant, en_end(end_of(again))) == ("named", "Wednesday 2026-03-04 24:00")
    shanxi.answer_all(case, "notify_civil_affairs", "decide_placement")
    assert shanxi.ends(case, ProcedureKind.EMERGENCY_PLACEMENT) == [None]  # the child is still with the committee
    shanxi.answer(case, PLACED)
    assert shanxi.ends(case, ProcedureKind.EMERGENCY_PLACEMENT) == ["completed"]


def test_a_child_that_needs_no_place_is_kept_by_nobody(county: County) -> None:
    shanxi = there(county, "shanxi")
    case = placed(shanxi)
    shanxi.answer(case, "decide_placement", mode="经核实无需安置")
    assert PLACED not in shanxi.owed(case)


# -------------------------------------------------------------------------------- a hotline's ticket


@pytest.mark.parametrize("place", ["shandong-jinan", "shandong-weifang"])
def test_a_ticket_of_the_hotline_is_answered_within_five_working_days(county: County, place: str) -> None:
    local = there(county, place)
    case = local.a_case(received_by="P-HOTLINE")
    assert TICKET not in local.owed(case)  # before the hotline has passed it on nobody has it
    local.answer(case, "pass_on_to_police", at="Friday 2026-03-06 16:00")

    row = local.duty(case, TICKET)
    assert (row.role, says(local, row)) == (Role.CIVIL_AFFAIRS, ("A-51", Force.LOCAL))
    assert en_end(end_of(row)).startswith("Friday 2026-03-13 24:00")
    local.clock.show(end_of(row) - SECOND)
    local.sweep()
    before = late(local, case, TICKET)
    local.clock.show(end_of(row))
    local.sweep()
    assert late(local, case, TICKET) == before + 1


@pytest.mark.parametrize(("place", "received_by"), [("shandong-jinan", "P-CIVIL"), ("national", "P-HOTLINE")])
def test_a_report_that_came_by_another_way_has_no_ticket_and_elsewhere_nobody_owes_an_answer(
    county: County, place: str, received_by: str
) -> None:
    local = there(county, place)
    case = local.a_case(received_by=received_by)
    local.answer(case, "pass_on_to_police")
    assert TICKET not in local.owed(case)


# -------------------------------------------------------------------------------- packs of texts


@pytest.mark.parametrize(
    ("place", "duties"),
    [
        ("jiangsu-wuxi-huishan", {"inquire_into_guardianship": "D-50"}),
        ("gansu-dingxi", {"inquire_into_guardianship": "D-50", "hear_guardian": "D-50"}),
    ],
)
def test_a_supervision_order_runs_by_our_defaults_and_cites_the_place_beside_them(
    county: County, place: str, duties: dict[str, str]
) -> None:
    local = there(county, place)
    case = against(local, ProcedureKind.SUPERVISION_ORDER)
    pack = local.office.editions.newest
    for code, row in duties.items():
        opened = local.duty(case, code)
        assert opened.legal_due_at is not None
        assert row in next(one for one in local.journal(case) if one.duty_no == opened.no).basis
        assert (pack.fact(row).confidence, says(local, opened)[1]) == ("secondary", Force.OUR_DEFAULT)


def test_in_gaogang_partners_get_their_copies_on_the_word_of_the_place(county: County) -> None:
    local = there(county, "jiangsu-taizhou-gaogang")
    case = against(local, ProcedureKind.SUPERVISION_ORDER)
    local.answer_all(case, "inquire_into_guardianship", "hear_guardian")
    local.answer(case, "decide_supervision_order", partners="县级民政部门")
    local.answer(case, "announce_supervision_order")
    assert "hand_to_partner" in owed_in(local, case, ProcedureKind.SUPERVISION_ORDER)
    assert "D-51" in local.office.editions.newest.duty("hand_to_partner").ground


# -------------------------------------------------------------------------------- moving to other rules


def test_an_open_clock_that_the_new_rules_do_not_know_is_answered_before_a_case_is_moved(county: County) -> None:
    shanxi = there(county, "shanxi")
    case = placed(shanxi)
    assert PLACED in shanxi.owed(case)

    with pytest.raises(Refused, match=r"新版规则不能计算|the new rules cannot count"):
        rules_change.move(county.office, by_post="P-OFFICE", reason="改用全国规则")
