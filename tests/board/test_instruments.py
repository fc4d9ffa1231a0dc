"""Can a paper be drawn up, mended, issued, printed and followed through its life on pages? 文书."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from httpx import Response
from sqlmodel import col, select

from models import CaseFile, Instrument, JournalEntry, Tie
from rules.vocabulary import InstrumentKind
from tests.board.conftest import Board, Visitor, hidden_in
from tests.builders import CHILD, FATHER, HOME, MOTHER, a_brother, a_guardian
from tests.databases import ON_SQLITE
from tests.foreigners import P_FOREIGN_CIVIL, with_neighbours

pytestmark = ON_SQLITE

POLICE, LEAD, PROCURATOR, COURT = "P-LIUXI-POLICE", "P-CIVIL", "P-PROC", "P-COURT"
FACTS, ORDERS = "多次殴打孩子，屡劝不改。", "不得再动手打孩子\n每周与儿童主任联系一次"


def a_stranger() -> dict[str, object]:
    return a_guardian(name="别家的人")


def father_of(board: Board, case: str) -> str:
    with board.office.reading() as desk:
        child = select(CaseFile.child_no).where(col(CaseFile.no) == case).scalar_subquery()
        query = select(Tie.adult_no).where(col(Tie.child_no) == child, col(Tie.relation) == "father")
        return desk.session.exec(query).one()


def papers(board: Board, case: str) -> list[Instrument]:
    with board.office.reading() as desk:
        return list(desk.session.exec(select(Instrument).where(col(Instrument.case_no) == case)))


def number_in(page: Response) -> str:
    found = re.search(r"/instruments/(D-[0-9A-Z-]+)", str(page.url))
    assert found is not None, page.text
    return found[1]


def draw(visitor: Visitor, case: str, father: str, kind: str = "admonition", **typed: str) -> str:
    """A draft to the father; its number."""
    said = {"to": father, "issuers": POLICE, "facts": FACTS, "content": ORDERS, **typed}
    made = visitor.post(f"/cases/{case}/instruments/draw", seen=f"/cases/{case}/instruments/draw?kind={kind}", **said)
    assert made.status_code == 200, made.text
    return number_in(made)


def text_of(visitor: Visitor, case: str, no: str, form: str = "page", **typed: str) -> Response:
    return visitor.post(
        f"/cases/{case}/instruments/{no}/paper", seen=f"/cases/{case}/instruments/{no}", form=form, **typed
    )


# ------------------------------------------------------------------------------------------------ what can be drawn


def test_each_post_is_offered_the_papers_that_its_office_makes(board: Board) -> None:
    case = board.county.a_case()
    offered = {
        post: set(re.findall(r"draw\?kind=([a-z_]+)", board.as_post(post).get(f"/cases/{case}/instruments").text))
        for post in (POLICE, PROCURATOR, LEAD)
    }
    assert {"admonition", "warning", "guidance_order"} <= offered[POLICE]
    assert "supervision_order" in offered[PROCURATOR]
    assert "placement_decision" in offered[LEAD]
    assert not any("protection_order" in kinds or "revocation_judgment" in kinds for kinds in offered.values())
    assert "admonition" not in offered[PROCURATOR] | offered[LEAD]


def test_the_duty_that_makes_a_paper_offers_it_and_its_answer_issues_the_draft(board: Board) -> None:
    case = board.county.a_case()
    visitor = board.as_post(POLICE)
    father = father_of(board, case)
    opened = visitor.post(f"/cases/{case}/open", seen=f"/cases/{case}/open?kind=police_admonition", respondent=father)
    assert opened.status_code == 200, opened.text
    duty = board.county.live(case, "decide_admonition")
    page = visitor.get(f"/cases/{case}/duties/{duty.no.rpartition('/')[2]}").text
    link = re.search(r'href="(/cases/[^"]+/instruments/draw\?kind=admonition[^"]*)"', page)
    assert link is not None
    assert f"procedure={duty.procedure_no}" in link[1]
    form = visitor.get(link[1].replace("&amp;", "&"))
    assert re.search(rf'value="{father}" checked', form.text), "who stands as respondent is ticked"
    made = visitor.post(
        f"/cases/{case}/instruments/draw",
        seen=link[1].replace("&amp;", "&"),
        to=father,
        issuers=POLICE,
        facts=FACTS,
        content=ORDERS,
    )
    no = number_in(made)
    assert f"/duties/{duty.no.rpartition('/')[2]}" in visitor.get(f"/cases/{case}/instruments/{no}/issue").text
    board.county.answer(case, "decide_admonition")
    assert [(one.no, one.state) for one in papers(board, case) if one.kind == "admonition"] == [(no, "issued")]


def test_what_the_case_lacks_for_a_paper_is_named_and_what_it_has_is_not_shown(board: Board) -> None:
    case = board.county.a_case()
    visitor = board.as_post(POLICE)
    no = draw(visitor, case, father_of(board, case), facts="")
    page = visitor.get(f"/cases/{case}/instruments/{no}").text
    lacks = page.split("还没有的内容：")[1].split("</div>")[0]
    assert "文号" in lacks
    assert "认定的事实" in lacks
    assert "内容、" not in lacks
    assert not [name for name in (CHILD, FATHER, MOTHER, HOME) if name in page]


# ------------------------------------------------------------------------------------------------ its text


def test_a_draft_is_a_page_of_its_own_marked_as_a_draft_that_may_load_nothing(board: Board) -> None:
    case = board.county.a_case()
    visitor = board.as_post(POLICE)
    no = draw(visitor, case, father_of(board, case))
    shown = text_of(visitor, case, no)
    assert "草稿" in shown.text
    assert FACTS in shown.text
    assert HOME not in shown.text or FATHER in shown.text
    policy = shown.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "unsafe-inline" not in policy
    assert shown.headers["cache-control"] == "no-store"


def test_the_file_that_is_kept_is_the_file_that_is_given_out_again(board: Board) -> None:
    case = board.county.a_case()
    visitor = board.as_post(POLICE)
    no = draw(visitor, case, father_of(board, case))
    visitor.post(f"/cases/{case}/instruments/{no}/issue", document_no="柳公训〔2026〕3号")
    first = text_of(visitor, case, no, "html")
    board.county.clock.move(minutes=5)
    again = text_of(visitor, case, no, "html")
    word = text_of(visitor, case, no, "docx")
    assert first.content == again.content
    assert f'filename="{no}-v1.html"' in first.headers["content-disposition"]
    assert "word/document.xml" in ZipFile(BytesIO(word.content)).namelist()
    assert "柳公训〔2026〕3号" in first.text
    assert "草稿" not in first.text
    page = visitor.get(f"/cases/{case}/instruments/{no}").text
    assert page.count("SHA-256") >= 1
    (made,) = board.county.facts("document_rendered")
    assert made["html"][:16] in page


def test_whoever_only_oversees_says_why_before_reading_the_text(board: Board) -> None:
    case = board.county.a_case()
    no = draw(board.as_post(POLICE), case, father_of(board, case))
    office = board.as_post("P-OFFICE")
    silent = text_of(office, case, no)
    assert silent.status_code == 422
    assert "请写明查阅理由" in silent.text
    assert board.county.facts("document_rendered") == []
    assert FACTS in text_of(office, case, no, reason="核查文书是否作出").text
    (made,) = board.county.facts("document_rendered")
    assert made["reason_sealed"]
    assert "核查文书是否作出" not in str(made)
    assert no in office.get(f"/cases/{case}/looks").text


def test_an_address_that_must_be_kept_from_the_respondent_is_refused_when_it_is_written(board: Board) -> None:
    case = board.county.a_case()
    visitor = board.as_post(POLICE)
    school = "柳溪镇中心小学"
    father = father_of(board, case)
    refused = visitor.post(
        f"/cases/{case}/instruments/draw",
        seen=f"/cases/{case}/instruments/draw?kind=admonition",
        to=father,
        issuers=POLICE,
        facts=f"到{school}门口守候。",
        content=ORDERS,
    )
    assert refused.status_code == 422
    assert ORDERS.splitlines()[0] in refused.text, "what was typed is not lost"
    assert papers(board, case) == []


# ------------------------------------------------------------------------------------------------ its life


def test_a_draft_is_mended_until_it_is_issued_and_each_wording_stays_on_the_record(board: Board) -> None:
    case = board.county.a_case()
    visitor, father = board.as_post(POLICE), father_of(board, case)
    no = draw(visitor, case, father)
    here = f"/cases/{case}/instruments/{no}"
    opened = visitor.get(f"{here}/revise").text
    assert FACTS in opened
    mended = visitor.post(f"{here}/revise", to=father, issuers=POLICE, facts="改过的事实。", content=ORDERS)
    assert number_in(mended) == no
    shown = text_of(visitor, case, no).text
    assert "改过的事实。" in shown
    assert FACTS not in shown
    assert len(board.county.facts("instrument_drafted")) == 2
    visitor.post(f"{here}/issue", document_no="柳公训〔2026〕3号")
    late = visitor.post(f"{here}/revise", seen=here, to=father, facts="再改。", content=ORDERS)
    assert late.status_code == 422
    board.county.must_hold()
    assert [(one.no, one.state) for one in papers(board, case) if one.no == no] == [(no, "issued")]


def test_an_order_is_issued_served_broken_decided_extended_varied_and_ended_on_pages(board: Board) -> None:
    case = board.county.a_case()
    police, father = board.as_post(POLICE), father_of(board, case)
    no = draw(police, case, father, "guidance_order")
    here = f"/cases/{case}/instruments/{no}"
    without = police.post(f"{here}/issue", document_no="柳公令〔2026〕1号")
    assert without.status_code == 422
    assert "须写明有效期" in without.text
    assert "柳公令〔2026〕1号" in without.text
    said = {"document_no": "柳公令〔2026〕1号", "until": "2026-06-01", "happened_at": "2026-02-25"}
    assert police.post(f"{here}/issue", **said).status_code == 200
    served = police.post(f"{here}/serve", to=father, method="in_person", proof="本人签收")
    assert "已登记送达" in served.text
    assert "本人签收" not in served.text
    board.county.clock.move(minutes=5)
    assert "尚未处理" in police.post(f"{here}/breach", words="无故缺席", sanction="pending").text
    (breach,) = board.county.facts("instrument_breached")
    decided = police.post(f"{here}/sanction", breach=breach["breach_no"], sanction="none", reason="首次")
    assert "不予处罚" in decided.text
    assert "2026年7月" in police.post(f"{here}/extend", until="2026-07-01").text or "7月1日" in police.get(here).text
    assert "第 3 版" in police.post(f"{here}/vary", content="每两周一次").text
    assert police.post(f"{here}/end", reason="").status_code == 422
    assert "效力终止" in police.post(f"{here}/end", reason="已完成").text
    assert "现在不能" in police.get(f"{here}/extend").text
    then = police.get(here, on="2026-02-26").text
    assert "有效" in then
    assert "第 3 版" not in then
    assert police.get(here, on="2026-01-01").status_code == 422
    assert police.get(here, on="昨").status_code == 422


def test_another_order_follows_the_one_that_is_over(board: Board) -> None:
    case = board.county.a_case()
    police, father = board.as_post(POLICE), father_of(board, case)
    first = draw(police, case, father, "guidance_order")
    here = f"/cases/{case}/instruments/{first}"
    police.post(f"{here}/issue", until="2026-06-01")
    police.post(f"{here}/withdraw", reason="重新作出")
    form = f"/cases/{case}/instruments/draw?kind=guidance_order&follows={first}"
    assert form.replace("&", "&amp;") in police.get(here).text
    made = police.post(form.partition("?")[0], seen=form, to=father, issuers=POLICE, facts=FACTS, content=ORDERS)
    police.post(f"/cases/{case}/instruments/{number_in(made)}/issue", until="2026-09-01")
    second = next(one for one in papers(board, case) if one.no == number_in(made))
    assert (second.state, second.follows) == ("issued", first)


def test_a_paper_of_another_body_is_entered_with_the_body_that_made_it(board: Board) -> None:
    case = board.county.a_case()
    lead, father = board.as_post(LEAD), father_of(board, case)
    enter, seen = f"/cases/{case}/instruments/enter", f"/cases/{case}/instruments/enter?kind=protection_order"
    nobody = lead.post(enter, seen=seen, to=father, until="2026-08-01")
    assert nobody.status_code == 422
    assert "请写明作出机关" in nobody.text
    long = lead.post(enter, seen=seen, to=father, outside="远山县人民法院", until="2026-12-01")
    assert "不超过六个月" in long.text
    done = lead.post(enter, seen=seen, to=father, outside="远山县人民法院", until="2026-08-01", happened_at="昨天")
    assert done.status_code == 200
    (paper,) = papers(board, case)
    assert (paper.kind, paper.state, paper.issuers) == ("protection_order", "issued", '["远山县人民法院"]')


# ------------------------------------------------------------------------------------------------ whose it is


@pytest.mark.parametrize("path", ["", "/draw", "/enter", "/D-NONE", "/D-NONE/issue", "/D-NONE/revise"])
def test_papers_of_another_countys_case_look_like_those_of_no_case(board: Board, path: str) -> None:
    with_neighbours(board.county)
    case = board.county.a_case()
    stranger = board.as_post(P_FOREIGN_CIVIL)
    real, invented = (stranger.get(f"/cases/{no}/instruments{path}") for no in (case, "C-0000-0000-0000"))
    assert (real.status_code, invented.status_code) == (404, 404)
    assert real.text.replace(case, "NO") == invented.text.replace("C-0000-0000-0000", "NO")


def test_a_paper_is_not_reached_through_another_case(board: Board) -> None:
    case, other = board.county.a_case(), board.county.a_case(children=[a_brother(adults=[a_stranger()])])
    police, lead = board.as_post(POLICE), board.as_post(LEAD)
    no = draw(police, case, father_of(board, case))
    for visitor in (police, lead):
        there = f"/cases/{other}/instruments/{no}"
        assert visitor.get(there).status_code == 404
        assert visitor.get(f"{there}/issue").status_code == 404
        assert visitor.post(f"{there}/issue", seen="/account").status_code == 404
        assert visitor.post(f"{there}/paper", seen="/account", form="page").status_code == 404
    assert [one.state for one in papers(board, case)] == ["draft"]


def test_whoever_was_only_told_finds_the_papers_and_draws_up_nothing(board: Board) -> None:
    case = board.county.a_case()
    before = len(board.county.facts("instrument_drafted"))
    chief = board.as_post("P-LIUXI-CHIEF")
    answer = chief.post(f"/cases/{case}/instruments/draw", seen="/account", kind="admonition")
    assert answer.status_code in (403, 404)
    assert len(board.county.facts("instrument_drafted")) == before


def test_every_kind_of_paper_has_its_form_in_both_languages(board: Board) -> None:
    case = board.county.a_case()
    lead = board.as_post(LEAD)
    for lang, word in (("zh", "登记"), ("en", "Enter it")):
        lead.get(f"/lang/{lang}")
        for kind in InstrumentKind:
            form = lead.get(f"/cases/{case}/instruments/enter", kind=kind.value)
            assert (form.status_code, word in form.text) == (200, True), kind


def test_nothing_is_written_by_looking_at_papers(board: Board) -> None:
    case = board.county.a_case()
    police = board.as_post(POLICE)
    no = draw(police, case, father_of(board, case))
    with board.office.reading() as desk:
        before = len(desk.session.exec(select(JournalEntry.seq)).all())
    for path in ("", "/draw", f"/{no}", f"/{no}/issue", f"/{no}/serve", "?on=2026-03-02"):
        assert police.get(f"/cases/{case}/instruments{path}").status_code == 200, path
    with board.office.reading() as desk:
        assert len(desk.session.exec(select(JournalEntry.seq)).all()) == before


def test_a_paper_that_an_answer_only_named_has_a_page_and_its_maker_a_name(board: Board) -> None:
    case = board.county.a_case()
    board.county.answer(case, "police_acceptance", document_no="虚构公（柳）受案字〔2026〕1号")
    visitor = board.as_post(LEAD)
    (named,) = [one.no for one in papers(board, case) if one.no.endswith("/doc")]
    link = f"/cases/{case}/instruments/{named.replace('/', '%2F')}"
    listed = visitor.get(f"/cases/{case}/instruments").text
    assert f'href="{link}"' in listed
    assert POLICE not in listed
    shown = visitor.get(link)
    assert shown.status_code == 200
    assert "文本不在本系统" in shown.text


def test_a_breach_is_entered_once_however_often_it_is_sent_and_not_by_the_button_alone(board: Board) -> None:
    case = board.county.a_case()
    police, father = board.as_post(POLICE), father_of(board, case)
    no = draw(police, case, father, "guidance_order")
    here = f"/cases/{case}/instruments/{no}"
    police.post(f"{here}/issue", until="2026-06-01", happened_at="2026-02-25")
    empty = police.post(f"{here}/breach", sanction="pending")
    assert empty.status_code == 422
    assert "请写明看到、听到的情形" in empty.text
    sent = {**hidden_in(police.get(f"{here}/breach")), "words": "无故缺席", "sanction": "pending"}
    for _ in range(2):
        assert "尚未处理" in police.client.post(f"{here}/breach", data=sent).text
    assert len(board.county.facts("instrument_breached")) == 1


def test_a_page_asks_for_a_term_in_words_of_the_page_and_not_of_the_command_line(board: Board) -> None:
    case = board.county.a_case()
    police = board.as_post(POLICE)
    no = draw(police, case, father_of(board, case), "guidance_order")
    refused = police.post(f"/cases/{case}/instruments/{no}/issue").text
    assert "须写明有效期" in refused
    assert "--" not in re.sub(r"<!--.*?-->", "", refused)
