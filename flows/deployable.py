"""The flows that a work pool can run, by name. 可部署的流程.

A process that a work pool starts finds its office in the settings of its machine, never in the run.  These turn on a
schedule; a procedure as a run of its own is made by the resident runner.
"""

from __future__ import annotations

from flows.engine import advance_waiting, deadline_sweep, delivery
from flows.registry import PROCEDURES
from rules.vocabulary import ProcedureKind

accountability = PROCEDURES[ProcedureKind.ACCOUNTABILITY].flow
case_review = PROCEDURES[ProcedureKind.CASE_REVIEW].flow
dissuasion = PROCEDURES[ProcedureKind.DISSUASION].flow
declared = PROCEDURES[ProcedureKind.DECLARED].flow
dropout = PROCEDURES[ProcedureKind.DROPOUT].flow
cross_region = PROCEDURES[ProcedureKind.CROSS_REGION].flow
emergency_placement = PROCEDURES[ProcedureKind.EMERGENCY_PLACEMENT].flow
entrusted_care = PROCEDURES[ProcedureKind.ENTRUSTED_CARE].flow
family_education_order = PROCEDURES[ProcedureKind.FAMILY_EDUCATION_ORDER].flow
guardianship_restoration = PROCEDURES[ProcedureKind.GUARDIANSHIP_RESTORATION].flow
guardianship_transfer = PROCEDURES[ProcedureKind.GUARDIANSHIP_TRANSFER].flow
handover = PROCEDURES[ProcedureKind.HANDOVER].flow
mandatory_reporting = PROCEDURES[ProcedureKind.MANDATORY_REPORTING].flow
monitoring = PROCEDURES[ProcedureKind.MONITORING].flow
police_admonition = PROCEDURES[ProcedureKind.POLICE_ADMONITION].flow
protection_order = PROCEDURES[ProcedureKind.PROTECTION_ORDER].flow
psychological_referral = PROCEDURES[ProcedureKind.PSYCHOLOGICAL_REFERRAL].flow
referral = PROCEDURES[ProcedureKind.REFERRAL].flow
routine_reporting = PROCEDURES[ProcedureKind.ROUTINE_REPORTING].flow
service_referral = PROCEDURES[ProcedureKind.SERVICE_REFERRAL].flow
suggestion = PROCEDURES[ProcedureKind.SUGGESTION].flow
supervision_order = PROCEDURES[ProcedureKind.SUPERVISION_ORDER].flow
turning_point = PROCEDURES[ProcedureKind.TURNING_POINT].flow
undelivered_notice = PROCEDURES[ProcedureKind.UNDELIVERED_NOTICE].flow
written_warning = PROCEDURES[ProcedureKind.WRITTEN_WARNING].flow

EVERY_SECONDS = {"advance_waiting": 60, "deadline_sweep": 60, "delivery": 60}
"""The flows that turn by themselves, and how often."""

ON_DEMAND = tuple(kind.value for kind in ProcedureKind)
"""Procedures, started for one procedure number; each stands above under its own name."""

__all__ = ["EVERY_SECONDS", "ON_DEMAND", "advance_waiting", "deadline_sweep", "delivery", *ON_DEMAND]
