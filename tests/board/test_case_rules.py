"""Is a case moved to other rules by a page, after it was shown what would change, and once? 改用新版规则页."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

import pytest

from board.site import build
from packs.pack import Pack
from tests.accounts import CHEAP
from tests.board.conftest import Board, hidden_in
from tests.colleagues import another
from tests.databases import ON_SQLITE
from tests.foreigners import P_FOREIGN_CIVIL, with_neighbours
from tests.office import national
from tests.other_rules import slower

pytestmark = ON_SQLITE

LEAD, OFFICE = "P-CIVIL", "P-OFFICE"


@pytest.fixture
def case(board: Board) -> str:
    """A case that began before the rules changed."""
    no = board.county.a_case()
    under(board, slower())
    return no


def under(board: Board, pack: Pack) -> None:
    """From now on the board runs under these rules."""
    board.county = another(board.county, pack=pack)
    board.site = build(board.county.office, policy=CHEAP)


def test_both_dates_are_shown_with_what_kind_of_number_they_rest_on(board: Board, case: str) -> None:
    lead, before = board.as_post(LEAD), board.county.entries()
    here = f"/cases/{case}/rules"
    assert f'href="{here}"' in lead.get(f"/cases/{case}").text
    page = lead.get(here).text
    assert "2026.2" in page
    row = page[page.index("研判") : page.index("</tr>", page.index("研判"))]
    assert 'class="kind ours"' in row
    assert "48小时" in row
    assert "照旧；选择重新计算的" in row
    assert re.search(r"期限不变 \d+ 项", page)
    assert board.county.entries() == before


@pytest.mark.parametrize(("running", "moves"), [("kept", False), ("counted", True)])
def test_a_case_is_moved_once_and_its_clocks_are_kept_or_counted(
    board: Board, case: str, running: str, moves: bool
) -> None:
    due = board.county.live(case, "triage").legal_due_at
    lead = board.as_post(LEAD)
    here = f"/cases/{case}/rules"
    said = {**hidden_in(lead.get(here)), "running": running, "reason": "新版更严"}
    pages = [lead.client.post(here, data=said) for _ in range(2)]
    assert [one.url.path for one in pages] == [f"/cases/{case}"] * 2
    assert "已改用现行规则" in pages[1].text
    assert here not in pages[1].text, "there is nothing left to move"
    assert (board.county.live(case, "triage").legal_due_at != due) is moves
    assert len(board.county.facts("rules_changed", case)) == len(board.county.procedures(case))
    assert {one["clocks"] for one in board.county.facts("rules_changed", case)} == {running}
    assert "新版更严" not in pages[1].text


@pytest.mark.parametrize(
    ("said", "field"), [({"running": "kept"}, "reason"), ({"running": "guessed", "reason": "新版更严"}, "running")]
)
def test_nothing_moves_without_a_reason_or_with_an_unknown_choice(
    board: Board, case: str, said: dict[str, str], field: str
) -> None:
    refused = board.as_post(LEAD).post(f"/cases/{case}/rules", **said)
    assert refused.status_code == 422
    assert f'id="e-{field}"' in refused.text
    assert said.get("reason", "") in refused.text
    assert board.county.facts("rules_changed") == []


def test_rules_that_were_not_shown_are_not_agreed_to(board: Board, case: str) -> None:
    lead = board.as_post(LEAD)
    here = f"/cases/{case}/rules"
    said = {**hidden_in(lead.get(here)), "to": "0" * 64, "running": "counted", "reason": "新版更严"}
    refused = lead.client.post(here, data=said)
    assert refused.status_code == 422
    assert 'id="e-changes"' in refused.text
    assert board.county.facts("rules_changed") == []
    said["to"] = hidden_in(refused)["to"]
    assert lead.client.post(here, data=said).url.path == f"/cases/{case}"


def test_a_case_under_the_rules_of_today_has_nothing_to_move(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    here = f"/cases/{case}/rules"
    assert here not in lead.get(f"/cases/{case}").text
    page = lead.get(here)
    assert "没有要改的" in page.text
    assert "<textarea" not in page.text
    assert lead.post(here, to=national().hash, running="kept", reason="再改一次").status_code == 422
    assert board.county.facts("rules_changed") == []


def test_what_somebody_else_moved_meanwhile_is_not_moved_again(board: Board, case: str) -> None:
    lead, office = board.as_post(LEAD), board.as_post(OFFICE)
    here = f"/cases/{case}/rules"
    drawn = hidden_in(lead.get(here))
    assert office.post(here, running="kept", reason="统一改用").url.path == f"/cases/{case}"
    written = board.county.entries()
    late = lead.client.post(here, data={**drawn, "running": "kept", "reason": "统一改用"})
    assert late.status_code == 409
    assert board.county.entries() == written


def test_rules_that_cannot_count_what_is_owed_are_told_and_not_offered(board: Board) -> None:
    case = board.county.a_case()
    under(board, silent_on_triage())
    lead = board.as_post(LEAD)
    here = f"/cases/{case}/rules"
    page = lead.get(here)
    assert "新版规则没有“初步研判”的期限" in page.text
    assert "现在不能改用" in page.text
    assert "<textarea" not in page.text
    form = {**hidden_in(lead.get(f"/cases/{case}/handover")), "to": "f" * 64}
    refused = lead.client.post(here, data={**form, "running": "kept", "reason": "新版更严"})
    assert refused.status_code == 422
    assert "新版规则不能计算 1 项待办职责" in refused.text
    lead.get("/lang/en")
    assert "cannot be counted: the new rules have no such period" in lead.get(here).text
    assert board.county.facts("rules_changed") == []


def silent_on_triage() -> Pack:
    """Rules that ask for a triage and no longer say within what."""
    spec = replace(national().duty("triage"), periods=MappingProxyType({}))
    return replace(national(), duties=MappingProxyType({**national().duties, "triage": spec}), hash="f" * 64)


def test_only_the_lead_and_the_county_office_decide_it(board: Board, case: str) -> None:
    with_neighbours(board.county)
    here = f"/cases/{case}/rules"
    police, stranger = board.as_post("P-LIUXI-POLICE"), board.as_post(P_FOREIGN_CIVIL)
    assert here not in police.get(f"/cases/{case}").text
    before = board.county.entries()
    said = {"running": "kept", "reason": "新版更严"}
    assert police.get(here).status_code == 403
    assert police.post(here, seen="/account", **said).status_code == 403
    assert stranger.get(here).status_code == 404
    assert stranger.post(here, seen="/account", **said).status_code == 404
    assert board.county.entries() == before
    assert board.as_post(OFFICE).get(here).status_code == 200


def test_the_page_is_there_in_english(board: Board, case: str) -> None:
    lead = board.as_post(LEAD)
    lead.get("/lang/en")
    page = lead.get(f"/cases/{case}/rules").text
    assert "What would other rules change?" in page
    assert "48 hours" in page
    assert "Our default" in page
