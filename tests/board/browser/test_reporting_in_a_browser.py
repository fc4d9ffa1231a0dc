"""Can somebody with an old telephone and no script report two children, and ask about it? 手机上报告."""

from __future__ import annotations

import pytest
from sqlmodel import func, select

from models import ReportRow
from tests.board.browser.conftest import PHONE, Window
from tests.builders import LIUXI
from tests.databases import ON_SQLITE

pytestmark = [pytest.mark.browser, ON_SQLITE]


def test_two_children_are_reported_without_a_script_and_the_receipt_opens_what_became_of_it(window: Window) -> None:
    page = window.open(size=PHONE, script=False)
    page.goto("/report")
    page.check('input[name="情形"][value="R4"]')
    page.fill('textarea[name="情况"]', "两个孩子手臂都有淤伤。")
    page.select_option('select[name="事件.行政区划代码"]', LIUXI)
    page.fill('input[name="儿童.1.姓名"]', "小苗")
    page.select_option('select[name="报告主体"]', "anonymous")
    page.get_by_role("button", name="再加一个孩子").click()
    assert page.input_value('textarea[name="情况"]') == "两个孩子手臂都有淤伤。"
    page.fill('input[name="儿童.2.姓名"]', "小田")
    page.keyboard.press("Enter")  # hands nothing in
    assert page.input_value('input[name="儿童.2.姓名"]') == "小田"
    page.get_by_role("button", name="提交报告").click()

    page.wait_for_url("**/report/receipt")
    number, code = page.locator(".code").all_inner_texts()
    page.reload()
    assert page.locator(".code").all_inner_texts() == [number, code]

    page.goto("/report/what-became")
    page.fill("input[name=number]", number.lower())
    page.fill("input[name=code]", code)
    page.get_by_role("button", name="查询").click()
    assert "收到您的报告" in page.inner_text("main")


def test_a_button_that_is_pressed_twice_is_one_report(window: Window) -> None:
    page = window.open()
    page.goto("/report")
    page.check('input[name="情形"][value="R6"]')
    page.select_option('select[name="事件.行政区划代码"]', LIUXI)
    page.select_option('select[name="报告主体"]', "citizen")
    page.get_by_role("button", name="提交报告").dblclick()
    page.wait_for_url("**/report/receipt")

    with window.board.office.reading() as desk:
        assert desk.session.exec(select(func.count()).select_from(ReportRow)).one() == 1
