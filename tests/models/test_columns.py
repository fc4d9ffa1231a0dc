"""Do both databases give back what they were given? 列."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import StatementError
from sqlmodel import col, select

from models import Blob, Heartbeat
from models.database import Database

SHANGHAI = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 6, 16, 30, 0, 123_456, tzinfo=SHANGHAI),
        datetime(2026, 3, 6, 16, 30, 0, 1, tzinfo=UTC),
        datetime(2026, 3, 7, 0, 0, tzinfo=SHANGHAI),
        datetime(1986, 5, 4, 1, 30, tzinfo=UTC),
        datetime(2044, 2, 29, 15, 59, 59, 999_999, tzinfo=UTC),
    ],
    ids=datetime.isoformat,
)
def test_an_instant_comes_back_to_the_microsecond_and_in_utc(database: Database, moment: datetime) -> None:
    with database.writing() as session:
        session.execute(insert(Heartbeat), [{"name": "sweep", "at": moment, "detail": ""}])
    with database.reading() as session:
        kept = session.exec(select(Heartbeat.at)).one()
    assert kept == moment
    assert kept.utcoffset() == timedelta(0)


def test_instants_are_ordered_as_they_happened(database: Database) -> None:
    start = datetime(2026, 3, 6, 23, 59, 59, 999_999, tzinfo=SHANGHAI)
    moments = [start + step for step in (timedelta(0), timedelta(microseconds=1), timedelta(seconds=1))]
    with database.writing() as session:
        session.execute(
            insert(Heartbeat),
            [
                {"name": str(n), "at": at.astimezone(UTC if n % 2 else SHANGHAI), "detail": ""}
                for n, at in enumerate(moments)
            ],
        )
    with database.reading() as session:
        assert list(session.exec(select(Heartbeat.at).order_by(col(Heartbeat.at)))) == moments
        assert list(session.exec(select(Heartbeat.name).where(Heartbeat.at < moments[1]))) == ["0"]
        assert list(session.exec(select(Heartbeat.name).where(Heartbeat.at == moments[1]))) == ["1"]


def test_an_instant_without_a_zone_is_refused_and_not_guessed_at(database: Database) -> None:
    naive = datetime(2026, 3, 6, 16, 30, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(StatementError, match="naive datetime"), database.writing() as session:
        session.execute(insert(Heartbeat), [{"name": "sweep", "at": naive, "detail": ""}])
    with pytest.raises(StatementError, match="naive datetime"), database.reading() as session:
        session.exec(select(Heartbeat).where(Heartbeat.at < naive)).all()


def test_bytes_come_back_as_they_were(database: Database) -> None:
    content = bytes(range(256)) * 40
    with database.writing() as session:
        session.execute(insert(Blob), [{"sha256": "0", "media_type": "text/plain", "content": content}])
    with database.reading() as session:
        assert session.exec(select(Blob.content)).one() == content
