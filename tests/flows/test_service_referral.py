"""A service is asked of every department that it rests on, and the child is asked whether it came. 服务转介."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rules.errors import Refusals, Refused
from rules.vocabulary import ProcedureKind, Role
from rules.when import exactly
from tasks import acts
from tasks.audit_fold import Fact, fold
from tasks.opening import open_by_hand
from tasks.timeline import timeline
from tasks.turning import record_death
from tests.office import County

SERVICE = ProcedureKind.SERVICE_REFERRAL
BOTH = {Role.EDUCATION: "P-EDU", Role.WOMENS_FEDERATION: "P-WOMEN"}


def asked(county: County, about: str = "city_life", bodies: dict[Role, str] | None = None) -> str:
    case = county.a_case()
    open_by_hand(
        county.office,
        case,
        SERVICE,
        when=exactly(county.clock()),
        about=about,
        bodies=BOTH if bodies is None else bodies,
        owed_by="P-LIUXI-STATION",
        by_post="P-LIUXI-STATION",
    )
    county.move()
    return case


def done(county: County, case: str, department: str) -> None:
    for code in ("take_up_referral", "complete_referral"):
        county.answer(case, county.duty(case, code, about=department).no)


def test_every_department_of_a_service_is_asked_side_by_side(county: County) -> None:
    case = asked(county)

    owed = {row.about: row.post_no for row in county.duties(case) if row.code == "take_up_referral"}
    assert owed == {"education": "P-EDU", "womens_federation": "P-WOMEN"}


def test_a_service_ends_when_the_child_has_it_and_not_when_a_department_says_so(county: County) -> None:
    case = asked(county)
    done(county, case, "education")
    assert "confirm_service" not in county.owed(case)  # the other department is still to answer
    done(county, case, "womens_federation")

    assert county.ends(case, SERVICE) == [None]
    confirm = county.duty(case, "confirm_service")
    assert confirm.post_no == "P-LIUXI-STATION"  # whoever referred
    assert confirm.since_at == county.duty(case, "complete_referral", about="womens_federation").happened_at
    county.answer(case, "confirm_service")
    assert county.ends(case, SERVICE) == ["completed"]


def test_a_service_that_did_not_arrive_is_asked_for_again(county: County) -> None:
    case = asked(county, bodies={Role.EDUCATION: "P-EDU"})
    done(county, case, "education")

    county.answer(case, "confirm_service", received="否", refer_again="是")

    second = county.duty(case, "take_up_referral", about="2/education")
    assert second.post_no == "P-EDU"
    done(county, case, "2/education")
    assert county.duty(case, "confirm_service", about="2").state == "open"


def test_a_service_that_nobody_gives_ends_declined_with_a_decision(county: County) -> None:
    case = asked(county, bodies={Role.EDUCATION: "P-EDU"})
    county.answer(case, "take_up_referral", accepts="否", reason="学位已满")
    county.answer(case, "reassign_referral", to_post="", no_taker="名额、床位、经费已满")

    assert county.ends(case, SERVICE) == ["declined"]


def test_a_referral_is_not_given_up_without_a_receiver_or_a_reason(county: County) -> None:
    case = asked(county, about="temporary_relief", bodies={Role.CIVIL_AFFAIRS: "P-CIVIL"})
    county.answer(case, "take_up_referral", accepts="否", reason="不属救助范围")
    for silent in ({}, {"reason": "不办"}, {"no_taker": "other"}):
        with pytest.raises(Refusals):
            acts.answer(county.office, case, "reassign_referral", silent, by_post="P-CIVIL")

    assert county.ends(case, SERVICE) == [None]


def test_who_referred_and_the_county_office_hear_that_nobody_gives_it_and_why(county: County) -> None:
    case = asked(county, about="temporary_relief", bodies={Role.CIVIL_AFFAIRS: "P-CIVIL"})
    county.answer(case, "take_up_referral", accepts="否", reason="不属救助范围")
    decision = county.live(case, "reassign_referral")
    county.answer(case, "reassign_referral", to_post="", no_taker="不符合条件", reason="家庭收入超过标准")

    told = county.notices(why="decline_told")
    assert {one.post_no for one in told} == {"P-LIUXI-STATION", "P-OFFICE"}  # the lead is who decided
    assert {one.duty_no for one in told} == {decision.no}
    county.deliver()
    words = [one["text"] for one in county.outbox() if "经改派仍无人承接" in one["text"]]
    assert words
    assert all("不符合条件" in one and "家庭收入" not in one for one in words)
    with county.office.reading() as desk:
        line = next(one for one in timeline(desk, case) if one.kind == "decline_told")
        facts = [Fact(*(getattr(row, name) for name in Fact._fields)) for row in county.journal(case)]
    assert "不符合条件" in line.zh
    assert "decline_told" in {proof.kind for proof in fold(case, facts).duties[decision.no].proofs}


def test_a_service_that_did_not_arrive_and_is_given_up_ends_declined_with_the_reason(county: County) -> None:
    case = asked(county, bodies={Role.EDUCATION: "P-EDU"})
    done(county, case, "education")

    with pytest.raises(Refusals, match="reason"):
        acts.answer(county.office, case, "confirm_service", {"received": "否"}, by_post="P-LIUXI-STATION")
    county.answer(case, "confirm_service", received="否", reason="家庭已搬走，改由新居住地转介")

    assert county.ends(case, SERVICE) == ["declined"]


def test_one_department_may_decline_while_the_other_serves(county: County) -> None:
    case = asked(county)
    county.answer(case, county.duty(case, "take_up_referral", about="education").no, accepts="否", reason="不属职责")
    county.answer(case, "reassign_referral", to_post="", no_taker="no_service")
    done(county, case, "womens_federation")

    county.answer(case, "confirm_service")
    assert county.ends(case, SERVICE) == ["completed"]


@pytest.mark.parametrize(("about", "hours"), [("temporary_relief", 4), ("minimum_living", None)])
def test_temporary_relief_runs_in_hours_and_nothing_else_does(county: County, about: str, hours: int | None) -> None:
    case = asked(county, about, {Role.CIVIL_AFFAIRS: "P-CIVIL"})

    duty = county.duty(case, "take_up_referral")
    assert duty.variant == ("urgent" if hours else "default")
    if hours:
        assert duty.internal_due_at == duty.since_at + timedelta(hours=hours)
        county.answer(case, duty.no)
        relief = county.duty(case, "complete_referral")
        assert relief.internal_due_at == relief.since_at + timedelta(hours=24)


def test_what_a_body_answered_on_paper_is_entered_by_the_referrer_and_marked(county: County) -> None:
    case = asked(county, bodies={Role.HOUSING: "P-LIUXI-STATION"})  # no such post: the referrer asks
    paper = {"accepts": "是", "second_hand": "是"}

    with pytest.raises(Refusals, match="paper_no"):
        acts.answer(county.office, case, "take_up_referral", paper, by_post="P-LIUXI-STATION")
    with pytest.raises(Refused, match="代录"):
        acts.answer(county.office, case, "take_up_referral", {"accepts": "是"}, by_post="P-LIUXI-STATION")
    county.answer(case, "take_up_referral", **paper, paper_no="房函〔2026〕3号")

    [fact] = [one for one in county.facts("duty_answered", case) if one["code"] == "take_up_referral"]
    assert fact["answer"]["second_hand"] is True
    assert county.duty(case, "complete_referral").post_no == "P-LIUXI-STATION"


def test_without_named_departments_the_named_post_is_asked(county: County) -> None:
    case = asked(county, bodies={})

    assert county.duty(case, "take_up_referral").post_no == "P-LIUXI-STATION"


def test_nobody_is_asked_to_serve_a_child_who_has_died(county: County) -> None:
    case = asked(county)

    record_death(county.office, case, when=exactly(county.clock()), by_post="P-CIVIL")
    county.move()

    assert county.ends(case, SERVICE) == ["child_died"]
