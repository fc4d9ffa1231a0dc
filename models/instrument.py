"""Instruments: the documents by which authority acts, as versioned objects. 文书.

An order has issuers and addressees, perhaps no term, perhaps a part of what was asked for; it is served, broken,
varied, extended, withdrawn, followed by another.  How it stood on a past day is told from its versions.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from models.columns import at, at_or_none


class Instrument(SQLModel, table=True):
    """One document drawn up in a case. 文书. Its state is the last recorded one; `lapsed` follows from its term."""

    __tablename__ = "instrument"

    no: str = Field(primary_key=True)
    case_no: str = Field(index=True, foreign_key="case_file.no")
    procedure_no: str | None = Field(default=None, index=True)
    duty_no: str | None = Field(default=None, index=True)
    kind: str = "record"
    about: str = ""  # tells apart several of a kind in one procedure
    title: str
    document_no: str = ""
    state: str = "issued"  # draft | issued | ended | withdrawn
    issuers: str = "[]"  # JSON list of post numbers
    issued_by_post: str | None = None
    issued_at: datetime | None = at_or_none()  # None: a draft, or issued on an unknown day
    issued_precision: str = "exact"
    recorded_at: datetime = at()
    version: int = 1
    granted: str = "full"  # full | part
    follows: str | None = None  # the instrument that this one replaces or renews
    facts_sealed: str | None = None
    content_sealed: str | None = None
    ended_at: datetime | None = at_or_none()


class InstrumentVersion(SQLModel, table=True):
    """What an instrument said from a moment on. 文书的各版本."""

    __tablename__ = "instrument_version"

    instrument_no: str = Field(primary_key=True, foreign_key="instrument.no")
    n: int = Field(primary_key=True)
    change: str  # issued | varied | extended
    from_at: datetime = at()
    from_precision: str = "exact"
    recorded_at: datetime = at()
    document_no: str = ""
    valid_until: date | None = Field(default=None, index=True)  # last civil day of the term; None: it names no end
    content_sealed: str | None = None


class InstrumentAddressee(SQLModel, table=True):
    """To whom an instrument speaks, and whether it was served on them. 相对人与送达."""

    __tablename__ = "instrument_addressee"

    instrument_no: str = Field(primary_key=True, foreign_key="instrument.no")
    party_no: str = Field(primary_key=True)  # an adult, or a post
    served_at: datetime | None = at_or_none()
    served_precision: str = "exact"
    served_recorded_at: datetime | None = at_or_none()
    method: str | None = None
    proof_sealed: str | None = None


class InstrumentBreach(SQLModel, table=True):
    """An order that was broken, and what followed. 违反."""

    __tablename__ = "instrument_breach"

    no: str = Field(primary_key=True)
    instrument_no: str = Field(index=True, foreign_key="instrument.no")
    happened_at: datetime | None = at_or_none()
    happened_precision: str = "exact"
    recorded_at: datetime = at()
    words_sealed: str | None = None
    sanction: str = "pending"
    confidential: bool = False
    reason_sealed: str | None = None
    decided_at: datetime | None = at_or_none()
