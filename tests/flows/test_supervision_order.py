"""督促监护令: heard, announced, followed up in the village, reviewed; it ends by somebody's decision. 督促监护."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rules.errors import Refusals
from rules.vocabulary import Force, PartyRole, ProcedureKind
from rules.when import exactly
from tasks.instruments import extend, withdraw
from tasks.people import join
from tests.flows.guardianship import adults, answer_each, instruments
from tests.flows.orders import against, against_nobody_known, harm, issued, order_of, owed_in, parties
from tests.office import County, national

SUPERVISION = ProcedureKind.SUPERVISION_ORDER
FOLLOWED_UP = ["hand_to_partner", "hand_to_partner", "review_supervision_order", "supervision_visit"]


def decided(county: County, *, among: int = 1, **changes: Any) -> str:
    case = against(county, SUPERVISION, among=among)
    county.answer(case, "inquire_into_guardianship")
    answer_each(county, case, "hear_guardian", *({} for _ in range(among)))
    county.answer(case, "decide_supervision_order", **changes)
    return case


def in_force(county: County, **changes: Any) -> str:
    case = decided(county, **changes)
    county.answer(case, "announce_supervision_order")
    return case


def test_every_period_of_a_supervision_order_is_our_default_because_no_statute_sets_one() -> None:
    pack = national()
    own = [spec for spec in pack.duties.values() if "D-01" in spec.ground or "D-02" in spec.ground]

    assert len(own) == 9
    assert {pack.force_of(period) for spec in own for period in spec.periods.values()} == {Force.OUR_DEFAULT}


def test_every_guardian_is_heard_and_an_order_waits_for_inquiry_and_hearing(county: County) -> None:
    case = against(county, SUPERVISION, among=2)

    assert owed_in(county, case, SUPERVISION) == ["hear_guardian", "hear_guardian", "inquire_into_guardianship"]
    answer_each(county, case, "hear_guardian", {}, {"heard": "否"})
    assert owed_in(county, case, SUPERVISION) == ["inquire_into_guardianship"]
    county.answer(case, "inquire_into_guardianship")

    assert owed_in(county, case, SUPERVISION) == ["decide_supervision_order"]


def test_a_guardian_who_joins_after_the_decision_holds_up_nothing(county: County) -> None:
    case = in_force(county)
    [procedure] = county.procedures(case, SUPERVISION)

    join(
        county.office,
        case,
        procedure.no,
        adults(county, case)[1],
        PartyRole.RESPONDENT,
        by_post="P-PROC",
    )
    county.move()

    assert owed_in(county, case, SUPERVISION) == FOLLOWED_UP


def test_one_guardian_who_has_the_order_is_enough_for_the_follow_up_to_begin(county: County) -> None:
    case = decided(county, among=2)
    father, mother = adults(county, case)

    county.answer(case, county.duty(case, "announce_supervision_order", about=father).no)

    assert owed_in(county, case, SUPERVISION) == ["announce_supervision_order", *FOLLOWED_UP]
    assert county.live(case, "announce_supervision_order").about == mother


def test_every_partner_unit_gets_the_order_with_its_own_list_of_tasks(county: County) -> None:
    case = in_force(county, partners="civil_affairs,school,police_station")

    handed = [row.about for row in county.duties(case) if row.code == "hand_to_partner"]
    assert handed == ["civil_affairs", "school", "police_station"]


def test_an_order_that_is_met_ends_completed_and_with_it_the_visits(county: County) -> None:
    case = in_force(county)
    county.answer(case, "supervision_visit")

    county.answer(case, "review_supervision_order", outcome="要求已落实")

    assert county.ends(case, SUPERVISION) == ["completed"]
    assert owed_in(county, case, SUPERVISION) == []
    assert order_of(county, issued(county, case, "supervision_order")[0]).state == "ended"


def test_a_review_that_lets_it_go_on_is_followed_by_another(county: County) -> None:
    case = in_force(county)

    county.answer(case, "review_supervision_order", outcome="继续督促")

    assert county.live(case, "review_supervision_order").about == "2"


def test_a_written_extension_makes_a_new_version_with_an_end_of_its_own(county: County) -> None:
    case = in_force(county, until="2026-06-30")
    assert county.live(case, "end_supervision_term").about == "v1"

    county.answer(case, "end_supervision_term", outcome="书面延长", until="2026-08-31")

    assert county.live(case, "end_supervision_term").about == "v2"
    assert "supervision_visit" in owed_in(county, case, SUPERVISION)


def test_at_the_end_of_its_term_an_order_does_not_just_go_on(county: County) -> None:
    case = in_force(county, until="2026-06-30")

    with pytest.raises(Refusals, match="期满前"):
        county.answer(case, "end_supervision_term", outcome="继续督促")
    with pytest.raises(Refusals, match="延长至哪一日"):
        county.answer(case, "end_supervision_term", outcome="书面延长")


def test_an_extension_that_was_entered_on_the_order_releases_what_watched_the_older_term(county: County) -> None:
    case = in_force(county, until="2026-06-30")
    [order] = issued(county, case, "supervision_order")

    extend(county.office, order, until=date(2026, 8, 31), when=exactly(county.clock()), by_post="P-PROC")
    county.move()

    states = {row.about: row.state for row in county.duties(case) if row.code == "end_supervision_term"}
    assert states == {"v1": "excused", "v2": "open"}


def test_a_second_order_follows_the_first_and_is_announced_anew(county: County) -> None:
    case = in_force(county, until="2026-06-30")

    county.answer(case, "review_supervision_order", outcome="再次发出督促监护令", until="2026-09-30")

    first, second = issued(county, case, "supervision_order")
    assert order_of(county, second).follows == first
    assert order_of(county, first).state == "ended"
    assert county.live(case, "announce_supervision_order").since_at
    assert "end_supervision_term" in owed_in(county, case, SUPERVISION)
    county.answer(case, "announce_supervision_order")
    county.answer(case, "end_supervision_term")
    assert county.ends(case, SUPERVISION) == ["completed"]


def test_harm_again_leads_to_a_written_suggestion_and_to_guardianship(county: County) -> None:
    case = in_force(county)
    harm(county, case)
    county.answer(case, "decide_after_harm", next_steps="监护转移")

    assert county.ends(case, SUPERVISION) == [None]
    county.answer(case, "suggest_revocation")

    assert county.ends(case, SUPERVISION) == ["moved_on"]
    assert instruments(county, case) == ["supervision_order", "written_suggestion"]
    assert parties(county, case, ProcedureKind.GUARDIANSHIP_TRANSFER) == [[adults(county, case)[0]]]


def test_a_review_that_finds_harm_says_what_follows(county: County) -> None:
    case = in_force(county)

    with pytest.raises(Refusals, match="后续措施"):
        county.answer(case, "review_supervision_order", outcome="再次侵害或者拒不改正")
    county.answer(case, "review_supervision_order", outcome="再次侵害或者拒不改正", next_steps="训诫")

    assert county.ends(case, SUPERVISION) == ["moved_on"]
    assert county.ends(case, ProcedureKind.POLICE_ADMONITION) == [None]


def test_visits_go_on_while_the_suggestion_is_being_written(county: County) -> None:
    case = in_force(county)

    county.answer(case, "review_supervision_order", outcome="再次侵害或者拒不改正", next_steps="监护转移")

    assert {"suggest_revocation", "supervision_visit"} <= set(owed_in(county, case, SUPERVISION))


def test_an_order_that_is_not_made_is_told_of(county: County) -> None:
    case = decided(county, issue="否", reason="监护人已改正")
    assert county.live(case, "tell_not_issued").post_no == "P-PROC"

    county.answer(case, "tell_not_issued")

    assert county.ends(case, SUPERVISION) == ["not_issued"]


def test_supervision_of_a_guardian_who_cannot_be_found_becomes_temporary_guardianship(county: County) -> None:
    case = against_nobody_known(county, SUPERVISION)

    county.answer(case, "identify_respondent")

    assert county.ends(case, SUPERVISION) == ["not_found"]
    assert county.ends(case, ProcedureKind.GUARDIANSHIP_TRANSFER) == [None]


def test_an_order_that_its_issuer_withdraws_ends_the_procedure(county: County) -> None:
    case = in_force(county)
    [order] = issued(county, case, "supervision_order")

    county.clock.move(minutes=1)
    withdraw(county.office, order, reason="发错对象", when=exactly(county.clock()), by_post="P-PROC")
    county.move()

    assert county.ends(case, SUPERVISION) == ["withdrawn"]
