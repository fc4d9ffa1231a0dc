"""What the running system keeps beside the facts: queue, rules, keys, heartbeats. 运行所需."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from models.columns import BigSerial, at, at_or_none


class Wake(SQLModel, table=True):
    """A procedure that has something new to look at. 待推进（收件箱）."""

    __tablename__ = "wake"

    id: int | None = Field(default=None, sa_column=Column(BigSerial, primary_key=True, autoincrement=True))
    procedure_no: str = Field(index=True)
    why: str
    created_at: datetime = at()
    leased_until: datetime | None = at_or_none()
    attempts: int = 0
    last_error: str | None = None  # class name only: messages may not carry words


class MissedRung(SQLModel, table=True):
    """A rung that was climbed late, for the one summary that its posts are sent. 待汇总的补办."""

    __tablename__ = "missed_rung"

    id: int | None = Field(default=None, sa_column=Column(BigSerial, primary_key=True, autoincrement=True))
    post_no: str = Field(index=True)
    duty_no: str
    rung: int
    rung_at: datetime = at()
    climbed_at: datetime = at()


class Pace(SQLModel, table=True):
    """How long a step usually takes here: computed now and then from what is recorded, never a fact. 通常用时."""

    __tablename__ = "pace"

    code: str = Field(primary_key=True)
    variant: str = Field(primary_key=True)
    n: int
    median_seconds: int
    p90_seconds: int
    computed_at: datetime = at()


class Heartbeat(SQLModel, table=True):
    """That something was alive. 心跳."""

    __tablename__ = "heartbeat"

    name: str = Field(primary_key=True)
    at: datetime = at()
    detail: str = ""


class RuleBook(SQLModel, table=True):
    """The full text of every pack that a procedure runs under, by content hash. 规则版本."""

    __tablename__ = "rule_book"

    hash: str = Field(primary_key=True)
    pack: str
    version: str
    content: str
    loaded_at: datetime = at()


class SubjectKey(SQLModel, table=True):
    """The wrapped data key of one child, report or the directory. 数据密钥. Erasing the row erases the words."""

    __tablename__ = "subject_key"

    id: str = Field(primary_key=True)
    subject_no: str = Field(unique=True)
    wrapped: str | None = None  # None: erased
    made_at: datetime = at()
    erased_at: datetime | None = at_or_none()


class Installation(SQLModel, table=True):
    """Facts about this database itself: live or simulated, default area. 本库标识."""

    __tablename__ = "installation"

    key: str = Field(primary_key=True)
    value: str
