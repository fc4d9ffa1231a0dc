"""Do the pages about cases hold at a desk and on a telephone, for a screen reader, and with scripts off? 个案各页."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from tests.board.browser.conftest import DESK, PHONE, Window
from tests.builders import CHILD, a_brother, a_child
from tests.databases import ON_SQLITE
from tests.planted import an_order, overdue

pytestmark = [pytest.mark.browser, ON_SQLITE]

LEAD = "P-CIVIL"

PAGES = (
    *("/cases", "/cases/{case}", "/cases/{case}?zoom=day", "/cases/{case}/names", "/cases/{case}/looks"),
    *("/cases/{case}/note", "/cases/{case}/open", "/cases/{case}/open?kind=protection_order", "/cases/{case}/close"),
    *("/stuck", "/children/{child}", "/cases/{case}/audit", "/audit?first=2026-03-01&last=2026-03-31"),
    "/audit/verify",
)


@pytest.fixture
def numbers(window: Window) -> dict[str, str]:
    """A case of two siblings in which something is late and an order runs."""
    received = window.board.county.report(children=[a_child(), a_brother()])
    window.board.county.beat()
    case = received.concerned[0].case_no
    overdue(window.board.county, case)
    an_order(window.board.county, case, days=30)
    return {"case": case, "child": str(window.board.county.case(case).child_no)}


def faults(page: Page) -> list[str]:
    """What axe finds, of whatever weight."""
    found = Axe().run(page)
    return [f"{one['id']}: {node['html'][:120]}" for one in found.response["violations"] for node in one["nodes"]]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_keeps_anybody_out_or_is_wider_than_the_screen(
    window: Window, numbers: dict[str, str], size: ViewportSize
) -> None:
    page = window.as_post(LEAD, size=size)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for path in PAGES:
        page.goto(path.format(**numbers))
        assert faults(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
    assert not [one for one in said if "Content Security Policy" in one]


def test_what_the_pointer_is_on_is_written_below_the_picture(window: Window, numbers: dict[str, str]) -> None:
    page = window.as_post(LEAD)
    page.goto(f"/cases/{numbers['case']}")
    mark = page.locator(".fig g[aria-label]").first
    told = mark.get_attribute("aria-label")
    mark.focus()
    assert page.inner_text("#tip") == told


def test_a_line_of_the_stuck_list_is_acted_on_without_a_script(window: Window, numbers: dict[str, str]) -> None:
    page = window.as_post(LEAD, script=False)
    page.goto("/stuck?kind=overdue")
    page.locator("input[name=key]").first.check()
    page.get_by_role("button", name="对勾选的：催办").click()
    assert "办了 1 件" in page.inner_text(".head")


def test_names_are_gone_when_one_goes_back_and_do_not_print(window: Window, numbers: dict[str, str]) -> None:
    page = window.as_post(LEAD)
    page.goto(f"/cases/{numbers['case']}/names")
    page.fill("textarea[name=reason]", "上门走访")
    page.get_by_role("button", name="查看姓名").click()
    assert CHILD in page.inner_text("main")
    page.emulate_media(media="print")
    assert CHILD not in page.inner_text("main")
    page.emulate_media(media="screen")
    page.goto(f"/cases/{numbers['case']}")
    assert CHILD not in page.content()
