"""Two duties of one name are told apart by what they are about. 同名职责的区分."""

from __future__ import annotations

from rules.vocabulary import HandOver, ProcedureKind
from rules.when import exactly
from tasks import cases
from tasks.opening import hand_over, open_by_hand
from tests.office import County


def two_benefits(county: County) -> str:
    case = county.a_case()
    for benefit in ("basic_living", "temporary_relief"):
        open_by_hand(
            county.office,
            case,
            ProcedureKind.CROSS_REGION,
            when=exactly(county.clock()),
            about=benefit,
            owed_by="P-LIUXI-STATION",
            by_post="P-LIUXI-STATION",
        )
    county.move()
    return case


def test_two_benefits_at_once_are_told_apart_in_every_list_and_message(county: County) -> None:
    case = two_benefits(county)
    with county.office.reading() as desk:
        listed = [one for one in cases.duties_of(desk, case) if one.code == "accept_benefit"]
    assert len(listed) == 2
    assert len({one.matter.zh for one in listed}) == len({one.matter.en for one in listed}) == 2
    assert all(one.matter.zh for one in listed)
    county.deliver()
    texts = [one["text"] for one in county.outbox()]
    assert all(any(f"{one.zh}（{one.matter.zh}）" in text for text in texts) for one in listed)


def test_two_hand_overs_are_told_apart_by_what_goes_to_whom(county: County) -> None:
    case = county.a_case()
    for post in ("P-RELIEF", "P-OFFICE"):
        county.clock.move(minutes=1)
        hand_over(
            county.office, case, HandOver.DOCUMENTS, from_post="P-CIVIL", to_post=post, when=exactly(county.clock())
        )
    county.move()
    with county.office.reading() as desk:
        said = [one.matter.zh for one in cases.duties_of(desk, case) if one.code == "send_handover"]
    assert [one.partition("→")[0] for one in said] == [HandOver.DOCUMENTS.zh] * 2
    assert {one.rpartition(" ")[2] for one in said} == {"P-RELIEF", "P-OFFICE"}


def test_a_procedure_that_is_about_one_thing_only_adds_nothing_to_the_name(county: County) -> None:
    case = county.a_case()
    with county.office.reading() as desk:
        assert {one.matter.zh for one in cases.duties_of(desk, case)} == {""}
