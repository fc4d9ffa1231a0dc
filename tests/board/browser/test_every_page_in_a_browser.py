"""Can every page be read, and does it fit its screen? Each address, at a desk and on a telephone. 逐页检查."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.board.browser.conftest import DESK, PHONE, Window
from tests.board.browser.test_case_pages_in_a_browser import faults
from tests.board.browser.test_office_pages_in_a_browser import too_wide
from tests.board.conftest import PASSWORD
from tests.board.test_access_matrix import BOTH, SHOWN
from tests.board.test_people import as_administrator_beside
from tests.board.world import LEAD, World, a_living_case
from tests.databases import ON_SQLITE

pytestmark = [pytest.mark.browser, ON_SQLITE]

OFFICE, POLICE, VILLAGE = "P-OFFICE", "P-LIUXI-POLICE", "P-HEBIAN-DIRECTOR"
BY_HAND = ("/children/import/{what}/template.xlsx", "/stuck/meeting.{form}", "/calendar.ics", "/figures/log")
"""Files, and what leads to one."""
FOR_ALL = ("/", "/sign-in", "/report", "/report/blank", "/report/what-became", "/nowhere")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_can_be_read_by_everybody_and_fits_its_screen(window: Window, size: ViewportSize, lang: str) -> None:
    world = a_living_case(window.board)
    left = [path for path in {**SHOWN, **BOTH} if path not in BY_HAND]
    wrong: dict[str, list[str]] = {}
    for page in _people(window, size):
        page.goto(f"/lang/{lang}")
        left = [path for path in left if not _looked_at(page, world, path, wrong)]
    anybody = window.open(size=size)
    anybody.goto(f"/lang/{lang}")
    for path in FOR_ALL:
        anybody.goto(path)
        wrong[path] = _wrong(anybody)
    assert left == [], "no page was drawn there for any of them"
    assert {path: found for path, found in wrong.items() if found} == {}


def _people(window: Window, size: ViewportSize) -> list[Page]:
    """Between them they are shown every page."""
    seated = [window.as_post(post, size=size) for post in (LEAD, OFFICE, POLICE, VILLAGE)]
    as_administrator_beside(window.board)
    administrator = window.open(size=size)
    administrator.goto("/sign-in")
    administrator.fill("input[name=name]", "root-2")
    administrator.fill("input[name=password]", PASSWORD)
    administrator.click("main button.btn")
    return [*seated, administrator]


def _looked_at(page: Page, world: World, path: str, wrong: dict[str, list[str]]) -> bool:
    answer = page.goto(world.address(path))
    assert answer is not None
    drawn = answer.status == 200
    if drawn:
        wrong[path] = _wrong(page)
    return drawn


def _wrong(page: Page) -> list[str]:
    return [*faults(page), *(["wider than the screen"] if too_wide(page) else [])]
