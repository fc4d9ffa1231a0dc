"""All procedures, imported in one place. 程序一览."""

from __future__ import annotations

from flows import (
    accountability,
    case_review,
    cross_region,
    emergency_placement,
    family_education_order,
    guardianship_restoration,
    guardianship_transfer,
    handover,
    mandatory_reporting,
    police_admonition,
    protection_order,
    referral,
    service_referral,
    suggestion,
    supervision_order,
    turning_point,
    undelivered_notice,
    written_warning,
)
from flows.procedure import PROCEDURES

__all__ = [
    "PROCEDURES",
    "accountability",
    "case_review",
    "cross_region",
    "emergency_placement",
    "family_education_order",
    "guardianship_restoration",
    "guardianship_transfer",
    "handover",
    "mandatory_reporting",
    "police_admonition",
    "protection_order",
    "referral",
    "service_referral",
    "suggestion",
    "supervision_order",
    "turning_point",
    "undelivered_notice",
    "written_warning",
]
