"""Can everybody read the pages of the offices: at a desk, on a telephone, in English? 机关页面."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from rules.vocabulary import Tier
from tests.board.browser.conftest import DESK, PHONE, Window
from tests.board.browser.test_in_a_browser import serious
from tests.board.conftest import PASSWORD
from tests.board.test_people import as_administrator_beside
from tests.databases import ON_SQLITE
from tests.monitored import on_the_list

pytestmark = [pytest.mark.browser, ON_SQLITE]

VILLAGE, STATION, OFFICE = "P-HEBIAN-COMMITTEE", "P-LIUXI-STATION", "P-OFFICE"


def too_wide(page: Page) -> bool:
    """Whether one has to push the page sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_serious_and_nothing_is_wider_than_the_screen(
    window: Window, size: object, lang: str
) -> None:
    county = window.board.county
    case_no = on_the_list(county, tier=Tier.HIGH).case_no
    county.a_case()
    form = f"/visits/{case_no}/{county.live(case_no, 'routine_visit').no.rpartition('/')[2]}"
    pages = {
        VILLAGE: ("/visits", form, f"{form}/not-seen"),
        STATION: ("/children", "/children/import/children", "/children/export"),
        OFFICE: (
            *("/figures", "/figures/map", "/figures/year", "/figures/log", "/health", "/people"),
            *(f"/people/posts/{STATION}", "/packs", "/packs/national?part=ladders"),
            "/packs/diff?left=national&right=fujian-2024",
        ),
    }
    found, wide = {}, []
    for post, paths in pages.items():
        page = window.as_post(post, size=size)  # type: ignore[arg-type]
        page.goto(f"/lang/{lang}")
        for path in paths:
            page.goto(path)
            found[path] = serious(page)
            wide += [path] if too_wide(page) else []
    assert found == {path: [] for path in found}
    assert wide == []


def test_axe_finds_nothing_serious_where_accounts_are_kept(window: Window) -> None:
    as_administrator_beside(window.board)
    page = window.open()
    page.goto("/sign-in")
    page.fill("input[name=name]", "root-2")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button.btn")
    found = {}
    for path in ("/people", f"/people/posts/{STATION}", "/people/persons", "/people/persons/W-001/account", "/health"):
        page.goto(path)
        found[path] = serious(page)
    assert found == {path: [] for path in found}
