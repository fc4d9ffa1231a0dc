"""Notices and the outbox. 通知与发件箱.

A notice is one message to one post (or to a report's reporter) on one channel.  Its words are kept as they were
rendered.  The outbox row is the work still to be done on it and is gone once the notice is delivered or has failed
for good.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from models.columns import BigSerial, at, at_or_none

_FAILED = text("state = 'failed'")
_OF_A_REPORT = text("report_no IS NOT NULL")


class Notice(SQLModel, table=True):
    """One message. 通知."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("notice_of_template", "template", "post_no", "created_at"),
        Index("notice_failed", "created_at", postgresql_where=_FAILED, sqlite_where=_FAILED),
        Index("notice_told_of_case", "post_no", "case_no"),
        Index(
            "notice_told_of_report", "post_no", "report_no", postgresql_where=_OF_A_REPORT, sqlite_where=_OF_A_REPORT
        ),
    )

    no: str = Field(primary_key=True)  # also the message id on every try
    chain: str = Field(index=True)  # the case or report it belongs to
    case_no: str | None = Field(default=None, index=True)
    report_no: str | None = None
    duty_no: str | None = Field(default=None, index=True)
    post_no: str | None = None  # None: to the reporter
    channel: str
    template: str
    template_version: str
    lang: str
    why: str  # kind of the journal entry that caused it
    rung: int | None = None
    blob: str  # sha256 of the rendered bytes
    state: str = Field(default="queued", index=True)  # queued | delivered | failed
    created_at: datetime = at()
    delivered_at: datetime | None = at_or_none()
    attempts: int = 0
    receipt: str | None = None
    failure: str | None = None
    read_at: datetime | None = at_or_none()


class Outbox(SQLModel, table=True):
    """A notice still to be delivered. 发件箱. Numbered, so that what was queued first goes out first."""

    __tablename__ = "outbox"

    id: int | None = Field(default=None, sa_column=Column(BigSerial, primary_key=True, autoincrement=True))
    notice_no: str = Field(unique=True)
    next_try_at: datetime = at(index=True)
    attempts: int = 0
    leased_until: datetime | None = at_or_none()
    leased_by: str | None = None
    last_failure: str | None = None


class Blob(SQLModel, table=True):
    """Bytes by their digest: what was rendered, exactly. 原件."""

    __tablename__ = "blob"

    sha256: str = Field(primary_key=True)
    media_type: str
    content: bytes = Field(sa_type=LargeBinary)
