"""A child whose guardians fail: is it in somebody's hands, on every day, until somebody is guardian again? 监护转移."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rules.errors import Refusals, Refused
from rules.moments import en_end
from rules.vocabulary import InstrumentKind, NoteKind, ProcedureKind
from rules.when import exactly
from tasks import acts
from tasks import instruments as papers
from tasks.notes import note
from tasks.turning import note_birthdays, record_death
from tests.databases import ON_SQLITE
from tests.flows.guardianship import (
    BEFORE_THE_JUDGMENT,
    IN_CARE,
    VISITS,
    a_transfer,
    adults,
    answer_each,
    instruments,
    of_the_transfer,
)
from tests.office import County

pytestmark = ON_SQLITE

TRANSFER = ProcedureKind.GUARDIANSHIP_TRANSFER
REVOKED = {"suit_outcome": "撤销监护人资格", "revocation_ground": "serious_harm"}
DISMISSED = {"suit_outcome": "驳回申请"}


def sued(county: County, *, mode: str = "未成年人救助保护机构", among: int = 2) -> str:
    """The court has taken the case."""
    case = a_transfer(county, mode=mode, among=among)
    county.answer(case, "decide_way_out", way_out="申请撤销监护人资格")
    county.answer_all(case, *BEFORE_THE_JUDGMENT)
    return case


def grounds(county: County, case: str) -> None:
    answer_each(county, case, "establish_grounds", *({} for _ in adults(county, case)))


def visits(county: County, case: str) -> None:
    for _ in range(VISITS):
        county.answer(case, "visit_after_return")


# ------------------------------------------------------------------------------------------------ care


def test_what_is_owed_to_a_child_in_care_and_the_way_out_stand_side_by_side(county: County) -> None:
    case = a_transfer(county)

    assert set(of_the_transfer(county, case)) == {*IN_CARE, "decide_way_out", "establish_grounds"}
    assert instruments(county, case) == ["placement_decision"]
    assert {row.about for row in county.duties(case) if row.code == "establish_grounds"} == set(adults(county, case))


def test_the_decision_point_is_our_default_of_nine_months_and_not_a_legal_limit(county: County) -> None:
    case = a_transfer(county)

    decision = county.duty(case, "decide_way_out")
    assert decision.legal_due_at is not None
    assert en_end(decision.legal_due_at) == "Wednesday 2026-12-02 24:00"
    assert county.office.pack.fact("F-93").force == "our_default"
    assert not county.office.pack.fact("F-12").may_drive_a_clock


def test_a_stay_of_twelve_months_is_explained_to_the_procuratorate_whatever_was_decided_meanwhile(
    county: County,
) -> None:
    case = a_transfer(county)
    county.answer(case, "decide_way_out", way_out="申请撤销监护人资格")

    explain = county.duty(case, "explain_long_stay")
    assert explain.legal_due_at is not None
    assert en_end(explain.legal_due_at) == "Tuesday 2027-03-02 24:00"
    county.clock.show("Wednesday 2027-03-03 08:00")
    county.sweep()
    assert county.notices(post="P-PROC")


def test_conferences_are_held_after_thirty_days_and_then_every_ninety_until_the_child_leaves(county: County) -> None:
    case = a_transfer(county)
    first = county.live(case, "hold_conference")
    county.answer(case, "hold_conference", at="Monday 2026-03-30 10:00", proposal="返回家庭")

    second = county.live(case, "hold_conference")
    assert first.legal_due_at is not None
    assert second.legal_due_at is not None
    assert en_end(first.legal_due_at) == "Wednesday 2026-04-01 24:00"
    assert en_end(second.legal_due_at) == "Sunday 2026-06-28 24:00"


def test_a_child_that_stays_with_another_guardian_is_in_nobody_elses_care(county: County) -> None:
    case = a_transfer(county, mode="由其他监护人照护")

    assert set(of_the_transfer(county, case)) == {"decide_way_out", "establish_grounds"}
    assert county.duty(case, "decide_way_out").variant == "promptly"


def test_a_placement_in_an_emergency_begins_what_must_end_with_a_guardian(county: County) -> None:
    case = county.a_case(danger_now="是")

    county.answer(case, "decide_placement", mode="未成年人救助保护机构")

    assert of_the_transfer(county, case) == ["begin_temporary_guardianship", "establish_grounds"]
    begin = county.duty(case, "begin_temporary_guardianship")
    assert begin.since_at == county.duty(case, "decide_placement").happened_at
    assert county.duty(case, "establish_grounds").about == adults(county, case)[0]  # the father, who is suspected


# ------------------------------------------------------------------------------------------------ return


def test_a_child_that_returns_is_handed_over_with_a_receipt_and_visited_for_a_year(county: County) -> None:
    case = a_transfer(county)
    grounds(county, case)
    county.answer(case, "decide_way_out", way_out="返回家庭")
    assert "hold_conference" in county.owed(case)  # still in care

    county.answer(case, "assess_capacity")
    county.answer(case, "hand_back_child")
    assert of_the_transfer(county, case) == ["tell_of_change", "visit_after_return"]  # nothing is owed to a child gone

    county.answer(case, "tell_of_change")
    visits(county, case)
    assert county.ends(case, TRANSFER) == ["returned"]
    assert instruments(county, case) == ["placement_decision", "handover_form"]
    assert len(county.facts("instrument_ended", case)) == 1


def test_the_other_parent_takes_over_at_once_while_the_police_are_still_at_work(county: County) -> None:
    case = a_transfer(county)

    county.answer(case, "decide_way_out", way_out="由另一方父母接回抚养")
    assert county.duty(case, "assess_capacity").variant == "other_parent"
    county.answer_all(case, "assess_capacity", "hand_back_child")

    assert "police_acceptance" in county.owed(case)
    assert not set(IN_CARE) & set(county.owed(case))


def test_nobody_collects_a_child_without_signing(county: County) -> None:
    case = a_transfer(county)
    county.answer(case, "decide_way_out", way_out="返回家庭")
    county.answer(case, "assess_capacity")

    with pytest.raises(Refusals, match="receipt"):
        acts.answer(county.office, case, "hand_back_child", {"collected": "是"}, by_post="P-CIVIL")


@pytest.mark.parametrize(
    ("duty", "given"), [("assess_capacity", {"able": "否"}), ("hand_back_child", {"collected": "否", "receipt": ""})]
)
def test_a_way_that_fails_leads_to_another_decision_and_care_goes_on(
    county: County, duty: str, given: dict[str, str]
) -> None:
    case = a_transfer(county)
    county.answer(case, "decide_way_out", way_out="返回家庭")
    if duty == "hand_back_child":
        county.answer(case, "assess_capacity")

    county.answer(case, duty, **given)

    again = county.live(case, "decide_way_out")
    assert (again.about, again.variant) == ("1-2", "promptly")
    assert "hold_conference" in county.owed(case)


def test_going_on_is_a_decision_that_is_looked_at_again_at_month_twelve(county: County) -> None:
    case = a_transfer(county)
    county.answer(case, "decide_way_out", at="Wednesday 2026-12-02 10:00", way_out="继续临时监护，另日再定")

    again = county.live(case, "decide_way_out")
    assert again.legal_due_at is not None
    assert en_end(again.legal_due_at) == "Tuesday 2027-03-02 24:00"


def test_a_child_that_is_not_safe_at_home_is_placed_again(county: County) -> None:
    case = a_transfer(county)
    county.answer(case, "decide_way_out")
    county.answer_all(case, "assess_capacity", "hand_back_child", "visit_after_return")

    county.answer(case, "visit_after_return", child_safe="否")

    assert "tell_of_change" not in county.owed(case)  # of a return that has failed
    assert county.duty(case, "begin_temporary_guardianship", about="2").state == "open"
    assert county.ends(case, ProcedureKind.EMERGENCY_PLACEMENT) == [None]
    assert county.ends(case, TRANSFER) == [None]


def test_new_harm_after_the_return_begins_care_again(county: County) -> None:
    case = a_transfer(county)
    county.answer(case, "decide_way_out")
    county.answer_all(case, "assess_capacity", "hand_back_child", "tell_of_change", "visit_after_return")
    county.clock.move(minutes=5)

    note(county.office, case, NoteKind.HARM, words="再次被打", when=exactly(county.clock()), by_post="P-CIVIL")
    county.move()

    assert "visit_after_return" not in county.owed(case)
    county.answer(case, "begin_temporary_guardianship")
    assert county.live(case, "decide_way_out").about == "2-1"


# ------------------------------------------------------------------------------------------------ without a suit


def test_long_term_guardianship_needs_no_suit_where_parents_cannot_be_found(county: County) -> None:
    case = a_transfer(county)
    grounds(county, case)
    county.answer(case, "decide_way_out", way_out="转为长期监护（不经诉讼）")
    county.answer(case, "enter_long_term", long_term_ground="parents_not_found")
    county.answer(case, "tell_of_change")

    assert county.ends(case, TRANSFER) == ["transferred"]


# ------------------------------------------------------------------------------------------------ who applies


def test_nobody_applies_so_civil_affairs_must_and_the_procuratorate_suggests_it_in_writing(county: County) -> None:
    case = a_transfer(county)
    county.answer(case, "decide_way_out", way_out="申请撤销监护人资格")
    county.answer(case, "name_applicant", applicant_kind="无人申请")

    county.answer(case, "apply_as_last_resort", applied="否", reason="认为证据不足")
    assert county.live(case, "suggest_application").post_no == "P-PROC"
    county.answer(case, "suggest_application")

    last = county.live(case, "apply_as_last_resort")
    assert (last.variant, last.post_no) == ("after_suggestion", "P-CIVIL")
    county.answer(case, "apply_as_last_resort")
    assert instruments(county, case)[1:] == ["written_suggestion", "revocation_application"]
    assert "accept_application" in county.owed(case)


def test_an_applicant_who_does_not_apply_is_followed_by_civil_affairs(county: County) -> None:
    case = a_transfer(county)
    county.answer(case, "decide_way_out", way_out="申请撤销监护人资格")
    county.answer(case, "name_applicant", applicant_kind="学校")
    assert county.live(case, "file_application").post_no == "P-LIUXI-SCHOOL"

    county.answer(case, "file_application", applied="否")

    assert "apply_as_last_resort" in county.owed(case)


def test_a_procuratorate_that_sees_no_case_gives_the_decision_back(county: County) -> None:
    case = a_transfer(county)
    county.answer(case, "decide_way_out", way_out="申请撤销监护人资格")
    county.answer(case, "name_applicant")
    county.answer(case, "apply_as_last_resort", applied="否")
    county.answer(case, "suggest_application", suggests="否")

    assert county.live(case, "decide_way_out").about == "1-2"


def test_a_friend_cannot_apply_and_is_told_who_can(county: County) -> None:
    case = a_transfer(county)
    county.answer(case, "decide_way_out", way_out="申请撤销监护人资格")

    with pytest.raises(Refusals, match="36"):
        acts.answer(county.office, case, "name_applicant", {"applicant_kind": "friend"}, by_post="P-CIVIL")


# ------------------------------------------------------------------------------------------------ judgment


def test_one_judgment_may_revoke_one_guardian_and_not_the_other(county: County) -> None:
    case = sued(county)
    grounds(county, case)
    father, mother = adults(county, case)

    answer_each(county, case, "decide_revocation", REVOKED, DISMISSED)

    [judgment] = [one for one in county.facts("instrument_issued", case) if one["kind"] == "revocation_judgment"]
    assert set(judgment["to"]) == {father, mother}
    assert county.duty(case, "arrange_maintenance").about == father  # only who lost goes on paying as one who lost
    county.answer(case, "appoint_guardian", guardian_kind="另一方父母（继续监护）")
    county.answer_all(case, "hand_over_child", "tell_of_change", "arrange_maintenance")
    assert county.ends(case, TRANSFER) == ["transferred"]


def test_conferences_go_on_after_the_judgment_until_somebody_has_signed_for_the_child(county: County) -> None:
    case = sued(county)
    answer_each(county, case, "decide_revocation", REVOKED, REVOKED)
    county.answer(case, "appoint_guardian")
    county.answer(case, "hold_conference", at="Wednesday 2026-04-01 10:00")

    county.answer(case, "hold_conference", at="Monday 2026-06-29 10:00")
    assert "hold_conference" in county.owed(case)

    county.answer(case, "hand_over_child")
    assert "hold_conference" not in county.owed(case)


def test_what_helps_the_child_in_court_is_needless_after_the_judgment(county: County) -> None:
    case = sued(county)
    assert {"support_suit", "seek_legal_aid"} <= set(county.owed(case))
    county.answer(case, "support_suit")
    county.answer_all(case, "seek_legal_aid", "decide_legal_aid", "assign_lawyer")
    assert "meet_lawyer" in county.owed(case)

    answer_each(county, case, "decide_revocation", REVOKED, REVOKED)

    assert "meet_lawyer" not in county.owed(case)
    assert "support_letter" in instruments(county, case)


def test_civil_affairs_appointed_by_the_court_opens_the_file_of_long_term_guardianship(county: County) -> None:
    case = sued(county, among=1)
    county.answer(case, "decide_revocation")
    county.answer(case, "appoint_guardian", guardian_kind="民政部门", to_post="P-CIVIL")
    county.answer_all(case, "hand_over_child", "tell_of_change", "arrange_maintenance", "establish_grounds")
    assert county.ends(case, TRANSFER) == [None]

    county.answer(case, "enter_long_term")
    assert county.ends(case, TRANSFER) == ["transferred"]


def test_a_guardian_in_another_province_is_handed_the_child_in_a_procedure_of_its_own(county: County) -> None:
    case = sued(county, among=1)
    county.answer(case, "decide_revocation")

    county.answer(case, "appoint_guardian", guardian_kind="机构", elsewhere="是")

    [handover] = county.procedures(case, ProcedureKind.HANDOVER)
    assert (handover.about, handover.owed_by_post) == ("guardianship", "P-CIVIL")
    assert county.live(case, "agree_handover").post_no == "P-CIVIL"
    assert county.live(case, "hand_over_child").variant == "elsewhere"


def test_a_friend_is_appointed_only_with_consent(county: County) -> None:
    case = sued(county, among=1)
    county.answer(case, "decide_revocation")

    with pytest.raises(Refusals, match="consent"):
        acts.answer(county.office, case, "appoint_guardian", {"guardian_kind": "friend"}, by_post="P-OFFICE")
    county.answer(case, "appoint_guardian", guardian_kind="friend", consent="是")
    assert "hand_over_child" in county.owed(case)


def test_a_case_that_the_court_does_not_take_is_decided_anew(county: County) -> None:
    case = a_transfer(county)
    county.answer(case, "decide_way_out", way_out="申请撤销监护人资格")
    county.answer_all(case, "name_applicant", "apply_as_last_resort")
    county.answer(case, "accept_application", court_accepts="否")

    assert county.live(case, "decide_way_out").about == "1-2"
    assert "support_suit" not in county.owed(case)


@pytest.mark.parametrize(("outcome", "end"), [("驳回申请", "dismissed"), ("撤回申请", "withdrawn")])
def test_a_suit_that_changes_nothing_ends_the_procedure_where_nobody_is_in_care(
    county: County, outcome: str, end: str
) -> None:
    case = sued(county, mode="由其他监护人照护", among=1)
    county.answer(case, "establish_grounds")

    county.answer(case, "decide_revocation", suit_outcome=outcome)

    assert county.ends(case, TRANSFER) == [end]


@pytest.mark.parametrize("outcome", ["驳回申请", "撤回申请"])
def test_a_suit_that_changes_nothing_leaves_a_child_in_care_with_a_decision_to_come(
    county: County, outcome: str
) -> None:
    case = sued(county, among=1)

    county.answer(case, "decide_revocation", suit_outcome=outcome)

    assert {"decide_way_out", "hold_conference"} <= set(county.owed(case))


def test_where_support_of_a_suit_finds_the_public_interest_touched_a_suggestion_or_a_suit_is_considered(
    county: County,
) -> None:
    case = sued(county)
    county.answer(case, "support_suit", public_interest="是")

    [row] = county.procedures(case, ProcedureKind.SUGGESTION)
    assert row.about == "public_interest"
    assert county.live(case, "decide_suggestion").post_no == "P-PROC"


def test_where_it_is_not_touched_or_nobody_says_so_nothing_of_the_kind_begins(county: County) -> None:
    case = sued(county)
    county.answer(case, "support_suit")

    assert county.procedures(case, ProcedureKind.SUGGESTION) == []


def test_a_suit_that_is_settled_ends_mediated_when_the_child_was_handed_over(county: County) -> None:
    case = sued(county, among=1)
    county.answer(case, "establish_grounds")
    county.answer(case, "decide_revocation", suit_outcome="调解结案")
    assert "hold_conference" in county.owed(case)

    county.answer(case, "hand_over_child")

    assert county.ends(case, TRANSFER) == ["mediated"]
    assert instruments(county, case)[-1] == "mediation"


def test_a_second_suit_after_a_dismissal_has_duties_and_a_judgment_of_its_own(county: County) -> None:
    case = sued(county, among=1)
    county.answer(case, "decide_revocation", suit_outcome="驳回申请")
    county.answer(case, "decide_way_out", way_out="申请撤销监护人资格")
    county.answer_all(case, *BEFORE_THE_JUDGMENT)

    county.answer(case, "decide_revocation")

    kinds = instruments(county, case)
    assert (kinds.count("revocation_application"), kinds.count("revocation_judgment")) == (2, 1)


def test_a_guardian_whom_nobody_knows_can_be_disqualified_all_the_same(county: County) -> None:
    case = a_transfer(county, among=0)
    assert county.duty(case, "establish_grounds").about == ""
    county.answer(case, "decide_way_out", way_out="申请撤销监护人资格")
    county.answer_all(case, *BEFORE_THE_JUDGMENT, "decide_revocation")

    assert county.duty(case, "arrange_maintenance").about == ""
    assert "appoint_guardian" in county.owed(case)


# ------------------------------------------------------------------------------------------------ the middle


def test_a_court_that_sends_its_judgment_first_finds_the_steps_before_it_skipped_with_a_reason(county: County) -> None:
    case = a_transfer(county, mode="由其他监护人照护", among=1)
    before = {
        "decide_way_out": {"way_out": "revocation"},
        "name_applicant": {"applicant_kind": "qualified_person"},
        "file_application": {"applied": "是"},
        "accept_application": {"court_accepts": "是"},
    }
    for duty, given in before.items():
        acts.skip(county.office, case, duty, reason="法院已作出判决", given=given, by_post="P-CIVIL")
        county.move()

    county.answer(case, "decide_revocation")

    assert {"appoint_guardian", "arrange_maintenance"} <= set(county.owed(case))


def test_a_child_who_comes_of_age_has_no_guardian_to_wait_for(county: County) -> None:
    case = a_transfer(county, birth_on="2008-05-18")
    county.clock.show("Tuesday 2026-05-19 08:00")

    note_birthdays(county.office)
    county.move()

    assert county.ends(case, TRANSFER) == ["came_of_age"]
    assert len(county.facts("instrument_ended", case)) == 1
    assert not set(IN_CARE) & set(county.owed(case))
    assert "review_coming_of_age" in county.owed(case)


def test_a_child_who_dies_in_care_is_not_waited_for_and_the_criminal_track_goes_on(county: County) -> None:
    case = a_transfer(county)

    record_death(county.office, case, when=exactly(county.clock()), by_post="P-CIVIL")
    county.move()

    assert county.ends(case, TRANSFER) == ["child_died"]
    assert {"police_acceptance", "report_death", "review_after_death"} <= set(county.owed(case))


def test_nobody_hands_the_child_to_whom_an_order_forbids_to_come_near(county: County) -> None:
    case = a_transfer(county)
    father, mother = adults(county, case)
    a_protection_order(county, case, father)
    county.answer(case, "decide_way_out", way_out="other_parent")
    county.answer(case, "assess_capacity")
    back = {"collected": "是", "receipt": "签收单1"}

    with pytest.raises(Refused, match="仍然有效"):
        acts.answer(county.office, case, "hand_back_child", {**back, "adult_no": father})
    acts.answer(county.office, case, "hand_back_child", {**back, "adult_no": mother})


def a_protection_order(county: County, case: str, to: str) -> str:
    """A protection order against one of the adults, entered by hand."""
    text = papers.Text(to=[to], issuers=["P-COURT"])
    until = (county.clock() + timedelta(days=60)).date()
    return papers.issue(
        county.office,
        case,
        InstrumentKind.PROTECTION_ORDER,
        text,
        valid_until=until,
        when=exactly(county.clock()),
        by_post="P-COURT",
    )
