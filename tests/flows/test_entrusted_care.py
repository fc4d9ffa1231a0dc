"""A child whose parents are away is with somebody who may and can care, and who is seen to. 委托照护."""

from __future__ import annotations

from datetime import date

import pytest

from rules.entrusted_care import CONFIRM_CARE, GIVE_CARE_COPIES
from rules.errors import Refusals, Refused
from rules.vocabulary import InstrumentKind, ProcedureKind, Relation, Role
from rules.when import exactly
from tasks import instruments as papers
from tasks.answers import recall_answer
from tasks.cases import duties_of
from tasks.people import add
from tasks.turning import note_birthdays, record_death
from tests.clock import shanghai
from tests.flows.guardianship import adults, begun, instruments
from tests.flows.orders import issued, order_of, owed_in
from tests.office import County

CARE = ProcedureKind.ENTRUSTED_CARE
IN_FORCE = ["care_visit", "give_care_copies", "renew_care"]


def entrusted(county: County, *done: str) -> tuple[str, str]:
    """A case in which the parents entrust the child to her grandmother, and what was done; case and carer."""
    case = county.a_case()
    carer = add(county.office, case, name="禾奶奶", relation=Relation.GRANDPARENT, carer=True, by_post="P-CIVIL")
    begun(county, CARE, case=case)
    county.answer(case, "take_entrusting_notice", adult_no=carer)
    county.answer_all(case, *done)
    return case, carer


def in_force(county: County) -> tuple[str, str]:
    return entrusted(county, "verify_carer", "confirm_care")


def test_a_confirmation_speaks_to_parents_and_carer_has_its_term_and_is_followed_up(county: County) -> None:
    case, carer = in_force(county)

    [number] = issued(county, case, "care_confirmation")
    order = order_of(county, number)
    assert carer in county.facts("instrument_issued", case)[-1]["to"]
    assert len(county.facts("instrument_issued", case)[-1]["to"]) == 3
    assert (order.state, owed_in(county, case, CARE)) == ("issued", IN_FORCE)
    assert county.duty(case, "confirm_care").post_no == "P-HEBIAN-COMMITTEE"


def test_the_carer_is_verified_within_a_week_of_the_notice_by_our_default(county: County) -> None:
    case, _ = entrusted(county)

    duty = county.duty(case, "verify_carer")
    assert duty.since_at == county.duty(case, "take_entrusting_notice").happened_at
    assert duty.internal_due_at == shanghai("Tuesday 2026-03-10 00:00")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"bars": "有吸毒、酗酒、赌博等恶习"}, "fit"),
        ({"fit": "否"}, "reason"),
        ({"child_heard": "否"}, "reason"),
    ],
)
def test_a_verification_that_contradicts_itself_is_refused(county: County, given: dict[str, str], field: str) -> None:
    case, _ = entrusted(county)

    with pytest.raises(Refusals) as refused:
        county.answer(case, "verify_carer", **given)

    assert [one.field for one in refused.value.refusals] == [field]
    assert owed_in(county, case, CARE) == ["verify_carer"]


def test_a_carer_whom_the_law_bars_is_not_confirmed_and_another_is_chosen(county: County) -> None:
    case, carer = entrusted(county)
    other = add(county.office, case, name="禾姑姑", relation=Relation.OTHER_RELATIVE, by_post="P-CIVIL")

    county.answer(case, "verify_carer", fit="否", bars="曾实施性侵害、虐待、遗弃、拐卖、暴力伤害等违法犯罪行为")
    assert owed_in(county, case, CARE) == ["choose_carer"]
    county.answer(case, "choose_carer", choice="已选定受托人", adult_no=other)
    county.answer(case, county.duty(case, "verify_carer", about="1-2").no)
    county.answer(case, "confirm_care")

    to = county.facts("instrument_issued", case)[-1]["to"]
    assert other in to
    assert carer not in to


def test_no_child_is_entrusted_to_whom_an_order_forbids_to_come_near(county: County) -> None:
    case = begun(county, CARE)
    father, mother = adults(county, case)
    papers.issue(
        county.office,
        case,
        InstrumentKind.PROTECTION_ORDER,
        papers.Text(to=[father], issuers=["P-COURT"]),
        valid_until=date(2026, 5, 1),
        when=exactly(county.clock()),
        by_post="P-COURT",
    )
    county.move()

    with pytest.raises(Refused, match="仍然有效"):
        county.answer(case, "take_entrusting_notice", adult_no=father)
    county.answer(case, "take_entrusting_notice", adult_no=mother)

    assert owed_in(county, case, CARE) == ["verify_carer"]


def test_parents_who_have_chosen_nobody_choose_before_anybody_is_verified(county: County) -> None:
    case = begun(county, CARE)
    county.answer(case, "take_entrusting_notice")

    assert owed_in(county, case, CARE) == ["choose_carer"]


def test_parents_who_stay_after_all_entrust_nobody(county: County) -> None:
    case = begun(county, CARE)
    with pytest.raises(Refusals):
        county.answer(case, "take_entrusting_notice", entrusts="否")

    county.answer(case, "take_entrusting_notice", entrusts="否", reason="母亲留家")

    assert county.ends(case, CARE) == ["withdrawn"]


def test_where_nobody_can_care_civil_affairs_is_asked(county: County) -> None:
    case = begun(county, CARE)
    county.answer(case, "take_entrusting_notice")

    county.answer(case, "choose_carer", choice="无人能够照护", reason="亲属均在外地")

    assert county.ends(case, CARE) == ["moved_on"]
    assert county.ends(case, ProcedureKind.GUARDIANSHIP_TRANSFER) == [None]


def test_a_remiss_carer_is_told_of_within_a_day_and_looked_at_again_in_two_weeks(county: County) -> None:
    case, _ = in_force(county)
    county.answer(case, "care_visit", carer_state="怠于履行照护职责")

    told = county.live(case, "tell_parents_of_carer")
    visit = county.duty(case, "care_visit", about="")
    again = county.live(case, "care_visit")
    assert told.internal_due_at is not None
    assert visit.happened_at is not None
    assert (told.internal_due_at - visit.happened_at).total_seconds() == 24 * 3600
    assert again.variant == "mending"

    county.answer(case, "tell_parents_of_carer")
    county.answer(case, again.no)
    assert county.live(case, "care_visit").variant == "default"
    assert len(issued(county, case, "care_confirmation")) == 1


def test_another_carer_is_verified_and_confirmed_anew_and_the_first_confirmation_ends(county: County) -> None:
    case, carer = in_force(county)
    county.answer(case, "care_visit", carer_state="缺乏照护能力")
    county.answer(case, "tell_parents_of_carer", course="更换受托人")
    assert owed_in(county, case, CARE) == ["choose_carer", "give_care_copies"]

    county.answer(case, "choose_carer", choice="已选定受托人", adult_no=carer)
    county.answer(case, "verify_carer")
    county.answer(case, "confirm_care", until="2027-02-28")

    first, second = issued(county, case, "care_confirmation")
    assert (order_of(county, first).state, order_of(county, second).state) == ("ended", "issued")
    assert order_of(county, second).follows == first
    assert owed_in(county, case, CARE) == sorted([*IN_FORCE, "give_care_copies"])


def test_changed_terms_are_signed_anew_without_verifying_the_same_carer_again(county: County) -> None:
    case, _ = in_force(county)

    county.answer(case, "care_visit", course="变更或者续签确认书")
    assert owed_in(county, case, CARE) == ["confirm_care", "give_care_copies"]
    county.answer(case, "confirm_care", contact="000-0000-0010")

    assert instruments(county, case) == ["care_confirmation", "care_confirmation"]
    assert county.live(case, county.duty(case, "give_care_copies", about="2").no)


def test_before_the_term_ends_the_care_is_renewed_and_the_carer_is_verified_again(county: County) -> None:
    case, _ = in_force(county)
    renewal = county.live(case, "renew_care")
    assert renewal.ends_on == date(2026, 12, 31)
    assert renewal.internal_due_at == shanghai("Wednesday 2026-12-02 00:00")

    with pytest.raises(Refusals):
        county.answer(case, "renew_care", course="照常照护")
    county.answer(case, "renew_care")

    assert owed_in(county, case, CARE) == ["give_care_copies", "verify_carer"]


def test_a_longer_term_than_a_year_stands_and_is_looked_at_after_a_year(county: County) -> None:
    case, _ = entrusted(county, "verify_carer")
    county.answer(case, "confirm_care", until="2028-12-31")

    [number] = issued(county, case, "care_confirmation")
    assert county.facts("instrument_issued", case)[-1]["valid_until"] == "2028-12-31"
    assert county.live(case, "renew_care").ends_on == date(2027, 3, 2)
    assert order_of(county, number).state == "issued"


def test_parents_who_did_not_keep_in_touch_are_urged(county: County) -> None:
    case, _ = in_force(county)

    county.answer(case, "care_visit", contact_kept="否")

    assert "urge_contact" in owed_in(county, case, CARE)


def test_harm_that_a_visit_finds_is_reported_within_an_hour(county: County) -> None:
    case, _ = in_force(county)

    county.answer(case, "care_visit", harm_found="是", course="父母返回自行照护")

    report = county.live(case, "report_harm")
    assert report.internal_due_at is not None
    assert (report.internal_due_at - report.since_at).total_seconds() == 3600
    county.answer_all(case, "end_care", "give_care_copies")
    assert county.ends(case, CARE) == [None]  # the report is not settled by the end of the care
    county.answer(case, "report_harm")
    assert county.ends(case, CARE) == ["returned"]


def test_entrusted_care_ends_when_a_parent_is_back_and_somebody_has_seen_the_child(county: County) -> None:
    case, _ = in_force(county)
    county.answer(case, "give_care_copies")
    county.answer(case, "care_visit", course="父母返回自行照护")
    assert owed_in(county, case, CARE) == ["end_care"]

    county.answer(case, "end_care")

    assert county.ends(case, CARE) == ["returned"]
    [number] = issued(county, case, "care_confirmation")
    assert order_of(county, number).state == "ended"


def test_a_child_of_sixteen_is_entrusted_no_more_once_school_and_committee_know(county: County) -> None:
    case, _ = in_force(county)
    county.answer_all(case, "give_care_copies")
    county.answer(case, "renew_care", course="年满十六周岁且不再需要委托照护")

    with pytest.raises(Refusals):
        county.answer(case, "end_care", told="")
    county.answer(case, "end_care")

    assert county.ends(case, CARE) == ["completed"]


def test_a_confirmation_ends_when_the_child_comes_of_age(county: County) -> None:
    case, _ = in_force(county)
    county.clock.show("Friday 2034-05-19 09:00")
    note_birthdays(county.office)
    county.move()

    assert county.ends(case, CARE) == ["came_of_age"]
    assert [order_of(county, no).state for no in issued(county, case, "care_confirmation")] == ["ended"]


def test_a_confirmation_ends_when_the_child_dies(county: County) -> None:
    case, _ = in_force(county)
    county.clock.move(minutes=1)
    record_death(county.office, case, when=exactly(county.clock()), by_post="P-CIVIL")
    county.move()

    assert county.ends(case, CARE) == ["child_died"]


def test_a_whole_care_with_two_carers_can_be_told_again_from_the_top_at_every_step(county: County) -> None:
    case, carer = in_force(county)
    county.replays = True
    county.answer(case, "care_visit", carer_state="缺乏照护能力", contact_kept="否", harm_found="是")
    county.answer(case, "tell_parents_of_carer", course="更换受托人")
    county.answer(case, "choose_carer", choice="已选定受托人", adult_no=carer)
    county.answer_all(case, "verify_carer", "confirm_care")
    county.answer(case, "renew_care", course="父母返回自行照护")
    county.answer_all(case, "urge_contact", "report_harm", "end_care")
    for row in [row for row in county.duties(case) if row.code == "give_care_copies"]:
        county.answer(case, row.no)

    assert county.ends(case, CARE) == ["returned"]
    county.must_hold()


def test_a_confirmation_says_how_the_carer_is_reached(county: County) -> None:
    case, _ = entrusted(county, "verify_carer")

    with pytest.raises(Refusals) as refused:
        county.answer(case, "confirm_care", carer_contact="")

    assert [one.field for one in refused.value.refusals] == ["carer_contact"]


def test_copies_go_to_school_and_committee_and_the_form_offers_nobody_else(county: County) -> None:
    case, _ = in_force(county)
    with county.office.reading() as desk:
        views = {view.code: view for view in duties_of(desk, case)}
    [told] = [one for one in views["give_care_copies"].fields if one.name == "told"]
    assert [code for code, _ in told.choices] == ["school", "committee"]

    with pytest.raises(Refusals, match="这里不送公安派出所"):
        county.answer(case, "give_care_copies", told="school,police_station")
    assert "give_care_copies" in owed_in(county, case, CARE)


def test_what_was_answered_before_the_form_knew_better_can_still_be_read(county: County) -> None:
    day = exactly(county.clock()).at
    assert day is not None
    before = {"until": "2026-12-31", "place_of_work": "封", "contact": "封", "witness": "封", "terms": ""}
    assert recall_answer(CONFIRM_CARE, before, happened_at=day).carer_contact == ""
    copied = recall_answer(GIVE_CARE_COPIES, {"told": ["school", "police_station"]}, happened_at=day)
    assert copied.told == (Role.SCHOOL, Role.POLICE_STATION)
