"""Children in care and the windows of their routine duties. 关爱对象与周期."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.columns import at, at_or_none

_OPEN = text("ended_at IS NULL")


class MonitoredChild(SQLModel, table=True):
    """One child on the list, from its entry to its exit. 关爱对象."""

    __tablename__ = "monitored_child"
    __table_args__ = (Index("monitored_open", "case_no", postgresql_where=_OPEN, sqlite_where=_OPEN),)

    procedure_no: str = Field(primary_key=True, foreign_key="procedure.no")
    case_no: str = Field(index=True, foreign_key="case_file.no")
    child_no: str = Field(index=True, foreign_key="child_file.no")
    tier: str
    standings: str  # JSON list of [instant, categories, tier, marks]: how the child stood from when on
    standing_since: datetime = at()  # since when it stands as it does
    proposed: str | None = None  # JSON of a lower tier that a second person is to read
    proposals: int = 0
    began_at: datetime = at()
    ended_at: datetime | None = at_or_none()
    end_reason: str | None = None


class RoutineWindow(SQLModel, table=True):
    """A window that has begun, recorded once for the whole installation. 已开始的周期."""

    __tablename__ = "routine_window"

    code: str = Field(primary_key=True)
    kind: str = Field(index=True)
    first: date
    last: date
    begun_at: datetime = at()
