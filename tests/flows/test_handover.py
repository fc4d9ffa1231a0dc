"""A hand-over has a sender, a receiver, a date and a receipt; what comes back is not lost. 移交."""

from __future__ import annotations

import pytest

from rules.errors import Refusals
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
