"""The floor: the same kinds of rows, written by plain SQLAlchemy Core. 对照."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime

from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, Text, create_engine, event
from sqlalchemy.engine import Engine

metadata = MetaData()
case = Table("floor_case", metadata, Column("no", String, primary_key=True), Column("area", String))
duty = Table(
    "floor_duty",
    metadata,
    Column("no", String, primary_key=True),
    Column("case_no", String),
    Column("state", String),
    Column("due_at", DateTime(timezone=True)),
)
journal = Table(
    "floor_journal",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("chain", String),
    Column("payload", Text),
    Column("mac", String),
)
outbox = Table("floor_outbox", metadata, Column("no", String, primary_key=True), Column("text", Text))

KEY = bytes(32)
AT = datetime(2026, 3, 2, tzinfo=UTC)


def open_floor(url: str) -> Engine:
    """An engine with the floor's tables, as durable as ours."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _durable(connection, record):  # type: ignore[no-untyped-def]
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")

    metadata.drop_all(engine)
    metadata.create_all(engine)
    return engine


def create_case(engine: Engine, number: int) -> None:
    """One waiting case: a case, two duties, two journal rows, five messages, one transaction."""
    no = f"F-{number}"
    with engine.begin() as connection:
        connection.execute(case.insert(), [{"no": no, "area": "990101"}])
        connection.execute(
            duty.insert(), [{"no": f"{no}/{n}", "case_no": no, "state": "open", "due_at": AT} for n in range(2)]
        )
        connection.execute(journal.insert(), [_entry(no, n) for n in range(2)])
        connection.execute(outbox.insert(), [{"no": f"{no}/m{n}", "text": "x" * 800} for n in range(5)])


def answer(engine: Engine, number: int) -> None:
    """One answer: the duty, a journal row, the next duty, a message."""
    no = f"F-{number}"
    with engine.begin() as connection:
        connection.execute(duty.update().where(duty.c.no == f"{no}/0").values(state="answered"))
        connection.execute(journal.insert(), [_entry(no, 2), _entry(no, 3)])
        connection.execute(duty.insert(), [{"no": f"{no}/2", "case_no": no, "state": "open", "due_at": AT}])
        connection.execute(outbox.insert(), [{"no": f"{no}/m9", "text": "x" * 800}])


def _entry(chain: str, n: int) -> dict[str, str]:
    payload = json.dumps({"n": n, "code": "triage", "since": AT.isoformat(), "padding": "x" * 400})
    return {"chain": chain, "payload": payload, "mac": hmac.new(KEY, payload.encode(), hashlib.sha256).hexdigest()}
