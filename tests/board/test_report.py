"""Can anybody report, with or without an account, once and only once? 报告页."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import update
from sqlmodel import col, select

from models import JournalEntry, Post, ReportChild, ReportRow, SealedReporter
from tasks.kinds import Kind
from tasks.report_once import take_report_once
from tests.board.conftest import Board, Visitor, hidden_in
from tests.builders import LIUXI, SHIQIAO, a_report

Form = dict[str, Any]


def a_page(**changes: Any) -> Form:
    """What a neighbour types."""
    return {
        "目前有危险": "否",
        "情形": ["R4", "R6"],
        "情况": "孩子手臂有淤伤，说是被木棍打的。",
        "发现时间": "今天 08:30",
        "事件.行政区划代码": LIUXI,
        "事件.地点": "柳溪镇河边",
        "儿童.1.姓名": "小苗",
        "儿童.1.性别": "female",
        "儿童.1.年龄": "9",
        "报告主体": "citizen",
        **changes,
    }


def reports(board: Board) -> list[ReportRow]:
    with board.office.reading() as desk:
        return list(desk.session.exec(select(ReportRow)))


def the_report(board: Board) -> ReportRow:
    (found,) = reports(board)
    return found


def received(board: Board) -> JournalEntry:
    with board.office.reading() as desk:
        return desk.session.exec(select(JournalEntry).where(col(JournalEntry.kind) == Kind.REPORT_RECEIVED)).one()


def narrative(board: Board) -> str | None:
    row = the_report(board)
    with board.office.reading() as desk:
        return desk.reveal(row.no, "narrative", row.narrative_sealed)


def code_on(page: Response) -> str:
    (code,) = re.findall(r'class="code">([0-9A-Z]{4}-[0-9A-Z]{4})<', page.text)
    return str(code)


def the_number_on(page: Response) -> str:
    (number,) = re.findall(r'class="code">(R-[0-9A-Z]{5}-[0-9A-Z]{5})<', page.text)
    return str(number)


# -------------------------------------------------------------------------------------------- anybody


def test_anybody_reports_without_an_account_and_gets_a_number_and_a_code(board: Board) -> None:
    page = board.anybody().post("/report", **a_page())

    assert page.status_code == 200
    assert page.url.path == "/report/receipt"
    row = the_report(board)
    assert row.no in page.text
    assert len(code_on(page)) == 9
    assert "公安派出所" in page.text
    assert (row.area, row.danger_now, row.unit_kind) == (LIUXI, False, "citizen")


def test_nobody_is_named_by_a_report_without_a_name(board: Board) -> None:
    board.anybody().post("/report", **a_page())

    entry = received(board)
    assert (entry.by_post, entry.by_person) == (None, None)
    assert the_report(board).reporter_digest is None
    with board.office.reading() as desk:
        assert desk.session.exec(select(SealedReporter)).all() == []


def test_a_name_that_was_given_is_sealed_and_stands_in_no_journal(board: Board) -> None:
    board.anybody().post("/report", **a_page(**{"报告人.姓名": "张小满", "报告人.电话": "000-0000-0000"}))

    with board.office.reading() as desk:
        sealed = desk.session.exec(select(SealedReporter)).one()
    assert "张小满" in board.office.vault.open_reporter(sealed.report_no, sealed.sealed)
    assert all("张小满" not in row.payload for row in board.county.journal())


def test_an_age_that_was_guessed_is_kept_in_the_words_and_is_no_day_of_birth(board: Board) -> None:
    board.anybody().post("/report", **a_page())

    said = narrative(board)
    assert said is not None
    assert said.endswith("第1个孩子：大概9岁（报告人估计）")


def test_the_page_says_110_before_it_asks_anything(board: Board) -> None:
    page = board.anybody().get("/report").text

    assert page.index("先打 110") < page.index("<form method")


def test_a_default_of_ours_beside_the_form_is_marked_as_such(board: Board) -> None:
    page = board.anybody().get("/report").text
    seen = re.search(r"当面见到儿童</b>.*?</li>", page, flags=re.DOTALL)
    assert seen is not None
    assert "本系统默认" in seen[0]
    assert "法定" not in seen[0]
    feedback = re.search(r"向报案单位反馈案件进展</b>.*?</li>", page, flags=re.DOTALL)
    assert feedback is not None
    assert 'class="kind law">法定' in feedback[0]


def test_a_place_is_chosen_by_its_name(board: Board) -> None:
    page = board.anybody().get("/report").text

    assert f'<option value="{LIUXI}">柳溪镇</option>' in page
    assert f'<option value="{SHIQIAO}">石桥乡</option>' in page
    assert '<option value="990101">青禾县（不清楚在哪个乡镇的选这个）</option>' in page
    assert "九九市" not in page


def test_a_place_that_nobody_offered_is_refused_or_its_report_would_reach_nobody(board: Board) -> None:
    answer = board.anybody().post("/report", **a_page(**{"事件.行政区划代码": "110101001"}))

    assert answer.status_code == 422
    assert reports(board) == []


def test_english_is_the_same_form(board: Board) -> None:
    visitor = board.anybody()
    visitor.get("/lang/en")
    page = visitor.post("/report", **a_page())
    assert "Receipt of a report" in page.text
    assert "our default" in visitor.get("/report").text.lower()


# -------------------------------------------------------------------------------------------- several children


def test_another_child_is_added_without_a_script_and_nothing_typed_is_lost(board: Board) -> None:
    visitor = board.anybody()
    page = visitor.post("/report", do="child", **a_page())

    assert page.status_code == 200
    assert 'name="儿童.2.姓名"' in page.text
    assert 'value="小苗"' in page.text
    assert "木棍" in page.text
    assert reports(board) == []

    second = {**hidden_in(page), **a_page(), "儿童.2.姓名": "小田", "儿童.2.居住地.行政区划代码": SHIQIAO}
    visitor.client.post("/report", data=second)
    with board.office.reading() as desk:
        assert len(desk.session.exec(select(ReportChild)).all()) == 2


def test_another_adult_is_added_beside_the_child_it_was_asked_for(board: Board) -> None:
    page = board.anybody().post("/report", do="adult-1", **a_page())

    assert 'name="儿童.1.相关成年人.2.姓名"' in page.text


def test_a_further_child_of_whom_nothing_was_said_is_no_child(board: Board) -> None:
    board.anybody().post("/report", **a_page(儿童数="3"))

    with board.office.reading() as desk:
        assert len(desk.session.exec(select(ReportChild)).all()) == 1


def test_of_a_child_nothing_need_be_known(board: Board) -> None:
    unknown = {"儿童.1.姓名": "", "儿童.1.性别": "", "儿童.1.年龄": ""}
    assert board.anybody().post("/report", **a_page(**unknown)).url.path == "/report/receipt"


def test_enter_in_a_field_hands_nothing_in(board: Board) -> None:
    page = board.anybody().get("/report").text
    form = page[page.index('action="/report"') :]
    first = re.search(r"<button[^>]*>", form)
    assert first is not None
    assert 'value="stay"' in first[0]

    assert "木棍" in board.anybody().post("/report", do="stay", **a_page()).text
    assert reports(board) == []


# -------------------------------------------------------------------------------------------- what is wrong


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"情形": []}, "请选最接近的一种"),
        ({"报告主体": ""}, "不想说明身份的选“匿名”"),
        ({"事件.行政区划代码": ""}, "不清楚的选全县"),
        ({"发现时间": "那天"}, "时间"),
        ({"发现时间": "2027-01-01"}, "“什么时候发现的”在将来"),
        ({"儿童.1.年龄": "十来岁"}, "请写 0 – 17 的数字"),
        ({"儿童.1.年龄": "18"}, "请写 0 – 17 的数字"),
        ({"儿童.1.出生日期": "2016-05"}, "要写到日"),
        ({"儿童.1.性别": "三"}, "第1个孩子的性别"),
        ({"情况": "打" * 20_001}, "文字过长"),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_is_still_there(board: Board, changes: Form, says: str) -> None:
    before = board.county.entries()
    typed = {"事件.地点": "村口小卖部", **changes}
    page = board.anybody().post("/report", **a_page(**typed))

    assert page.status_code == 422
    assert says in page.text
    assert "村口小卖部" in page.text
    assert board.county.entries() == before


def test_several_things_wrong_are_said_together(board: Board) -> None:
    page = board.anybody().post("/report", **a_page(情形=[], 报告主体="", 发现时间="那天"))

    assert page.text.count('class="err"') == 3
    assert page.text.count('href="#f-') == 3


def test_a_script_typed_into_a_report_is_only_words(board: Board) -> None:
    page = board.anybody().post("/report", **a_page(情形=[], 情况="</textarea><script>alert(1)</script>"))

    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text


def test_a_form_that_lost_its_token_is_refused_with_a_fresh_one_and_everything_typed(board: Board) -> None:
    visitor = board.anybody()
    page = visitor.client.post("/report", data={"csrf": "", **a_page()})

    assert page.status_code == 422
    assert "木棍" in page.text
    assert the_number_on(visitor.client.post("/report", data={**hidden_in(page), **a_page()})) == the_report(board).no


def test_a_form_of_another_site_is_refused(board: Board) -> None:
    visitor = board.anybody()
    drawn = hidden_in(visitor.get("/report"))
    answer = visitor.client.post("/report", data={**drawn, **a_page()}, headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert reports(board) == []


# -------------------------------------------------------------------------------------------- once


def test_a_form_that_is_sent_twice_is_one_report_with_one_receipt(board: Board) -> None:
    visitor = board.anybody()
    form = {**hidden_in(visitor.get("/report")), **a_page()}
    first = visitor.client.post("/report", data=form)
    entries = board.county.entries()
    board.county.clock.move(minutes=5)
    second = visitor.client.post("/report", data=form)

    assert code_on(first) == code_on(second)
    assert the_report(board).no in second.text
    assert board.county.entries() == entries
    assert "这次改动的内容没有收到" not in second.text


def test_a_form_whose_answer_was_lost_is_sent_again_and_gets_the_receipt(board: Board) -> None:
    visitor = board.anybody()
    form = {**hidden_in(visitor.get("/report")), **a_page()}
    visitor.client.post("/report", data=form, follow_redirects=False)  # and nothing of it arrived

    other = board.anybody()  # the browser was closed; the page had been kept
    assert the_report(board).no in other.client.post("/report", data=form).text


def test_a_server_that_stopped_after_writing_finishes_what_it_began_when_the_form_comes_again(board: Board) -> None:
    visitor = board.anybody()
    form = {**hidden_in(visitor.get("/report")), **a_page()}
    case_no = take_report_once(board.office, a_report(), form["once"]).received.concerned[0].case_no
    assert board.county.owed(case_no) == []  # it is written, and nothing has moved

    page = visitor.client.post("/report", data=form)
    assert the_number_on(page) == the_report(board).no
    assert board.county.owed(case_no) == ["police_acceptance", "triage"]


def test_two_at_once_are_one_report(board: Board) -> None:
    form = {**hidden_in(board.anybody().get("/report")), **a_page()}
    visitors = [board.anybody() for _ in range(4)]
    ready = threading.Barrier(len(visitors))
    pages: list[Response] = []

    def send(visitor: Visitor) -> None:
        ready.wait()
        pages.append(visitor.client.post("/report", data=form))

    threads = [threading.Thread(target=send, args=(one,)) for one in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [page.status_code for page in pages] == [200] * len(visitors)
    assert len({code_on(page) for page in pages}) == 1
    the_report(board)
    board.county.must_hold()


def test_a_form_that_was_changed_and_sent_again_says_that_the_change_was_not_taken(board: Board) -> None:
    visitor = board.anybody()
    form = {**hidden_in(visitor.get("/report")), **a_page()}
    visitor.client.post("/report", data=form)
    again = visitor.client.post("/report", data={**form, "情况": "还有，孩子今晚要回去。"})

    assert "这次改动的内容没有收到" in again.text
    said = narrative(board)
    assert said is not None
    assert "今晚" not in said


def test_a_form_that_was_refused_can_be_mended_and_sent_under_its_token(board: Board) -> None:
    visitor = board.anybody()
    refused = visitor.post("/report", **a_page(情形=[]))
    assert visitor.client.post("/report", data={**hidden_in(refused), **a_page()}).url.path == "/report/receipt"
    the_report(board)


def test_each_form_is_a_report_of_its_own(board: Board) -> None:
    visitor = board.anybody()
    visitor.post("/report", **a_page())
    visitor.post("/report", **a_page())

    assert len(reports(board)) == 2


# -------------------------------------------------------------------------------------------- the receipt


def test_a_receipt_is_read_again_in_another_language_by_the_same_browser_only(board: Board) -> None:
    visitor = board.anybody()
    page = visitor.post("/report", **a_page())
    again = visitor.client.get("/lang/en", params={"back": "/report/receipt"})

    assert code_on(again) == code_on(page)
    assert board.anybody().get("/report/receipt").url.path == "/report/what-became"


def test_a_receipt_that_was_put_away_is_gone_from_this_machine(board: Board) -> None:
    visitor = board.anybody()
    visitor.post("/report", **a_page())
    visitor.post("/report/receipt/away", seen="/report/receipt")

    assert visitor.get("/report/receipt").url.path == "/report/what-became"


def test_a_new_form_puts_the_last_receipt_away(board: Board) -> None:
    visitor = board.anybody()
    visitor.post("/report", **a_page())
    visitor.get("/report")

    assert visitor.get("/report/receipt").url.path == "/report/what-became"


def test_a_browser_that_keeps_nothing_gets_its_receipt_at_once(board: Board) -> None:
    visitor = board.anybody()
    form = {**hidden_in(visitor.get("/report")), **a_page()}
    visitor.client.cookies.clear()
    answer = visitor.client.post("/report", data=form, follow_redirects=False)

    assert answer.status_code == 200
    assert len(code_on(answer)) == 9


def test_neither_number_nor_code_stands_in_an_address(board: Board) -> None:
    visitor = board.anybody()
    form = {**hidden_in(visitor.get("/report")), **a_page()}
    answer = visitor.client.post("/report", data=form, follow_redirects=False)

    assert answer.headers["location"] == "/report/receipt"


def test_where_nobody_could_be_told_the_receipt_says_110(board: Board) -> None:
    told = board.office.pack.told_of_a_report
    with board.office.writing() as desk:
        desk.session.execute(update(Post).where(col(Post.role).in_(list(told))).values(open=False))
    board.office.directory.as_of(-1)  # past the journal, so what is remembered of it does not know

    page = board.anybody().post("/report", **a_page())

    assert "还没有告知任何单位" in page.text
    assert "请立即拨打 110" in page.text


# -------------------------------------------------------------------------------------------- staff


def test_staff_enter_what_somebody_told_them_in_their_own_name(board: Board) -> None:
    visitor = board.as_post("P-HOTLINE")
    page = visitor.post("/report", **a_page(谁报告="other"))

    assert page.url.path == "/report/receipt"
    entry = received(board)
    assert (entry.by_post, entry.by_person) == ("P-HOTLINE", board.person_at("P-HOTLINE"))
    assert the_report(board).received_by_post == "P-HOTLINE"


def test_a_teacher_who_reports_what_she_saw_stands_in_no_journal_and_hears_at_her_post(board: Board) -> None:
    visitor = board.as_post("P-LIUXI-SCHOOL")
    visitor.post("/report", **a_page(谁报告="self", 报告主体="school"))

    entry = received(board)
    assert (entry.by_post, entry.by_person) == (None, None)
    with board.office.reading() as desk:
        sealed = desk.session.exec(select(SealedReporter)).one()
    assert '"post":"P-LIUXI-SCHOOL"' in board.office.vault.open_reporter(sealed.report_no, sealed.sealed)


def test_nobody_says_on_a_form_for_which_post_they_enter_it(board: Board) -> None:
    board.anybody().post("/report", **a_page(接报岗位="P-COURT", 谁报告="other"))

    assert the_report(board).received_by_post is None


def test_the_receipt_links_to_the_cases_that_the_post_may_see_and_to_no_other(board: Board) -> None:
    station = board.as_post("P-LIUXI-STATION").post("/report", **a_page(谁报告="other")).text
    assert 'href="/cases/C-' in station
    assert 'href="/cases/C-' not in board.anybody().post("/report", **a_page()).text
    assert 'href="/cases/C-' not in board.as_post("P-COURT").post("/report", **a_page(谁报告="self")).text


# -------------------------------------------------------------------------------------------- limits, paper


def test_too_many_from_one_address_are_asked_to_wait_but_never_of_a_child_in_danger(board: Board) -> None:
    visitor = board.anybody()
    for _ in range(30):
        assert visitor.post("/report", **a_page()).url.path == "/report/receipt"

    refused = visitor.post("/report", **a_page())
    assert refused.status_code == 422
    assert "木棍" in refused.text
    assert "本系统默认 30 份，HT-230" in refused.text
    assert visitor.post("/report", **a_page(目前有危险="是")).url.path == "/report/receipt"
    assert board.as_post("P-HOTLINE").post("/report", **a_page(谁报告="other")).url.path == "/report/receipt"

    board.county.clock.move(minutes=60)
    assert visitor.post("/report", **a_page()).url.path == "/report/receipt"


def test_the_blank_form_asks_the_same_and_says_110_first(board: Board) -> None:
    page = board.anybody().get("/report/blank")

    assert page.status_code == 200
    assert page.text.count("□ 孩子") >= 5
    assert "先打 110" in page.text
    assert "高检发〔2020〕9号第四条第九项" in page.text
