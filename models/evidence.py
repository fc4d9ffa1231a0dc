"""Files that were handed in as evidence: what is told of them. The bytes lie sealed in `blob`. 证据材料."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import at, at_or_none


class Evidence(SQLModel, table=True):
    """One file. 证据材料."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("case_no", "sha256"),)

    no: str = Field(primary_key=True)
    case_no: str = Field(index=True, foreign_key="case_file.no")
    duty_no: str | None = None  # the duty for which it was handed in
    sha256: str  # of the bytes as they came
    bytes: int
    media_type: str  # found out from the content
    blob: str  # sha256 of the sealed bytes
    happened_at: datetime | None = at_or_none()
    happened_precision: str = "exact"
    recorded_at: datetime = at()
    by_post: str | None = None
    name_sealed: str | None = None
    words_sealed: str | None = None
