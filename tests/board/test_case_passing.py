"""A case is handed over, and a child's death is entered, by pages alone. 移交、死亡登记页."""

from __future__ import annotations

import pytest

from rules.vocabulary import ProcedureKind
from tests.board.conftest import Board, hidden_in
from tests.databases import ON_SQLITE
from tests.foreigners import P_FOREIGN_CIVIL, with_neighbours

pytestmark = ON_SQLITE

LEAD = "P-CIVIL"
OUTSIDE = "外省某县民政局"


def test_a_case_is_handed_over_once_and_receipt_is_waited_for(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    here = f"/cases/{case}/handover"
    assert here in lead.get(f"/cases/{case}").text
    drawn = hidden_in(lead.get(here))
    said = {**drawn, "what": "documents", "to": "P-RELIEF", "reason": "请接着办"}
    pages = [lead.client.post(here, data=said) for _ in range(2)]
    assert "已发起移交" in pages[1].text
    assert len(board.county.procedures(case, ProcedureKind.HANDOVER)) == 1
    assert lead.post(here, what="documents", to="P-RELIEF").status_code == 409, "it is on its way"


@pytest.mark.parametrize(("said", "field"), [({}, "what"), ({"what": "case"}, "to")])
def test_nothing_passes_to_nobody(board: Board, said: dict[str, str], field: str) -> None:
    case = board.county.a_case()
    refused = board.as_post(LEAD).post(f"/cases/{case}/handover", reason="请接着办", **said)
    assert refused.status_code == 422
    assert f'id="e-{field}"' in refused.text
    assert "请接着办" in refused.text


def test_a_case_is_handed_over_by_who_leads_it_and_the_receiver_outside_is_sealed(board: Board) -> None:
    case = board.county.a_case()
    police = board.as_post("P-LIUXI-POLICE")
    refused = police.post(f"/cases/{case}/handover", what="case", to="P-RELIEF")
    assert refused.status_code == 422
    done = board.as_post(LEAD).post(f"/cases/{case}/handover", what="case", to_outside=OUTSIDE)
    assert done.status_code == 200
    assert OUTSIDE not in done.text


def test_a_death_is_entered_once_after_it_was_checked(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    here = f"/cases/{case}/death"
    assert "马上" not in lead.get(here).text
    assert 'id="e-happened_at"' in lead.post(here, sure="yes").text
    assert 'id="e-sure"' in lead.post(here, happened_at="2026-03-01").text
    assert board.county.facts("child_died") == []
    drawn = hidden_in(lead.get(here))
    said = {**drawn, "happened_at": "不详", "sure": "yes"}
    pages = [lead.client.post(here, data=said) for _ in range(2)]
    assert "已登记儿童死亡" in pages[1].text
    assert len(board.county.facts("child_died")) == 1
    assert board.county.procedures(case, ProcedureKind.TURNING_POINT)
    assert lead.post(here, happened_at="不详", sure="yes").status_code == 409


@pytest.mark.parametrize("act", ["handover", "death"])
def test_a_stranger_finds_no_case_and_a_school_does_neither(board: Board, act: str) -> None:
    with_neighbours(board.county)
    case = board.county.a_case()
    school, stranger = board.as_post("P-LIUXI-SCHOOL"), board.as_post(P_FOREIGN_CIVIL)
    before = board.county.entries()
    said = {"what": "documents", "to": "P-RELIEF", "happened_at": "2026-03-01", "sure": "yes"}
    assert stranger.get(f"/cases/{case}/{act}").status_code == 404
    assert stranger.post(f"/cases/{case}/{act}", seen="/account", **said).status_code == 404
    assert school.post(f"/cases/{case}/{act}", seen="/account", **said).status_code == 403
    assert board.county.entries() == before


def test_the_pages_are_there_in_english(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    lead.get("/lang/en")
    assert "Hand over" in lead.get(f"/cases/{case}/handover").text
    assert "The child has died" in lead.get(f"/cases/{case}/death").text
