"""kill -9 while a command starts and works: is what is left whole, and can it be gone on with? 启动与录入时被强制终止.

A first start makes a key, lays out the database and marks it; a report writes some thirty rows.  Killed anywhere, the
next start finds nothing or all of it.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlmodel import col, select

from models import CaseFile, Procedure, ReportChild, ReportRow, Wake
from models.database import Database
from tasks import rebuild
from tasks.premises import open_office
from tests.databases import drop_postgres, empty_postgres
from tests.office import EXAMPLES
from tests.running import becomes, furnish, hutong, pause, settings_at

pytestmark = pytest.mark.kill

STARTS = 12
REPORTS = 16
LONGEST_START_SECONDS = 2.5
SEED = 20260303

Fresh = Callable[[int], str]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.db)])
def fresh_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Fresh]:
    """Addresses of databases that have no table yet, nor, for SQLite, a file."""
    made: list[Database] = []

    def fresh(number: int) -> str:
        if request.param == "sqlite":
            return f"sqlite:///{tmp_path}/case-{number}.db"
        made.append(empty_postgres(request.getfixturevalue("postgres_url"), f"hutong_first_start_{number}"))
        return made[-1].engine.url.render_as_string(hide_password=False)

    yield fresh
    for database in made:
        drop_postgres(request.getfixturevalue("postgres_url"), database)


def test_a_first_start_that_was_killed_anywhere_leaves_a_home_that_can_be_opened(
    fresh_url: Fresh, tmp_path: Path
) -> None:
    chance = random.Random(SEED)
    begun = 0
    for number in range(STARTS):
        home, url = tmp_path / f"home-{number}", fresh_url(number)
        with hutong(home, "worker", "--no-engine", HUTONG_DATABASE_URL=url) as command:
            pause(chance.uniform(0.3, LONGEST_START_SECONDS))
            command.child.kill()
            command.child.wait()
        begun += (home / "keys").exists()

        with open_office(settings_at(home, database_url=url)) as office:
            furnish(office)
            assert rebuild.rebuild(office).differing == ()
        shutil.rmtree(home)
    print(f"{begun} of {STARTS} had made their key when they were killed")


def test_a_report_that_was_killed_while_it_was_entered_is_there_whole_or_not_at_all(
    database: Database, tmp_path: Path
) -> None:
    chance = random.Random(SEED)
    settings = settings_at(tmp_path, database_url=database.engine.url.render_as_string(hide_password=False))
    receipts = set()
    with open_office(settings) as office:
        furnish(office)
    for _ in range(REPORTS):
        with hutong(
            tmp_path,
            "report",
            str(EXAMPLES / "report-hotline-siblings.yaml"),
            HUTONG_DATABASE_URL=settings.database_url,
        ) as command:
            ended = becomes(lambda: command.child.poll() is not None, within_seconds=chance.uniform(0.5, 2.5))
            command.child.kill()
            command.child.wait()
        assert not ended or command.child.returncode == 0, command.said
        receipts |= set(re.findall(r"已收到报告 (\S+)", command.printed))

    with open_office(settings) as office:
        with office.reading() as desk:
            reports = set(desk.session.exec(select(ReportRow.no)))
            assert receipts <= reports  # what was acknowledged is kept
            for report_no in reports:  # and what is kept is whole: two brothers, each with a case and a procedure
                children = desk.session.exec(select(ReportChild).where(col(ReportChild.report_no) == report_no)).all()
                procedures = desk.session.exec(select(Procedure).where(col(Procedure.report_no) == report_no)).all()
                assert len({one.child_no for one in children}) == len({one.case_no for one in children}) == 2
                assert {one.case_no for one in procedures} == {one.case_no for one in children}
            assert set(desk.session.exec(select(CaseFile.no))) == set(desk.session.exec(select(ReportChild.case_no)))
            waiting = set(desk.session.exec(select(Wake.procedure_no)))
            known = set(desk.session.exec(select(Procedure.no)))
        assert waiting <= known
        assert rebuild.rebuild(office).differing == ()
    print(f"{len(receipts)} acknowledged, {len(reports)} kept, {REPORTS} begun")
