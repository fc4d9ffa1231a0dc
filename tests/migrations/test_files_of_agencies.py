"""A case file need not be a child's any more; those that are stay so. 迁移 0006."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

import migrations
from migrations.upgrade import current, newest, upgrade
from models import CaseFile
from models.database import Database
from rules.errors import Conflict
from tests.databases import empty_sqlite

BEFORE = "0005"
A_CHILD = (
    "INSERT INTO child_file (no, sex, categories, residence_area, opened_at) "
    "VALUES ('K-1', 'female', '[]', '990101', '2026-03-02 00:00:00')"
)
ITS_CASE = (
    "INSERT INTO case_file (no, child_no, area, state, purpose, episode, duties_opened, opened_at) "
    "VALUES ('C-1', 'K-1', '990101', 'open', 'matter', 1, 0, '2026-03-02 00:00:00')"
)
ITS_PROCEDURE = (
    "INSERT INTO procedure (no, case_no, kind, about, bodies, rules, state, opened_at, since_at, since_precision) "
    "VALUES ('P-1', 'C-1', 'x', '', '{}', '', 'open', '2026-03-02 00:00:00', '2026-03-02 00:00:00', 'exact')"
)
OF_AN_AGENCY = ITS_CASE.replace("'C-1', 'K-1'", "'C-2', NULL").replace("'matter'", "'agency'")


def laid_out_until(session: Session, revision: str) -> None:
    config = Config(attributes={"connection": session.connection()})
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, revision)


@pytest.fixture
def before(tmp_path: Path) -> Database:
    """A database of the version before, with a child, its case and a procedure."""
    database = empty_sqlite(tmp_path)
    with database.writing() as session:
        laid_out_until(session, BEFORE)
        for row in (A_CHILD, ITS_CASE, ITS_PROCEDURE):
            session.execute(text(row))
    return database


def test_until_then_every_file_is_a_child_s(before: Database) -> None:
    with pytest.raises((DBAPIError, Conflict)), before.writing() as session:
        session.execute(text(OF_AN_AGENCY))
    before.dispose()


def test_what_was_there_stays_and_its_references_hold(before: Database) -> None:
    upgrade(before)
    assert current(before) == newest()
    with before.writing() as session:
        session.execute(text(OF_AN_AGENCY))
    with before.reading() as session:
        assert session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []
        rows = session.exec(select(CaseFile).order_by(CaseFile.no)).all()
        assert [(row.no, row.child_no, row.subject_no) for row in rows] == [("C-1", "K-1", "K-1"), ("C-2", None, "C-2")]
    with pytest.raises((DBAPIError, Conflict)), before.writing() as session:
        session.execute(text(OF_AN_AGENCY.replace("'C-2', NULL", "'C-3', 'K-9'")))  # no such child
    before.dispose()


def test_another_connection_that_was_open_sees_the_new_layout(before: Database, tmp_path: Path) -> None:
    beside = empty_sqlite(tmp_path)
    with beside.reading() as session:
        assert session.execute(text("SELECT count(*) FROM case_file")).scalar_one() == 1
    upgrade(before)
    with beside.writing() as session:
        session.execute(text(OF_AN_AGENCY))
    before.dispose()
    beside.dispose()
