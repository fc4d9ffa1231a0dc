"""What an OCEL 2.0 export consists of: its types of events and objects, and their attributes. 导出的事件与对象类型.

Only codes, moments and numbers: no free words, no document numbers, no place below the county.  That a child came of
age or died is left out, because the day of the first is the birthday and the second is known to the whole county.
"""

from __future__ import annotations

from collections.abc import Mapping

from tasks.kinds import Kind
from tasks.ocel_names import ObjectType

_CASES = (
    *(Kind.REPORT_RECEIVED, Kind.REPORTER_TOLD, Kind.REPORT_JOINED),
    *(Kind.CASE_OPENED, Kind.CASE_CLOSED, Kind.CASE_REOPENED, Kind.CASE_MOVED),
)
_PROCEDURES = (Kind.PROCEDURE_OPENED, Kind.PROCEDURE_COVERED, Kind.PROCEDURE_CLOSED)
CLOCK = (
    *(Kind.DUTY_OPENED, Kind.DUTY_PAUSED, Kind.DUTY_RESUMED, Kind.DUTY_EXTENDED),
    *(Kind.DUTY_DATE_SETTLED, Kind.DUTY_RECOUNTED),
)
"""Events after which another `due` holds: without one, none holds."""

_DUTIES = (
    *CLOCK,
    *(Kind.DUTY_ASSIGNED, Kind.DUTY_READ, Kind.DUTY_ACCEPTED, Kind.DUTY_HANDED_ON),
    *(Kind.DUTY_ANSWERED, Kind.DUTY_SKIPPED, Kind.DUTY_EXCUSED, Kind.DUTY_REOPENED),
    *(Kind.RUNG_FIRED, Kind.ATTENTION_FIRED, Kind.BREACH_EXPLAINED),
)
INSTRUMENTS = (
    *(Kind.INSTRUMENT_DRAFTED, Kind.INSTRUMENT_DISCARDED, Kind.INSTRUMENT_ISSUED, Kind.INSTRUMENT_SERVED),
    Kind.INSTRUMENT_BREACHED,
    *(Kind.BREACH_DECIDED, Kind.INSTRUMENT_VARIED, Kind.INSTRUMENT_EXTENDED, Kind.INSTRUMENT_WITHDRAWN),
    Kind.INSTRUMENT_ENDED,
)
SECOND_VERSIONS = (Kind.ENTRY_CORRECTED, Kind.ENTRY_DISPUTED)

EXPORTED = (*_CASES, *_PROCEDURES, *_DUTIES, *INSTRUMENTS, *SECOND_VERSIONS)
"""Kinds of journal entries that become events, in the order in which their types are listed."""

RELEASED = "duty_released"
"""Type of the event by which a duty became needless by itself: in the journal it is an excuse that nobody gave."""

Attributes = Mapping[str, str]
"""Attribute to its type: string, time, integer or boolean."""

_OF_EVERY_EVENT: Attributes = {"recorded_at": "time", "precision": "string", "corrected": "boolean"}
_OF_A_PROCEDURE: Attributes = {"procedure_kind": "string"}
_OF_A_DUTY: Attributes = {**_OF_A_PROCEDURE, "duty_code": "string"}


def event_types() -> dict[str, Attributes]:
    """Every type of event with its attributes. 事件类型."""
    types: dict[str, Attributes] = {}
    for kind in EXPORTED:
        types[kind] = {**_OF_EVERY_EVENT, **_beside(kind)}
        if kind is Kind.DUTY_EXCUSED:
            types[RELEASED] = types[kind]
    return types


def _beside(kind: Kind) -> Attributes:
    if kind is Kind.PROCEDURE_CLOSED:
        return {**_OF_A_PROCEDURE, "close_reason": "string"}
    if kind in _PROCEDURES:
        return _OF_A_PROCEDURE
    if kind in CLOCK:
        return {**_OF_A_DUTY, "due": "time", "cause": "string"}
    if kind is Kind.RUNG_FIRED:
        return {**_OF_A_DUTY, "rung": "integer"}
    if kind in _DUTIES or kind in SECOND_VERSIONS:
        return _OF_A_DUTY
    if kind in INSTRUMENTS:
        return {**_OF_A_PROCEDURE, "instrument_kind": "string", "sanction": "string"}
    return {}


OBJECT_TYPES: dict[ObjectType, Attributes] = {
    ObjectType.CHILD: {},
    ObjectType.REPORT: {"county": "string"},
    ObjectType.CASE: {"county": "string", "state": "string", "episode": "integer"},
    ObjectType.PROCEDURE: {
        "procedure_kind": "string",
        "state": "string",
        "close_reason": "string",
        "since": "time",
        "rules": "string",
    },
    ObjectType.DUTY: {
        "duty_code": "string",
        "duty_zh": "string",
        "procedure_kind": "string",
        "role": "string",
        "force": "string",
        "since": "time",
        "due": "time",
        "internal_due": "time",
        "provisional": "boolean",
        "state": "string",
        "verdict": "string",
        "rungs_fired": "integer",
        "times_reopened": "integer",
    },
    ObjectType.INSTRUMENT: {"instrument_kind": "string", "state": "string", "granted": "string", "version": "integer"},
    ObjectType.POST: {"role": "string", "county": "string"},
    ObjectType.AGENCY: {"county": "string"},
}
"""Every type of object with its attributes, as they stand at the moment of the export. 对象类型."""
