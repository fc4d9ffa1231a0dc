"""Where a case stands, who owes the next step, and who may look at it. 个案页."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sqlalchemy import update

from models import Instrument
from rules.vocabulary import Relation
from tasks.access.emergency import open_in_emergency
from tasks.people_around import around
from tests.board.conftest import Board
from tests.builders import CHILD, FATHER, HOME, MOTHER, NARRATIVE, TEACHER, a_brother, a_child
from tests.databases import ON_SQLITE
from tests.foreigners import P_FOREIGN_CIVIL, P_FOREIGN_POLICE, with_neighbours
from tests.planted import an_order

pytestmark = ON_SQLITE

LEAD = "P-CIVIL"
SECRETS = (CHILD, FATHER, MOTHER, HOME, TEACHER, NARRATIVE)


def test_the_page_of_a_case_says_what_is_owed_and_shows_the_picture(board: Board) -> None:
    case = board.county.a_case()
    page = board.as_post(LEAD).get(f"/cases/{case}")
    assert page.status_code == 200
    owed = board.county.owed(case)
    assert len(re.findall(rf'class="do" href="/cases/{case}/duties/\d+"', page.text)) == len(owed)
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="tl"' in page.text
    assert "<style" not in page.text, "the policy of the board forbids what is inline"
    assert not re.search(r'\sstyle="', page.text)


def test_nobody_is_named_on_the_page_or_in_the_list(board: Board) -> None:
    case = board.county.a_case()
    visitor = board.as_post(LEAD)
    for path in (f"/cases/{case}", "/cases", f"/cases/{case}?zoom=year", f"/cases/{case}?zoom=day&lane=police"):
        text = visitor.get(path).text
        assert not [secret for secret in SECRETS if secret in text], path


@pytest.mark.parametrize("path", ["", "/names", "/looks", "/note", "/open", "/close", "/reopen"])
def test_another_countys_case_looks_like_one_that_does_not_exist(board: Board, path: str) -> None:
    with_neighbours(board.county)
    case = board.county.a_case()
    stranger = board.as_post(P_FOREIGN_CIVIL)
    real, invented = (stranger.get(f"/cases/{no}{path}") for no in (case, "C-0000-0000-0000"))
    assert (real.status_code, invented.status_code) == (404, 404)
    assert real.text.replace(case, "NO") == invented.text.replace("C-0000-0000-0000", "NO")
    assert case not in stranger.get("/cases", state="all").text


def test_a_school_with_a_duty_sees_that_duty_and_not_the_case(board: Board) -> None:
    """What it owes is its own; who else does what is for those who work on the case."""
    case = board.county.a_case(reporter={}, unit_kind="citizen")
    school = board.as_post("P-LIUXI-SCHOOL")
    refused = school.get(f"/cases/{case}")
    assert refused.status_code == 403
    assert "可以查看的情形" in refused.text


def test_names_are_asked_for_with_a_reason_shown_once_and_put_on_the_record(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    asked = lead.get(f"/cases/{case}/names")
    assert CHILD not in asked.text
    shown = lead.post(f"/cases/{case}/names", reason="上门走访，须知道住处")
    assert shown.status_code == 200
    assert CHILD in shown.text
    assert HOME in shown.text
    assert shown.headers["cache-control"] == "no-store"
    assert CHILD not in lead.get(f"/cases/{case}/names").text, "the address itself shows nothing"
    read = [row for row in board.county.journal(case) if row.kind == "identity_read"]
    assert [(row.by_post, row.by_person) for row in read] == [(LEAD, board.person_at(LEAD))]


def test_each_name_stands_beside_the_number_by_which_the_other_pages_call_the_adult(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    with board.office.reading() as desk:
        (father,) = [one.no for one in around(desk, case) if one.relation is Relation.FATHER]
    assert father in lead.get(f"/cases/{case}/people").text
    shown = lead.post(f"/cases/{case}/names", reason="核对当事人").text
    row = next(one for one in shown.split("<tr>") if FATHER in one)
    assert father in row


def test_without_a_reason_nothing_is_opened(board: Board) -> None:
    case = board.county.a_case()
    refused = board.as_post(LEAD).post(f"/cases/{case}/names", reason="   ")
    assert refused.status_code == 422
    assert CHILD not in refused.text
    assert not [row for row in board.county.journal(case) if row.kind == "identity_read"]


def test_whoever_looks_at_who_looked_is_on_that_list_once_an_hour(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    lead.post(f"/cases/{case}/names", reason="只有这里写的理由")
    for _ in range(3):
        page = lead.get(f"/cases/{case}/looks")
    assert "只有这里写的理由" not in page.text
    assert "已加密" in page.text
    assert len([row for row in board.county.journal(case) if row.kind == "record_read"]) == 1
    with_reasons = lead.post(f"/cases/{case}/looks", reason="年度检查")
    assert "只有这里写的理由" in with_reasons.text


def test_siblings_of_one_incident_lead_to_each_other(board: Board) -> None:
    received = board.county.report(children=[a_child(), a_brother()])
    one, other = (concerned.case_no for concerned in received.concerned)
    assert f'href="/cases/{other}"' in board.as_post(LEAD).get(f"/cases/{one}").text


def test_a_fact_is_noted_and_what_was_typed_is_kept_when_something_is_missing(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    refused = lead.post(f"/cases/{case}/note", kind="visit", words="", source="邻居说的")
    assert refused.status_code == 422
    assert "邻居说的" in refused.text
    assert not board.county.facts("noted", case)
    done = lead.post(f"/cases/{case}/note", kind="visit", words="见到孩子，在写作业", happened_at="昨天 16:00")
    assert done.status_code == 200
    assert done.url.path == f"/cases/{case}"
    assert [one["kind"] for one in board.county.facts("noted", case)] == ["visit"]
    assert "见到孩子" not in done.text


def test_a_procedure_is_started_by_hand_and_asks_for_its_first_duty(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    assert "人身安全保护" in lead.get(f"/cases/{case}/open").text
    seen = f"/cases/{case}/open?kind=protection_order"
    done = lead.post(f"/cases/{case}/open", seen=seen, kind="protection_order")
    assert done.status_code == 200, done.text
    assert "apply_for_protection" in board.county.owed(case)
    again = lead.post(f"/cases/{case}/open", seen=seen, kind="protection_order")
    assert again.status_code == 409


def test_a_case_with_something_open_closes_only_where_that_is_ended_with_it(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    refused = lead.post(f"/cases/{case}/close", reason="误报")
    assert refused.status_code == 422
    assert board.county.case(case).state == "open"
    done = lead.post(f"/cases/{case}/close", reason="误报", settle="yes")
    assert done.status_code == 200
    assert board.county.case(case).state == "closed"
    assert lead.post(f"/cases/{case}/reopen", reason="再次报告").status_code == 200
    assert board.county.case(case).state == "open"


@pytest.mark.parametrize("act", ["close", "open", "note"])
def test_a_post_that_only_was_told_writes_nothing(board: Board, act: str) -> None:
    case = board.county.a_case()
    visitor = board.as_post("P-LIUXI-SCHOOL")
    before = board.county.entries()
    refused = visitor.post(f"/cases/{case}/{act}", seen="/account", reason="试一试", kind="visit", words="试一试")
    assert refused.status_code == 403
    assert board.county.entries() == before


def test_markup_in_what_people_entered_stays_text(board: Board) -> None:
    case = board.county.a_case()
    an_order(board.county, case, days=30)
    planted = '<script>alert(1)</script>"><img src=x>'
    with board.office.writing() as desk:
        desk.session.execute(update(Instrument).values(title=planted, document_no=planted))
    page = board.as_post(LEAD).get(f"/cases/{case}", zoom="month", lane='"><script>', **{"from": "<b>"})
    assert page.status_code == 200
    assert "&lt;script&gt;" in page.text
    assert "<script>" not in page.text.replace('<script src="/static/hutong.js" defer></script>', "")
    assert "<img" not in page.text


def test_the_page_says_nothing_was_done_where_the_address_only_claims_it(board: Board) -> None:
    case = board.county.a_case()
    assert "flash ok" not in board.as_post(LEAD).get(f"/cases/{case}", done="hacked").text


@pytest.mark.parametrize(
    "query", ["zoom=day", "zoom=month", "zoom=year", "zoom=day&from=2026-03-01", "from=2019-12-31"]
)
def test_every_window_of_the_timeline_can_be_drawn(board: Board, query: str) -> None:
    case = board.county.a_case()
    page = board.as_post(LEAD).get(f"/cases/{case}?{query}")
    assert page.status_code == 200
    assert 'class="tl"' in page.text


@pytest.mark.parametrize("zoom", ["day", "month", "year"])
def test_an_english_reader_gets_picture_legend_table_and_filters_in_english(board: Board, zoom: str) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    lead.get("/lang/en")
    page = lead.get(f"/cases/{case}?zoom={zoom}").text
    section = page[page.index('aria-labelledby="timeline"') :].partition("</section>")[0]
    cited = re.compile(r'<small class="basis" lang="zh-Hans">.*?</small>')
    assert 'class="tl" lang="en"' in section
    assert '<th scope="col">Happened</th>' in section
    assert cited.search(section)
    assert re.findall(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", cited.sub("", section)) == []


def test_a_sheltered_child_has_no_address_for_the_office_that_oversees(board: Board) -> None:
    case = board.county.a_case()
    office, lead = board.as_post("P-OFFICE"), board.as_post(LEAD)
    page = f"/cases/{case}/names"
    assert HOME in office.post(page, reason="监督").text
    seen = f"/cases/{case}/open?kind=protection_order"
    lead.post(f"/cases/{case}/open", seen=seen, kind="protection_order")
    kept = office.post(page, reason="监督")
    assert CHILD in kept.text
    assert HOME not in kept.text
    assert HOME in lead.post(page, reason="送达").text


def test_a_case_that_was_opened_in_an_emergency_is_seen_and_every_hour_of_it_is_on_the_record(board: Board) -> None:
    case = board.county.a_case()
    station = board.as_post("P-SHIQIAO-POLICE")
    assert station.get(f"/cases/{case}").status_code == 403
    office = replace(board.office, speaker=board.person_at("P-SHIQIAO-POLICE"))
    open_in_emergency(office, case, reason="孩子在本所门口", by_post="P-SHIQIAO-POLICE")
    for _ in range(2):
        assert station.get(f"/cases/{case}").status_code == 200
    assert station.get(f"/children/{board.county.case(case).child_no}").status_code == 200
    assert station.get(f"/cases/{case}/note").status_code == 403, "whoever looks in an emergency writes nothing"
    assert [one["of"] for one in board.county.facts("record_read", case)] == ["case_page"]
    board.county.clock.move(hours=5)
    assert board.as_post("P-SHIQIAO-POLICE").get(f"/cases/{case}").status_code == 403


def test_the_court_of_another_county_is_named_where_a_procedure_is_started(board: Board) -> None:
    with_neighbours(board.county)
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    seen = f"/cases/{case}/open?kind=police_admonition"
    sent = {"seen": seen, "kind": "police_admonition", "body_role": "police_station"}
    half = lead.post(f"/cases/{case}/open", **sent, body_post="")
    assert (half.status_code, "职能和岗位编号都要填" in half.text) == (422, True)
    unknown = lead.post(f"/cases/{case}/open", **sent, body_post="P-NOWHERE")
    assert (unknown.status_code, "没有编号为 P-NOWHERE 的岗位" in unknown.text) == (422, True)
    assert "hutong directory" not in unknown.text
    lead.post(f"/cases/{case}/open", **sent, body_post=P_FOREIGN_POLICE)
    assert board.county.live(case, "identify_respondent").post_no == P_FOREIGN_POLICE


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-13-45"])
def test_a_timeline_is_drawn_from_any_day_that_an_address_may_name(board: Board, day: str) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    assert all(lead.get(f"/cases/{case}", **{"from": day, "zoom": zoom}).status_code == 200 for zoom in ("day", "year"))
