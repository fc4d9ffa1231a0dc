"""All procedures, imported in one place. 程序一览."""

from __future__ import annotations

from flows import (
    accountability,
    case_review,
    dropout,
    emergency_placement,
    entrusted_care,
    family_education_order,
    guardianship_restoration,
    guardianship_transfer,
    handover,
    mandatory_reporting,
    monitoring,
    police_admonition,
    protection_order,
    psychological_referral,
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
    "dropout",
    "emergency_placement",
    "entrusted_care",
    "family_education_order",
    "guardianship_restoration",
    "guardianship_transfer",
    "handover",
    "mandatory_reporting",
    "monitoring",
    "police_admonition",
    "protection_order",
    "psychological_referral",
    "referral",
    "service_referral",
    "suggestion",
    "supervision_order",
    "turning_point",
    "undelivered_notice",
    "written_warning",
]
