"""All procedures, imported in one place. 程序一览."""

from __future__ import annotations

from flows import (
    accountability,
    case_review,
    emergency_placement,
    mandatory_reporting,
    referral,
    undelivered_notice,
)
from flows.procedure import PROCEDURES

__all__ = [
    "PROCEDURES",
    "accountability",
    "case_review",
    "emergency_placement",
    "mandatory_reporting",
    "referral",
    "undelivered_notice",
]
