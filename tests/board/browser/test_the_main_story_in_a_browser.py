"""From a report to its audit on pages alone: at a desk, on a telephone without scripts, with the keys alone. 全程."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, ViewportSize
from sqlmodel import col, select

from models import Instrument, ReportChild
from tasks import sweep
from tests.board.browser.conftest import DESK, PHONE, Window
from tests.board.browser.hands import Hands, Keys, Pointer
from tests.board.test_duty import owed_by, page_of
from tests.builders import CHILD, LIUXI
from tests.databases import ON_SQLITE

pytestmark = [pytest.mark.browser, ON_SQLITE]

DOCUMENT_NO = "柳公训〔2026〕3号"
POLICE, STATION, OFFICE = "P-LIUXI-POLICE", "P-LIUXI-STATION", "P-OFFICE"


class Story:
    """One way to work, used by everybody in turn. 一次全程."""

    def __init__(self, window: Window, hands: Callable[[Page], Hands], size: ViewportSize, *, script: bool) -> None:
        self.window = window
        self.hands = hands
        self.size = size
        self.script = script

    def anybody(self) -> Hands:
        """Somebody without an account."""
        return self.hands(self.window.open(size=self.size, script=self.script))

    def at(self, post: str) -> Hands:
        """The holder of a post, signed in this morning."""
        return self.hands(self.window.as_post(post, size=self.size, script=self.script))

    def days_pass(self, days: int) -> None:
        """Nobody does anything; what is late climbs."""
        county = self.window.board.county
        county.clock.at += timedelta(days=days)
        county.move()
        sweep.sweep_all(county.office)


@pytest.mark.parametrize(
    ("hands", "size", "script"),
    [(Pointer, DESK, True), (Pointer, PHONE, False), (Keys, DESK, True)],
    ids=["desk", "phone-no-script", "keys-alone"],
)
def test_a_report_is_followed_to_its_audit(
    window: Window, hands: Callable[[Page], Hands], size: ViewportSize, script: bool
) -> None:
    story = Story(window, hands, size, script=script)
    case_no = report(story)
    answer_in_time(story, case_no)
    story.days_pass(4)
    late = urge(story, case_no)
    answer_late_and_say_why(story, late)
    admonish(story, case_no)
    audit(story, case_no)


def report(story: Story) -> str:
    """A citizen reports what was seen. Returns the number of the case that it opened."""
    hands = story.anybody()
    page = hands.page
    page.goto("/")
    hands.follow(page.locator('main a[href="/report"]').first)
    hands.tick(page.locator('input[name="情形"][value="R4"]'))
    hands.write(page.locator('textarea[name="情况"]'), "孩子手臂有淤伤，说是家里人打的。")
    hands.choose(page.locator('select[name="事件.行政区划代码"]'), LIUXI)
    hands.write(page.locator('input[name="儿童.1.姓名"]'), CHILD)
    hands.choose(page.locator('select[name="儿童.1.相关成年人.1.关系"]'), "father")
    hands.choose(page.locator('select[name="儿童.1.相关成年人.1.涉嫌侵害"]'), "是")
    hands.choose(page.locator('select[name="报告主体"]'), "anonymous")
    hands.follow(page.get_by_role("button", name="提交报告"))
    assert page.url.endswith("/report/receipt")
    with story.window.board.office.reading() as desk:
        return str(desk.session.exec(select(ReportChild.case_no)).one())


def answer_in_time(story: Story, case_no: str) -> None:
    """The police station finds what it owes on its first page, and answers."""
    row = owed_by(story.window.board, case_no, "police_acceptance")
    hands = story.at(POLICE)
    page = hands.page
    hands.follow(page.locator(f'a.do[href="{page_of(row)}"]'))
    hands.tick(page.locator("input[name=ours][value=yes]"))
    hands.tick(page.locator("input[name=track][value=administrative]"))
    hands.follow(page.get_by_role("button", name="保存", exact=True))
    assert "已记录" in page.inner_text(".flash")


def urge(story: Story, case_no: str) -> str:
    """The county office finds what is late among what is stuck, urges its post, and takes the conference's sheet along.

    Returns: path of the duty that is late.
    """
    late = page_of(owed_by(story.window.board, case_no, "triage"))
    hands = story.at(OFFICE)
    page = hands.page
    hands.follow(page.locator('nav a[href="/stuck"]').first)
    line = page.locator("section[aria-labelledby=k-overdue] tr", has=page.locator(f'a.do[href="{late}"]'))
    hands.tick(line.locator("input[name=key]"))
    hands.follow(page.get_by_role("button", name="对勾选的：催办"))
    assert "办了 1 件" in page.inner_text(".head")
    hands.follow(page.locator('nav a[href="/stuck"]').first)
    sheet = hands.take(page.get_by_role("link", name="HTML", exact=True)).read_text(encoding="utf-8")
    assert case_no in sheet
    assert CHILD not in sheet
    return late


def answer_late_and_say_why(story: Story, late: str) -> None:
    """The township's post finds that it was urged, does what is owed, and gives a cause from the list."""
    hands = story.at(STATION)
    page = hands.page
    hands.follow(page.locator('nav a[href="/notices"]').first)
    assert "催" in page.inner_text("main")
    hands.follow(page.locator('nav a[href="/today"]').first)
    hands.follow(page.locator(f'a.do[href="{late}"]'))
    hands.tick(page.locator("input[name=urgency]").first)
    hands.tick(page.locator("input[name=danger_now][value=no]"))
    hands.follow(page.get_by_role("button", name="保存", exact=True))
    assert "迟办" in page.inner_text("main")
    hands.follow(page.locator(f'main a[href="{late}/cause"]'))
    hands.tick(page.locator("input[name=cause][value=no_staff]"))
    hands.follow(page.locator("main form.panel button.btn"))
    assert "已记录" in page.inner_text(".flash")


def admonish(story: Story, case_no: str) -> None:
    """The police begin the procedure, draw its paper up, issue it by answering, and open it for print."""
    hands = story.at(POLICE)
    page = hands.page
    hands.follow(page.locator('nav a[href="/cases"]').first)
    hands.follow(page.locator(f'main a[href="/cases/{case_no}"]').first)
    say_that_he_is_the_guardian(hands, case_no)
    hands.follow(page.locator(f'main a[href="/cases/{case_no}/open"]').first)
    hands.follow(page.locator('main a[href$="kind=police_admonition"]'))
    hands.tick(page.locator("input[name=respondent]").first)
    hands.follow(page.get_by_role("button", name="启动", exact=True))
    duty = page_of(owed_by(story.window.board, case_no, "decide_admonition"))
    hands.follow(page.locator('nav a[href="/today"]').first)
    hands.follow(page.locator(f'a.do[href="{duty}"]'))
    hands.follow(page.locator('main a[href*="draw?kind=admonition"]'))
    hands.write(page.locator("textarea[name=facts]"), "多次殴打孩子，屡劝不改。")
    hands.write(page.locator("textarea[name=content]"), "不得再动手打孩子")
    hands.follow(page.get_by_role("button", name="保存草稿"))
    assert "草稿" in page.inner_text("h1")
    hands.follow(page.get_by_role("link", name="作出", exact=True).first)
    hands.follow(page.locator(f'main a[href^="{duty}"]').first)
    hands.tick(page.locator("input[name=issue][value=yes]"))
    hands.write(page.locator("input[name=document_no]"), DOCUMENT_NO)
    hands.follow(page.get_by_role("button", name="保存", exact=True))
    assert "已记录" in page.inner_text(".flash"), page.inner_text("main")
    with story.window.board.office.reading() as desk:
        issued = desk.session.exec(select(Instrument).where(col(Instrument.case_no) == case_no)).one()
    assert (issued.kind, issued.state) == ("admonition", "issued")
    hands.follow(page.locator("main a", has_text=case_no).first)
    hands.follow(page.locator(f'main a[href="/cases/{case_no}/instruments/{issued.no}"]').first)
    hands.follow(page.get_by_role("button", name="看文本（供打印）"))
    assert DOCUMENT_NO in page.inner_text("body")
    assert "不得再动手打孩子" in page.inner_text("body")


def say_that_he_is_the_guardian(hands: Hands, case_no: str) -> None:
    """The reporter knew a father; that he is the guardian is the police's to enter. Begins and ends at the case."""
    page = hands.page
    people = f"/cases/{case_no}/people"
    hands.follow(page.locator(f'main a[href="{people}"]').first)
    hands.follow(page.locator(f'main a[href^="{people}/"][href$="/link"]').first)
    hands.choose(page.locator("select[name=relation]"), "father")
    hands.tick(page.locator("input[name=guardian]"))
    hands.follow(page.get_by_role("button", name="登记另一种关系"))
    assert "已登记" in page.inner_text(".flash")
    hands.follow(page.locator(f'main a[href="/cases/{case_no}"]').first)


def audit(story: Story, case_no: str) -> None:
    """The county office reads what was kept and what was not, with the entries that prove it, and takes it along."""
    hands = story.at(OFFICE)
    page = hands.page
    hands.follow(page.locator('nav a[href="/cases"]').first)
    hands.follow(page.locator(f'main a[href="/cases/{case_no}"]').first)
    hands.follow(page.locator(f'main a[href="/cases/{case_no}/audit"]').first)
    rules = page.locator("main tr")
    assert "逾期办理" in rules.filter(has_text="初步研判").first.inner_text()
    assert "岗位空缺、人手不足" in page.inner_text("main")
    assert "按期办理" in rules.filter(has_text="接受报案并出具回执").first.inner_text()
    assert CHILD not in page.inner_text("main")
