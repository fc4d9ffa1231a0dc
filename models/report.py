"""Reports, and the sealed identity of those who made them. 报告与封存的报告人信息."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import at, at_or_none, said


class ReportRow(SQLModel, table=True):
    """One report as it was received. 报告. May concern several children."""

    __tablename__ = "report"

    no: str = Field(primary_key=True)  # the receipt number
    incident_no: str = Field(index=True)
    unit_kind: str
    situations: str  # JSON list of Situation codes
    discovered_at: datetime | None = at_or_none()
    discovered_precision: str = "exact"
    reported_at: datetime = at()  # when it was made; the clocks start here
    reported_precision: str = said("exact")
    recorded_at: datetime = at()  # when it was entered
    received_by_post: str | None = None
    area: str
    danger_now: bool | None = None
    narrative_sealed: str | None = None
    late: bool = False
    reporter_digest: str | None = None  # sha256 of the sealed identity, kept in the journal too


class SealedReporter(SQLModel, table=True):
    """Who reported, in a table of its own under a key of its own. 封存的报告人信息 (高检发〔2020〕9号 Art. 13).

    Not a projection: the journal only knows its digest.  No query joins it.
    """

    __tablename__ = "sealed_reporter"

    report_no: str = Field(primary_key=True)
    sealed: str


class ReportChild(SQLModel, table=True):
    """Which children a report concerns, and in which case each of them stands. 报告涉及的儿童."""

    __tablename__ = "report_child"

    report_no: str = Field(primary_key=True)
    child_no: str = Field(primary_key=True)
    case_no: str = Field(index=True)
    joined: bool = False  # the child already had an open case
