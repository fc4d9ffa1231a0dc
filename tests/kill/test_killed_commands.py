"""kill -9 while a command starts and works: is what is left whole, and can it be gone on with? 启动与录入时被强制终止.

A first start makes a key, lays out the database and marks it; a report writes some fifty rows.  Killed anywhere, the
next start finds nothing of it or all of it.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from models import CaseFile, Procedure, ReportChild, ReportRow, Wake
from models.database import Database
from tasks import rebuild
from tasks.premises import open_office
from tests.databases import drop_postgres, empty_postgres
from tests.office import EXAMPLES
from tests.running import ROOT, environment, furnish, settings_at

pytestmark = pytest.mark.kill

STARTS = 15
REPORTS = 30
LONG_ENOUGH_SECONDS = 60.0
SEED = 20260303
STARTED = "已启动"  # what a runner says when it stands

Fresh = Callable[[int], str]


@dataclass(frozen=True)
class Killed:
    """What came of a command: whether it ended by itself, what it had said, and how many seconds it had lived."""

    by_itself: bool
    said: str
    seconds: float


class Forge:
    """The process that forks commands for us."""

    def __init__(self, process: subprocess.Popen[str], output: Path) -> None:
        self._process = process
        self._output = output
        assert self._heard() == "ready"

    def hutong(self, *words: str, killed_after: float, killed_at: str | None = None, **also: str) -> Killed:
        """Run a command for so long at most, or until it has said a word."""
        self._output.unlink(missing_ok=True)
        asked = {
            "words": words,
            "environment": also,
            "output": str(self._output),
            "seconds": killed_after,
            "word": killed_at,
        }
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._heard())
        said = self._output.read_text(encoding="utf-8")
        assert not answer["ended"] or answer["code"] == 0, said
        return Killed(by_itself=answer["ended"], said=said, seconds=answer["seconds"])

    def _heard(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@contextmanager
def a_forge(folder: Path) -> Iterator[Forge]:
    command = [sys.executable, "-m", "tests.kill.forge"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Forge(process, folder / "said")
        assert process.stdin is not None
        process.stdin.close()


# ------------------------------------------------------------------------------------------------ the first start


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.db)])
def fresh_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Fresh]:
    """Addresses of databases that have no table yet, nor, for SQLite, a file."""
    made: list[Database] = []

    def fresh(number: int) -> str:
        if request.param == "sqlite":
            return f"sqlite:///{tmp_path}/case-{number}.db"
        while made:
            drop_postgres(request.getfixturevalue("postgres_url"), made.pop())
        made.append(empty_postgres(request.getfixturevalue("postgres_url"), "hutong_first_start"))
        return made[-1].engine.url.render_as_string(hide_password=False)

    yield fresh
    for database in made:
        drop_postgres(request.getfixturevalue("postgres_url"), database)


def test_a_first_start_that_was_killed_anywhere_leaves_a_home_that_can_be_opened(
    fresh_url: Fresh, tmp_path: Path
) -> None:
    chance = random.Random(SEED)
    found = []
    whole_start_seconds = 0.0
    with a_forge(tmp_path) as forge:
        for number in range(STARTS):
            home, url = tmp_path / f"home-{number}", fresh_url(number)
            words = ("--home", str(home), "worker", "--no-engine")
            if number:
                after = chance.uniform(0.01, 1.2 * whole_start_seconds)  # spread over what a start takes here
                killed = forge.hutong(*words, killed_after=after, HUTONG_DATABASE_URL=url)
            else:
                killed = forge.hutong(
                    *words, killed_after=LONG_ENOUGH_SECONDS, killed_at=STARTED, HUTONG_DATABASE_URL=url
                )
                whole_start_seconds = killed.seconds
            has_key = any(home.rglob("master.key"))
            found.append("running" if STARTED in killed.said else "key made" if has_key else "nothing")

            with open_office(settings_at(home, database_url=url)) as office:
                furnish(office)
                assert rebuild.rebuild(office).differing == ()

    print({state: found.count(state) for state in sorted(set(found))}, f"{whole_start_seconds:.2f} s")
    assert found[0] == "running"
    assert set(found[1:]) - {"running"}  # killed before it stood


# ------------------------------------------------------------------------------------------------ a report


def test_a_report_that_was_killed_while_it_was_entered_is_there_whole_or_not_at_all(
    database: Database, tmp_path: Path
) -> None:
    chance = random.Random(SEED)
    url = database.engine.url.render_as_string(hide_password=False)
    receipts: set[str] = set()
    ended = 0
    whole_seconds = 0.0
    with open_office(settings_at(tmp_path, database_url=url)) as office:
        furnish(office)
    with a_forge(tmp_path) as forge:
        words = ("--home", str(tmp_path), "report", str(EXAMPLES / "report-hotline-siblings.yaml"))
        for number in range(REPORTS):
            seconds = chance.uniform(0.05, 1.5 * whole_seconds) if number else LONG_ENOUGH_SECONDS
            killed = forge.hutong(*words, killed_after=seconds, HUTONG_DATABASE_URL=url)
            whole_seconds = whole_seconds or killed.seconds
            ended += killed.by_itself
            receipts |= set(re.findall(r"已收到报告 (\S+)", killed.said))

    with open_office(settings_at(tmp_path, database_url=url)) as office:
        with office.reading() as desk:
            reports = set(desk.session.exec(select(ReportRow.no)))
            assert receipts <= reports  # what was acknowledged is kept
            assert all(is_whole(desk.session, report_no) for report_no in reports)
            assert set(desk.session.exec(select(CaseFile.no))) == set(desk.session.exec(select(ReportChild.case_no)))
            assert set(desk.session.exec(select(Wake.procedure_no))) <= set(desk.session.exec(select(Procedure.no)))
        assert rebuild.rebuild(office).differing == ()
    print(f"{REPORTS} begun, {REPORTS - ended} killed, {len(reports)} kept, {len(receipts)} acknowledged")
    assert receipts
    assert 0 < len(reports) < REPORTS  # killed before the commit, and after


def is_whole(session: Session, report_no: str) -> bool:
    """Two brothers, each with a file, a case and a procedure of this report."""
    children = session.exec(select(ReportChild).where(col(ReportChild.report_no) == report_no)).all()
    procedures = session.exec(select(Procedure).where(col(Procedure.report_no) == report_no)).all()
    cases = {one.case_no for one in children}
    return len({one.child_no for one in children}) == len(cases) == 2 and {one.case_no for one in procedures} == cases
