"""A hand-over has a sender, a receiver, a date and a receipt; what comes back is not lost. 移交."""

from __future__ import annotations

import pytest
from sqlmodel import col, update

from models import CaseFile
from rules.errors import Conflict, Refusals, Refused
from rules.vocabulary import HandOver, ProcedureKind
from rules.when import exactly
from tasks import acts
from tasks.opening import hand_over
from tests.flows.guardianship import of_the_transfer
from tests.office import County

HANDOVER = ProcedureKind.HANDOVER


def handed(county: County, **to: str) -> str:
    case = county.a_case()
    hand_over(county.office, case, HandOver.DOCUMENTS, from_post="P-CIVIL", when=exactly(county.clock()), **to)
    county.move()
    return case


def test_a_post_that_receives_confirms_it_itself(county: County) -> None:
    case = handed(county, to_post="P-RELIEF")
    assert of_the_transfer(county, case, HANDOVER) == ["send_handover"]  # nobody needs to be asked first

    county.answer(case, "send_handover")
    assert county.live(case, "confirm_receipt").post_no == "P-RELIEF"
    county.answer(case, "confirm_receipt")

    assert county.ends(case, HANDOVER) == ["completed"]


def test_somebody_outside_is_asked_first_and_the_sender_obtains_the_receipt(county: County) -> None:
    case = handed(county, to_outside="外省某县民政局")
    assert of_the_transfer(county, case, HANDOVER) == ["agree_handover"]

    county.answer_all(case, "agree_handover", "send_handover")
    assert county.live(case, "confirm_receipt").post_no == "P-CIVIL"


def test_without_a_receipt_a_hand_over_has_not_happened(county: County) -> None:
    case = handed(county, to_post="P-RELIEF")
    county.answer(case, "send_handover")

    with pytest.raises(Refusals, match="receipt"):
        acts.answer(county.office, case, "confirm_receipt", {"accepts": "是"}, by_post="P-RELIEF")
    county.clock.move(days=30)
    county.sweep()
    assert len(county.rungs(case, "confirm_receipt")) >= 4  # others hear that no receipt has come


def test_what_is_refused_goes_to_somebody_else(county: County) -> None:
    case = handed(county, to_post="P-RELIEF")
    county.answer(case, "send_handover")
    county.answer(case, "confirm_receipt", accepts="否", receipt="")
    assert county.live(case, "decide_handover_anew").post_no == "P-CIVIL"

    county.answer(case, "decide_handover_anew", to_post="P-OFFICE")
    county.answer(case, "send_handover")
    assert county.live(case, "confirm_receipt").post_no == "P-OFFICE"
    county.answer(case, "confirm_receipt")

    assert county.ends(case, HANDOVER) == ["completed"]


def test_what_nobody_takes_stays_with_the_sender_who_says_so(county: County) -> None:
    case = handed(county, to_outside="外省某县民政局")
    county.answer(case, "agree_handover", agreed="否")

    county.answer(case, "decide_handover_anew", send_again="否", reason="对方无接收条件，继续由本县承担")

    assert county.ends(case, HANDOVER) == ["declined"]


def test_what_is_kept_after_all_is_kept_for_a_reason(county: County) -> None:
    case = handed(county, to_outside="外省某县民政局")
    county.answer(case, "agree_handover", agreed="否")

    with pytest.raises(Refusals, match="reason"):
        acts.answer(county.office, case, "decide_handover_anew", {"send_again": "否"}, by_post="P-CIVIL")


# ------------------------------------------------------------------------------------------------ one at a time


def passed_on(county: County, case: str, to_post: str, *, by: str = "P-CIVIL", what: HandOver = HandOver.CASE) -> None:
    hand_over(county.office, case, what, from_post=by, to_post=to_post, when=exactly(county.clock()))
    county.move()


@pytest.mark.parametrize("what", [HandOver.CASE, HandOver.CHILD, HandOver.GUARDIANSHIP])
def test_nothing_is_on_its_way_to_two_receivers(county: County, what: HandOver) -> None:
    case = county.a_case()
    passed_on(county, case, "P-RELIEF", what=what)
    before = county.entries()
    for to_post in ("P-OFFICE", "P-RELIEF"):
        with pytest.raises(Conflict, match="正在移交"):
            passed_on(county, case, to_post, what=what)
    assert county.entries() == before

    county.answer(case, "send_handover")
    county.answer(case, "confirm_receipt")

    assert county.ends(case, HANDOVER) == ["completed"]


def test_documents_go_to_several_but_to_each_once(county: County) -> None:
    case = county.a_case()
    passed_on(county, case, "P-RELIEF", what=HandOver.DOCUMENTS)
    county.clock.move(minutes=1)
    passed_on(county, case, "P-OFFICE", what=HandOver.DOCUMENTS)
    county.clock.move(minutes=1)
    with pytest.raises(Conflict):
        passed_on(county, case, "P-OFFICE", what=HandOver.DOCUMENTS)


def test_a_case_is_handed_over_by_whoever_leads_it_and_by_nobody_who_did(county: County) -> None:
    case = county.a_case()
    with pytest.raises(Refused, match="P-CIVIL 承办"):
        passed_on(county, case, "P-RELIEF", by="P-LIUXI-STATION")
    passed_on(county, case, "P-RELIEF")
    county.answer_all(case, "send_handover", "confirm_receipt")
    assert county.case(case).lead_post == "P-RELIEF"

    with pytest.raises(Refused, match="P-RELIEF 承办"):
        passed_on(county, case, "P-OFFICE")
    passed_on(county, case, "P-OFFICE", by="P-RELIEF")  # the next one is the receiver's to begin


def test_nobody_receives_a_case_from_a_post_that_leads_it_no_more(county: County) -> None:
    """Two hand-overs that were opened before this was refused are told apart by who leads the case."""
    case = county.a_case()
    passed_on(county, case, "P-RELIEF")
    county.answer(case, "send_handover")
    with county.office.writing() as desk:
        desk.session.execute(update(CaseFile).where(col(CaseFile.no) == case).values(lead_post="P-OFFICE"))

    with pytest.raises(Refused, match="已不再承办"):
        acts.answer(county.office, case, "confirm_receipt", {"accepts": "是", "receipt": "收1"}, by_post="P-RELIEF")
    with county.office.writing() as desk:
        desk.session.execute(update(CaseFile).where(col(CaseFile.no) == case).values(lead_post="P-CIVIL"))
