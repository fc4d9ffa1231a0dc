"""kill -9 at random moments: nothing is lost, nothing is done twice, nothing is stuck. 随机强制终止.

The one window in which somebody may see something twice is between a channel's taking a message and our writing that
down: then it is sent again, under the same message id and in the same words.
"""

from __future__ import annotations

import json
import os
import random
import select as waiting
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from models import CaseFile, DutyRow, JournalEntry, Notice, Outbox, Wake
from models.database import Database
from rules.vocabulary import LIVE
from tasks import acts, advance, deliver, journal, rebuild, stuck, sweep
from tasks.intake import take_report
from tasks.office import Office
from tasks.premises import open_office, wall_clock
from tasks.settings import Settings
from tests.office import BODIES
from tests.running import ROOT, environment, furnish, report_on, settings_at

pytestmark = pytest.mark.kill

KILLS = 60
LONGEST_LIFE_SECONDS = 0.6
SEED = 20260302


class Nursery:
    """The process that forks runners for us."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._say()

    def kill_one_after(self, seconds: float) -> None:
        """Let a runner work for so long, and kill it."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        number = int(self._say())
        assert self._say() == "working"
        waiting.select([self._process.stdout], [], [], seconds)  # its life; it says nothing more
        os.kill(number, signal.SIGKILL)
        assert self._say() == "gone"

    def _say(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@contextmanager
def a_nursery(settings: Settings) -> Iterator[Nursery]:
    command = [sys.executable, "-m", "tests.kill.nursery", str(settings.home), settings.database_url]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Nursery(process)
        assert process.stdin is not None
        process.stdin.close()


def file_a_report(office: Office, number: int) -> str:
    """A report of five hours ago: its first rungs are due as soon as it is entered."""
    form = report_on(f"石生{number}", reported_at=wall_clock() - timedelta(hours=5))
    return take_report(office, form).concerned[0].case_no


def answer_something(office: Office, cases: list[str], chance: random.Random) -> None:
    """Somebody triages a case whose triage is open, if there is one."""
    with office.reading() as desk:
        query = select(DutyRow.case_no).where(col(DutyRow.code) == "triage", col(DutyRow.state).in_(LIVE))
        open_cases = sorted(set(desk.session.exec(query)) & set(cases))
    if open_cases:
        acts.answer(office, chance.choice(open_cases), "triage", {"urgency": "urgent", "danger_now": True})


def finish(office: Office) -> None:
    """Whatever the killed runners left, done by one that lives."""
    for _ in range(50):
        moved = advance.advance_many(office, BODIES)
        climbed = sweep.sweep_all(office)
        sent = deliver.deliver(office, limit=500)
        if not moved and not climbed and not sent:
            return
    raise AssertionError("it does not come to rest")


def test_after_sixty_kills_nothing_is_lost_nothing_is_twice_and_nothing_is_stuck(
    database: Database, tmp_path: Path
) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    settings = settings_at(tmp_path, database_url=url)
    chance = random.Random(SEED)
    cases: list[str] = []
    with open_office(settings) as office:
        furnish(office)
        with a_nursery(settings) as nursery:
            for turn in range(KILLS):
                cases += [file_a_report(office, 2 * turn + each) for each in range(2)]
                answer_something(office, cases, chance)
                nursery.kill_one_after(chance.uniform(0.01, LONGEST_LIFE_SECONDS))
        worked = _done_by_the_killed(office)

    later = wall_clock() + timedelta(hours=2)  # past every lease and every wait
    with open_office(settings, now=lambda: later) as office:
        finish(office)

        assert worked > KILLS  # the killed did work, so that they were killed in the middle of some
        _every_report_has_its_case_and_every_case_its_duty(office, cases)
        _nothing_waits(office)
        _no_rung_is_climbed_twice(office)
        _messages_seen_twice_are_the_same_message(office, settings.outbox_file)
        _the_chains_hold(office)
        assert rebuild.rebuild(office).differing == ()


def _done_by_the_killed(office: Office) -> int:
    with office.reading() as desk:
        by_runners = ("duty_opened", "rung_fired", "notice_delivered")
        return desk.session.exec(
            select(func.count()).select_from(JournalEntry).where(col(JournalEntry.kind).in_(by_runners))
        ).one()


def _every_report_has_its_case_and_every_case_its_duty(office: Office, cases: list[str]) -> None:
    with office.reading() as desk:
        assert set(desk.session.exec(select(CaseFile.no))) == set(cases)
        owed = set(desk.session.exec(select(DutyRow.case_no).where(col(DutyRow.state).in_(LIVE))))
        assert owed == set(cases)
        kinds = {one.kind for one in stuck.stuck(desk)}
    assert not kinds & {stuck.StuckKind.NO_OPEN_DUTY, stuck.StuckKind.STALE_WAKE, stuck.StuckKind.UNDELIVERED_NOTICE}


def _nothing_waits(office: Office) -> None:
    with office.reading() as desk:
        assert desk.session.exec(select(func.count()).select_from(Wake)).one() == 0
        assert desk.session.exec(select(func.count()).select_from(Outbox)).one() == 0
        assert set(desk.session.exec(select(Notice.state))) == {"delivered"}


def _no_rung_is_climbed_twice(office: Office) -> None:
    with office.reading() as desk:
        fired = select(JournalEntry).where(col(JournalEntry.kind) == "rung_fired").order_by(col(JournalEntry.seq))
        rows = desk.session.exec(fired).all()
        told = desk.session.exec(
            select(Notice.duty_no, Notice.rung, Notice.post_no, Notice.channel).where(col(Notice.rung).is_not(None))
        ).all()
    climbed = [(row.duty_no, json.loads(row.payload)["rung"]) for row in rows]
    assert climbed
    assert max(Counter(climbed).values()) == 1
    assert max(Counter(map(tuple, told)).values()) == 1
    by_duty: dict[str | None, list[int]] = {}
    for duty_no, rung in climbed:
        by_duty.setdefault(duty_no, []).append(rung)
    assert all(rungs == list(range(len(rungs))) for rungs in by_duty.values())  # in order, none left out


def _messages_seen_twice_are_the_same_message(office: Office, outbox: Path) -> None:
    messages = [json.loads(line) for line in outbox.read_text(encoding="utf-8").splitlines()]
    texts: dict[str, set[str]] = {}
    for message in messages:
        texts.setdefault(message["message_id"], set()).add(message["text"])
    with office.reading() as desk:
        assert set(texts) == set(desk.session.exec(select(Notice.no)))
    assert all(len(each) == 1 for each in texts.values())
    print(f"{len(messages) - len(texts)} of {len(texts)} messages were seen twice")


def _the_chains_hold(office: Office) -> None:
    with office.writing() as desk:
        journal.seal(desk.session, office.vault, everything=True)
    with office.reading() as desk:
        rows = desk.session.exec(select(JournalEntry).order_by(col(JournalEntry.chain), col(JournalEntry.n))).all()
        last: dict[str, tuple[int, str]] = {}
        for row in rows:
            n, mac = last.get(row.chain, (0, ""))
            assert (row.n, row.before) == (n + 1, mac)
            assert row.mac == journal.entry_mac(office.vault.chain_key(row.chain), row)
            last[row.chain] = (row.n, row.mac)
        assert journal.unsealed_count(desk.session) == 0
