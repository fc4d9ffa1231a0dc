"""Do the migrations lay out what the models say, and do the databases hold the line? 迁移."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel, func, select

import migrations
from migrations.upgrade import current, newest
from models import Blob, CaseFile, ChildFile, DutyRow, JournalEntry, Procedure, Seal
from models.database import Database
from rules.errors import Refused

FOLDER = Path(migrations.__file__).parent
THEN = datetime(2026, 3, 6, 8, 30, tzinfo=UTC)


@pytest.fixture
def recorded(database: Database) -> Database:
    """A database in which one fact stands, sealed, and one message as it was rendered."""
    entry = {
        "chain": "C-1",
        "n": 1,
        "kind": "case_opened",
        "happened_precision": "exact",
        "recorded_at": THEN,
        "basis": "A-15",
        "payload": "{}",
        "key": "once",
        "before": "",
        "mac": "m1",
    }
    with database.writing() as session:
        session.execute(insert(JournalEntry), [entry])
        session.execute(insert(Seal), [{"no": 1, "entry_seq": 1, "mac": "s1"}])
        session.execute(insert(Blob), [{"sha256": "b1", "media_type": "text/plain", "content": b"as sent"}])
    return database


def rows(session: Session) -> tuple[int, ...]:
    """How many entries, seals and rendered messages there are."""
    return tuple(session.exec(select(func.count()).select_from(table)).one() for table in (JournalEntry, Seal, Blob))


# -------------------------------------------------------------------------------- the layout


def test_the_migrated_tables_are_those_of_the_models(database: Database) -> None:
    with database.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_server_default": True})
        assert compare_metadata(context, SQLModel.metadata) == []
        laid_out = inspect(session.connection()).get_table_names()
    assert set(laid_out) == {*SQLModel.metadata.tables, "alembic_version"}


def test_a_fresh_database_has_the_newest_layout(database: Database) -> None:
    assert current(database) == newest()


def test_the_migrations_are_numbered_and_follow_one_another() -> None:
    steps = list(reversed(list(ScriptDirectory(str(FOLDER)).walk_revisions())))
    numbers = [f"{n:04}" for n in range(1, len(steps) + 1)]
    assert [step.revision for step in steps] == numbers
    assert [step.down_revision for step in steps] == [None, *numbers[:-1]]
    assert [Path(step.path).name[:5] for step in steps] == [f"{number}_" for number in numbers]


def step_back(database: Database) -> None:
    """What somebody with Alembic at hand may try."""
    with database.writing() as session:
        config = Config(attributes={"connection": session.connection()})
        config.set_main_option("script_location", str(FOLDER))
        config.set_main_option("path_separator", "os")
        command.downgrade(config, "-1")


def test_there_is_no_way_back_and_the_refusal_says_what_to_do_instead(recorded: Database) -> None:
    with pytest.raises(Refused, match="备份"):
        step_back(recorded)
    assert current(recorded) == newest()
    with recorded.reading() as session:
        assert rows(session) == (1, 1, 1)


# -------------------------------------------------------------------------------- append-only


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("UPDATE journal SET payload = '[]'", "a correction is a new entry"),
        ("UPDATE journal SET mac = 'm2' WHERE chain = 'C-1' AND n = 1", "a correction is a new entry"),
        ("DELETE FROM journal", "nothing recorded is taken away"),
        ("UPDATE seal SET mac = 's2'", "a correction is a new entry"),
        ("DELETE FROM seal WHERE no = 1", "nothing recorded is taken away"),
        ("UPDATE blob SET content = NULL", "other bytes are another blob"),
        ("UPDATE blob SET media_type = 'text/html'", "other bytes are another blob"),
    ],
)
def test_what_was_recorded_can_be_neither_changed_nor_taken_away(recorded: Database, statement: str, rule: str) -> None:
    with pytest.raises(DBAPIError, match=rule), recorded.writing() as session:
        session.execute(text(statement))
    with recorded.reading() as session:
        assert rows(session) == (1, 1, 1)
        assert session.exec(select(JournalEntry.payload, JournalEntry.mac)).one() == ("{}", "m1")


@pytest.mark.parametrize(
    ("sqlite", "postgresql"),
    [
        (
            "INSERT OR REPLACE INTO seal (no, entry_seq, mac) VALUES (1, 1, 's2')",
            "INSERT INTO seal (no, entry_seq, mac) VALUES (1, 1, 's2') ON CONFLICT (no) DO UPDATE SET mac = 's2'",
        ),
        ("UPDATE OR REPLACE seal SET no = 2", "TRUNCATE seal"),
        ("UPDATE seal SET no = no + 1", "TRUNCATE journal CASCADE"),
    ],
)
def test_nor_by_a_back_door(recorded: Database, sqlite: str, postgresql: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), recorded.writing() as session:
        session.execute(text(sqlite if recorded.dialect == "sqlite" else postgresql))
    with recorded.reading() as session:
        assert session.exec(select(Seal.no, Seal.mac)).one() == (1, "s1")
        assert rows(session) == (1, 1, 1)


def test_a_rendered_message_may_be_taken_away_whole(recorded: Database) -> None:
    with recorded.writing() as session:
        session.execute(text("DELETE FROM blob"))
    with recorded.reading() as session:
        assert rows(session) == (1, 1, 0)


# -------------------------------------------------------------------------------- indexes


def a_thousand_duties(session: Session) -> None:
    """Duties for the planner to choose among; one in a hundred has a rung ahead of it."""
    session.add(ChildFile(no="K-1", residence_area="990101001", opened_at=THEN))
    session.flush()
    session.add(CaseFile(no="C-1", child_no="K-1", area="990101001", opened_at=THEN))
    session.flush()
    session.add(Procedure(no="P-1", case_no="C-1", kind="x", rules="", opened_at=THEN, since_at=THEN))
    session.flush()
    for n in range(1000):
        duty = DutyRow(no=f"C-1/{n}", case_no="C-1", procedure_no="P-1", code=str(n), since_at=THEN, opened_at=THEN)
        duty.next_rung_at = THEN + timedelta(hours=n) if n % 100 == 0 else None
        session.add(duty)


def test_due_rungs_are_found_by_their_own_index_in_the_order_in_which_they_are_taken(database: Database) -> None:
    with database.writing() as session:
        a_thousand_duties(session)
        session.execute(text("ANALYZE"))
    query = "SELECT no FROM duty WHERE next_rung_at <= '2026-03-07 00:00:00.000000' ORDER BY next_rung_at, no"
    explain = "EXPLAIN QUERY PLAN" if database.dialect == "sqlite" else "EXPLAIN"
    with database.reading() as session:
        found = session.execute(text(query)).all()
        plan = " ".join(str(row) for row in session.execute(text(f"{explain} {query}")))
    assert found == [("C-1/0",)]
    assert re.search(r"USING (COVERING )?INDEX duty_next_rung|Index (Only )?Scan using duty_next_rung", plan), plan
    assert not re.search(r"Sort|TEMP B-TREE", plan), "whoever fell due at one moment is not sorted on every tick"


def test_the_index_of_due_rungs_leaves_settled_duties_out(database: Database) -> None:
    catalogue = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE name = 'duty_next_rung'",
        "postgresql": "SELECT indexdef FROM pg_indexes WHERE indexname = 'duty_next_rung'",
    }[database.dialect]
    with database.reading() as session:
        assert "next_rung_at IS NOT NULL" in str(session.execute(text(catalogue)).scalar())
