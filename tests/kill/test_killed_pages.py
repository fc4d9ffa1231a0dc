"""kill -9 while a page's form is taken: the act is whole or absent, and sent again done once. 提交时被强制终止.

Somebody answers a duty and the server dies under the form: before it was read, in the middle of the transaction, after
the commit, while the procedures look.  They see an error, wait until the server is there again, and send the form once
more.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlmodel import col, select

from models import DutyRow, JournalEntry
from models.database import Database
from rules.vocabulary import LIVE, DutyState
from tasks import accounts, advance, rebuild
from tasks.accounts import Policy
from tasks.intake import take_report
from tasks.kinds import Kind
from tasks.office import Office
from tasks.posts import holder_of
from tasks.premises import open_office, wall_clock
from tasks.settings import Settings
from tests.board.conftest import PASSWORD, hidden_in
from tests.builders import an_answer
from tests.office import BODIES
from tests.running import ROOT, environment, free_port, furnish, report_on, settings_at

pytestmark = pytest.mark.kill

KILLS = 10
SEED = 20260304
POLICE, CODE = "P-LIUXI-POLICE", "police_acceptance"
ANSWERS_WITHIN_SECONDS = 30.0


class Window:
    """The process that opens boards for us, and the browser of an officer before it."""

    def __init__(self, process: subprocess.Popen[str], browser: httpx.Client) -> None:
        self._process = process
        self.browser = browser
        self._number = 0
        self._hear("ready")

    def open(self) -> None:
        """A board that answers."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        self._number = int(self._line())
        self._hear("open")

    def kill(self) -> None:
        """End it as a power cut does."""
        os.kill(self._number, signal.SIGKILL)
        self._hear("gone")

    def _hear(self, word: str) -> None:
        assert self._line() == word

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@contextmanager
def a_window(settings: Settings) -> Iterator[Window]:
    where = (str(settings.home), settings.database_url, str(settings.board_port))
    address = f"http://127.0.0.1:{settings.board_port}"
    with (
        subprocess.Popen(
            [sys.executable, "-m", "tests.kill.windows", *where],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
        httpx.Client(base_url=address, timeout=ANSWERS_WITHIN_SECONDS, trust_env=False) as browser,
    ):
        yield Window(process, browser)
        assert process.stdin is not None
        process.stdin.close()


def duties_of_the_police(office: Office, number: int) -> list[str]:
    """So many reports, each with a duty of the police to accept it; the numbers of these duties."""
    for place in range(number):
        take_report(office, report_on(f"石生{place}", reported_at=wall_clock() - timedelta(minutes=5)))
    while advance.advance_many(office, BODIES):
        pass
    with office.reading() as desk:
        query = select(DutyRow.no).where(col(DutyRow.code) == CODE, col(DutyRow.post_no) == POLICE)
        found = list(desk.session.exec(query.order_by(col(DutyRow.no))))
    assert len(found) == number
    return found


def an_account_of_the_police(office: Office) -> str:
    with office.reading() as desk:
        holder = holder_of(desk, POLICE, desk.at)
    assert holder is not None
    made = accounts.open_account(office, "police", person_no=holder.person_no, by=None, policy=Policy())
    begun = accounts.sign_in(office, made.login, made.password, policy=Policy())
    accounts.change_password(office, begun.token, made.password, PASSWORD, policy=Policy())
    return made.login


def answers(office: Office, duty_no: str) -> int:
    """How often the journal says that a duty was answered; the table says the same."""
    with office.reading() as desk:
        query = select(JournalEntry.n).where(
            col(JournalEntry.duty_no) == duty_no, col(JournalEntry.kind) == Kind.DUTY_ANSWERED
        )
        told = len(desk.session.exec(query).all())
        state = desk.session.exec(select(DutyRow.state).where(col(DutyRow.no) == duty_no)).one()
    assert (state not in LIVE) == (told > 0), "whole or absent"
    return told


def page_of(duty_no: str) -> str:
    case_no, _, number = duty_no.partition("/")
    return f"/cases/{case_no}/duties/{number}"


def send(browser: httpx.Client, duty_no: str, form: dict[str, str], became: list[int]) -> None:
    """Send the form; what became of it, where there was still somebody to say so."""
    with suppress(httpx.TransportError):
        became.append(browser.post(f"{page_of(duty_no)}/answer", data=form).status_code)


def test_a_form_whose_server_was_killed_under_it_is_taken_once_when_it_is_sent_again(
    database: Database, tmp_path: Path
) -> None:
    chance = random.Random(SEED)
    url = database.engine.url.render_as_string(hide_password=False)
    settings = settings_at(tmp_path, database_url=url, board_port=free_port())
    found: Counter[str] = Counter()
    with open_office(settings) as office:
        furnish(office)
        login, (first, *others) = an_account_of_the_police(office), duties_of_the_police(office, KILLS + 1)
        with a_window(settings) as window:
            window.open()
            signed_in = {**hidden_in(window.browser.get("/sign-in")), "name": login, "password": PASSWORD}
            assert window.browser.post("/sign-in", data=signed_in).status_code == 303
            whole_seconds = _answered_in(window.browser, first)
            for duty_no in others:
                form = _filled(window.browser, duty_no)
                became: list[int] = []
                sending = threading.Thread(target=send, args=(window.browser, duty_no, form, became))
                sending.start()
                # over what a whole request takes here, most of them early: the act comes first, then what follows
                sending.join(whole_seconds * 10 ** chance.uniform(-3, 0.1))
                window.kill()
                sending.join()
                stood = answers(office, duty_no)
                assert stood <= 1
                assert became in ([], [303])
                assert stood or not became, "what was acknowledged is kept"
                found["acknowledged" if became else "done, unsaid" if stood else "absent"] += 1
                window.open()
                again = window.browser.post(f"{page_of(duty_no)}/answer", data=form)
                assert (again.status_code == 303) == (not stood), again.text
                assert answers(office, duty_no) == 1
            window.kill()
        while advance.advance_many(office, BODIES):
            pass
        assert rebuild.rebuild(office).differing == ()
        _each_was_asked_once(office)
    print(dict(found), f"a whole request: {whole_seconds:.3f} s")
    assert found["absent"], "killed before the act was written"
    assert found["done, unsaid"] + found["acknowledged"], "and after"


def _filled(browser: httpx.Client, duty_no: str) -> dict[str, str]:
    drawn = browser.get(page_of(duty_no))
    assert drawn.status_code == 200
    return {**hidden_in(drawn), **{name: str(value) for name, value in an_answer(CODE).items()}}


def _answered_in(browser: httpx.Client, duty_no: str) -> float:
    """How many seconds a whole request takes on this machine."""
    form = _filled(browser, duty_no)
    began = time.monotonic()
    assert browser.post(f"{page_of(duty_no)}/answer", data=form).status_code == 303
    return time.monotonic() - began


def _each_was_asked_once(office: Office) -> None:
    """Every case has gone on, and to no step twice."""
    with office.reading() as desk:
        rows = desk.session.exec(select(DutyRow)).all()
    twice = [
        key for key, times in Counter((row.procedure_no, row.code, row.about) for row in rows).items() if times > 1
    ]
    assert twice == []
    accepted = [row for row in rows if row.code == CODE]
    assert {row.state for row in accepted} == {DutyState.ANSWERED}
    gone_on = {row.case_no for row in rows if row.code not in ("triage", CODE)}
    assert {row.case_no for row in accepted} <= gone_on
