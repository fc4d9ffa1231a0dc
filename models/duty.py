"""Duties: who owes what, since when, by when, answered by what. 职责."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.columns import at, at_or_none, said

_ARMED = text("next_rung_at IS NOT NULL")
_ASKED = text("attention_at IS NOT NULL")
_LIVE = text("state IN ('open', 'paused')")
_UNREAD = text("state = 'open' AND read_at IS NULL")
_SENT_AROUND = text("state IN ('open', 'paused') AND hand_ons >= 2")
_UNEXPLAINED = text("breach_cause IS NULL AND happened_at > legal_due_at")
_TALLIED = ("legal_due_at", "opened_at", "case_no", "post_no", "state", "happened_precision")  # counted without rows
_DONE = text("happened_at IS NOT NULL")
_PROVISIONAL = text("state IN ('open', 'paused') AND provisional")
_PROVISIONAL_SQLITE = text("state IN ('open', 'paused') AND provisional = 1")


class DutyRow(SQLModel, table=True):
    """One duty in one procedure. 职责.

    Done, read and accepted are three facts, each with its clock.  `next_rung_at` and `attention_at` only *find* what
    may be due; whether a rung fires is derived again from the facts.
    """

    __tablename__ = "duty"
    __table_args__ = (
        Index("duty_next_rung", "next_rung_at", "no", postgresql_where=_ARMED, sqlite_where=_ARMED),
        Index("duty_once", "procedure_no", "code", "about", unique=True),
        Index("duty_of_post", "post_no", "state", "internal_due_at"),
        Index("duty_open_legal", "state", "legal_due_at"),
        Index("duty_attention", "attention_at", "no", postgresql_where=_ASKED, sqlite_where=_ASKED),
        Index("duty_live_of_case", "case_no", "procedure_no", postgresql_where=_LIVE, sqlite_where=_LIVE),
        Index("duty_live_of_code", "code", "variant", "since_at", postgresql_where=_LIVE, sqlite_where=_LIVE),
        Index("duty_last_safe", "last_safe_at", postgresql_where=_LIVE, sqlite_where=_LIVE),
        Index("duty_unread", "told_at", postgresql_where=_UNREAD, sqlite_where=_UNREAD),
        Index("duty_sent_around", "hand_ons", postgresql_where=_SENT_AROUND, sqlite_where=_SENT_AROUND),
        Index("duty_unexplained", *_TALLIED, postgresql_where=_UNEXPLAINED, sqlite_where=_UNEXPLAINED),
        Index("duty_provisional", "provisional", postgresql_where=_PROVISIONAL, sqlite_where=_PROVISIONAL_SQLITE),
        Index("duty_done_of_code", "code", "happened_at", postgresql_where=_DONE, sqlite_where=_DONE),
    )

    no: str = Field(primary_key=True)  # case number and running number: C-…/3
    case_no: str = Field(index=True, foreign_key="case_file.no")
    procedure_no: str = Field(foreign_key="procedure.no")
    rules: str | None = None  # hash of the rules that govern it, where they are not those of its procedure now
    code: str
    about: str = ""
    variant: str = "default"
    role: str | None = None  # the role found; None: nobody near holds it
    post_no: str | None = None
    since_at: datetime = at()
    since_precision: str = said("exact")
    opened_at: datetime = at()
    internal_due_at: datetime | None = at_or_none()
    legal_due_at: datetime | None = at_or_none()
    ends_on: date | None = None  # end of the term that its date is counted back from
    provisional: bool = False
    state: str = Field(default="open", index=True)
    answer: str | None = None  # canonical JSON; free words sealed
    happened_at: datetime | None = at_or_none()  # when it was done
    happened_precision: str | None = None
    recorded_at: datetime | None = at_or_none()  # when that was entered
    answered_by_post: str | None = None
    settled_reason: str | None = None
    turns: int = Field(default=0, sa_column_kwargs={"server_default": "0"})  # how often it was owed again
    rungs: str = "[]"  # JSON list of the instants of the ladder, in order
    next_rung: int = 0
    next_rung_at: datetime | None = at_or_none()
    last_safe_at: datetime | None = at_or_none()  # after it, it can no longer be met
    attention: str = said("[]")  # JSON list of [instant, number of the rung of attention], in order
    next_attention: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    attention_at: datetime | None = at_or_none()
    told_at: datetime | None = at_or_none()  # when its present post was told of it
    read_at: datetime | None = at_or_none()
    accepted_at: datetime | None = at_or_none()
    accepted_by_person: str | None = None
    hand_ons: int = Field(default=0, sa_column_kwargs={"server_default": "0"})  # how often it passed to another post
    breach_cause: str | None = None  # why it was late, from the closed list of its agency


class DutyPause(SQLModel, table=True):
    """A stretch during which a duty's clock stood still. 中止计时."""

    __tablename__ = "duty_pause"

    no: str = Field(primary_key=True)  # hash of the journal entry that began it
    duty_no: str = Field(index=True, foreign_key="duty.no")
    cause: str
    from_at: datetime = at()
    until_at: datetime | None = at_or_none()
    expected_on: date | None = None  # by when it should be over, where somebody said so


class DutyExtension(SQLModel, table=True):
    """More time that was granted to a duty. 延长."""

    __tablename__ = "duty_extension"

    no: str = Field(primary_key=True)
    duty_no: str = Field(index=True, foreign_key="duty.no")
    amount: int
    unit: str
    basis: str
    granted_at: datetime = at()
