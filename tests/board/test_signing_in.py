"""Can one come in, and only as oneself? 登录."""

from __future__ import annotations

import re
from datetime import timedelta

from pyotp import TOTP

from board.visit import SESSION
from tests.board.conftest import PASSWORD, Board
from tests.databases import ON_SQLITE

pytestmark = ON_SQLITE

POLICE = "P-LIUXI-POLICE"


def test_a_page_of_work_leads_whoever_is_not_signed_in_to_the_form_and_back(board: Board) -> None:
    login = board.account_of(POLICE)
    visitor = board.anybody()
    form = visitor.get("/today")
    assert form.url.path == "/sign-in"
    assert form.url.params["back"] == "/today"
    answer = visitor.client.post("/sign-in", data={"name": login, "password": PASSWORD, "back": "/today"})
    assert answer.url.path == "/today"


def test_a_wrong_password_and_an_unknown_name_read_the_same(board: Board) -> None:
    login = board.account_of(POLICE)
    wrong = board.anybody().post("/sign-in", name=login, password="not this one at all")
    unknown = board.anybody().post("/sign-in", name="nobody-of-this-name", password="not this one at all")
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.text.replace(login, "") == unknown.text.replace("nobody-of-this-name", "")


def test_a_session_that_somebody_planted_in_the_browser_is_not_taken_over(board: Board) -> None:
    login = board.account_of(POLICE)
    visitor = board.anybody()
    visitor.client.cookies.set(SESSION, "planted-by-somebody-else", domain="127.0.0.1")
    visitor.client.post("/sign-in", data={"name": login, "password": PASSWORD})
    held = {one.value for one in visitor.client.cookies.jar if one.name == SESSION}
    assert "planted-by-somebody-else" not in held or len(held) == 2
    board.anybody().client.cookies.set(SESSION, "planted-by-somebody-else", domain="127.0.0.1")
    assert board.anybody().get("/today").url.path == "/sign-in"


def test_whoever_signed_out_is_out_even_with_the_old_cookie(board: Board) -> None:
    visitor = board.as_post(POLICE)
    kept = visitor.client.cookies.get(SESSION)
    visitor.post("/sign-out", seen="/account")
    again = board.anybody()
    again.client.cookies.set(SESSION, str(kept), domain="127.0.0.1")
    assert again.get("/today").url.path == "/sign-in"


def test_a_form_without_the_word_of_the_session_does_nothing(board: Board) -> None:
    visitor = board.as_post(POLICE)
    answer = visitor.client.post("/sign-out", data={"csrf": "guessed"})
    assert answer.status_code == 422
    assert visitor.get("/today").url.path == "/today"


def test_a_session_ends_when_nobody_uses_it(board: Board) -> None:
    visitor = board.as_post(POLICE)
    board.county.clock.move(minutes=29)
    assert visitor.get("/today").url.path == "/today"
    board.county.clock.at += timedelta(minutes=30)
    assert visitor.get("/today").url.path == "/sign-in"


def test_a_second_factor_is_set_up_and_then_asked_for(board: Board) -> None:
    visitor = board.as_post(POLICE)
    shown = visitor.post("/account/second-factor/begin", seen="/account/second-factor")
    secret = re.search(r"<code>([A-Z2-7]+)</code>", shown.text)
    assert secret is not None
    assert "<svg" in shown.text
    codes = TOTP(secret[1])
    now = board.county.clock.at
    wrong = visitor.post("/account/second-factor/confirm", seen="/account", code="000000")
    assert wrong.status_code == 422
    done = visitor.post("/account/second-factor/confirm", seen="/account", code=codes.at(now))
    assert done.url.path == "/today"
    again = board.anybody()
    login = board.account_of(POLICE)
    half_way = again.post("/sign-in", name=login, password=PASSWORD)
    assert half_way.url.path == "/account/second-factor"
    assert again.get("/today").url.path == "/account/second-factor"
    board.county.clock.at = now + timedelta(seconds=30)
    through = again.post(
        "/account/second-factor/code", seen="/account/second-factor", code=codes.at(board.county.clock.at)
    )
    assert through.url.path == "/today"


def test_the_language_is_kept_and_the_other_one_offered(board: Board) -> None:
    visitor = board.anybody()
    assert 'lang="zh-Hans"' in visitor.get("/sign-in").text
    english = visitor.get("/lang/en", back="/sign-in")
    assert english.url.path == "/sign-in"
    assert '<html lang="en">' in english.text
