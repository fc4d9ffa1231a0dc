"""Tables of the case database, one aggregate a file. 个案数据库的表.

The journal is the truth; `child`, `report`, `case`, `procedure`, `duty`, `notice` … are projections of it that people
query and that can be rebuilt.  `wake` and `outbox` are queues; accounts and sessions are neither (models/access.py).
Tables are written by `tasks` only.

Columns that end in `_sealed` hold ciphertext (see `vault`); numbers (`no`) are opaque; `…_at` are instants (UTC);
`…_precision` says how exactly the instant is known.  SQLModel does not validate `table=True` classes: input is
checked by plain models at the border.
"""

from models.access import AccessGrant, Account, ApiToken, Idempotency, WebSession
from models.case import CaseFile, Incident, IncidentCase, Procedure, ProcedureParty
from models.child import Adult, ChildFile, Tie
from models.directory import Agency, Holding, Person, Post, Substitute
from models.duty import DutyExtension, DutyPause, DutyRow
from models.evidence import Evidence
from models.instrument import Instrument, InstrumentAddressee, InstrumentBreach, InstrumentVersion
from models.journal import ChainHead, JournalEntry, Seal
from models.monitoring import MonitoredChild, RoutineWindow
from models.note import Note, SecondVersion
from models.notice import Blob, Notice, Outbox
from models.report import ReportChild, ReportRow, SealedReporter
from models.running import Heartbeat, Installation, MissedRung, Pace, RuleBook, SubjectKey, Wake

__all__ = [
    "AccessGrant",
    "Account",
    "Adult",
    "Agency",
    "ApiToken",
    "Blob",
    "CaseFile",
    "ChainHead",
    "ChildFile",
    "DutyExtension",
    "DutyPause",
    "DutyRow",
    "Evidence",
    "Heartbeat",
    "Holding",
    "Idempotency",
    "Incident",
    "IncidentCase",
    "Installation",
    "Instrument",
    "InstrumentAddressee",
    "InstrumentBreach",
    "InstrumentVersion",
    "JournalEntry",
    "MissedRung",
    "MonitoredChild",
    "Note",
    "Notice",
    "Outbox",
    "Pace",
    "Person",
    "Post",
    "Procedure",
    "ProcedureParty",
    "ReportChild",
    "ReportRow",
    "RoutineWindow",
    "RuleBook",
    "Seal",
    "SealedReporter",
    "SecondVersion",
    "SubjectKey",
    "Substitute",
    "Tie",
    "Wake",
    "WebSession",
]
