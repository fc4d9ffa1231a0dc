"""What happens when a system starts: once, twice, and many at the same moment. 升级."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from migrations.upgrade import current, newest, upgrade
from models.database import Database
from rules.errors import Unavailable
from tests.databases import drop_postgres, empty_postgres, empty_sqlite

ROOT = Path(__file__).parents[2]
START = """
import multiprocessing, sys
from migrations.upgrade import current, upgrade
from models.database import Database

def start(url, together):
    database = Database(url)
    together.wait()
    upgrade(database)
    print(current(database), flush=True)
    database.dispose()

url, processes = sys.argv[1], int(sys.argv[2])
fork = multiprocessing.get_context("fork")
together = fork.Barrier(processes)
started = [fork.Process(target=start, args=(url, together)) for _ in range(processes)]
for process in started:
    process.start()
for process in started:
    process.join()
"""


def start_at_once(url: str, processes: int) -> list[str]:
    """Upgrade one database from several processes at the same moment; what each of them finds afterwards."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", START, url, str(processes)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.split()


def test_an_empty_database_has_no_layout_until_it_is_upgraded(tmp_path: Path) -> None:
    database = empty_sqlite(tmp_path)
    assert current(database) is None
    upgrade(database)
    assert current(database) == newest()
    database.dispose()


def test_a_second_upgrade_changes_nothing(database: Database) -> None:
    upgrade(database)
    assert current(database) == newest()


def test_when_several_start_on_an_empty_sqlite_database_each_finds_it_ready(tmp_path: Path) -> None:
    assert start_at_once(f"sqlite:///{tmp_path}/case.db", 8) == [newest()] * 8


@pytest.mark.db
def test_when_several_start_on_an_empty_postgresql_database_each_finds_it_ready(postgres_url: str) -> None:
    database = empty_postgres(postgres_url, f"hutong_start_{os.getpid()}")
    url = database.engine.url.render_as_string(hide_password=False)
    assert start_at_once(url, 8) == [newest()] * 8
    drop_postgres(postgres_url, database)


def test_one_process_can_upgrade_several_databases_at_once(tmp_path: Path) -> None:
    databases = [empty_sqlite(tmp_path, name) for name in ("east", "west", "north", "south")]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(upgrade, databases))
    assert [current(database) for database in databases] == [newest()] * 4
    for database in databases:
        database.dispose()


def test_an_upgrade_that_fails_half_way_leaves_nothing_behind(tmp_path: Path) -> None:
    database = empty_sqlite(tmp_path)
    with database.writing() as session:
        session.execute(text("CREATE TABLE journal (in_the_way INTEGER)"))
    with pytest.raises(Exception, match="journal"):
        upgrade(database)
    assert current(database) is None
    with database.writing() as session:
        session.execute(text("DROP TABLE journal"))
    upgrade(database)
    assert current(database) == newest()
    database.dispose()


def test_a_database_of_a_newer_version_is_left_alone(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Unavailable, match="9999") as refused:
        upgrade(database)
    assert (refused.value.code, refused.value.permanent) == ("database-newer", True)
    assert current(database) == "9999"
