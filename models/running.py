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
