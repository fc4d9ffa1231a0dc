"""Facts of a case that are nobody's answer to a duty, and second versions of facts. 其他事实、更正与存疑."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import at, at_or_none


class Note(SQLModel, table=True):
    """A visit, an attempt to reach somebody, harm, a step of another track. 记事."""

    __tablename__ = "note"

    no: str = Field(primary_key=True)  # case number and number of the entry: C-…#12
    case_no: str = Field(index=True, foreign_key="case_file.no")
    kind: str
    happened_at: datetime | None = at_or_none()
    happened_precision: str = "exact"
    recorded_at: datetime = at()
    by_post: str | None = None
    about: str | None = None  # the adult whom it concerns
    restricted: bool = False  # only for the bodies that handle the case
    words_sealed: str | None = None
    source_sealed: str | None = None


class SecondVersion(SQLModel, table=True):
    """A later entry that says an earlier one otherwise: a correction, or another source. 更正、存疑."""

    __tablename__ = "second_version"

    no: str = Field(primary_key=True)  # case number and number of the entry
    of_entry: str = Field(index=True)  # chain and number of the entry that it is about
    case_no: str = Field(index=True, foreign_key="case_file.no")
    disputed: bool  # True: both stand; False: the later one holds
    happened_at: datetime | None = at_or_none()
    happened_precision: str = "exact"
    recorded_at: datetime = at()
    reason_sealed: str | None = None
