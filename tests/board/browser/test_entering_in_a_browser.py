"""Do the forms that enter something hold at a desk and on a telephone, for a screen reader, and with scripts off?"""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from tests.board.browser.conftest import DESK, PHONE, Window
from tests.builders import FATHER, a_brother, a_child
from tests.colleagues import another
from tests.databases import ON_SQLITE
from tests.monitored import on_the_list
from tests.other_rules import slower

pytestmark = [pytest.mark.browser, ON_SQLITE]

LEAD, STATION = "P-CIVIL", "P-LIUXI-STATION"

PAGES = (
    *("/children/{child}/care", "/children/{listed}/care", "/children/{child}/care/begin", "/children/new"),
    *(f"/children/{{listed}}/care/{act}" for act in ("tier", "marks", "assess", "excuse", "end")),
    *(f"/cases/{{case}}/people{act}" for act in ("", "/add", "/join")),
    *("/cases/{case}/entries", "/cases/{case}/entries?every=yes", "/cases/{case}/entries/1/correct"),
    *("/cases/{case}/entries/1/dispute", "/cases/{case}/handover", "/cases/{case}/death", "/cases/{case}/register"),
    *("/cases/new", "/notices", "/cases/{case}/services", "/cases/{older}/services?on=2026-09-01"),
    "/cases/{older}/rules",
)


@pytest.fixture
def numbers(window: Window) -> dict[str, str]:
    """A case of a girl who is not on the list, her brother, who is, and a case that began under other rules."""
    county = window.board.county
    case = county.a_case()
    listed = on_the_list(county, child=a_brother()).child_no
    older = another(county, pack=slower()).a_case(children=[a_child(name="禾新新", adults=[])])
    return {"case": case, "child": str(county.case(case).child_no), "listed": listed, "older": older}


def faults(page: Page) -> list[str]:
    """What axe finds, of whatever weight."""
    found = Axe().run(page)
    return [f"{one['id']}: {node['html'][:120]}" for one in found.response["violations"] for node in one["nodes"]]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_form_keeps_anybody_out_or_is_wider_than_the_screen(
    window: Window, numbers: dict[str, str], size: ViewportSize
) -> None:
    page = window.as_post(LEAD, size=size)
    for lang in ("zh", "en"):
        page.goto(f"/lang/{lang}")
        for path in PAGES:
            answer = page.goto(path.format(**numbers))
            assert answer is not None
            assert answer.status == 200, path
            assert faults(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path


def test_a_child_is_put_on_the_list_on_a_telephone_without_a_script(window: Window, numbers: dict[str, str]) -> None:
    page = window.as_post(STATION, size=PHONE, script=False)
    page.goto(f"/children/{numbers['child']}")
    page.get_by_role("link", name="关爱：").click()
    page.get_by_role("link", name="列为关爱对象").click()
    for found in ("under_16", "rural_registration", "parents_away", "three_months", "left_behind"):
        page.check(f"input[value={found}]")
    page.check("input[name=tier][value=high]")
    page.get_by_role("button", name="列入").click()
    assert "请写明定级理由" in page.inner_text("#f-reason")
    assert page.is_checked("input[value=left_behind]")
    assert says_what_is_wrong(page)
    page.fill("textarea[name=reason]", "村里走访核实")
    page.get_by_role("button", name="列入").click()
    assert "已列为关爱对象" in page.inner_text("main")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_what_is_stated_for_a_service_leads_to_pages_that_hold(
    window: Window, numbers: dict[str, str], size: ViewportSize
) -> None:
    page = window.as_post(LEAD, size=size)
    for lang in ("zh", "en"):
        page.goto(f"/lang/{lang}")
        page.goto(f"/cases/{numbers['case']}/services")
        page.locator("#look summary").click()
        page.select_option("select[name=migrant]", "yes")
        page.fill("input[name=on]", "2026-03-02")
        page.click("#look button")
        assert (faults(page), page.evaluate("document.documentElement.scrollWidth")) == ([], size["width"])
        page.click("button[value=temporary_relief]")
        assert page.input_value("input[name=migrant]") == "yes"
        assert (faults(page), page.evaluate("document.documentElement.scrollWidth")) == ([], size["width"])


def test_a_service_is_asked_for_on_a_telephone_without_a_script(window: Window, numbers: dict[str, str]) -> None:
    page = window.as_post(LEAD, size=PHONE, script=False)
    page.goto(f"/cases/{numbers['case']}")
    page.get_by_role("link", name="服务清单").click()
    page.locator("#look summary").click()
    page.select_option("select[name=migrant]", "yes")
    page.fill("input[name=on]", "开学")
    page.press("input[name=on]", "Enter")  # compares, and refers to nobody
    assert "日期请写成" in page.inner_text("#f-on")
    page.fill("input[name=on]", "")
    page.click("#look button")
    page.get_by_role("button", name="转介：卫生健康服务").click()
    page.get_by_role("button", name="发起转介").click()
    assert "已发起服务转介" in page.inner_text("main")


def test_a_case_is_moved_to_other_rules_without_a_script(window: Window, numbers: dict[str, str]) -> None:
    page = window.as_post(LEAD, script=False)
    page.goto(f"/cases/{numbers['older']}")
    page.get_by_role("link", name="改用新版规则").click()
    page.check("input[value=counted]")
    page.get_by_role("button", name="改用新版规则").click()
    assert "请写明理由" in page.inner_text("#f-reason")
    assert page.is_checked("input[value=counted]")
    page.fill("textarea[name=reason]", "新版更严")
    page.get_by_role("button", name="改用新版规则").click()
    assert "已改用现行规则" in page.inner_text("main")


def says_what_is_wrong(page: Page) -> bool:
    """Axe needs scripts; what a reader needs of a form that was refused is asked here by hand."""
    described = page.get_attribute("textarea[name=reason]", "aria-describedby") or ""
    return "e-reason" in described.split() and page.get_attribute("textarea[name=reason]", "aria-invalid") == "true"


def test_enter_in_a_field_sends_the_form_and_makes_no_room(window: Window, numbers: dict[str, str]) -> None:
    page = window.as_post(LEAD)
    page.goto("/cases/new")
    page.fill("textarea[name=source]", "判决书")
    page.fill("input[name=姓名]", "禾新新")
    page.press("input[name=姓名]", "Enter")
    page.wait_for_selector(".errsum")
    assert page.locator("input[name='相关成年人.2.姓名']").count() == 0
    assert page.input_value("input[name=姓名]") == "禾新新"


def test_nobody_is_named_where_adults_are_listed(window: Window, numbers: dict[str, str]) -> None:
    page = window.as_post(LEAD)
    page.goto(f"/cases/{numbers['case']}/people")
    assert FATHER not in page.content()
    assert "父亲" in page.inner_text("main")
