"""Is it shown what a child is eligible for, and asked for once, by whoever may? 服务清单、服务转介页."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from httpx import Response

from board.pages.services import SHAPES
from board.site import build
from packs.editions import Editions
from rules.services import Verdict
from rules.vocabulary import ProcedureKind
from tasks import closing
from tests.accounts import CHEAP
from tests.board.conftest import Board, Visitor, hidden_in
from tests.builders import CHILD, a_child
from tests.colleagues import another
from tests.databases import ON_SQLITE
from tests.foreigners import P_FOREIGN_CIVIL, with_neighbours
from tests.monitored import on_the_list
from tests.office import national

LEAD = "P-CIVIL"
NEEDY = {"migrant": "yes", "sudden_hardship": "yes"}
OWN_LIST = """\
code: qinghe
zh: 青禾县服务清单
en: Services of Qinghe County
area: "990101"
issued_on: 2025-01-01
basis: 青禾县清单（2025，虚构）
services:
  - number: 1
    code: temporary_relief
    group: 一
    zh: 临时救助
    en: Relief
    recipients: 流动儿童
    departments: [civil_affairs]
    content: 救助
    any_of: [sudden_hardship]
"""


def put_off(text: str) -> str:
    """What the page says, without its marks."""
    return re.sub(r"<[^>]+>", " ", text)


def in_verdict(page: Response, verdict: str) -> str:
    """The part of the list under a heading."""
    assert page.status_code == 200, page.text
    found = re.search(rf'<h2 id="v-{verdict}">.*?</section>', page.text, re.S)
    return found[0] if found else ""


def confirming(visitor: Visitor, here: str, **typed: str) -> Response:
    """The list, then the page on which a referral is confirmed."""
    return visitor.post(f"{here}/refer", seen=here, **typed)


def test_every_verdict_has_a_shape() -> None:
    assert set(SHAPES) == set(Verdict)


@ON_SQLITE
def test_the_list_is_linked_from_the_case_and_says_what_it_is_worth(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    here = f"/cases/{case}/services"
    assert f'href="{here}"' in lead.get(f"/cases/{case}").text
    page = lead.get(here)
    assert "本地没有收录服务清单，以下只供对照，不是本地规定" in page.text
    assert "天门市流动儿童在居住地享有关爱服务基础清单" in page.text
    assert "2025-07-30，地方规定" in page.text
    assert 'class="kind local"' not in page.text  # the list of another place is marked as no rule of this one
    assert "3月2日" in put_off(page.text)
    assert "清单里没有一项符合" in page.text  # she is registered in this county, and nobody called her a migrant
    assert CHILD not in page.text
    assert "2016" not in page.text


@ON_SQLITE
def test_what_no_file_says_is_said_in_the_form_and_stands_in_no_address(board: Board) -> None:
    case = board.county.a_case()
    lead, before = board.as_post(LEAD), board.county.entries()
    here = f"/cases/{case}/services"
    page = lead.post(here, **NEEDY, disabled="no")
    assert page.url.query == b""
    assert "临时救助服务" in in_verdict(page, "yes")
    assert "基本生活保障服务" in in_verdict(page, "unknown")
    assert "请核对：孤儿" in page.text
    assert "残疾儿童教育服务" not in in_verdict(page, "unknown")
    assert "--with" not in page.text
    assert '<option value="no" selected>' in page.text, "what was said stays in the form"
    assert "户籍地认定，居住地协助" in page.text
    assert "P-CIVIL" in in_verdict(page, "yes")
    assert "名册中没有" in page.text  # the medical insurance bureau has no post here
    assert board.county.entries() == before


@ON_SQLITE
def test_an_age_counts_on_the_day_that_was_asked_about(board: Board) -> None:
    case = board.county.a_case(children=[a_child(birth_on="2021-04-05")])
    lead = board.as_post(LEAD)
    here = f"/cases/{case}/services"
    assert "学前教育服务" in in_verdict(lead.post(here, migrant="yes"), "yes")
    later = lead.post(here, migrant="yes", on="2028-04-06")
    assert "学前教育服务" not in in_verdict(later, "yes")
    assert "2028年4月6日" in later.text


@ON_SQLITE
@pytest.mark.parametrize(
    ("typed", "field"),
    [({"on": "下个月"}, "on"), ({"sudden_hardship": "maybe"}, "sudden_hardship"), ({"list": "nowhere"}, "list")],
)
def test_what_cannot_be_compared_is_told_at_its_field_and_the_rest_stays(
    board: Board, typed: dict[str, str], field: str
) -> None:
    with_own_list(board)
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    page = lead.post(f"/cases/{case}/services", migrant="yes", **typed)
    assert page.status_code == 422
    assert f'id="e-{field}"' in page.text
    assert '<option value="yes" selected>' in page.text


def with_own_list(board: Board) -> None:
    """The county has a list of its own, beside the one that comes with the software."""
    folder = Path(board.county.home) / "pack"
    folder.mkdir(exist_ok=True)
    (folder / "services.yaml").write_text(OWN_LIST, encoding="utf-8")
    board.county = another(board.county, pack=Editions((national(),), folder=folder))
    board.site = build(board.county.office, policy=CHEAP)


@ON_SQLITE
def test_the_list_of_the_place_binds_and_another_one_can_be_looked_at(board: Board) -> None:
    with_own_list(board)
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    here = f"/cases/{case}/services"
    own = lead.get(here)
    assert "青禾县清单（2025，虚构）" in own.text
    assert "不是本地规定" not in own.text
    assert 'class="kind local"' in own.text
    assert 'name="orphan"' not in own.text, "no row of this list turns on it"
    other = lead.get(here, list="tianmen")
    assert "不是本地规定" in other.text
    assert 'name="orphan"' in other.text


@ON_SQLITE
def test_a_service_is_asked_for_after_it_was_shown_and_only_once(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    here = f"/cases/{case}/services"
    before = board.county.entries()
    shown = confirming(lead, here, service="temporary_relief", **NEEDY)
    assert "符合居住地临时救助情形的流动儿童" in shown.text
    assert "不是本地规定" in shown.text
    assert board.county.entries() == before, "to look at it asks nobody"
    said = {**hidden_in(shown), "reason": "房屋过火，急需住处"}
    assert said["sudden_hardship"] == "yes"
    pages = [lead.client.post(f"{here}/refer", data=said) for _ in range(2)]
    assert [one.url.path for one in pages] == [f"/cases/{case}"] * 2
    assert "已发起服务转介" in pages[1].text
    [procedure] = board.county.procedures(case, ProcedureKind.SERVICE_REFERRAL)
    assert procedure.about == "temporary_relief"
    assert "take_up_referral" in board.county.owed(case), "the case has looked at it before the page is drawn"
    again = lead.client.post(f"{here}/refer", data=hidden_in(confirming(lead, here, service="15", **NEEDY)))
    assert again.status_code == 409, "the same service is asked for once"


@ON_SQLITE
def test_what_the_place_of_registration_grants_is_said_to_be_asked_for_there(board: Board) -> None:
    child = a_child(registration={"area": "990201002"})
    case = board.county.a_case(children=[child])
    lead = board.as_post(LEAD)
    here = f"/cases/{case}/services"
    shown = confirming(lead, here, service="basic_living", migrant="yes", orphan="yes")
    assert "户籍地衔接" in shown.text
    lead.client.post(f"{here}/refer", data=hidden_in(shown))
    assert board.county.procedures(case, ProcedureKind.CROSS_REGION)
    assert not board.county.procedures(case, ProcedureKind.SERVICE_REFERRAL)


@ON_SQLITE
def test_a_refusal_is_told_on_the_form_with_everything_in_it_and_nothing_is_written(board: Board) -> None:
    case = board.county.a_case()
    lead, before = board.as_post(LEAD), board.county.entries()
    here = f"/cases/{case}/services"
    shown = hidden_in(confirming(lead, here, service="temporary_relief", migrant="no"))
    refused = lead.client.post(f"{here}/refer", data={**shown, "reason": "请接着办"})
    assert refused.status_code == 422
    assert 'id="e-service"' in refused.text
    assert "不符合“临时救助服务”" in refused.text
    assert "--" not in re.sub(r"<!--.*?-->", "", put_off(refused.text))
    assert "请接着办" in refused.text
    late = lead.client.post(f"{here}/refer", data={**shown, **NEEDY, "happened_at": "从前"})
    assert 'id="e-happened_at"' in late.text
    assert "请从清单中选择一项服务" in confirming(lead, here, service="no_such_service").text
    assert board.county.entries() == before


@ON_SQLITE
def test_from_a_file_of_care_the_referral_leads_to_the_case_that_was_opened_for_it(board: Board) -> None:
    care = on_the_list(board.county, child=a_child(registration={"area": "990201002"})).case_no
    lead = board.as_post(LEAD)
    here = f"/cases/{care}/services"
    shown = confirming(lead, here, service="temporary_relief", sudden_hardship="yes")
    done = lead.client.post(f"{here}/refer", data=hidden_in(shown))
    [owed] = board.county.facts("procedure_opened", done.url.path.split("/")[-1])
    assert owed["kind"] == "service_referral"
    assert "已发起服务转介" in done.text
    assert not board.county.procedures(care, ProcedureKind.SERVICE_REFERRAL)


@ON_SQLITE
def test_a_closed_case_is_looked_at_and_nothing_is_asked_for_in_it(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    here = f"/cases/{case}/services"
    shown = hidden_in(confirming(lead, here, service="temporary_relief", **NEEDY))
    closing.close(board.office, case, reason="误报", settle=True, by_post=LEAD)
    assert "formaction" not in lead.post(here, **NEEDY).text
    refused = lead.client.post(f"{here}/refer", data=shown)
    assert refused.status_code in (409, 422)
    assert "已结案" in refused.text


@ON_SQLITE
def test_who_was_merely_told_looks_at_most_and_refers_nobody(board: Board) -> None:
    with_neighbours(board.county)
    case = board.county.a_case()
    here = f"/cases/{case}/services"
    stranger, hotline, women = (board.as_post(one) for one in (P_FOREIGN_CIVIL, "P-HOTLINE", "P-WOMEN"))
    before = board.county.entries()
    assert stranger.get(here).status_code == 404
    for visitor in (hotline, women):
        answer = visitor.post(f"{here}/refer", seen="/account", service="temporary_relief", sure="yes", **NEEDY)
        assert answer.status_code in (403, 404)
        looked = visitor.get(here)
        assert looked.status_code in (200, 403, 404)
        assert "formaction" not in looked.text
    assert board.county.entries() == before


@ON_SQLITE
def test_whoever_changes_the_language_half_way_is_back_at_the_list(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    page = lead.get(f"/cases/{case}/services/refer")
    assert page.url.path == f"/cases/{case}/services"


@ON_SQLITE
def test_the_pages_are_there_in_english(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    lead.get("/lang/en")
    here = f"/cases/{case}/services"
    page = lead.post(here, **NEEDY)
    assert "No list of this place is known" in page.text
    assert "Temporary relief" in in_verdict(page, "yes")
    assert "not known: orphan, hiv, de facto unsupported" in page.text
    shown = confirming(lead, here, service="temporary_relief", **NEEDY)
    assert "Refer: Temporary relief" in shown.text
