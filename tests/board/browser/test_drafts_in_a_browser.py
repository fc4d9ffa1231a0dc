"""What of a visit stays on the telephone while there is no signal, and what never does. 走访暂存."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from rules.vocabulary import Tier
from tests.board.browser.conftest import PHONE, Window
from tests.board.conftest import PASSWORD
from tests.databases import ON_SQLITE
from tests.monitored import on_the_list

pytestmark = [pytest.mark.browser, ON_SQLITE]

VILLAGE = "P-HEBIAN-COMMITTEE"
WORDS = "奶奶说他想妈妈"


def at_the_door(window: Window) -> tuple[Page, str]:
    """A child director with the form of a visit open on a telephone, and where it is."""
    case_no = on_the_list(window.board.county, tier=Tier.HIGH).case_no
    form = f"/visits/{case_no}/{window.board.county.live(case_no, 'routine_visit').no.rpartition('/')[2]}"
    window.board.county.clock.show("Monday 2026-03-02 11:30")
    page = window.as_post(VILLAGE, size=PHONE)
    page.goto(form)
    return page, form


def tick(page: Page) -> None:
    for name, value in (("child_seen", "yes"), ("care", "strained"), ("school", "attends")):
        page.check(f"input[name={name}][value={value}]")
    page.check("input[name=spoke_with][value=child]")
    page.fill("textarea[name=problems]", WORDS)


def kept(page: Page) -> str:
    """Everything that the page has put away in the browser."""
    return str(page.evaluate("JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])"))


def test_ticks_survive_a_tab_that_was_closed_and_words_are_never_put_away(window: Window) -> None:
    page, form = at_the_door(window)
    tick(page)
    assert "strained" in kept(page)
    assert WORDS not in kept(page)
    again = page.context.new_page()
    page.close(run_before_unload=False)
    again.goto(form)
    assert again.is_checked("input[name=care][value=strained]")
    assert again.is_checked("input[name=spoke_with][value=child]")
    assert not again.is_checked("input[name=spoke_with][value=carer]")
    assert again.input_value("textarea[name=problems]") == ""
    assert "已从这台设备恢复" in again.inner_text("form[data-draft] .flash")


def test_without_a_signal_nothing_is_sent_and_every_word_stays_on_the_page(window: Window) -> None:
    page, form = at_the_door(window)
    tick(page)
    for name, value in (("health", "well"), ("safety", "safe")):
        page.check(f"input[name={name}][value={value}]")
    page.context.set_offline(True)
    page.click("button.wide")
    page.wait_for_selector("form[data-draft] .flash.bad")
    assert page.input_value("textarea[name=problems]") == WORDS
    page.context.set_offline(False)
    page.click("button.wide")
    page.wait_for_url(f"**{form}?done=made")
    assert "strained" not in kept(page)


def test_signing_out_leaves_nothing(window: Window) -> None:
    page, _ = at_the_door(window)
    tick(page)
    page.on("dialog", lambda one: one.accept())
    page.click("details.as summary")
    page.click("form[action='/sign-out'] button")
    page.wait_for_url("**/")
    assert "strained" not in kept(page)


def test_the_next_person_at_the_same_machine_gets_none_of_it(window: Window) -> None:
    page, _ = at_the_door(window)
    tick(page)
    login = window.board.account_of("P-LIUXI-STATION")
    page.context.clear_cookies()  # the session ran out: nobody signed out
    other = page.context.new_page()
    other.goto("/sign-in")
    assert "strained" in kept(other)  # whoever it was may come back to it
    other.fill("input[name=name]", login)
    other.fill("input[name=password]", PASSWORD)
    other.click("main button.btn")
    other.wait_for_url("**/today")
    assert "strained" not in kept(other)


def test_the_form_works_without_a_script(window: Window) -> None:
    _, form = at_the_door(window)
    page = window.as_post(VILLAGE, size=PHONE, script=False)
    page.goto(form)
    tick(page)
    for name, value in (("health", "well"), ("safety", "safe")):
        page.check(f"input[name={name}][value={value}]")
    page.click("button.wide")
    assert "已记录" in page.inner_text("main")
