"""Incident, case and procedure. 事件、个案、程序.

An incident happened once and may concern several children; a case is one child's matter; a procedure is one run of
a flow in a case, under the rules that were in force when it was opened.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.columns import at, at_or_none, said

_OPEN = text("state = 'open'")


class Incident(SQLModel, table=True):
    """What happened, once. 事件."""

    __tablename__ = "incident"

    no: str = Field(primary_key=True)
    subject_no: str  # whose data key seals this row
    happened_at: datetime | None = at_or_none()
    happened_precision: str = "unknown"
    place_sealed: str | None = None
    area: str | None = None


class IncidentCase(SQLModel, table=True):
    """Which cases an incident belongs to. 事件与个案."""

    __tablename__ = "incident_case"

    incident_no: str = Field(primary_key=True)
    case_no: str = Field(primary_key=True, index=True)


class CaseFile(SQLModel, table=True):
    """One child's matter. 个案. The file of an agency's own duties (`CasePurpose.AGENCY`) is no child's."""

    __tablename__ = "case_file"
    __table_args__ = (
        Index("case_open", "no", postgresql_where=_OPEN, sqlite_where=_OPEN),
        Index("case_of_lead", "lead_post"),
        Index("case_newest", "opened_at", "no"),
    )

    no: str = Field(primary_key=True)
    child_no: str | None = Field(default=None, index=True, foreign_key="child_file.no")  # None: an agency's own file
    area: str = Field(index=True)
    lead_post: str | None = None
    state: str = Field(default="open", index=True)  # open | closed
    purpose: str = said("matter")  # matter | care | agency: only a matter is joined by a report
    episode: int = 1
    duties_opened: int = 0  # how many duty numbers were given out
    opened_at: datetime = at()
    closed_at: datetime | None = at_or_none()

    @property
    def subject_no(self) -> str:
        """Whose data key seals the words of this file: the child's; its own where it is no child's."""
        return self.child_no or self.no


class Procedure(SQLModel, table=True):
    """One run of a flow in a case, under frozen rules. 程序."""

    __tablename__ = "procedure"
    __table_args__ = (Index("procedure_open", "case_no", "no", postgresql_where=_OPEN, sqlite_where=_OPEN),)

    no: str = Field(primary_key=True)
    case_no: str = Field(index=True, foreign_key="case_file.no")
    kind: str = Field(index=True)
    report_no: str | None = Field(default=None, index=True)
    opened_by: str | None = None  # the procedure that opened this one
    about: str = ""  # what it is about where a case can hold several of a kind, e.g. "admonition"
    owed_by_post: str | None = None  # the post that owes its duties where the rules do not name one
    bodies: str = said("{}")  # JSON: role to the post that acts in it here, e.g. the court of another place
    receiver: str | None = None  # of a hand-over; None: somebody outside the directory
    rules: str  # hash of the frozen pack
    state: str = Field(default="open", index=True)  # open | closed
    close_reason: str | None = None
    opened_at: datetime = at()
    since_at: datetime = at()  # the fact that started it
    since_precision: str = said("exact")
    closed_at: datetime | None = at_or_none()


class ProcedureParty(SQLModel, table=True):
    """Who stands in a procedure, and as what. 程序的当事人."""

    __tablename__ = "procedure_party"
    __table_args__ = (Index("procedure_party_no", "party_no"),)

    procedure_no: str = Field(primary_key=True, foreign_key="procedure.no")
    party_no: str = Field(primary_key=True)  # an adult, or a post
    role: str = Field(primary_key=True)
    place: int  # in the order in which they joined
