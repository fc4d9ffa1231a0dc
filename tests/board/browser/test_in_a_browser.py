"""Does it hold in a real browser: with the keyboard only, on a telephone, without scripts, for a screen reader?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from rules.vocabulary import DutyState
from tasks import sweep
from tests.board.browser.conftest import DESK, PHONE, Window
from tests.board.test_duty import owed_by, page_of
from tests.databases import ON_SQLITE

pytestmark = [pytest.mark.browser, ON_SQLITE]

POLICE, OFFICE = "P-LIUXI-POLICE", "P-OFFICE"
CODE = "police_acceptance"


@pytest.fixture
def case_no(window: Window) -> str:
    """A report of this morning; nobody has answered for two days."""
    number = window.board.county.a_case()
    window.board.county.clock.at += timedelta(days=2)
    window.board.county.move()
    sweep.sweep_all(window.board.office)
    return number


def serious(page: Page) -> list[str]:
    """What axe finds that keeps somebody out."""
    found = Axe().run(page)
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in found.response["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def say_that_it_was_accepted(page: Page) -> None:
    page.check("input[name=ours][value=yes]")
    page.check("input[name=track][value=criminal]")
    page.get_by_role("button", name="保存", exact=True).click()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_duty_is_found_and_answered(window: Window, case_no: str, size: ViewportSize, script: bool) -> None:
    row = owed_by(window.board, case_no, CODE)
    page = window.as_post(POLICE, size=size, script=script)
    page.click(f'a.do[href="{page_of(row)}"]')
    say_that_it_was_accepted(page)
    assert "已记录" in page.inner_text(".flash")
    with window.board.office.reading() as desk:
        assert desk.session.get_one(type(row), row.no).state == DutyState.ANSWERED


def test_with_the_keyboard_alone_one_reaches_the_list_its_duties_and_their_form(window: Window, case_no: str) -> None:
    page = window.as_post(POLICE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.press("Tab")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.className") == "do"
    page.keyboard.press("Enter")
    page.wait_for_url("**/duties/*")
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_is_wider_than_its_screen(window: Window, case_no: str, size: ViewportSize) -> None:
    page = window.as_post(OFFICE, size=size)
    for path in ("/today?scope=all", page_of(owed_by(window.board, case_no, CODE)), "/account", "/nowhere"):
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path


def test_axe_finds_nothing_serious(window: Window, case_no: str) -> None:
    here = page_of(owed_by(window.board, case_no, CODE))
    page = window.as_post(OFFICE)
    found = {}
    for path in ("/today?scope=all", here, f"{here}/skip", "/account", "/account/password", "/nowhere"):
        page.goto(path)
        found[path] = serious(page)
    outside = window.open()
    for path in ("/", "/sign-in"):
        outside.goto(path)
        found[path] = serious(outside)
    assert found == {path: [] for path in found}


def test_nothing_is_fetched_from_elsewhere_and_nothing_breaks_the_policy(window: Window, case_no: str) -> None:
    page = window.open()
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/sign-in"):
        page.goto(path)
    assert [one for one in asked if not one.startswith(window.address)] == []
    assert [one for one in complaints if "Content Security Policy" in one] == []
