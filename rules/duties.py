"""Every duty that a flow can ask for, by code. 职责一览."""

from __future__ import annotations

from types import ModuleType

from rules import (
    admonition,
    family_education,
    follow_through,
    guardianship,
    handover,
    orders,
    placement,
    protection,
    registration,
    reporting,
    restoration,
    revocation,
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
    suggestions,
    registration,
)

DUTIES: dict[str, Duty[Answer]] = {
    thing.code: thing for module in _MODULES for thing in vars(module).values() if isinstance(thing, Duty)
}
