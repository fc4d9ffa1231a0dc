"""Instruments: the documents by which authority acts. 文书."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import at


class Instrument(SQLModel, table=True):
    """One document drawn up in a case. 文书 (受案回执、立案决定书 …)."""

    __tablename__ = "instrument"

    no: str = Field(primary_key=True)
    case_no: str = Field(index=True, foreign_key="case_file.no")
    procedure_no: str
    duty_no: str = Field(index=True)
    title: str
    document_no: str
    issued_by_post: str | None = None
    issued_at: datetime = at()
    recorded_at: datetime = at()
