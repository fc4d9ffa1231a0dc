"""Nobody ends a case, hands on, or lets themselves off what they are late with; the breach stays theirs. 逾期的归属."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rules.causes import BreachCause
from rules.errors import Refused
from tasks import acts, attending, closing
from tasks.audit_paper import owner_words
from tasks.audit_rules import Judged
from tasks.audit_set import Asked, set_sheet
from tasks.audit_sheet import case_sheet
from tasks.duty_acts import ways_of
from tasks.verdicts import Verdict
from tests.builders import an_answer
from tests.office import County

TRIAGE = "triage"
OTHER = "P-LIUXI-SCHOOL"


@pytest.fixture
def case(county: County) -> str:
    """A case whose lead post owes the triage."""
    case = county.a_case()
    lead = county.case(case).lead_post
    assert lead is not None
    if county.duty(case, TRIAGE).post_no != lead:
        attending.hand_on(county.office, case, TRIAGE, to_post=lead, reason="由牵头岗位办理", by_post="P-OFFICE")
    return case


def lead_of(county: County, case: str) -> str:
    lead = county.case(case).lead_post
    assert lead is not None
    return lead


def at_its_end(county: County, case: str, *, seconds: int) -> None:
    """Seconds after the legal end of the triage."""
    due = county.duty(case, TRIAGE).legal_due_at
    assert due is not None
    county.clock.show(due + timedelta(seconds=seconds))


def hand_on(county: County, case: str, *, to: str, by: str) -> None:
    attending.hand_on(county.office, case, TRIAGE, to_post=to, reason="不属本单位", by_post=by)


def explain(county: County, case: str, by: str) -> None:
    attending.explain_breach(county.office, case, TRIAGE, cause=BreachCause.OVERLOOKED, by_post=by)


def judged(county: County, case: str) -> Judged:
    with county.office.reading() as desk:
        (found,) = [one for one in case_sheet(desk, case).rules if one.rule.code == TRIAGE and one.duty]
    return found


# ------------------------------------------------------------------------------------------------ closing


def test_only_who_leads_or_the_county_office_closes_a_case(county: County, case: str) -> None:
    before = county.entries()
    with pytest.raises(Refused, match="或者县级协调机构结案") as refused:
        closing.close(county.office, case, reason="无需", settle=True, by_post=OTHER)
    assert (refused.value.field, county.entries()) == ("by", before)


@pytest.mark.parametrize("by_office", [True, False])
def test_they_do_close_it(county: County, case: str, by_office: bool) -> None:
    by = "P-OFFICE" if by_office else lead_of(county, case)
    closing.close(county.office, case, reason="无需", settle=True, by_post=by)
    assert county.case(case).state == "closed"


@pytest.mark.parametrize("late", [0, 1])
def test_what_was_late_when_its_case_was_closed_can_be_explained(county: County, case: str, late: int) -> None:
    at_its_end(county, case, seconds=late)
    closing.close(county.office, case, reason="无需", settle=True, by_post="P-OFFICE")

    if not late:
        assert judged(county, case).verdict is Verdict.SETTLED
        with pytest.raises(Refused, match="没有逾期"):
            explain(county, case, lead_of(county, case))
        return
    assert judged(county, case).verdict is Verdict.NEVER_DONE
    explain(county, case, lead_of(county, case))
    assert county.duty(case, TRIAGE).breach_cause == "overlooked"


# ------------------------------------------------------------------------------------------------ handing on


def test_a_lead_that_owes_it_hands_it_to_another_agency_in_time_and_not_a_second_later(
    county: County, case: str
) -> None:
    at_its_end(county, case, seconds=1)
    with pytest.raises(Refused, match="不能自行转交给其他机构"):
        hand_on(county, case, to=OTHER, by=lead_of(county, case))

    at_its_end(county, case, seconds=0)
    hand_on(county, case, to=OTHER, by=lead_of(county, case))
    assert county.duty(case, TRIAGE).post_no == OTHER


def test_a_lead_that_does_not_owe_it_and_the_county_office_hand_on_what_is_late(county: County, case: str) -> None:
    hand_on(county, case, to=OTHER, by="P-OFFICE")
    at_its_end(county, case, seconds=1)
    hand_on(county, case, to="P-COUNTY-POLICE", by=lead_of(county, case))
    hand_on(county, case, to="P-RELIEF", by="P-OFFICE")
    assert county.duty(case, TRIAGE).post_no == "P-RELIEF"


@pytest.mark.parametrize("late", [0, 1])
def test_the_breach_belongs_to_whoever_held_it_when_its_end_passed(county: County, case: str, late: int) -> None:
    lead = lead_of(county, case)
    at_its_end(county, case, seconds=late)
    hand_on(county, case, to=OTHER, by="P-OFFICE")
    county.clock.move(days=2)

    found = judged(county, case)
    assert found.verdict is Verdict.OVERDUE
    assert found.owner is not None
    assert found.owner.post_no == (lead if late else OTHER)
    assert (found.held_by.post_no if found.held_by else None) == (OTHER if late else None)
    assert ("逾期后转由" in owner_words(found)) == bool(late)
    year = Asked(area="990101", from_on=date(2026, 1, 1), to_on=date(2026, 12, 31))
    with county.office.reading() as desk:
        (step,) = [one for one in set_sheet(desk, year).steps if one.rule.code == TRIAGE]
    assert step.agency_no == found.owner.agency_no


@pytest.mark.parametrize("late", [0, 1])
def test_who_held_it_then_holds_it_now_or_coordinates_may_say_why(county: County, case: str, late: int) -> None:
    lead = lead_of(county, case)
    at_its_end(county, case, seconds=late)
    hand_on(county, case, to=OTHER, by="P-OFFICE")
    county.clock.move(days=2)

    for post in (OTHER, "P-OFFICE", *([lead] if late else [])):
        explain(county, case, post)
        assert offered(county, case, post)
    for post in ("P-RELIEF", *([] if late else [lead])):
        with pytest.raises(Refused, match="承办岗位"):
            explain(county, case, post)
        assert not offered(county, case, post)


def offered(county: County, case: str, post: str) -> bool:
    with county.office.reading() as desk:
        return bool(ways_of(desk, case, county.duty(case, TRIAGE).no.rpartition("/")[2], by_post=post).causes)


# ------------------------------------------------------------------------------------------------ leaving out


def test_what_is_late_is_excused_by_those_above_only(county: County, case: str) -> None:
    given = {"reason": "无法办理", "given": an_answer(TRIAGE)}
    at_its_end(county, case, seconds=1)
    with pytest.raises(Refused, match="hutong duty cause"):
        acts.excuse(county.office, case, TRIAGE, by_post=lead_of(county, case), **given)
    with pytest.raises(Refused, match="hutong duty cause"):
        acts.excuse(county.office, case, TRIAGE, **given)

    acts.excuse(county.office, case, TRIAGE, by_post="P-OFFICE", **given)
    assert county.owed(case).count(TRIAGE) == 0


def test_at_its_very_end_it_is_left_out_by_whoever_owes_it(county: County, case: str) -> None:
    at_its_end(county, case, seconds=0)
    acts.excuse(county.office, case, TRIAGE, reason="无法办理", given=an_answer(TRIAGE))
    assert county.duty(case, TRIAGE).state == "excused"


def test_a_lead_that_does_not_owe_it_leaves_out_what_is_late(county: County, case: str) -> None:
    hand_on(county, case, to=OTHER, by="P-OFFICE")
    at_its_end(county, case, seconds=1)
    with pytest.raises(Refused, match="不能由承办岗位自行"):
        acts.excuse(county.office, case, TRIAGE, reason="无法办理", given=an_answer(TRIAGE), by_post=OTHER)
    acts.excuse(county.office, case, TRIAGE, reason="无法办理", given=an_answer(TRIAGE), by_post=lead_of(county, case))
    assert county.duty(case, TRIAGE).state == "excused"


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("passed_on", [False, True])
def test_release_is_offered_to_whom_it_is_granted(county: County, case: str, *, late: bool, passed_on: bool) -> None:
    if passed_on:
        hand_on(county, case, to=OTHER, by="P-OFFICE")
    at_its_end(county, case, seconds=int(late))
    lead, owner = lead_of(county, case), county.duty(case, TRIAGE).post_no
    number = county.duty(case, TRIAGE).no.rpartition("/")[2]
    with county.office.reading() as desk:
        offered_to = {
            post for post in (lead, OTHER, "P-OFFICE", "P-RELIEF") if ways_of(desk, case, number, by_post=post).excuse
        }

    assert offered_to == {"P-OFFICE", *([] if late and lead == owner else [lead])}
