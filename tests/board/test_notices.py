"""A post reads its messages and confirms them; nobody else does. 通知页."""

from __future__ import annotations

import re

from tests.board.conftest import Board
from tests.builders import CHILD, FATHER, HOME, MOTHER, NARRATIVE
from tests.databases import ON_SQLITE

pytestmark = ON_SQLITE

LEAD = "P-CIVIL"


def listed(text: str) -> list[str]:
    """Messages that a page leads to."""
    return list(dict.fromkeys(re.findall(r'href="/notices/(N-[^"]+)"', text)))


def test_what_is_unread_comes_first_and_is_confirmed_once(board: Board) -> None:
    board.county.a_case()
    lead = board.as_post(LEAD)
    first = lead.get("/notices")
    assert 'href="/notices"' in lead.get("/today").text
    unread = listed(first.text)
    assert unread
    assert f"未读通知 {len(unread)} 份" in first.text
    for _ in range(2):
        done = lead.post(f"/notices/{unread[0]}/read", seen="/notices")
        assert "已确认阅读" in done.text
    assert f"未读通知 {len(unread) - 1} 份" in done.text
    assert len(board.county.facts("notice_read")) == 1
    assert listed(done.text)[-1] == unread[0], "what was read comes last"


def test_a_message_is_shown_as_it_was_sent_and_opening_confirms_nothing(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    board.county.beat()
    pages = [lead.get(f"/notices/{no}") for no in listed(lead.get("/notices").text)]
    shown = next(one for one in pages if f'href="/cases/{case}"' in one.text)
    assert "还没有确认阅读" in shown.text
    assert not [name for name in (CHILD, FATHER, MOTHER, HOME, NARRATIVE) if name in shown.text]
    assert board.county.facts("notice_read") == []


def test_a_message_leads_to_its_duty_and_names_no_command(board: Board) -> None:
    case = board.county.a_case()
    police = board.as_post("P-LIUXI-POLICE")
    board.county.beat()
    pages = [police.get(f"/notices/{no}").text for no in listed(police.get("/notices").text)]
    to_duties = [found for page in pages if (found := re.search(rf'href="(/cases/{case}/duties/\d+)"', page))]
    assert to_duties
    assert all(police.get(found[1]).status_code == 200 for found in to_duties)
    assert not [page for page in pages if "hutong " in page], "whoever works at the board has no terminal"


def test_another_posts_message_looks_like_none(board: Board) -> None:
    board.county.a_case()
    no = listed(board.as_post(LEAD).get("/notices").text)[0]
    other = board.as_post("P-EDU")
    assert no not in other.get("/notices").text
    real, invented = other.get(f"/notices/{no}"), other.get("/notices/N-00000-00000")
    assert (real.status_code, invented.status_code) == (404, 404)
    assert real.text.replace(no, "NO") == invented.text.replace("N-00000-00000", "NO")
    assert other.post(f"/notices/{no}/read", seen="/notices").status_code == 404
    assert board.county.facts("notice_read") == []


def test_without_messages_the_page_says_where_to_go(board: Board) -> None:
    quiet = board.as_post("P-HEALTH").get("/notices")
    assert "没有未读通知" in quiet.text
    assert 'href="/today"' in quiet.text


def test_the_page_is_there_in_english(board: Board) -> None:
    board.county.a_case()
    lead = board.as_post(LEAD)
    lead.get("/lang/en")
    assert "unread messages" in lead.get("/notices").text
