"""Notices from the journal. 通知的投影.

A notice is queued by the entry that caused it: the entry's payload lists it, so that fact and message cannot part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, update
from sqlmodel import col

from models import Notice
from models.bulk import table_of
from tasks.kinds import Kind
from tasks.projection.facts import Projector, add, facts_of

if TYPE_CHECKING:
    from models import JournalEntry
    from tasks.desk import Desk


def notice_rows(row: JournalEntry, facts: dict[str, Any]) -> list[dict[str, Any]]:
    """The notices that an entry queued, as rows."""
    return [
        {
            **notice,
            "chain": row.chain,
            "duty_no": row.duty_no,
            "why": row.kind,
            "state": "queued",
            "created_at": row.recorded_at,
            "attempts": 0,
        }
        for notice in facts.get("notices", ())
    ]


def add_notices(desk: Desk, row: JournalEntry, facts: dict[str, Any]) -> None:
    """Show the notices that an entry queued."""
    add(desk, Notice, notice_rows(row, facts))


def _notice_delivered(desk: Desk, rows: list[JournalEntry]) -> None:
    told = zip(rows, map(facts_of, rows), strict=True)
    desk.connection.execute(
        _DELIVERED,
        [
            {
                "of": facts["notice_no"],
                "state": "delivered",
                "delivered_at": row.happened_at,
                "attempts": facts["attempts"],
                "receipt": facts["receipt"],
            }
            for row, facts in told
        ],
    )


def _notice_failed(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        facts = facts_of(row)
        desk.session.execute(
            update(Notice)
            .where(col(Notice.no) == facts["notice_no"])
            .values(state="failed", attempts=facts["attempts"], failure=facts["code"])
        )


def _notice_read(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        notice_no = facts_of(row)["notice_no"]
        desk.session.execute(update(Notice).where(col(Notice.no) == notice_no).values(read_at=row.happened_at))


def _told(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        add_notices(desk, row, facts_of(row))


_NOTICES = table_of(Notice)
_DELIVERED = _NOTICES.update().where(_NOTICES.c.no == bindparam("of"))

PROJECTORS: dict[Kind, Projector] = {
    Kind.NOTICE_DELIVERED: _notice_delivered,
    Kind.NOTICE_FAILED: _notice_failed,
    Kind.NOTICE_READ: _notice_read,
    Kind.WATCHDOG_FOUND: _told,
    Kind.CAUGHT_UP: _told,
    Kind.DIGEST_SENT: _told,
}
