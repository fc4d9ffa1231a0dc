"""Every duty that a flow can ask for, by code. 职责一览."""

from __future__ import annotations

from types import ModuleType

from rules import (
    admonition,
    dissuasion,
    entrusted_care,
    family_education,
    follow_through,
    guardianship,
    handover,
    harm_found,
    monitoring,
    orders,
    placement,
    protection,
    psychology,
    registration,
    reporting,
    restoration,
    revocation,
    routine_reporting,
    schooling,
    suggestions,
    supervision,
    turning_point,
)
from rules.duty import Answer, Duty

_MODULES: tuple[ModuleType, ...] = (
    reporting,
    placement,
    follow_through,
    guardianship,
    revocation,
    restoration,
    handover,
    turning_point,
    orders,
    admonition,
    supervision,
    protection,
    family_education,
    harm_found,
    entrusted_care,
    psychology,
    suggestions,
    monitoring,
    schooling,
    registration,
    dissuasion,
    routine_reporting,
)

DUTIES: dict[str, Duty[Answer]] = {
    thing.code: thing for module in _MODULES for thing in vars(module).values() if isinstance(thing, Duty)
}
