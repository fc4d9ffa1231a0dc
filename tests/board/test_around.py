"""The adults around a child, by pages alone and without a name on any of them. 相关成年人页."""

from __future__ import annotations

import re

import pytest

from rules.vocabulary import ProcedureKind
from tests.board.conftest import Board, Visitor, hidden_in
from tests.builders import CHILD, FATHER, MOTHER, a_brother
from tests.databases import ON_SQLITE
from tests.foreigners import P_FOREIGN_CIVIL, with_neighbours

pytestmark = ON_SQLITE

LEAD = "P-CIVIL"
GRANDMOTHER = "禾奶奶"


def numbers(visitor: Visitor, case: str) -> list[str]:
    """The adults that the page lists, in order."""
    return list(dict.fromkeys(re.findall(r"A-[0-9A-Z]{5}-[0-9A-Z]{5}", visitor.get(f"/cases/{case}/people").text)))


def test_an_adult_is_entered_once_and_nobody_is_named(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    assert f"/cases/{case}/people" in lead.get(f"/cases/{case}").text
    here = f"/cases/{case}/people/add"
    drawn = hidden_in(lead.get(here))
    said = {**drawn, "name": GRANDMOTHER, "relation": "grandparent", "carer": "yes", "from_on": "2026-02-01"}
    pages = [lead.client.post(here, data=said) for _ in range(2)]
    assert [one.status_code for one in pages] == [200, 200]
    assert len(numbers(lead, case)) == 3
    assert "祖父母、外祖父母" in pages[1].text
    assert not [name for name in (GRANDMOTHER, CHILD, FATHER, MOTHER) if name in pages[1].text]


def test_somebody_unknown_is_entered_as_that_and_found_out_later(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    nameless = lead.post(f"/cases/{case}/people/add", relation="other", phone="000")
    assert nameless.status_code == 422
    assert 'id="e-name"' in nameless.text
    assert 'value="000"' in nameless.text, "what was typed is kept"
    lead.post(f"/cases/{case}/people/add", relation="other", unknown="yes")
    unknown = numbers(lead, case)[-1]
    assert "身份不明" in lead.get(f"/cases/{case}/people").text
    here = f"/cases/{case}/people/{unknown}/identify"
    assert lead.post(here, name="").status_code == 422
    assert lead.post(here, name=GRANDMOTHER).status_code == 200
    assert "身份不明" not in lead.get(f"/cases/{case}/people").text
    assert lead.post(here, name=GRANDMOTHER).status_code == 409


def test_a_carer_leaves_and_another_relation_is_tied(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    father = numbers(lead, case)[0]
    here = f"/cases/{case}/people/{father}"
    refused = lead.post(f"{here}/leave", until_on="昨天", reason="外出")
    assert refused.status_code == 422
    assert 'id="e-until_on"' in refused.text
    assert "自那天起不再是" in lead.post(f"{here}/leave", until_on="2026-03-01", reason="外出").text
    assert lead.post(f"{here}/link", relation="father", guardian="yes", from_on="2026-03-02").status_code == 200
    assert [one["tie"]["guardian"] for one in board.county.facts("adult_tied")][-1] is True


def test_a_guardian_stands_in_a_procedure_and_a_carer_does_not_in_one_against_guardians(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    lead.post(f"/cases/{case}/open", seen=f"/cases/{case}/open?kind=supervision_order", kind="supervision_order")
    (order,) = board.county.procedures(case, ProcedureKind.SUPERVISION_ORDER)
    lead.post(f"/cases/{case}/people/add", name=GRANDMOTHER, relation="grandparent", carer="yes")
    father, _, carer = numbers(lead, case)
    here = f"/cases/{case}/people/join"
    assert order.no in lead.get(here).text
    refused = lead.post(here, procedure=order.no, party=carer, role="respondent")
    assert refused.status_code == 422
    assert 'id="e-party"' in refused.text
    assert lead.post(here, procedure=order.no, party=father, role="respondent").status_code == 200


def test_nobody_of_another_childs_file_is_brought_in_by_a_number(board: Board) -> None:
    case, other = board.county.a_case(), board.county.a_case(children=[a_brother(adults=[{"relation": "other"}])])
    lead = board.as_post(LEAD)
    (theirs,) = numbers(lead, other)
    before = board.county.entries()
    for act in ("link", "leave", "identify"):
        assert lead.get(f"/cases/{case}/people/{theirs}/{act}").status_code == 422
        sent = lead.post(f"/cases/{case}/people/{theirs}/{act}", seen=f"/cases/{case}/people/add", name="某人")
        assert sent.status_code == 422
    assert board.county.entries() == before


@pytest.mark.parametrize("path", ["", "/add", "/join", "/A-NONE0-00000/link", "/A-NONE0-00000/leave"])
def test_another_countys_case_looks_like_none(board: Board, path: str) -> None:
    with_neighbours(board.county)
    case = board.county.a_case()
    stranger = board.as_post(P_FOREIGN_CIVIL)
    real, invented = (stranger.get(f"/cases/{no}/people{path}") for no in (case, "C-0000-0000-0000"))
    assert (real.status_code, invented.status_code) == (404, 404)
    assert real.text.replace(case, "NO") == invented.text.replace("C-0000-0000-0000", "NO")


def test_a_school_that_was_told_enters_nobody(board: Board) -> None:
    case = board.county.a_case()
    school = board.as_post("P-LIUXI-SCHOOL")
    before = board.county.entries()
    sent = school.post(f"/cases/{case}/people/add", seen="/account", name=GRANDMOTHER, relation="grandparent")
    assert sent.status_code == 403
    assert board.county.entries() == before


def test_the_pages_are_there_in_english(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    lead.get("/lang/en")
    assert "Who stands around the child?" in lead.get(f"/cases/{case}/people").text
    assert "Party to a procedure" in lead.get(f"/cases/{case}/people/join").text
